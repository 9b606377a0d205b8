"""The storage of parameters, gradients and updates of several steps in a row."""

from typing import Any

import numpy as np

from bplab.arrays import Array

RING_BYTES = 1536 << 10  # maximum size of a ring, which should stay in the core's own cache
MAX_STEPS = 128
FEWEST = 4  # steps from which a ring of rows pays off
MOST_TO_AND_FRO = 8


def steps_in_a_row(parameters: int, deltas: int, itemsize: int) -> tuple[int, bool]:
    """How many steps with so many values each are made at a time, and whether to and fro (see Ring)."""
    steps = min(MAX_STEPS, RING_BYTES // ((3 * parameters + deltas) * itemsize))
    if steps >= FEWEST:
        return steps, False
    return max(1, min(MOST_TO_AND_FRO, RING_BYTES // (deltas * itemsize))), True


class Ring:
    """Row k holds w before step k, its gradient and its update; step k writes w of the next row.

    The last row precedes the first: no step is made there, so it keeps the result of a step when the ring
    restarts.

    Small networks have one row per step. Large ones have two and alternate between them, because more would
    fill the cache, and copying their parameters back would take a good part of a step. If the update is only
    the learning rate times the gradient, it is not kept (kinds = 2).

    Shapes: rows (steps + 1 or 2, kinds, parameters); rates (steps + 1, 3), see `Rates`.
    """

    def __init__(
        self, steps: int, alternates: bool, kinds: int, parameters: int, dtype: np.dtype[Any]
    ) -> None:
        self.steps = steps
        self.alternates = alternates
        self.kinds = kinds
        self.rows = np.zeros((2 if alternates else steps + 1, kinds, parameters), dtype)
        self.rates = np.zeros((steps + 1, 3), dtype)
        self.batches = np.zeros(steps + 1, np.int64)  # the number of examples of a row's step
        self.row = 0  # of the next step

    def begin_anew(self) -> None:
        """Continue in the first row (or either, to and fro), keeping the result of the last step."""
        last, self.row = self.row - 1, self.row % 2 if self.alternates else 0
        self.rates[self.row - 1] = self.rates[last]
        if not self.alternates:
            self.rows[-1, 1:] = self.rows[last, 1:]
            self.rows[0, 0] = self.rows[last + 1, 0]

    def place(self, row: int) -> int:
        """The existing row that is used for a step's row number."""
        return row % len(self.rows)

    def w(self, row: int) -> Array:
        """Parameters before a step.

        Shapes: (parameters,).
        """
        vector: Array = self.rows[self.place(row), 0]
        return vector

    def g(self, row: int) -> Array:
        """A step's gradient.

        Shapes: (parameters,).
        """
        vector: Array = self.rows[self.place(row), 1]
        return vector

    def update(self, row: int) -> Array:
        """What a step subtracts, if it is kept.

        Shapes: (parameters,).
        """
        vector: Array = self.rows[self.place(row), 2]
        return vector
