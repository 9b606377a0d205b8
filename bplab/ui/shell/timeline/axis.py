"""The axis of the timeline: steps and pixels, and its tick marks in epochs."""

from dataclasses import dataclass

from bplab.ui.shell.timeline.state import TimelineState
from bplab.ui.views.base.ticks import Tick, linear_ticks, round_up

BEFORE = 100.0  # epochs shown before the first step, as in the loss plot
ENDS = (1, 1.1, 1.2, 1.35, 1.5, 1.7, 2, 2.3, 2.6, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10)
APART = 70.0  # pixels between tick marks at least


@dataclass(frozen=True)
class Axis:
    """From step 0 to the end of the axis.

    Units: left, right in pixels; epochs at the right end.
    """

    left: float
    right: float
    epochs: float
    steps_per_epoch: int

    @property
    def steps(self) -> float:
        """The steps at its end."""
        return self.epochs * self.steps_per_epoch

    def x_of(self, step: float) -> float:
        """The pixel of a step."""
        return self.left + step / self.steps * (self.right - self.left)

    def step_at(self, x: float) -> int:
        """The step nearest to a pixel, which may lie beyond the ends."""
        return round((x - self.left) / max(self.right - self.left, 1.0) * self.steps)

    @property
    def ticks(self) -> list[Tick]:
        """Round numbers of epochs."""
        return linear_ticks(0.0, self.epochs, max(3, int((self.right - self.left) / APART)))


def axis_for(state: TimelineState, left: float, right: float) -> Axis:
    """Lay out the axis of a run between two pixels."""
    return Axis(left, right, epochs_of(state), state.steps_per_epoch)


def epochs_of(state: TimelineState) -> float:
    """Where the axis ends: at the larger of the planned epochs and the run's end.

    While a run grows beyond its plan, the next round number stands for its end, so that the axis rests.
    """
    made = state.epoch_of(state.end)
    if state.planned is not None and state.planned >= made and state.planned > 0:
        return state.planned
    if not made:
        return BEFORE
    return round_up(made, ENDS) if state.running else made
