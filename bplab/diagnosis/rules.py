"""The rules: which facts name which diagnosis, from those about the start to those about the end."""

from collections.abc import Callable, Iterator, Sequence
from math import isfinite, isnan

import numpy as np

from bplab.arrays import Floats
from bplab.diagnosis.by_layer import SLOPE, WEIGHTS
from bplab.diagnosis.facts import STRETCHES, Facts
from bplab.diagnosis.kinds import Diagnosis
from bplab.experiment.differences import word
from bplab.nn.activations import ACTIVATIONS
from bplab.numerals import fold, percent, short

FOLD = 1000.0  # δ shrinks by more than this from Output to Hidden 1
STAYS = 50  # epochs after which a loss that stays is stuck
GROWN = 100.0  # δ grows by more than this
STILL = 1e-4  # a layer that moves by less of its size per step hardly moves
SLOW = 3e-4  # all layers that move by less are slow
GUESSING = 0.95  # of the loss of guessing, or more, is as guessing
GOOD = 0.25  # of the loss of guessing, or less, is learned
RIGHT = 0.97  # of the training examples, or more, is learned too
TRIED, STEPS = 20, 200  # epochs, and steps, after which a loss is judged
FEWEST = 3  # measured losses that show whether it moves
WIDE, APART = 20.0, 100.0  # inputs so large, or so far apart, are of very unequal size
SMALL = 0.1  # rms W times the root of fan-in, which should be about 1
HALF = 0.5  # of a layer's neurons
MUCH = 0.35  # of the loss of guessing: a run that came below it once can learn at its rate
FAR = 0.5  # of the loss of guessing, or more, is far from the best
WORTH = 0.02  # of the loss: what a longer step gains if it is worth it
FEW = 10  # test examples, which tell little
UPS = 0.2  # of the epochs, at which the loss rises, or more
TURNS = 2.0  # rate times L2: weights that a step turns over do not shrink

Rule = Callable[[Facts], Diagnosis | None]


def is_learned(facts: Facts) -> bool:
    """Whether little of the loss of guessing is left, or was at an epoch not long ago."""
    lowest = np.min(np.nan_to_num(facts.train.last[-TRIED:], nan=np.inf), initial=np.inf)
    whole = facts.guessing or np.max(facts.train.means[:1], initial=0)  # one example is guessed without loss
    return bool(lowest <= GOOD * whole) or (facts.accuracy or 0) >= RIGHT


def is_tried(facts: Facts) -> bool:
    """Whether enough epochs were made, and newest ones measured, to judge the loss."""
    return facts.epoch >= TRIED and facts.step >= STEPS and len(facts.train.last) >= FEWEST


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


def rate_too_large(facts: Facts) -> Diagnosis | None:
    """Steps overshoot: the numbers overflow, a penalty turns the weights over, or the loss jumps."""
    spec, rate = facts.spec, facts.learning_rate
    product = rate * spec.regularization_rate
    if spec.regularization == "l2" and product > TURNS:
        said = (
            f"η × L2 rate = {short(rate)} × {short(spec.regularization_rate)} = {short(product)} is above 2"
        )
        return Diagnosis("rate_too_large", said, "each step turns the weights over and makes them larger")
    if facts.divergence is not None:
        failed = facts.divergence
        said = f"steps at η {short(rate)} overshoot further and further"
        where = facts.shape.layer_title(failed.layer)
        return Diagnosis("rate_too_large", said, f"step {failed.step:,} overflowed in {where}", failed.layer)
    last = facts.train.last[-TRIED:]
    if facts.epoch < TRIED / 2 or is_learned(facts) or not _jumps(last, facts.guessing):
        return None
    if np.min(facts.train.means, initial=np.inf) < MUCH * facts.guessing:
        return None
    low, high = short(float(last.min())), short(float(last.max()))
    said = f"at η {short(rate)} the loss jumps, and does not settle"
    return Diagnosis("rate_too_large", said, f"train loss {low} to {high} in the last {len(last)} epochs")


