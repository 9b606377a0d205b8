"""What a slope says, in sentences: which way the parameter goes, and what the loss does there."""

from math import floor, isfinite, log10
from typing import NamedTuple

from bplab.explain.slope.curve import Slope
from bplab.explain.slope.point import Landing, Point
from bplab.nn.optimizers import OPTIMIZERS
from bplab.nn.penalties import PENALTIES
from bplab.numerals import minus, short

FEWEST = 4  # significant digits of a loss
MOST = 15  # that double precision has
PLACES = 12  # decimals beyond which a loss is written with its power of ten
PLAIN = "plain SGD"


class Outcome(NamedTuple):
    """What a step makes of the loss, beside what the tangent promises."""

    caption: str
    loss: str
    promise: str
    rises: bool
    note: str = ""

    @property
    def short(self) -> str:
        """The caption without what it says in brackets."""
        return self.caption.partition(" (")[0].rstrip(":") + ":"


class Told(NamedTuple):
    """All that is said of a slope; `own` only where the optimizer's step is not the plain one."""

    headline: str
    remark: str  # what training makes of this parameter, where that is not the plain step
    now: str
    alone: Outcome
    own: Outcome | None
    real: Outcome


def told(slope: Slope) -> Told:
    """Say it all."""
    point, steps = slope.point, slope.steps
    decimals = decimals_for(point.now, steps.plain)
    kind, own = kind_of(point), None if point.is_frozen or point.is_removed else steps.own
    return Told(
        headline(point, steps.rate),
        remark(slope),
        loss_text(point.now, decimals),
        _outcome(point, steps.plain, f"If only this {kind} moved:", PLAIN),
        own and _outcome(point, own, f"If only it moved, by {own_name(point)}:", own_name(point)),
        _outcome(point, steps.real, f"{real_name(point)}:", own_name(point)),
    )


def headline(point: Point, rate: float) -> str:
    """Say why the plain step goes the way it does."""
    name, pull = letter(point), point.pull
    if not isfinite(pull):
        return "The slope is not a number: the run has diverged."
    if pull == 0:
        return f"Zero slope: {name} stays where it is."
    sign, side = ("Positive", "left") if pull > 0 else ("Negative", "right")
    if rate == 0:
        return f"{sign} slope: downhill is {side}, but η is 0, so {name} stays where it is."
    if point.slope * pull > 0:
        return f"{sign} slope, so {name} moves {side}: downhill."
    way = "uphill" if point.slope else "neither up nor down"
    return f"{sign} slope of the batch, so {name} moves {side}: {way} for the training part."


def remark(slope: Slope) -> str:
    """Say what training makes of this parameter, where that is not the plain step."""
    point, steps = slope.point, slope.steps
    if steps.own is None:
        return ""
    if point.is_frozen:
        return f"Frozen: the real step leaves {letter(point)} where it is."
    if point.is_removed:
        return "Removed by pruning: it stays 0."
    own, plain = (each.value - point.value for each in (steps.own, steps.plain))
    name = own_name(point)
    return f"{name[0].upper()}{name[1:]} moves it by {signed(own)}, {PLAIN} by {signed(plain)}."


def real_name(point: Point) -> str:
    """Say how many parameters the real step moves."""
    counts = point.counts
    others = [f"{counts.frozen:,} {_are(counts.frozen)} frozen"] if counts.frozen else []
    others += [f"{counts.removed:,} {_are(counts.removed)} removed"] if counts.removed else []
    text = f"The real step moves {f'all {counts.moved:,}' if counts.moved else 'nothing'}"
    return f"{text} ({', '.join(others)})" if others else text


def own_name(point: Point) -> str:
    """Name what makes the run's step another than the plain one."""
    spec = point.trace.start.spec
    if spec.optimizer != "sgd":
        return OPTIMIZERS[spec.optimizer].title
    return "the pruned step" if PENALTIES[spec.regularization].prunes else "the clipped step"


def kind_of(point: Point) -> str:
    """Weight or bias."""
    return "bias" if point.parameter.source is None else "weight"


def letter(point: Point) -> str:
    """The letter of a weight or a bias."""
    return kind_of(point)[0]


def what_loss(point: Point) -> str:
    """Say which loss it is."""
    start = point.trace.start
    spec = start.spec
    parts = ["training part" if point.over_training else "this batch"]
    if start.build.prepared.target_scaler is not None:
        parts.append("of the scaled targets")
    if spec.reduction == "sum":
        parts.append("summed over its examples")
    if any(layer.dropout for layer in spec.layers):
        parts.append("no dropout" if point.over_training else "with the dropout of this step")
    if point.has_penalty:
        parts.append(f"with {PENALTIES[spec.regularization].title} penalty")
    return ", ".join(parts)


def signed(value: float) -> str:
    """Write a number to two significant digits, always with its sign."""
    return f"+{two_digits(value)}" if value > 0 else two_digits(value)


def two_digits(value: float) -> str:
    """Write a number to two significant digits, as a decimal fraction down to 0.00001."""
    if 1e-5 <= abs(value) < 0.1:
        return minus(f"{value:.{1 - floor(log10(abs(value)))}f}")
    return short(value)


def decimals_for(now: float, landing: Landing) -> int:
    """Choose decimals that show how the loss changes, and where they can, how the tangent misses it.

    Both to two digits, about.
    """
    if not (isfinite(now) and isfinite(landing.loss)):
        return FEWEST
    size = max(abs(now), abs(landing.loss))
    first = floor(log10(size)) if size else 0
    fewest, most = max(0, FEWEST - 1 - first), max(0, MOST - 1 - first)
    change, miss = _decimals(landing.loss - now), _decimals(landing.loss - landing.promise)
    return min(max(fewest, change, miss if miss <= change + 2 else 0), most)


def loss_text(value: float, decimals: int) -> str:
    """Write a loss with some decimals; a large or tiny one by its power of ten."""
    if not isfinite(value):
        return "not a number"
    if abs(value) >= 1e7 or decimals > PLACES:
        digits = min(max(decimals + floor(log10(abs(value))), FEWEST - 1), MOST - 1) if value else 1
        mantissa, _, power = f"{value:.{digits}e}".partition("e")
        return minus(f"{mantissa}e{int(power)}")
    return minus(f"{value:,.{decimals}f}")


def _decimals(difference: float) -> int:
    """Decimals that show two digits of a difference; it is rounded to one first, so that 9.6 counts as 10."""
    if not isfinite(difference) or difference == 0:
        return 0
    return 1 - int(f"{abs(difference):.0e}".partition("e")[2])


def _outcome(point: Point, landing: Landing, caption: str, who: str) -> Outcome:
    now = point.now
    decimals = decimals_for(now, landing)
    rises = landing.loss > now + 1e-13 * abs(now) or not isfinite(landing.loss)
    texts = loss_text(landing.loss, decimals), loss_text(landing.promise, decimals)
    return Outcome(caption, *texts, rises, _why_up(point, landing, who) if rises else "")


def _why_up(point: Point, landing: Landing, who: str) -> str:
    """Say why the loss rises at a landing: the step is too long, or it goes uphill to begin with."""
    if not isfinite(landing.promise) or landing.promise < point.now:
        return "The loss rises: this η is too large here."
    if point.over_training:
        return "The loss rises: the batch's step is uphill for the training part."
    return f"The loss rises: {who} goes uphill here."


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
