"""What a run has shown so far, for ever, in bounded memory: the recent part exactly, the rest summarized."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bplab.errors import UserError, quoted

Floats = NDArray[np.float64]

TAIL = 32_768  # newest rows kept exactly
LEVELS = 14
BLOCKS = 4_096  # blocks kept at each level
FACTOR = 4  # rows or blocks that make one block of the next level
LAG = 4_096  # rows gathered before they are summarized; far fewer than TAIL
OVERSAMPLED = 4  # blocks for each point that a reader asks for, at least; more would not be seen
MARGIN = 2 * LAG  # oldest rows of a ring that a reader leaves alone, as the writer may be about to reuse them


class Curve(NamedTuple):
    """A decimated series: x and, for each x, the lowest, highest and mean value of its bucket."""

    x: Floats
    low: Floats
    high: Floats
    mean: Floats


EMPTY = Curve(*(np.empty(0) for _ in range(4)))


class Track:
    """Rows of several named series at equal spacing: row i stands at x = start + i * spacing.

    One thread appends, any thread reads, and neither waits: rows are written first and counted afterwards,
    and a reader that was overtaken reads again.
    """

    def __init__(self, names: tuple[str, ...], start: float, spacing: float) -> None:
        self.names = names
        self.start = start
        self.spacing = spacing
        self.count = 0
        self._column = {name: index for index, name in enumerate(names)}
        self._rows = np.zeros((TAIL, len(names)))
        self._blocks: list[NDArray[np.float64]] = []  # each (BLOCKS, 3, columns): min, max, mean
        self._done: list[int] = []  # blocks made at each level

    def append(self, rows: NDArray[np.floating]) -> None:
        """Add rows, oldest first. Shape: (n, columns)."""
        for begin in range(0, len(rows), LAG):
            part = rows[begin : begin + LAG]
            at = self.count % TAIL
            fitting = min(len(part), TAIL - at)
            self._rows[at : at + fitting] = part[:fitting]
            self._rows[: len(part) - fitting] = part[fitting:]
            self.count += len(part)
            if self.count - (self._done[0] * FACTOR if self._done else 0) >= LAG:
                self._summarize()

    def _summarize(self) -> None:
        """Make all blocks that are complete, level by level."""
        below = self.count
        for level in range(LEVELS):
            if below < FACTOR:
                return
            if level == len(self._blocks):
                self._blocks.append(np.zeros((BLOCKS, 3, len(self.names))))
                self._done.append(0)
            self._make_blocks(level, self._done[level], below // FACTOR)
            below = self._done[level]

    def _make_blocks(self, level: int, first: int, end: int) -> None:
        if first == end:
            return
        source = np.arange(first * FACTOR, end * FACTOR)
        if level:
            low, high, mean = np.moveaxis(self._blocks[level - 1][source % BLOCKS], 1, 0)
        else:
            low = high = mean = self._rows[source % TAIL]
        grouped = (end - first, FACTOR, len(self.names))
        made = self._blocks[level]
        places = np.arange(first, end) % BLOCKS
        made[places, 0] = np.fmin.reduce(low.reshape(grouped), axis=1)
        made[places, 1] = np.fmax.reduce(high.reshape(grouped), axis=1)
        made[places, 2] = mean.reshape(grouped).mean(axis=1)
        self._done[level] = end

    @property
    def nbytes(self) -> int:
        """Memory the rows and blocks take, once written."""
        return self._rows.nbytes + sum(blocks.nbytes for blocks in self._blocks)

    def last(self, name: str) -> tuple[float, float] | None:
        """Return the newest (x, value), or None while there is none."""
        count = self.count
        if not count or name not in self._column:
            return None
        return self._x(count - 1), float(self._rows[(count - 1) % TAIL, self._column[name]])

    def read(
        self, name: str, points: int = 600, first: float | None = None, last: float | None = None
    ) -> Curve:
        """Return a series between two x, decimated to at most `points` buckets of equal width."""
        if not self.count or name not in self._column:
            return EMPTY
        pieces = None
        overtaken = True
        while overtaken:
            count = self.count
            begin = 0 if first is None else max(0, int((first - self.start) / self.spacing))
            end = count if last is None else min(count, int((last - self.start) / self.spacing) + 1)
            pieces = self._pieces(self._column[name], begin, end, count, points)
            overtaken = self.count - count > MARGIN - LAG
        return _bucketed(pieces, points) if pieces is not None else EMPTY

    def overview(self, names: tuple[str, ...], points: int) -> tuple[Floats, Floats]:
        """Return several series as means of whole blocks, cheaply however long they are.

        Shapes: x (n,), means (n, names); n is at most about four times `points`, or LAG.
        """
        columns = [self._column[name] for name in names]
        count, level = self.count, -1
        while count >= FACTOR ** (level + 2) * points and level + 1 < len(self._done):
            level += 1
        width, start = FACTOR ** (level + 1), 0
        places, parts = [np.empty(0)], [np.empty((0, len(columns)))]
        for finer in range(level, -1, -1):  # each level ends a little before the newest row
            size = FACTOR ** (finer + 1)
            indices = np.arange(start // size, min(self._done[finer], count // size))
            places.append(indices * size + (size - 1) / 2)
            parts.append(self._blocks[finer][indices % BLOCKS, 2][:, columns])
            start += len(indices) * size
        if start < count:
            firsts = np.arange(start, count, width)
            sizes = np.diff(firsts, append=count)
            rows = self._rows[np.arange(start, count) % TAIL][:, columns]
            places.append(firsts + (sizes - 1) / 2)
            parts.append(np.add.reduceat(rows, firsts - start, axis=0) / sizes[:, None])
        return self.start + np.concatenate(places) * self.spacing, np.concatenate(parts)

    def _x(self, index: float) -> float:
        return self.start + index * self.spacing

    def _pieces(self, column: int, begin: int, end: int, count: int, points: int) -> Curve | None:
        """Join the exact tail with ever coarser pasts, each as coarse as it must be or nobody sees."""
        parts: list[Curve] = []
        upper, finest = end, self._finest(end - begin, points)
        for level in range(-1, len(self._done)):
            width = FACTOR ** (level + 1)
            made, kept = (
                (count, TAIL - MARGIN) if level < 0 else (self._done[level], BLOCKS - MARGIN // FACTOR)
            )
            oldest = -(-max(made - kept, 0) // FACTOR) * FACTOR  # whole blocks of the next level take over
            if level < finest:  # only what the next level does not have yet
                oldest = max(oldest, self._done[level + 1] * FACTOR)
            first, last = max(oldest, begin // width), min(upper // width, made)
            if first < last:
                parts.append(self._piece(level, column, first, last))
                upper = first * width
            if upper <= begin:
                break
        if not parts:
            return None
        return Curve(*(np.concatenate(arrays) for arrays in zip(*reversed(parts), strict=True)))

    def _finest(self, rows: int, points: int) -> int:
        """The coarsest level with at least OVERSAMPLED blocks for each point; -1 for the rows themselves."""
        level = -1
        while level + 1 < len(self._done) and rows >= FACTOR ** (level + 2) * OVERSAMPLED * points:
            level += 1
        return level

    def _piece(self, level: int, column: int, first: int, last: int) -> Curve:
        indices = np.arange(first, last)
        width = FACTOR ** (level + 1)
        x = self.start + (indices * width + (width - 1) / 2) * self.spacing
        if level < 0:
            values = self._rows[indices % TAIL, column]
            return Curve(x, values, values, values)
        chosen = self._blocks[level][indices % BLOCKS, :, column]
        return Curve(x, chosen[:, 0], chosen[:, 1], chosen[:, 2])


def _bucketed(curve: Curve, points: int) -> Curve:
    """Merge neighbors into at most `points` buckets of equal width in x."""
    count = len(curve.x)
    if count <= points:
        return curve
    span = curve.x[-1] - curve.x[0]
    bucket = np.minimum((curve.x - curve.x[0]) * (points / span), points - 1).astype(np.int64)
    starts = np.flatnonzero(np.diff(bucket, prepend=-1))
    sizes = np.diff(starts, append=count)
    return Curve(
        np.add.reduceat(curve.x, starts) / sizes,
        np.fmin.reduceat(curve.low, starts),
        np.fmax.reduceat(curve.high, starts),
        np.add.reduceat(curve.mean, starts) / sizes,
    )


PER_LAYER = ("gradient_norm", "bias_gradient_norm", "delta_norm", "update_ratio")
EPOCH_SERIES = (
    "train_loss",
    "validation_loss",
    "test_loss",
    "train_accuracy",
    "validation_accuracy",
    "test_accuracy",
)


class History(Mapping[str, Floats]):
    """The two tracks of a run: a row an evaluated epoch (x in epochs), a row a step (x in steps, from 1).

    As a mapping, it has each series by its name.
    """

    __eq__ = object.__eq__  # itself, and no other: its series go on growing
    __hash__ = object.__hash__

    def __init__(self, layers: int, evaluate_every: int) -> None:
        names = ("batch_loss", *(f"{name}/{layer}" for name in PER_LAYER for layer in range(layers)))
        self.epochs = Track(EPOCH_SERIES, 0.0, float(evaluate_every))
        self.steps = Track(names, 1.0, 1.0)

    def __getitem__(self, name: str) -> Floats:
        """Return a whole series: an entry an evaluated epoch, the start first, or an entry a step.

        The newest 24,576 are exact; older ones come as means of ever more neighbors.
        Raises: UserError for a series that there is not.
        """
        for track in (self.epochs, self.steps):
            if name in track.names:
                return np.array(track.read(name, max(track.count, 1)).mean)
        names = ", ".join((*self.epochs.names, "batch_loss", *(f"{each}/0" for each in PER_LAYER)))
        raise UserError(
            f"There is no history of {quoted(name)}. There are {names} (/0 is the first layer, and so on)."
        )

    def __iter__(self) -> Iterator[str]:
        return iter((*self.epochs.names, *self.steps.names))

    def __len__(self) -> int:
        return len(self.epochs.names) + len(self.steps.names)

    def __contains__(self, name: object) -> bool:
        return name in self.epochs.names or name in self.steps.names

    def get(self, name: str, default: Any = None) -> Any:
        """Return a series, or `default` where there is none of that name."""
        try:
            return self[name]
        except UserError:
            return default

    @property
    def nbytes(self) -> int:
        """Memory both take."""
        return self.epochs.nbytes + self.steps.nbytes
