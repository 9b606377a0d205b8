"""How the error signal changes from layer to layer on its way back: by the weights, and by the slopes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import floor, log10, prod

import numpy as np

from bplab.arrays import Array
from bplab.explain.digits import closest
from bplab.numerals import parsed, short

DIGITS = range(3, 8)  # significant digits of a factor
SAID = range(2, 6)  # the same in a sentence
MARKED = 10.0  # a network that changes the signal less has nothing to explain
SHARE = 1 / 3  # of the change, in logarithms: what does less is not a cause
SLOPES, WEIGHTS = "f′", "W"


@dataclass(frozen=True, eq=False)
class LayerFactors:
    """What rms δ is multiplied by from each layer to the one before it; together = weights * slopes.

    NaN where a step was not traced or nothing is left to multiply.

    Shapes: (layers - 1,) each, the factors into the first hidden layer first.
    """

    weights: Array
    slopes: Array
    together: Array

    @property
    def known(self) -> "LayerFactors":
        """Those of which all three are finite and above 0."""
        every = (self.weights, self.slopes, self.together)
        fine = np.logical_and.reduce([np.isfinite(each) & (each > 0) for each in every])
        return LayerFactors(*(each[fine] for each in every))

    @property
    def means(self) -> tuple[float, float, float] | None:
        """The geometric means of the known ones: W, f′, together; None if there are none."""
        known = self.known
        if not known.together.size:
            return None
        w, f, both = (
            float(np.exp(np.log(each).mean())) for each in (known.weights, known.slopes, known.together)
        )
        return w, f, both

    @property
    def causes(self) -> tuple[str, ...]:
        """What makes the signal vanish or explode over the whole network; nothing if it does neither."""
        known = self.known
        total = float(np.log(known.together).sum())
        if abs(total) < np.log(MARKED):
            return ()
        parts = ((SLOPES, known.slopes), (WEIGHTS, known.weights))
        return tuple(name for name, each in parts if float(np.log(each).sum()) / total >= SHARE)


def factors_of(delta_norms: Array, carried_norms: Array) -> LayerFactors:
    """Split the change of rms δ: W carries it back as rms ∂L/∂a, the slopes f′ make it δ again.

    Shapes: (layers,) each, as in a snapshot.
    """
    after, before, carried = delta_norms[1:], delta_norms[:-1], carried_norms[:-1]
    with np.errstate(all="ignore"):
        weights, slopes, together = carried / after, before / carried, before / after
    return LayerFactors(*(np.where(np.isfinite(each), each, np.nan) for each in (weights, slopes, together)))


def written(values: Sequence[float], result: float, text: str, digits: range = DIGITS) -> tuple[str, ...]:
    """Write factors with as few digits as reproduce a printed result, as `short` prints it.

    Units: significant digits, of all factors at least the first of `digits`.
    """
    target = parsed(text)
    shown = next((count for count in range(2, 6) if short(result, count) == text), 2)
    half = 0.5 * 10.0 ** (floor(log10(target)) - shown + 1) * (1 - 1e-9) if target > 0 else 0.0

    def texts(counts: Sequence[int]) -> tuple[str, ...]:
        return tuple(short(value, count) for value, count in zip(values, counts, strict=True))

    def misses(counts: Sequence[int]) -> str:
        return "" if abs(prod(map(parsed, texts(counts))) - target) < half else text

    return texts(closest(_counts(len(values), digits), misses))


@lru_cache(maxsize=8)
def _counts(factors: int, digits: range) -> tuple[tuple[int, ...], ...]:
    """How many digits each factor may have, the fewest first."""
    return tuple(sorted(product(digits, repeat=factors), key=lambda each: (sum(each), max(each))))


def sentence(factors: LayerFactors, titles: Sequence[str]) -> tuple[str, str]:
    """Say what happens on average, or where it ends; and then the cause, if there is anything to explain."""
    ends = np.flatnonzero(factors.together == 0)
    if ends.size:
        layer = int(ends[-1])
        said = f"rms δ is 0 from {titles[layer]} on"
        if np.isnan(factors.weights[layer]):
            return f"{said}.", ""
        return f"{said}:", "W is 0." if factors.weights[layer] == 0 else "every f′ is 0."
    means = factors.means
    if means is None:
        return "", ""
    weights, slopes, together = means
    whole = short(together)
    w, f = written((weights, slopes), together, whole, SAID)
    causes = factors.causes
    named = f"{' and '.join(causes)} {'are' if len(causes) > 1 else 'is'} the cause." if causes else ""
    return f"On average f′ × {f}, W × {w}, together × {whole}{':' if named else '.'}", named
