"""The texts beside equal neurons: what the equality means, and what merging them makes of the network."""

from bplab.diagnosis.merging import Merged
from bplab.numerals import exact, short
from bplab.training.snapshot import RunState, Snapshot
from bplab.ui.style.tokens import ColorToken
from bplab.ui.views.weights.equal_layout import EqualLayout
from bplab.ui.views.weights.equal_reading import EqualReading

LATE = "δ and gradients are shown while training pauses."
ADVICE = "Neurons of a layer stay equal if they start equal, with Zeros or Constant as initial weights."
LISTED = 12  # neurons of a group that are read aloud
Words = list[tuple[str, int, ColorToken]]  # text, weight and color; without text a rule


def verdict(reading: EqualReading, group: tuple[int, ...]) -> tuple[str, str]:
    """Say what the equality of a group means, and add a remark."""
    stays = reading.stays(group)
    if stays is None:
        return "Equal weights", LATE if reading.snapshot.state is RunState.RUNNING else ""
    if stays:
        return "Equal weights, equal δ, equal step", ""
    return "Equal weights, different δ", "The next step makes these neurons different."


def words_of(reading: EqualReading, first: int, outcome: Merged | None) -> Words:
    """Say why a group stays equal, and what merging makes of the network."""
    group = reading.groups[first]
    said, remark = verdict(reading, group)
    words: Words = [(said, 600, "text")]
    step = reading.step(group)
    if step is not None:
        words += [(step[0], 400, "t2"), (step[1], 500, "text"), (step[2], 500, "text")]
    elif remark:
        words.append((remark, 400, "t2"))
    if outcome is not None:
        to, total = reading.added(group)
        words += [("", 0, "line"), (f"{outcome_text(outcome)}; {to}", 400, "t2")]
        words += [(total, 500, "text"), (apart_text(outcome), 500, "ok")]
    return words


def heads_of(reading: EqualReading, plan: EqualLayout) -> tuple[str, str]:
    """Name the layer, and say how equal its groups are, or which of them are shown."""
    seen, count = len(plan.groups), len(reading.groups)
    if seen < count:
        first = plan.groups[0].group + 1
        return reading.title, f"groups {first}–{first + seen - 1} of {count:,}"
    return reading.title, "equal to the bit" if reading.apart == 0 else "equal up to rounding"


def nothing_text(reading: EqualReading | None, snapshot: Snapshot) -> str:
    """Say why there are no groups."""
    if reading is None:
        layered = len(snapshot.shape.layers) > 1
        return "" if layered else "There is no hidden layer, so there are no neurons to compare."
    count = snapshot.shape.sizes[reading.layer + 1]
    if count == 1:
        return f"{reading.title} has one neuron, which equals no other."
    return f"All {count:,} neurons of {reading.title} are different. {ADVICE}"


def outcome_text(outcome: Merged) -> str:
    """Say what merging makes of the network."""
    before, after = (
        sum(each.count for each in outcome.equal),
        sum(each.different for each in outcome.equal),
    )
    neurons = f"{before:,} to {after:,} neuron{'s' if after > 1 else ''}"
    return f"Merged: {neurons}, {outcome.parameters[0]:,} to {outcome.parameters[1]:,} parameters"


def apart_text(outcome: Merged) -> str:
    """Say how far the outputs of the merged network are from those before."""
    apart = outcome.apart
    return f"Outputs differ by {short(apart)} at most" if apart else "Outputs are the same to the bit"


def full(reading: EqualReading, row: int, unit: int) -> str:
    """Give a number with all its digits."""
    slope = reading.gradient(row, unit)
    lines = [f"Neuron {unit + 1}, {reading.label(row)}", f"w = {exact(reading.value(row, unit))}"]
    return "\n".join([*lines, f"∂L/∂w = {exact(slope)}" if slope is not None else LATE])


def aloud(reading: EqualReading, first: int) -> str:
    """Read a group aloud."""
    group = reading.groups[first]
    names = ", ".join(str(unit + 1) for unit in group[:LISTED])
    return f"{reading.title}, {reading.text}. Neurons {names}: {verdict(reading, group)[0]}"


def table(reading: EqualReading) -> str:
    """All numbers of each group, tab-separated."""
    rows = ["neurons\trow\tw\t∂L/∂w"]
    for group in reading.groups:
        names = " = ".join(str(each + 1) for each in group)
        for row in range(reading.rows):
            slope = reading.gradient(row, group[0])
            numbers = repr(reading.value(row, group[0])), "" if slope is None else repr(slope)
            rows.append("\t".join([names, reading.label(row), *numbers]))
    return "\n".join(rows)
