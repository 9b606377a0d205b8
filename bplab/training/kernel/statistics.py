"""Statistics of every step, taken for many steps at once: loss, and norms of gradient, delta and update."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from bplab.arrays import Array, Indices, Mask
from bplab.training.kernel.outputs import batch_losses
from bplab.training.kernel.program import StepProgram, StepRange
from bplab.training.kernel.ring import Ring
from bplab.training.kernel.squares import SAFE

Rows = slice | Indices
MOST_KEPT = 64  # ranges of steps whose places are kept


class ProgramRows(NamedTuple):
    """The rows of a program's steps, and which of all the steps these are."""

    program: StepProgram
    rows: Rows
    own: Rows


class Source(NamedTuple):
    """Vectors of layers of one shape, a view; which of its rows are meant; and where their norms belong."""

    place: tuple[Any, ...]
    vectors: Array
    chosen: Rows


class Places(NamedTuple):
    """Where the vectors of some steps are, which depends only on the batch sizes of their rows."""

    parts: list[ProgramRows]
    sources: list[Source]


def are_ordinary(runs: Sequence[StepRange]) -> bool:
    """Whether all results of some steps are so far from the end of their range that they are finite.

    Their losses then are finite too, see `Squares`; and so are their deltas, because the gradient of a bias
    is their sum.
    """
    rows, ring = _rows_of(runs), runs[0].program.ring
    high = SAFE[ring.rows.itemsize][1]
    for left in (ring.rows[rows.start : rows.stop + 1], *(program.logits[own] for program, own in runs)):
        flat = left.reshape(-1)
        if not flat.dot(flat) < high:
            return False
    return True


class Statistics:
    """Takes the statistics of steps, and keeps where their vectors are for the next time."""

    def __init__(self) -> None:
        self._places: dict[tuple[int, bytes], Places] = {}

    def of(self, runs: Sequence[StepRange]) -> Array:
        """One row per step: batch loss, then per layer |dL/dW|, |dL/db|, rms delta, update/weight.

        The norms are Frobenius norms; rms delta is over examples and neurons, without the batch factor;
        update/weight is NaN where all weights are zero. In the first step that diverged, whose loss,
        gradient, delta, update or new weights are not finite, the batch loss is not finite either.

        Shapes: (steps, 1 + 4 * layers), float64.
        """
        rows, ring, layers = _rows_of(runs), runs[0].program.ring, len(runs[0].program.units)
        parts, sources = self._places_of(runs)
        squares = _squares(runs, sources)
        low, high = SAFE[ring.rows.itemsize]
        safe: Mask = (squares > low) & (squares < high)
        norms, all_safe = np.sqrt(squares), bool(safe.all())
        if not all_safe:
            _take_again(runs, sources, norms, ~safe)
        weight, gradient = norms[:, 0], norms[:, 1]
        update = norms[:, 2] if ring.kinds > 2 else gradient * ring.rates[rows, :1]
        numbers = np.empty((len(norms), 1 + 4 * layers))
        columns = numbers[:, 1:].reshape(-1, 4, layers)
        columns[:, 0], columns[:, 1:3] = gradient, norms[:, -2:]
        np.divide(update, weight, out=columns[:, 3])
        for program, places, own in parts:
            numbers[own, 0] = _losses(program, places)
            columns[own, 2] *= program.delta_scale
        if not all_safe:
            columns[:, 3][~np.isfinite(columns[:, 3])] = np.nan  # without weights there is no ratio
            _mark_divergence(ring, rows, numbers, norms)
        return numbers

    def _places_of(self, runs: Sequence[StepRange]) -> Places:
        rows, ring = _rows_of(runs), runs[0].program.ring
        key = rows.start, ring.batches[rows].tobytes()
        if key not in self._places:
            if len(self._places) == MOST_KEPT:
                self._places.clear()
            parts = _by_program(runs)
            self._places[key] = Places(parts, list(_sources(runs, parts)))
        return self._places[key]


def _rows_of(runs: Sequence[StepRange]) -> slice:
    return slice(runs[0].rows.start, runs[-1].rows.stop)


def _by_program(runs: Sequence[StepRange]) -> list[ProgramRows]:
    rows, programs = _rows_of(runs), {program.batch: program for program, _ in runs}
    if len(programs) == 1:
        return [ProgramRows(runs[0].program, rows, slice(None))]
    batches = runs[0].program.ring.batches[rows]
    chosen = [np.flatnonzero(batches == batch) for batch in programs]
    return [
        ProgramRows(program, _compact(own + rows.start), _compact(own))
        for program, own in zip(programs.values(), chosen, strict=True)
    ]


def _compact(places: Indices) -> Rows:
    """The same rows as a slice if they are evenly spaced, because a slice is not copied."""
    covering = _covering(places)
    return covering if len(places) == len(range(covering.start, covering.stop, covering.step)) else places


