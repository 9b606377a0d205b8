"""An unlimited series of rows in bounded memory: recent rows exactly, older ones summarized."""

from math import floor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Floats
from bplab.training.track_overview import OverviewPlan, buckets_of, round_width
from bplab.training.track_store import BLOCKS, FACTOR, LAG, LEVELS, TAIL, Store, between

OVERSAMPLED = 4  # minimum number of blocks per point that a reader requests; more would not be visible
MARGIN = (
    2 * LAG
)  # oldest rows of a ring that readers leave alone, because the writer may be about to reuse them


class Curve(NamedTuple):
    """A decimated series: x and, for each x, the lowest, highest and mean value of its bucket."""

    x: Floats
    low: Floats
    high: Floats
    mean: Floats


EMPTY = Curve(*(np.empty(0) for _ in range(4)))


class _Pieces(NamedTuple):
    """Neighboring rows or blocks of rows: where each begins, its number of rows, and its values."""

    first: Floats
    rows: Floats
    low: Floats
    high: Floats
    mean: Floats


class Track:
    """Rows of several named series at equal spacing: row i is at x = start + i * spacing.

    One thread appends, any thread reads, and neither waits: rows are counted when they are written, and a
    reader that was overtaken reads again. A view from `until` never grows; once much more has been written,
    only whole blocks of it are left.
    """

    def __init__(
        self, names: tuple[str, ...], start: float, spacing: float,
        store: Store | None = None, end: int | None = None,
    ) -> None:  # fmt: skip
        self.names = names
        self.start = start
        self.spacing = spacing
        self._column = {name: index for index, name in enumerate(names)}
        self._store = store or Store(len(names))
        self._end = end  # of a frozen view: its number of rows
        self._plan: OverviewPlan | None = None  # of the last overview, for other series

    @property
    def count(self) -> int:
        """The number of rows."""
        return self._store.count if self._end is None else self._end

    @property
    def x_of_last(self) -> float:
        """The x of the newest row; before the start if there is none."""
        return self._x(self.count - 1)

    def until(self, x: float) -> "Track":
        """A frozen view of the rows up to x; it costs nothing and never grows."""
        end = min(self.count, max(0, floor((x - self.start) / self.spacing) + 1))
        return Track(self.names, self.start, self.spacing, self._store, end)

    def fork(self, x: float) -> "Track":
        """A copy of the rows up to x that grows on its own; call it in the thread that appends.

        Rows and blocks that were overwritten meanwhile are filled in from coarser blocks.
        """
        return Track(self.names, self.start, self.spacing, self._store.copy(self.until(x).count))

    @property
    def arrays(self) -> tuple[Floats, ...]:
        """All that is known of its rows, as copies that `Store.of` reads; the newest are exact.

        Shapes: rows (n, columns); blocks of each level (n, 3, columns): lowest, highest and mean value.
        """
        store, count = self._store, self.count
        found = store.arrays
        return found if store.count == count else store.copy(count).arrays  # it was overtaken

    @property
    def is_frozen(self) -> bool:
        """Whether it never grows."""
        return self._end is not None

    def continues(self, other: "Track") -> bool:
        """Whether another track is an earlier state of this one, or the same."""
        return self._store is other._store and self.count >= other.count  # noqa: SLF001 - the same class

    def append(self, rows: NDArray[np.floating]) -> None:
        """Append rows, oldest first.

        Shapes: (n, columns).
        """
        if self._end is not None:
            raise RuntimeError("A frozen track does not grow.")
        store = self._store
        while len(rows):
            room = LAG - store.count % LAG
            part, rows = rows[:room], rows[room:]
            at = store.count % TAIL  # the ring holds whole LAGs, so a part never begins anew in it
            store.rows[at : at + len(part)] = part
            store.count += len(part)
            if store.count % LAG == 0:
                self._summarize()

    def _summarize(self) -> None:
        """Build all complete blocks, level by level."""
        below = self.count
        for level in range(LEVELS):
            if below < FACTOR:
                return
            if level == len(self._store.blocks):
                self._store.blocks.append(np.zeros((BLOCKS, 3, len(self.names))))
                self._store.done.append(0)
            self._make_blocks(level, self._store.done[level], below // FACTOR)
            below = self._store.done[level]

    def _make_blocks(self, level: int, first: int, end: int) -> None:
        if first == end:
            return
        source = np.arange(first * FACTOR, end * FACTOR)
        if level:
            low, high, mean = np.moveaxis(self._store.blocks[level - 1][source % BLOCKS], 1, 0)
        else:
            low = high = mean = self._store.rows[source % TAIL]
        grouped = (end - first, FACTOR, len(self.names))
        made = self._store.blocks[level]
        places = np.arange(first, end) % BLOCKS
        made[places, 0] = np.fmin.reduce(low.reshape(grouped), axis=1)
        made[places, 1] = np.fmax.reduce(high.reshape(grouped), axis=1)
        made[places, 2] = mean.reshape(grouped).mean(axis=1)
        self._store.done[level] = end

    @property
    def nbytes(self) -> int:
        """The memory of the rows and blocks once written."""
        return self._store.rows.nbytes + sum(blocks.nbytes for blocks in self._store.blocks)

    def newest(self) -> Floats | None:
        """Return a copy of the newest row, or None if there is none.

        Shapes: (columns,).
        """
        return self._counted_newest()[1]

    def last(self, name: str) -> tuple[float, float] | None:
        """Return the newest (x, value), or None if there is none."""
        count, row = self._counted_newest()
        if row is None or name not in self._column:
            return None
        return self._x(count - 1), float(row[self._column[name]])

    def _counted_newest(self) -> tuple[int, Floats | None]:
        """Return the newest row and the matching count: the writer may append at any moment."""
        while count := self.count:
            if self._end is not None and self._overtaken:
                curves = [self.read(name, count).mean for name in self.names]
                return count, np.array([curve[-1] for curve in curves]) if len(curves[0]) else None
            row = np.array(self._store.rows[(count - 1) % TAIL])
            if self._store.count - count < TAIL - LAG:
                return count, row
        return 0, None

    @property
    def _overtaken(self) -> bool:
        """Whether so much was written since it was frozen that some of its rows have been overwritten."""
        return self._store.count - self.count > LAG

    def read(
        self, name: str, points: int = 600, first: float | None = None, last: float | None = None
    ) -> Curve:
        """Return a series between two x, decimated to at most `points` buckets of equal, round width."""
        if not self.count or name not in self._column:
            return EMPTY
        pieces = None
        overtaken = True
        while overtaken:
            written, count = self._store.count, self.count
            begin = 0 if first is None else max(0, int((first - self.start) / self.spacing))
            end = count if last is None else min(count, int((last - self.start) / self.spacing) + 1)
            pieces = self._pieces(self._column[name], begin, end, written, points)
            overtaken = self._store.count - written > MARGIN - LAG
        if pieces is None:
            return EMPTY
        if len(pieces.first) > points:
            pieces = _bucketed(pieces, begin, (end - begin) / points)
        return Curve(self._middle(pieces.first, pieces.rows), *pieces[2:])

    def overview(self, names: tuple[str, ...], points: int) -> tuple[Floats, Floats]:
        """Return several series as means of at most `points` buckets, which is fast for any length.

        Shapes: x (n,), means (n, names).
        """
        if self._overtaken:
            curves = [self.read(name, points) for name in names]
            return curves[0].x, np.stack([curve.mean for curve in curves], axis=1)
        count, columns = self.count, [self._column[name] for name in names]
        if not count:
            return np.empty(0), np.empty((0, len(names)))
        key = count, points, tuple(self._store.done)
        plan = self._plan
        if plan is None or plan.key != key:
            plan = self._plan = OverviewPlan.of(*key)
        parts = [between(self._store.blocks[level], blocks)[:, 2].T[columns] for level, blocks in plan.blocks]
        parts.append(between(self._store.rows, plan.rest).T[columns])
        sums = np.add.reduceat(np.concatenate(parts, axis=1) * plan.sizes, plan.starts, axis=1)
        return self._middle(plan.first, plan.counts), (sums / plan.counts).T

    def _middle(self, first: Floats, rows: Floats) -> Floats:
        return self.start + (first + (rows - 1) / 2) * self.spacing

    def _x(self, index: float) -> float:
        return self.start + index * self.spacing

    def _pieces(self, column: int, begin: int, end: int, written: int, points: int) -> _Pieces | None:
        """Join the exact tail with older blocks, each as coarse as necessary or as invisible."""
        parts: list[_Pieces] = []
        upper, finest = end, self._finest(end - begin, points)
        for level in range(-1, len(self._store.done)):
            width = FACTOR ** (level + 1)
            made, kept = (
                (written, TAIL - MARGIN)
                if level < 0
                else (self._store.done[level], BLOCKS - MARGIN // FACTOR)
            )
            oldest = -(-max(made - kept, 0) // FACTOR) * FACTOR  # whole blocks of the next level take over
            if level < finest:  # only what the next level does not have yet
                above = min(self._store.done[level + 1], upper // (width * FACTOR))
                oldest = max(oldest, above * FACTOR)
            first, last = max(oldest, begin // width), min(upper // width, made)
            if first < last:
                parts.append(self._piece(level, column, first, last))
                upper = first * width
            if upper <= begin:
                break
        if not parts:
            return None
        return _Pieces(*(np.concatenate(arrays) for arrays in zip(*reversed(parts), strict=True)))

    def _finest(self, rows: int, points: int) -> int:
        """The coarsest level with at least OVERSAMPLED blocks per point; -1 for the rows themselves."""
        level = -1
        while level + 1 < len(self._store.done) and rows >= FACTOR ** (level + 2) * OVERSAMPLED * points:
            level += 1
        return level

    def _piece(self, level: int, column: int, first: int, last: int) -> _Pieces:
        indices, width = range(first, last), float(FACTOR ** (level + 1))
        begins, rows = np.arange(first, last, dtype=np.float64) * width, np.full(len(indices), width)
        if level < 0:
            values = between(self._store.rows, indices)[:, column]
            return _Pieces(begins, rows, values, values, values)
        low, high, mean = between(self._store.blocks[level], indices)[..., column].T
        return _Pieces(begins, rows, low, high, mean)


def _bucketed(pieces: _Pieces, begin: int, narrowest: float) -> _Pieces:
    """Merge neighbors into buckets of equal width.

    Units: row from which buckets are counted, and the width, in rows.
    """
    starts, rows = buckets_of(pieces.first - begin, pieces.rows, round_width(narrowest))
    return _Pieces(
        pieces.first[starts],
        rows,
        np.fmin.reduceat(pieces.low, starts),
        np.fmax.reduceat(pieces.high, starts),
        np.add.reduceat(pieces.mean * pieces.rows, starts) / rows,
    )
