"""Words and digits for the change of the error signal from layer to layer."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from math import prod

import numpy as np

from bplab.arrays import Array
from bplab.explain.digits import closest
from bplab.numerals import parsed, short

DIGITS = range(3, 8)  # significant digits of a factor


def written(values: Sequence[float], result: float, text: str) -> tuple[str, ...]:
    """Write factors with as few digits as reproduce a printed result, as `short` prints it."""
    digits = range(5, 1, -1)  # of the result, the most first: zeros at its end may be digits
    shown = next((count for count in digits if short(result, count) == text), 2)

    def texts(counts: Sequence[int]) -> tuple[str, ...]:
        return tuple(short(value, count) for value, count in zip(values, counts, strict=True))

    def misses(counts: Sequence[int]) -> str:
        return "" if short(prod(map(parsed, texts(counts))), shown) == text else text

    return texts(closest(_counts(len(values)), misses))


@lru_cache(maxsize=8)
def _counts(factors: int) -> tuple[tuple[int, ...], ...]:
    """How many digits each factor may have, the fewest first."""
    return tuple(sorted(product(DIGITS, repeat=factors), key=lambda each: (sum(each), max(each))))


def ending(delta_norms: Array, carried_norms: Array, titles: Sequence[str]) -> tuple[str, str]:
    """Say from which layer on nothing of the error signal is left, and why; nothing if some is left in all.

    Shapes: (layers,) each, as in a snapshot.
    """
    gone = np.flatnonzero(delta_norms == 0)
    if not gone.size:
        return "", ""
    layer = int(gone[-1])
    said, carried = f"rms δ is 0 from {titles[layer]} on", carried_norms[layer]
    if np.isnan(carried):
        return f"{said}.", ""
    return f"{said}:", "what W carries back is 0." if carried == 0 else "every f′ is 0."
