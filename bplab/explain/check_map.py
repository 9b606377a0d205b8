"""The check of all gradients as a map: what was found of every parameter, layer by layer."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bplab.arrays import Array, Floats
from bplab.experiment.parameters import Parameter
from bplab.explain.check_words import when_of, words_of
from bplab.nn.gradcheck import TOLERANCE
from bplab.numerals import exact, short
from bplab.training.step import StepInput
from bplab.training.verification import Verification

KINK, SMALL, NONE = -1.0, -2.0, -3.0  # in place of an error: excluded, or no parameter at all


class Checked(NamedTuple):
    """What was found of one parameter; an error below 0 says why there is none."""

    gradient: float
    numeric: float
    relative: float
    absolute: float
    beyond: float  # the part of the relative error beyond the check's noise

    @property
    def agrees(self) -> bool:
        """Whether it was judged and found right."""
        return 0 <= self.beyond <= TOLERANCE

    @property
    def lines(self) -> tuple[str, ...]:
        """All digits, and the verdict."""
        said = {KINK: "next to a kink, where no slope is certain", SMALL: "too small to judge"}
        if self.relative in said:
            verdict = said[self.relative]
        else:
            verdict = f"relative error {short(self.relative, 3)}, absolute {short(self.absolute, 3)}"
            noisy = self.agrees and self.relative > TOLERANCE
            verdict += ", within the check's noise" if noisy else "" if self.agrees else ": they disagree"
        return (
            f"by backpropagation {exact(self.gradient)}",
            f"by differences {exact(self.numeric)}",
            verdict,
        )


@dataclass(frozen=True, eq=False)
class CheckMap:
    """Errors in blocks: the weights of a layer in rows by their source, and its biases as the last row.

    Shapes: (fan_in + 1, units) per layer; KINK, SMALL or NONE in place of an error.
    """

    found: Verification
    point: StepInput
    relative: tuple[Floats, ...]
    absolute: tuple[Floats, ...]
    beyond: tuple[Floats, ...]  # relative, beyond the check's noise: what is judged
    _gradient: tuple[Array, ...]
    _numeric: tuple[Array, ...]

    def at(self, parameter: Parameter) -> Checked | None:
        """What was found of a parameter; None of a connection that does not exist."""
        layer, unit = parameter.layer, parameter.unit
        row = len(self.relative[layer]) - 1 if parameter.source is None else parameter.source
        kinds = (self._gradient, self._numeric, self.relative, self.absolute, self.beyond)
        checked = Checked(*(float(blocks[layer][row, unit]) for blocks in kinds))
        return None if checked.relative == NONE else checked

    @property
    def words(self) -> str:
        """What was found, and of which step."""
        return f"{words_of(self.found)} · {when_of(self.found, self.point)}"

    @property
    def wrong_count(self) -> int:
        """How many gradients disagree with the differences."""
        return int(sum((~(block <= TOLERANCE)).sum() for block in self.beyond))


def map_of(found: Verification, point: StepInput) -> CheckMap:
    """Arrange what was found of all parameters of a network."""
    check, layout = found.check, point.build.layout
    connected = layout.connected()
    places = np.arange(layout.size) if connected is None else np.flatnonzero(connected)
    places = places[: check.count]
    kinks, small = check.kinks[: check.count], check.small
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.where(check.errors == 0, 0.0, check.errors / check.sizes)

    def blocks(values: Array, *, empty: float, coded: bool) -> tuple[Floats, ...]:
        flat = np.full(layout.size, empty)
        flat[places] = np.where(kinks, KINK, np.where(small, SMALL, values)) if coded else values
        return tuple(layout.blocks(flat))

    return CheckMap(
        found,
        point,
        blocks(shares, empty=NONE, coded=True),
        blocks(check.errors, empty=NONE, coded=True),
        blocks(check.relative_errors, empty=NONE, coded=True),
        blocks(check.gradient[: check.count], empty=np.nan, coded=False),
        blocks(check.numeric[: check.count], empty=np.nan, coded=False),
    )


def table(found: CheckMap) -> str:
    """All parameters, tab-separated; an error that was not judged is left out, with the reason."""
    reasons = {KINK: "kink", SMALL: "too small"}
    rows = ["parameter\tbackpropagation\tdifferences\trelative error\tabsolute error"]
    for layer, block in enumerate(found.relative):
        for row, unit in np.argwhere(block != NONE).tolist():
            parameter = Parameter(layer, None if row == len(block) - 1 else row, unit)
            one = found.at(parameter)
            if one is not None:
                errors = [reasons.get(one.relative) or repr(one.relative)]
                errors.append(repr(one.absolute) if one.absolute >= 0 else "")
                rows.append("\t".join([parameter.name, repr(one.gradient), repr(one.numeric), *errors]))
    return "\n".join(rows)
