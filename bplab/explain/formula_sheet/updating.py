"""The table of a sheet: each parameter's gradient of this example, and its new value."""

from collections.abc import Iterator, Sequence
from math import prod
from typing import NamedTuple

import numpy as np

from bplab.arrays import Array
from bplab.explain.formula_sheet.equations import Equation, Quantity, UpdateRow, by_function, numbered
from bplab.explain.formula_sheet.quantities import Quantities
from bplab.nn.optimizers import OPTIMIZERS
from bplab.training.step import StepTrace

OLD = r"\text{all at once: the }\delta\text{ above use the old weights}"


class UpdateTable(NamedTuple):
    """Rows, what stands over their halves, and the rule of the update; both LaTeX."""

    rows: tuple[UpdateRow, ...]
    heads: tuple[str, str]
    note: str


def update_table(made: Quantities) -> UpdateTable:
    """Make a row of every parameter that is not frozen, the output layer first.

    Where the step follows more than this example's gradient, what it follows is given.
    """
    alone, rate = _is_alone(made.trace), Quantity(r"\eta", made.trace.start.learning_rate, "rate")
    rows = tuple(
        _row(made, layer, source, unit, rate if _is_sgd(made) else None, alone=alone)
        for layer in range(made.last, 0, -1)
        for source, unit in _order(made, layer)
    )
    gradient = r"\partial \ell/\partial w"
    followed = gradient if alone else r"\partial L/\partial w"
    rule = rf"w − \eta  \cdot {followed}" if _is_sgd(made) else r"w + \text{step}"
    heads = gradient, rf"\text{{new }}w{_given(made, alone=alone)}"
    return UpdateTable(rows, heads, rf"w \leftarrow {rule}\text{{, }}{OLD}")


def _is_sgd(made: Quantities) -> bool:
    return made.spec.optimizer == "sgd"


def _is_alone(trace: StepTrace) -> bool:
    """Whether the step follows this example's gradient and nothing else."""
    same = (
        np.array_equal(a, b)
        for pair, used in zip(trace.gradients, trace.used_gradients, strict=True)
        for a, b in zip(pair, used, strict=True)
    )
    return len(trace.x) == 1 and all(same)


def _given(made: Quantities, *, alone: bool) -> str:
    """What new values follow besides the gradients of the sheet."""
    count = len(made.trace.x)
    if not _is_sgd(made):
        words = f"by the step of {OPTIMIZERS[made.spec.optimizer].title}"
    elif alone:
        return ""
    elif count > 1:
        kind = "mean" if made.spec.reduction == "mean" else "sum"
        words = f"by the gradient of the batch ({kind} over {count:,})"
    else:
        words = "by the gradient with penalty and clipping"
    return rf"\text{{, {words}}}"


def _order(made: Quantities, layer: int) -> Iterator[tuple[int, int]]:
    """Weights neuron by neuron, then biases (source 0), without what is frozen."""
    start = made.trace.start
    frozen = start.build.layout.frozen(start.spec.frozen)
    flat = np.zeros(start.build.layout.size) if frozen is None else frozen.astype(np.float64)
    W, b = start.build.layout.weights(flat)[layer - 1]
    for unit in made.units(layer):
        yield from ((source, unit) for source in made.units(layer - 1) if not W[source - 1, unit - 1])
    yield from ((0, unit) for unit in made.units(layer) if not b[unit - 1])


def _row(
    made: Quantities, layer: int, source: int, unit: int, rate: Quantity | None, *, alone: bool
) -> UpdateRow:
    delta = made.get("d", layer, unit)
    old = made.get("w", layer, source, unit) if source else made.get("b", layer, unit)
    if source:
        a = made.get("a", layer - 1, source)
        gradient = Quantity(rf"\partial \ell/\partial {old.latex}", delta.value * a.value)
        line = numbered(gradient, [f"{delta.latex} {a.latex}"], [delta, " × ", a], prod)
    else:  # of a bias: the error signal itself
        line = by_function(delta, [delta.latex], [delta], lambda values: values[0])
    trace, at = made.trace, (layer, source, unit)
    new = Quantity(rf"\text{{new }}{old.latex}", _entry(trace.parameters, *at))
    if rate is None:
        return UpdateRow(old.latex, line, _by_step(new, old, _entry(trace.updates, *at)))
    used = Quantity("g", _entry(trace.used_gradients, *at), f"gradient {at}")
    return UpdateRow(old.latex, line, _by_rate(new, old, rate, line.result if alone else used))


def _by_step(new: Quantity, old: Quantity, step: float) -> Equation:
    return numbered(new, [], [old, " + ", Quantity("step", step, f"step of {old.latex}")], sum)


def _by_rate(new: Quantity, old: Quantity, rate: Quantity, gradient: Quantity) -> Equation:
    pieces = old, " − ", rate, " × ", gradient
    return numbered(new, [], pieces, lambda values: values[0] - values[1] * values[2])


def _entry(pairs: Sequence[tuple[Array, Array]], layer: int, source: int, unit: int) -> float:
    W, b = pairs[layer - 1]
    return float(W[source - 1, unit - 1] if source else b[unit - 1])
