"""The rules: which facts name which diagnosis, from those about the start to those about the end."""

from collections.abc import Callable, Iterator, Sequence
from math import isfinite, isnan

import numpy as np

from bplab.diagnosis.by_layer import SLOPE, WEIGHTS
from bplab.diagnosis.facts import Facts
from bplab.diagnosis.kinds import Diagnosis
from bplab.diagnosis.learned import GUESSING, HALF, is_learned
from bplab.diagnosis.rules_loss import converged, overfitting, rate_too_large, rate_too_small, stuck
from bplab.experiment.differences import word
from bplab.nn.activations import ACTIVATIONS
from bplab.numerals import fold, short

FOLD = 1000.0  # δ shrinks by more than this from Output to Hidden 1
GROWN = 100.0  # δ grows by more than this
STILL = 1e-4  # a layer that moves by less of its size per step hardly moves
WIDE, APART = 20.0, 100.0  # inputs so large, or so far apart, are of very unequal size
SMALL = 0.1  # rms W times the root of fan-in, which should be about 1

Rule = Callable[[Facts], Diagnosis | None]


def scale(facts: Facts) -> Diagnosis | None:
    """Inputs, or targets, of very unequal size."""
    sizes = [(size, name) for name, size in facts.inputs if size > 0]
    if is_learned(facts) or not sizes:
        return None
    (low, least), (high, most) = min(sizes), max(sizes)
    if facts.targets > WIDE:
        said = f"targets of size {short(facts.targets)} are far from 1"
        return Diagnosis("scale", said, "Scale targets brings them to mean 0 and standard deviation 1")
    if high < WIDE and (high / low < APART or high < 5):
        return None
    return Diagnosis(
        "scale",
        f"{most} of size {short(high)} is far from 1",
        f"rms {most} {short(high)}, {least} {short(low)}; Scale inputs brings all to standard deviation 1",
    )


def exploding(facts: Facts) -> Diagnosis | None:
    """The error signal grows on its way back to the input, or did so at first."""
    grown = max(_growth(facts.signal.levels), _growth(facts.first_signal))
    if is_learned(facts) or not grown > GROWN:
        return None
    cause = facts.signal.cause
    said = "W is the cause, not f′" if cause in (WEIGHTS, "") else f"{cause} is the cause"
    return Diagnosis("exploding", said, f"rms δ grows {fold(grown)} from Output to Hidden 1", 0)


def _growth(levels: Sequence[float]) -> float:
    """How many times larger the signal is in the first layer than in the last; 0 if there is none."""
    found = levels[0] / levels[-1] if len(levels) > 1 and levels[-1] > 0 else 0.0
    return found if isfinite(found) else 0.0


def vanishing(facts: Facts) -> Diagnosis | None:
    """The error signal shrinks, the first layer hardly moves, and the loss is as guessing."""
    signal = facts.signal
    if not (signal.fall > FOLD and facts.moves[0] < STILL and facts.share >= GUESSING):
        return None
    evidence = f"rms δ falls {fold(signal.fall)} from Output to Hidden 1{_moves(facts)}"
    return Diagnosis("vanishing", f"{_cause(facts)}; {_loss(facts)}", evidence, 0)


def _cause(facts: Facts) -> str:
    names = {layer.activation for layer in facts.shape.layers[:-1]}
    slope = f"{word(ACTIVATIONS[names.pop()].title)}'s slope f′" if len(names) == 1 else "f′"
    return {
        SLOPE: f"{slope} is the cause, not W",
        WEIGHTS: "W is the cause, not f′",
    }.get(facts.signal.cause, f"both W and {slope} are the cause")


def _moves(facts: Facts) -> str:
    """How much the first layer moves, after what is said before."""
    moves = facts.moves[0]
    return f"; Hidden 1 moves {short(moves)} of its size per step" if isfinite(moves) else ""


def _loss(facts: Facts) -> str:
    return (
        f"loss {short(facts.loss)}, as guessing" if facts.share >= GUESSING else f"loss {short(facts.loss)}"
    )


