"""The content of the signal strip: a number per layer, the factors between layers, and a sentence."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bplab.numerals import parsed, short
from bplab.training.snapshot import Snapshot

LITTLE = 1e-4  # share of its size per step: less means it hardly changes


@dataclass(frozen=True)
class StripQuantity:
    """A quantity that every layer has: its name in the snapshot, and its title."""

    name: str
    field: str
    symbol: str
    caption: str
    more: str
    help: str


@dataclass(frozen=True)
class Reading:
    """Values (layers,), their texts, and the texts of the factors from each layer to the one before it."""

    values: tuple[float, ...]
    texts: tuple[str, ...]
    factors: tuple[str, ...]


def is_measured(snapshot: Snapshot) -> bool:
    """Whether there are signals: not before the first step, until they have been asked for."""
    begun = snapshot.step > 0 or snapshot.divergence is not None
    return begun or not np.isnan(snapshot.delta_norms).all()


def read(snapshot: Snapshot, quantity: StripQuantity) -> Reading:
    """Read the quantity from a snapshot, formatted so that the factors reproduce it."""
    values = tuple(float(value) for value in getattr(snapshot, quantity.field))
    two = _printed(values, 2)
    if not _about(two):
        return two
    three = _printed(values, 3)
    return three if _about(three) < _about(two) else two


def _about(reading: Reading) -> int:
    """The number of factors that do not reproduce what is printed."""
    return sum(text.startswith("≈") for text in reading.factors)


def _printed(values: tuple[float, ...], digits: int) -> Reading:
    texts = tuple(short(value, digits) for value in values)
    pairs = list(zip(values[:-1], values[1:], texts[:-1], texts[1:], strict=True))
    two = tuple(_factor(*pair, digits, 2) for pair in pairs)
    if any(text.startswith("≈") for text in two):  # then all have three digits, if those reproduce it too
        three = (_factor(*pair, digits, 3) for pair in pairs)
        two = tuple(
            less if more.startswith("≈ ") and less.startswith("× ") else more
            for less, more in zip(two, three, strict=True)
        )
    return Reading(values, texts, two)


def _factor(before: float, after: float, before_text: str, after_text: str, digits: int, count: int) -> str:
    """Format before / after with a number of digits, with × if it reproduces `before_text`, else ≈."""
    if not (math.isfinite(before) and math.isfinite(after) and after > 0):
        return ""
    factor = short(before / after, count)
    closes = short(parsed(after_text) * parsed(factor), digits) == before_text
    return f"{'×' if closes else '≈'} {factor}"


def sentence(snapshot: Snapshot) -> str:
    """Say how much the next step changes each layer: update ÷ weight, computed from the run."""
    known = np.flatnonzero(np.isfinite(snapshot.update_ratios))
    if not known.size:
        return ""
    ratios: npt.NDArray[np.floating] = snapshot.update_ratios[known]
    low, high = int(ratios.argmin()), int(ratios.argmax())
    names = [snapshot.shape.layer_title(int(layer)) for layer in known]
    least, most = short(float(ratios[low])), short(float(ratios[high]))
    if ratios[high] == 0:
        return f"No layer changes{': the learning rate is 0' if snapshot.learning_rate == 0 else ''}"
    if ratios[low] == 0:
        return f"{names[low]} does not change; {names[high]} changes by {most} of its size per step"
    if ratios[high] > 1:
        return f"{names[high]} changes by {most} of its size per step"
    if ratios[low] < LITTLE <= ratios[high]:
        return f"{names[low]} hardly changes, by {least} of its size per step; {names[high]} by {most}"
    is_little = bool(ratios[high] < LITTLE)
    subject = _subject(known.size, len(snapshot.update_ratios), "hardly " if is_little else "")
    amount = f"by {_range(least, most)} of its size per step"
    return f"{subject}, {amount}" if is_little else f"✓ {subject} {amount}"


def _subject(known: int, count: int, hardly: str) -> str:
    if count == 1:
        return f"The layer {hardly}changes"
    return f"Every layer {hardly}changes" if known == count else f"{known} of {count} layers {hardly}change"


def _range(least: str, most: str) -> str:
    return least if least == most else f"{least} to {most}"


def layer_tip(snapshot: Snapshot, layer: int) -> str:
    """Describe one layer in full."""
    title, units = snapshot.shape.layer_title(layer), snapshot.shape.sizes[layer + 1]
    return "\n".join(
        (
            f"{title}, {units:,} neuron{'s' if units > 1 else ''}",
            *(
                f"{each.symbol} = {_full(getattr(snapshot, each.field)[layer])}"
                for each in QUANTITIES.values()
            ),
            f"update ÷ weight = {_full(snapshot.update_ratios[layer])}",
        )
    )


def factor_tip(snapshot: Snapshot, reading: Reading, quantity: StripQuantity, layer: int) -> str:
    """Write out the multiplication from one layer to the one before it."""
    before, after = reading.values[layer], reading.values[layer + 1]
    if not (math.isfinite(before) and after > 0):
        return ""
    titles = snapshot.shape.layer_title(layer + 1), snapshot.shape.layer_title(layer)
    lines = [
        f"{quantity.symbol} from {titles[0]} to {titles[1]}:",
        f"{_full(after)} × {_full(before / after)} = {_full(before)}",
    ]
    carried = float(snapshot.carried_norms[layer])
    if quantity.name == "delta" and math.isfinite(carried) and carried > 0:
        weights, slope = _full(carried / after), _full(before / carried)
        lines += [
            f"{_full(before / after)} = {weights} × {slope}",
            f"W: the weights of {titles[0]} multiply it by × {weights}",
            f"f′: the slopes in {titles[1]} multiply it by × {slope}",
        ]
    return "\n".join(lines)


def _full(value: float) -> str:
    return short(float(value), 10) if math.isfinite(value) else "not a number"


def table(snapshot: Snapshot) -> str:
    """All layers as a tab-separated table."""
    fields = [each.field for each in QUANTITIES.values()] + ["update_ratios"]
    rows = ["\t".join(["layer", *fields])]
    for layer in range(len(snapshot.shape.layers)):
        numbers = (repr(float(getattr(snapshot, field)[layer])) for field in fields)
        rows.append("\t".join([snapshot.shape.layer_title(layer), *numbers]))
    return "\n".join(rows)


QUANTITIES = {
    "delta": StripQuantity(
        name="delta",
        field="delta_norms",
        symbol="rms δ",
        caption="rms δ per layer, log",
        more="δ = ∂ℓ/∂z of one example",
        help="δ = ∂ℓ/∂z: how the loss of one example changes with a neuron's weighted sum z, here as root "
        "mean square over the examples of the next batch and the neurons of the layer. It is the error "
        "signal that backpropagation carries from the output toward the input.",
    ),
    "gradient": StripQuantity(
        name="gradient",
        field="gradient_norms",
        symbol="|∂L/∂W|",
        caption="|∂L/∂W| per layer, log",
        more="norm of the batch's gradient",
        help="|∂L/∂W|: the norm of the gradient of a layer's weights for the next batch. It depends on the "
        "width of the layer and can stay flat while δ decays.",
    ),
}
