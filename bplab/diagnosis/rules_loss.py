"""The rules about the loss: a learning rate that does not fit, and what a run comes to."""

import numpy as np

from bplab.arrays import Floats
from bplab.diagnosis.facts import STRETCHES, Facts
from bplab.diagnosis.kinds import Diagnosis
from bplab.diagnosis.learned import FEWEST, HALF, TRIED, is_learned, is_tried
from bplab.numerals import percent, short

STAYS = 50  # epochs after which a loss that stays is stuck
SLOW = 3e-4  # all layers that move by less are slow
MUCH = 0.35  # of the loss of guessing: a run that came below it once can learn at its rate
FAR = 0.5  # of the loss of guessing, or more, is far from the best
WORTH = 0.02  # of the loss: what a longer step gains if it is worth it
FEW = 10  # test examples, which tell little
UPS = 0.2  # of the epochs, at which the loss rises, or more
TURNS = 2.0  # rate times L2: weights that a step turns over do not shrink


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