def near_zero(facts: Facts) -> Diagnosis | None:
    """Weights so small that neither the signal nor its error passes."""
    if facts.share < GUESSING or len(facts.gains) < 2:
        return None
    layer = int(np.argmin(facts.gains[:-1]))
    if not facts.gains[layer] < SMALL:
        return None
    title, gain = facts.shape.layer_title(layer), facts.gains[layer]
    said = f"the weights of {title} are {'all 0' if gain == 0 else 'close to 0'}; {_loss(facts)}"
    evidence = f"rms W × √fan-in is {short(gain)} there, and 1 where signals keep their size"
    return Diagnosis("near_zero", said, evidence, layer)


def identical(facts: Facts) -> Diagnosis | None:
    """Neurons with equal weights and equal gradients."""
    fewest = min(facts.equal, key=lambda layer: layer.different / layer.count, default=None)
    if is_learned(facts) or fewest is None or fewest.different > HALF * fewest.count:
        return None
    title = facts.shape.layer_title(fewest.layer)
    said = f"{fewest.text} in {title}: it computes no more than {fewest.different:,} would"
    return Diagnosis("identical", said, "equal weights and equal δ make equal steps, forever", fewest.layer)


def dead_relu(facts: Facts) -> Diagnosis | None:
    """Neurons that answer 0 to every example."""
    shares = [0.0 if isnan(share) else share for share in facts.dead]
    if is_learned(facts) or max(shares, default=0) < HALF:
        return None
    layer = int(np.argmax(shares))
    count = facts.shape.sizes[layer + 1]
    title = facts.shape.layer_title(layer)
    said = f"{round(shares[layer] * count):,} of {count:,} neurons of {title} answer 0 to every example"
    return Diagnosis(
        "dead_relu", said, f"their f′ is 0, so that no gradient moves them; {_loss(facts)}", layer
    )


def saturated(facts: Facts) -> Diagnosis | None:
    """Neurons that answer on a flat part of their activation."""
    sizes = facts.shape.sizes[1:-1]
    usable = zip(facts.saturated, sizes, strict=True)  # a single neuron is too small a network
    shares = [share if units > 1 and not isnan(share) else 0.0 for share, units in usable]
    if is_learned(facts) or max(shares, default=0) < HALF:
        return None
    layer = int(np.argmax(shares))
    count, title = facts.shape.sizes[layer + 1], facts.shape.layer_title(layer)
    name = word(ACTIVATIONS[facts.shape.layers[layer].activation].title)
    said = f"{round(shares[layer] * count):,} of {count:,} neurons of {title} answer on a flat part of {name}"
    return Diagnosis(
        "saturated", said, f"f′ is below 5 % of its largest value for 9 of 10 examples; {_loss(facts)}", layer
    )


RULES: tuple[Rule, ...] = (
    scale, exploding, rate_too_large, near_zero, identical, dead_relu, saturated, vanishing, rate_too_small,
    stuck, overfitting, converged,
)  # fmt: skip
ALONE = {  # what is not named beside what explains it
    "rate_too_large": {"exploding"},
    "identical": {"exploding", "rate_too_large"},
    "dead_relu": {"exploding", "scale"},
    "saturated": {"exploding", "rate_too_large", "scale", "near_zero"},
    "vanishing": {"exploding", "rate_too_large", "saturated", "dead_relu"},
}
LAST_RESORT = {"rate_too_small", "stuck"}  # what every trouble may look like


def found_in(facts: Facts) -> Iterator[Diagnosis]:
    """All that the facts name, the most important first, without what another one explains."""
    named = set[str]()
    for rule in RULES:
        diagnosis = rule(facts)
        if diagnosis is None or named & ALONE.get(diagnosis.id, set()):
            continue
        if named and diagnosis.id in LAST_RESORT:
            continue
        named.add(diagnosis.id)
        yield diagnosis