def _jumps(losses: Floats, guessing: float) -> bool:
    """Whether a loss moves up and down by much of its size, or up and down above guessing."""
    if len(losses) < FEWEST:
        return False
    if not np.isfinite(losses).all():
        return True
    steps = np.diff(np.log(np.maximum(losses, 1e-12)))
    size, ups = float(np.median(np.abs(steps))), float((steps > 0).mean())
    is_worse = bool(np.median(losses) > 1.1 * guessing)
    return ups >= UPS and (size > 0.1 or (size > 0.02 and is_worse))


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


def rate_too_small(facts: Facts) -> Diagnosis | None:
    """All layers move slowly, and a much longer step would lower the loss much more."""
    if is_learned(facts) or not is_tried(facts):
        return None
    if facts.learning_rate == 0:
        return Diagnosis("rate_too_small", "the learning rate is 0", "no step changes anything")
    if not facts.along:
        return None
    _, one, ten, hundred, *longer = (1 - loss / facts.along[0] for loss in facts.along)
    best = max(hundred, *longer)
    if max(facts.moved) > SLOW or not (hundred > ten > one > 0 and best > WORTH):
        return None
    rate, loss = short(facts.learning_rate), short(facts.loss)
    said = f"little is learned at η {rate} in {facts.epoch:,} epochs; loss {loss}"
    times = STRETCHES[3 + [hundred, *longer].index(best)]
    evidence = f"a step lowers the loss by {_share(one)}, one {times:,.0f} times as long by {_share(best)}"
    return Diagnosis("rate_too_small", said, evidence)


def _share(part: float) -> str:
    return f"{short(100 * part)} %"


def stuck(facts: Facts) -> Diagnosis | None:
    """No step along the gradient helps, the loss stays, and it is far from the best."""
    is_there = is_tried(facts) and facts.epoch >= STAYS and facts.share >= FAR
    if is_learned(facts) or not is_there or not facts.along:
        return None
    thirds = np.array_split(facts.train.means, 3)
    is_straight = {layer.activation for layer in facts.shape.layers[:-1]} <= {"identity"}
    gain = 1 - min(facts.along) / facts.along[0]
    if np.median(thirds[2]) < 0.95 * np.median(thirds[1]) or gain > (0.03 if is_straight else 0.004):
        return None
    said = f"the gradient is close to 0 at loss {short(facts.loss)}"
    if is_straight:
        return Diagnosis("stuck", said, "without a hidden layer that bends, only straight lines can be drawn")
    return Diagnosis("stuck", said, "too small a network, or a local minimum: other seeds tell them apart")


def overfitting(facts: Facts) -> Diagnosis | None:
    """The test loss has risen while the train loss went on falling."""
    train, test, lowest = facts.train.means, facts.test.means, facts.lowest
    if facts.epoch < TRIED or facts.tested < FEW or len(test) < FEWEST or np.isnan(test).any():
        return None
    best = int(np.argmin(test))
    end, rest = (float(np.median(loss.last[-TRIED // 2 :])) for loss in (facts.test, facts.train))
    rise = end - test[best]
    if not (rise > max(0.15 * test[best], 0.05 * facts.guessing) and rest < HALF * train[best]):
        return None
    now, train_now = float(facts.test.last[-1]), float(facts.train.last[-1])
    if lowest is None or not (now > lowest.test and train_now < lowest.train):
        return None  # at this moment, in a loss that jumps
    return Diagnosis(
        "overfitting",
        f"test loss rises, from {short(lowest.test)} at {lowest.when} to {short(now)}",
        f"train loss falls meanwhile, from {short(lowest.train)} to {short(train_now)}",
    )


def converged(facts: Facts) -> Diagnosis | None:
    """Learned, and nearly constant."""
    last = facts.train.last[-TRIED:]
    if facts.epoch < TRIED or len(last) < FEWEST or not is_learned(facts):
        return None
    if not np.ptp(last) < 0.05 * facts.guessing:
        return None
    right = "" if facts.accuracy is None else f"; {percent(facts.accuracy)} of the training examples right"
    said = f"train loss {short(facts.loss)}, {short(100 * facts.share)} % of guessing{right}"
    ends = dict.fromkeys(short(float(end)) for end in (last.min(), last.max()))  # one if they read the same
    return Diagnosis("converged", said, f"{' to '.join(ends)} in the last {len(last)} epochs")


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
