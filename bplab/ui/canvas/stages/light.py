"""What of the network is known at a stop of the walk: which numbers are printed, and what is lit."""

from dataclasses import dataclass
from typing import Literal

from bplab.explain.stages import Stop

EdgeLabel = Literal["w", "dw", "update"]  # the weight, its gradient, or old → new


@dataclass(frozen=True)
class Light:
    """A stop seen by the canvas; columns count from 0, the inputs, layers of weights from 0 as well.

    Without a stop all of the forward pass is known; without a walk everything is.
    """

    on: bool = False  # there are stages to walk
    stop: Stop | None = None
    is_made: bool = False  # the step shown is one of the past

    def outputs(self, column: int) -> bool:
        """Whether z and a of a column are printed."""
        return self.stop is None or self.stop.has_outputs(column)

    def deltas(self, column: int) -> bool:
        """Whether δ of a column is printed."""
        return not self.on or (self.stop is not None and self.stop.has_delta(column))

    def edges(self, layer: int) -> EdgeLabel:
        """What stands on a layer's connections."""
        if self.stop is None or not self.stop.has_gradient(layer + 1):
            return "w"
        return "update" if self.stop.stage == "update" else "dw"

    def is_active(self, column: int) -> bool:
        """Whether a column is what is computed now."""
        return self.stop is not None and self.stop.is_at(column)

    @property
    def next_column(self) -> int | None:
        """The column that is computed next, on the way forward."""
        return self.stop.layer + 1 if self.stop is not None and self.stop.stage == "forward" else None
