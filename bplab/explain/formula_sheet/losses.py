"""The loss of an example output by output, and the error signals that follow from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from bplab.explain.formula_sheet.equations import Equation, Piece, Quantity, by_function, numbered
from bplab.explain.formula_sheet.names import of, slope
from bplab.nn.losses import LOSSES, TINY

WRITTEN_OUT = {"half_squared", "mse", "mae", "huber", "binary_cross_entropy", "categorical_cross_entropy"}


@dataclass(frozen=True, eq=False)
class Outputs:
    """The outputs of the network, their targets, and what depends on both."""

    layer: int  # from 1
    loss: str
    a: tuple[Quantity, ...]
    t: tuple[Quantity, ...]
    delta: tuple[Quantity, ...]
    slopes: tuple[Quantity | None, ...]  # None where loss and activation together give a - t
    total: float

    @property
    def count(self) -> int:
        """The number of outputs."""
        return len(self.a)

    def difference(self, unit: int) -> str:
        """The output minus the target, in symbols."""
        return f"{of('a', self.layer, unit + 1)} − t_{{{unit + 1}}}"


def loss_lines(given: Outputs) -> tuple[Equation, ...]:
    """The loss of each output, and all of them together."""
    if given.loss not in WRITTEN_OUT:
        return (_whole(given),)
    lines = list(_each(given))
    if len(lines) == 1:
        return tuple(lines)
    parts = [line.result for line in lines]
    total = Quantity(r"\ell", given.total)
    pieces: list[Piece] = list(_added(parts))
    mean = given.loss in ("mse", "mae", "huber")
    names = " + ".join(part.latex for part in parts) if len(parts) <= 6 else r"\sum_{k} \ell_{k}"
    if mean:
        pieces = ["(", *pieces, f") ÷ {len(parts)}"]
        names = f"( {names} ) ÷ {len(parts)}"
    share = len(parts) if mean else 1
    lines.append(numbered(total, [names], pieces, lambda values: sum(values) / share))
    return tuple(lines)


def _whole(given: Outputs) -> Equation:
    """A loss whose terms are not written out here, by its name."""
    row = LOSSES[given.loss]

    def rule(values: Sequence[float]) -> float:
        y, t = np.array(values).reshape(2, 1, -1)
        return float(row.per_example(y, y, t)[0])

    symbol = rf"\mathrm{{{row.title}}}(a, t)".replace(" ", r"\ ")
    return by_function(Quantity(r"\ell", given.total), [symbol], [*given.a, *given.t], rule)


def _added(parts: list[Quantity]) -> Iterator[Piece]:
    for place, part in enumerate(parts):
        if place:
            yield " + "
        yield part


def _each(given: Outputs) -> Iterator[Equation]:
    one = given.count == 1 or given.loss == "categorical_cross_entropy"
    for unit in range(given.count):
        a, t = given.a[unit], given.t[unit]
        name = r"\ell" if one else f"\\ell_{{{unit + 1}}}"
        if given.loss == "categorical_cross_entropy":
            if t.value:
                symbol = rf"−\mathrm{{ln}} {of('a', given.layer, unit + 1)}"
                yield numbered(
                    Quantity(name, _minus_log(a.value)), [symbol], ["−ln ", a], lambda values: -log(values[0])
                )
            continue
        yield _of_output(given, unit, name)


def _of_output(given: Outputs, unit: int, name: str) -> Equation:
    a, t, r = given.a[unit], given.t[unit], given.difference(unit)
    gap = a.value - t.value
    if given.loss == "half_squared":
        result = Quantity(name, 0.5 * gap * gap)
        return numbered(result, [f"½ ({r})^{{2}}"], ["½ (", a, " − ", t, ")²"], _half_square)
    if given.loss == "mse":
        result = Quantity(name, gap * gap)
        return numbered(
            result, [f"({r})^{{2}}"], ["(", a, " − ", t, ")²"], lambda values: 2 * _half_square(values)
        )
    if given.loss == "binary_cross_entropy":
        return _cross_entropy(given, unit, name)
    far = given.loss == "mae" or abs(gap) > 1
    if not far:
        result = Quantity(name, 0.5 * gap * gap)
        return numbered(result, [f"½ ({r})^{{2}}"], ["½ (", a, " − ", t, ")²"], _half_square)
    less = 0.5 if given.loss == "huber" else 0.0
    tail = " − 0.5" if less else ""
    result = Quantity(name, abs(gap) - less)
    return numbered(
        result, [f"|{r}|{tail}"], ["|", a, " − ", t, f"|{tail}"],
        lambda values: abs(values[0] - values[1]) - less,
    )  # fmt: skip


def _half_square(values: Sequence[float]) -> float:
    a, t = values
    return 0.5 * (a - t) ** 2


def _cross_entropy(given: Outputs, unit: int, name: str) -> Equation:
    a, t, symbol = given.a[unit], given.t[unit], of("a", given.layer, unit + 1)
    if t.value == 1:
        return numbered(
            Quantity(name, -log(a.value)),
            [rf"−\mathrm{{ln}} {symbol}"],
            ["−ln ", a],
            lambda values: -log(values[0]),
        )
    return numbered(
        Quantity(name, _minus_log(1 - a.value)), [rf"−\mathrm{{ln}} (1 − {symbol})"], ["−ln (1 − ", a, ")"],
        lambda values: -log(1 - values[0]),
    )  # fmt: skip


def _minus_log(share: float) -> float:
    """−ln of a share, finite where a saturated output leaves none."""
    return -log(max(share, TINY))


def delta_line(given: Outputs, unit: int) -> Equation:
    """The error signal of an output."""
    a, t, r, count = given.a[unit], given.t[unit], given.difference(unit), given.count
    f = given.slopes[unit]
    if given.loss not in WRITTEN_OUT:
        symbols = r"\partial \ell/\partial a" + (
            "" if f is None else rf" \cdot {slope(given.layer, unit + 1)}"
        )
        return by_function(given.delta[unit], [symbols], [given.delta[unit]], lambda values: values[0])
    if f is None:
        return numbered(given.delta[unit], [r], [a, " − ", t], lambda values: values[0] - values[1])
    name = slope(given.layer, unit + 1)
    gap = a.value - t.value
    if given.loss == "mae" or (given.loss == "huber" and abs(gap) > 1):
        sign = 0.0 if not gap else 1.0 if gap > 0 else -1.0
        share = "1" if count == 1 else f"1/{count}"
        text = f"{'−' if sign < 0 else ''}{share if sign else '0'}"
        return numbered(
            given.delta[unit], [rf"{text} \cdot {name}"], [f"{text} × ", f],
            lambda values: sign / count * values[0],
        )  # fmt: skip
    times = 2 if given.loss == "mse" else 1
    shared = given.loss in ("mse", "huber") and count > 1
    before, after = ("2 (" if times == 2 else "("), (f") ÷ {count} × " if shared else ") × ")
    factor = times / (count if shared else 1)
    symbols = rf"{before}{r}){f' ÷ {count}' if shared else ''} \cdot {name}"
    return numbered(
        given.delta[unit], [symbols], [before, a, " − ", t, after, f],
        lambda values: factor * (values[0] - values[1]) * values[2],
    )  # fmt: skip
