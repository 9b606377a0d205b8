"""What the timeline shows: the steps of a run, its loss, and what is marked in it."""

from dataclasses import dataclass

import numpy as np

from bplab.arrays import Floats
from bplab.storage.document import Bookmark
from bplab.training.track import Track

STRETCH = 3.0  # maximum ratio of the height to the highest loss of the recent half


@dataclass(frozen=True, eq=False)
class Silhouette:
    """The train loss over the epochs; equal only to itself.

    Shapes: epochs, losses (n,), in order. `exact` is false if losses are means over several epochs.
    """

    epochs: Floats
    losses: Floats
    exact: bool = True

    def loss_at(self, epoch: float) -> tuple[float, bool] | None:
        """The loss at an epoch, and whether it was measured just there; None outside of the silhouette."""
        if not len(self.epochs) or not self.epochs[0] <= epoch <= self.epochs[-1]:
            return None
        nearest = int(np.abs(self.epochs - epoch).argmin())
        if abs(self.epochs[nearest] - epoch) < 1e-9:
            return float(self.losses[nearest]), self.exact
        return float(np.interp(epoch, self.epochs, self.losses)), False

    @property
    def top(self) -> float:
        """The loss at the full height; a high beginning is cut off before it flattens the rest."""
        finite = self.losses[np.isfinite(self.losses)]
        highest = float(finite.max(initial=0.0))
        recent = float(finite[len(finite) // 2 :].max(initial=0.0))
        return min(highest, STRETCH * recent) or highest


EMPTY = Silhouette(np.empty(0), np.empty(0))


def silhouette_of(epochs: Track, points: int = 240, over: float = 1.0) -> Silhouette:
    """Read the train loss of a history's track of epochs; each loss is divided by `over`."""
    curve = epochs.read("train_loss", points)
    exact = bool((curve.low == curve.high).all())
    return Silhouette(curve.x, curve.mean / over, exact)


@dataclass(frozen=True)
class Mark:
    """Where a branch began, or where two runs differ for the first time."""

    step: int
    text: str


@dataclass(frozen=True)
class TimelineState:
    """One look of the timeline.

    Units: end, shown, asked in steps; planned in epochs.
    """

    end: int = 0  # the steps made
    shown: int = 0  # the step of the views
    asked: int | None = None  # the step that the views are on their way to
    steps_per_epoch: int = 1
    planned: float | None = None
    silhouette: Silhouette = EMPTY
    bookmarks: tuple[Bookmark, ...] = ()
    marks: tuple[Mark, ...] = ()
    running: bool = False

    @property
    def at(self) -> int:
        """The step of the handle."""
        return min(self.shown if self.asked is None else self.asked, self.end)

    def epoch_of(self, step: int) -> float:
        """A step in epochs, with fractions."""
        return step / self.steps_per_epoch

    def words(self, step: int) -> str:
        """A step in words, as for a screen reader."""
        return f"epoch {step // self.steps_per_epoch:,}, step {step:,}"

    def bookmark_at(self, step: int) -> Bookmark | None:
        """The bookmark of a step."""
        return next((one for one in self.bookmarks if one.step == step), None)
