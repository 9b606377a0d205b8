"""Places labels so that none overlaps another, with backtracking."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from bplab.arrays import Floats

Flags = npt.NDArray[np.bool_]
TRIES = 400  # dead ends are rare, and after so many there is hardly a solution


def places_apart(xs: Floats, ys: Floats, free: Flags, width: float, height: float) -> list[int] | None:
    """Choose a candidate for each label, early ones first; None if there is no room.

    Shapes: xs, ys, free (labels, candidates): centers, and whether the place is free of all else.
    """
    wide = np.abs(xs[:, :, None, None] - xs) < width
    clash: Flags = wide & (np.abs(ys[:, :, None, None] - ys) < height)
    chosen = [-1] * len(xs)
    return chosen if _choose(chosen, free, clash, iter(range(TRIES))) else None


def _choose(chosen: list[int], free: Flags, clash: Flags, tries: Iterator[int]) -> bool:
    """Place the label with the fewest choices first, at a position that leaves one to all others."""
    left = [label for label, place in enumerate(chosen) if place < 0]
    if not left:
        return True
    label = min(left, key=lambda each: int(free[each].sum()))
    others = [each for each in left if each != label]
    for place in np.flatnonzero(free[label]).tolist():
        rest = free & ~clash[label, place]
        if not rest[others].any(axis=1).all():
            continue
        if next(tries, None) is None:
            return False
        chosen[label] = place
        if _choose(chosen, rest, clash, tries):
            return True
        chosen[label] = -1
    return False
