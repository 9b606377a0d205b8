"""The lanes of a graph of runs: each run right of its parent, which has a line up to its newest child."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Lane:
    """Where a run stands, and the row of the newest run that branched off from it (its own if none did)."""

    number: int  # 0 at the left
    top: int


def lanes_of(parents: Sequence[int | None]) -> tuple[Lane, ...]:
    """The lanes of rows, newest first, given the row of each one's parent; no two lines share a place."""
    tops = list(range(len(parents)))
    for row in reversed(range(len(parents))):
        parent = parents[row]
        if parent is not None:
            tops[parent] = min(tops[parent], row)
    taken: list[set[int]] = []
    found: list[Lane] = [Lane(0, 0)] * len(parents)
    for row in reversed(range(len(parents))):  # parents are older than their children
        parent = parents[row]
        lane, line = 0 if parent is None else found[parent].number + 1, set(range(tops[row], row + 1))
        while lane < len(taken) and taken[lane] & line:
            lane += 1
        while len(taken) <= lane:
            taken.append(set())
        taken[lane] |= line
        found[row] = Lane(lane, tops[row])
    return tuple(found)