def _covering(places: Indices) -> slice:
    """The evenly spaced rows that all of these are among."""
    step = int(np.gcd.reduce(np.diff(places))) or 1
    return slice(int(places[0]), int(places[-1]) + 1, step)


def _within(places: Rows) -> tuple[slice, Rows]:
    """A slice, and which of its rows are meant: those between cost less to take along than others to copy."""
    if isinstance(places, slice):
        return places, slice(None)
    covering = _covering(places)
    return covering, (places - covering.start) // covering.step


def _losses(program: StepProgram, rows: Rows) -> Array:
    """The batch losses.

    Shapes: (steps,).
    """
    model, y, t = program.model, program.outputs_of(rows), program.targets[rows]
    if model.unit is not None:  # only differences matter, so the mean need not be added
        y, t = y * model.unit, t * model.unit
    loss = batch_losses(model.spec.loss, program.logits[rows], y, t)
    losses: Array = loss.sum(axis=1) * program.factor
    return losses


def _squares(runs: Sequence[StepRange], sources: Sequence[Source]) -> Array:
    """Sums of squares of the vectors of the sources.

    Shapes: (steps, kinds + 2, layers).
    """
    program, rows = runs[0].program, _rows_of(runs)
    if program.ring.alternates:
        return program.squares.values[rows].astype(float)
    shape = rows.stop - rows.start, program.ring.kinds + 2, len(program.units)
    squares = np.empty(shape, program.ring.rows.dtype)
    for place, vectors, chosen in sources:
        if isinstance(chosen, slice):
            np.vecdot(vectors, vectors, squares[place])
        else:
            squares[place] = np.vecdot(vectors, vectors)[chosen]
    return np.asarray(squares, float)


def _sources(runs: Sequence[StepRange], parts: Sequence[ProgramRows]) -> Iterator[Source]:
    """The vectors whose norms belong among (steps, kinds + 2, layers).

    Shapes: w, gradient and update (if kept) of the weights (steps, kinds, layers, weights), gradients of the
    biases (steps, layers, units), deltas (steps, layers, units * batch).
    """
    ring, layout, rows = runs[0].program.ring, runs[0].program.model.layout, _rows_of(runs)
    place, every = ring.place(rows.start), slice(None)
    chosen = ring.rows[place : place + rows.stop - rows.start]
    for alike in layout.alike:
        first, layers = alike.start, alike.stop - alike.start
        height, units, begin = layout.rows[first], layout.units[first], layout.offsets[first]
        blocks = chosen[..., begin : begin + layers * height * units]
        blocks = blocks.reshape(*blocks.shape[:2], layers, -1)
        weights = (height - 1) * units
        yield Source((every, slice(ring.kinds), alike), blocks[..., :weights], every)
        yield Source((every, -2, alike), blocks[:, 1, :, weights:], every)
    for program, places, own in parts:
        covering, within = _within(places)
        for alike in layout.alike:
            span = slice(program.delta_spans[alike.start].start, program.delta_spans[alike.stop - 1].stop)
            deltas = program.deltas[:, span].reshape(len(program.deltas), alike.stop - alike.start, -1)
            yield Source((own, -1, alike), deltas if ring.alternates else deltas[covering], within)


def _take_again(runs: Sequence[StepRange], sources: Sequence[Source], norms: Array, unsafe: Mask) -> None:
    """Recompute the norms whose squares exceed the range of the dtype; the others keep their bits.

    Shapes: norms, unsafe (steps, kinds + 2, layers).
    """
    if runs[0].program.ring.alternates:  # only the last step's vectors are there, and only its can be unsafe
        program, made = runs[-1]
        last, norms, unsafe = [StepRange(program, slice(made.stop - 1, made.stop))], norms[-1:], unsafe[-1:]
        sources = list(_sources(last, _by_program(last)))
    for place, vectors, rows in sources:
        chosen = unsafe[place]
        if chosen.any():
            found = norms[place]
            found[chosen] = scaled_norms(vectors[rows][chosen])
            norms[place] = found


def scaled_norms(vectors: Array) -> Array:
    """Norms of vectors of any representable size.

    Shapes: (n, values) -> (n,), float64.
    """
    wide = vectors.astype(np.float64)
    largest = np.abs(wide).max(axis=1, initial=0.0)
    scale = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)
    wide /= scale[:, None]
    norms: Array = scale * np.sqrt(np.vecdot(wide, wide))
    return norms


def _mark_divergence(ring: Ring, rows: slice, numbers: Array, norms: Array) -> None:
    first = rows.stop - 1 if ring.alternates else rows.start
    after = [ring.place(row + 1) for row in range(first, rows.stop)]
    finite = np.logical_and.reduce(np.isfinite(norms), axis=(1, 2))
    finite[-len(after) :] &= np.isfinite(ring.rows[after, 0]).all(axis=1)
    if not finite.all():
        numbers[int(np.argmin(finite)), 0] = np.nan
