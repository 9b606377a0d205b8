"""The batch of the step that is walked through, as the output map marks it."""

from dataclasses import dataclass

import numpy as np

from bplab.arrays import Indices
from bplab.training.trace import MEAN


@dataclass(frozen=True, eq=False)
class ShownBatch:
    """The examples of a batch, by their rows in the data set, and the one of them that is picked.

    Units: stop counts from 1, beyond the last it is the last; trace.MEAN is the mean of all.
    """

    rows: Indices
    stop: int
    point: tuple[float, float] | None = None  # an own one is shown instead

    @property
    def number(self) -> int | None:
        """The number of the picked example in the batch, from 1."""
        return None if self.stop >= MEAN or self.point is not None else min(self.stop, len(self.rows))

    @property
    def example(self) -> int | None:
        """Its row in the data set."""
        return None if self.number is None else int(self.rows[self.number - 1])

    @property
    def titles(self) -> tuple[str, ...]:
        """The words of the legend."""
        if self.point is not None:
            return "in this batch", "my point"
        return ("in this batch", *(() if self.number is None else (f"example {self.number:,}",)))

    def stop_of(self, row: int | None) -> int | None:
        """The number in the batch of an example, if it is in it."""
        found = [] if row is None else np.flatnonzero(self.rows == row).tolist()
        return found[0] + 1 if found else None
