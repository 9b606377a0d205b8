"""The result of a check in words: what differs, by which mistake, and what else was tried."""

from itertools import pairwise
from typing import NamedTuple

from bplab.experiment.parameters import Parameter
from bplab.explain.names import Name
from bplab.homework.check import Check
from bplab.homework.comparing import Block
from bplab.homework.reasons import NOTHING, Why
from bplab.homework.trying import Part
from bplab.numerals import short

SHOWN = 7  # of the largest differences
KINDS = {"bias": "missing bias", "slope": "missing f′(z)"}  # as listed when they would change what agrees


class Tried(NamedTuple):
    """A row of the list of mistakes that were tried."""

    kind: str
    title: str
    left: float
    fits: bool


class Difference(NamedTuple):
    """One gradient of the homework beside the lab's."""

    parameter: Parameter
    mine: float
    lab: float
    relative: float

    @property
    def name(self) -> Name:
        """∂L/∂w."""
        layer, places = self.parameter.layer + 1, [self.parameter.unit + 1]
        letter = "b" if self.parameter.source is None else "w"
        if self.parameter.source is not None:
            places.insert(0, self.parameter.source + 1)
        joined = ("" if max(places) < 10 else ",").join(map(str, places))
        latex = rf"\partial L/\partial {letter}^{{{layer}}}_{{{joined}}}"
        return Name(f"∂L/∂{self.parameter.name}", latex)

    @property
    def ratio(self) -> float:
        """Yours ÷ the lab's."""
        return self.mine / self.lab if self.lab else float("inf") if self.mine else 1.0


def headline(check: Check) -> str:
    """The result in one sentence."""
    if check.right:
        largest = max(check.largest(layer) for layer in range(len(check.lab)))
        ending = f"the largest relative difference is {short(largest)}" if largest else "to the last digit"
        return f"All {check.homework.count:,} gradients agree with the lab's: {ending}"
    if check.explained is None:
        wrong = sum(check.differ(layer) for layer in range(len(check.lab)))
        of = check.homework.count
        count = f"All {of:,} gradients" if wrong == of else f"{wrong:,} of the {of:,} gradients"
        return f"{count} differ{_s(wrong)}, and none of the mistakes tried explains them"
    left = check.explained.left
    agree = f"agree to {short(left)}" if left else "are equal"
    first, *more = check.explained.parts
    if not more:
        return f"{_part(check, first)}: {first.cause.done} in the lab too, they {agree}"
    said = _part(check, first)
    for before, part in pairwise(check.explained.parts):
        if part.blocks == before.blocks and part.cause.factor:
            said += f" and by {part.cause.phrase}"
        else:
            words = _part(check, part)
            said += f"; {words[0].lower() if words.startswith('All') else words[0]}{words[1:]}"
    return f"{said}: done in the lab too, all {agree}"


def reasons(check: Check) -> tuple[Why, ...]:
    """Why that is a mistake, or where to look for one."""
    if check.right:
        return ()
    if check.explained is not None:
        return tuple(part.cause.why for part in check.explained.parts)
    highest = check.title(max(layer for layer, _ in check.blocks))
    tail = (
        f"The error goes from the output back: look at {highest} first, the last layer where something "
        "differs. Are activations and loss those of your code? Choose them above."
    )
    return (Why("", NOTHING, tail),)


def _part(check: Check, part: Part) -> str:
    if part.entries:
        count = f"{part.entries:,} of the {check.homework.count:,} gradients"
        return f"{count} differ{_s(part.entries)} by {part.cause.phrase}"
    names = block_names(check, part.blocks)
    one = len(part.blocks) == 1
    if part.cause.kind == "zero":
        return f"{names} {'is' if one else 'are'} 0 in your numbers"
    return f"{names} differ{_s(len(part.blocks))} by {part.cause.phrase}"


def _s(count: int) -> str:
    return "s" if count == 1 else ""


def block_names(check: Check, blocks: tuple[Block, ...]) -> str:
    """W1 and b1; all gradients, if they are all."""
    if len(blocks) == 2 * len(check.lab) > 2:
        return "All gradients"
    return joined([f"{'Wb'[part]}{layer + 1}" for layer, part in blocks])


def joined(names: list[str]) -> str:
    """W1, b1 and W2."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def tried(check: Check) -> tuple[Tried, ...]:
    """Each kind of mistake with what it leaves at best; of the rarer ones those that explain all."""
    rows: dict[str, Tried] = {}
    for attempt in check.attempts:
        cause = attempt.cause
        if (attempt.fits or cause.listed) and not attempt.contradicts:
            rows.setdefault(cause.kind, Tried(cause.kind, cause.title, attempt.left, attempt.fits))
    return tuple(rows.values())


def not_tried(check: Check) -> str:
    """What does not fit, does not apply or would change what agrees."""
    kinds = {attempt.cause.kind for attempt in check.attempts}
    listed = {row.kind for row in tried(check)}
    said = []
    against = [KINDS[kind] for kind in KINDS if kind in kinds and kind not in listed]
    if against:
        said.append(f"Would change what agrees: {', '.join(against)}.")
    if "transpose" not in kinds:
        said.append("Does not fit in shape: transpose.")
    softmax = check.checked.activations[-1] == "softmax"
    absent = [*([] if softmax else ["softmax"]), *([] if check.checked.l2 else ["L2"])]
    if absent:
        said.append(f"Does not apply here: {', '.join(absent)}.")
    return " ".join(said)


def layer_sentence(check: Check, layer: int) -> str:
    """What is said of a layer in which all agree."""
    largest, number = check.largest(layer), layer + 1
    rounding = f"largest relative difference {short(largest)}, the rounding of {check.homework.dtype}."
    exact = "equal to the last digit."
    return f"W{number} and b{number} are right: {rounding if largest else exact}"


def largest_differences(check: Check, most: int = SHOWN) -> tuple[Difference, ...]:
    """The gradients that differ most, in order; if all agree, those of the largest rounding."""
    found = []
    everywhere = [(layer, part) for layer in range(len(check.lab)) for part in (0, 1)]
    for layer, part in check.blocks or everywhere:
        mine, lab = check.homework.gradients[layer][part], check.lab[layer][part]
        relative, wrong = check.relative[layer][part], ~check.agrees[layer][part] | check.right
        flat = [int(place) for place in wrong.ravel().nonzero()[0]]
        flat.sort(key=lambda place: -float(relative.flat[place]))
        for place in flat[:most]:
            source, unit = divmod(place, lab.shape[-1]) if part == 0 else (None, place)
            values = (float(array.flat[place]) for array in (mine, lab, relative))
            found.append(Difference(Parameter(layer, source, unit), *values))
    return tuple(sorted(found, key=lambda each: -each.relative)[:most])
