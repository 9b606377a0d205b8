"""The loss of a run compared with another, whose line is drawn faintly beneath."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from bplab.training.run_summary import RunSummary
from bplab.training.snapshot import Snapshot
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken
from bplab.ui.views.loss.beside import Beside, Drawn
from bplab.ui.views.loss.overlay import PARTS, decimated, last_epoch, values_of
from bplab.ui.views.loss.series import Series, legend_width
from bplab.ui.views.loss.view import LossView
from bplab.ui.views.plot.curves import line_through
from bplab.ui.views.plot.moment import Moment
from bplab.ui.views.plot.others import Other

COLOR: ColorToken = "line2"
ROOM = 20  # pixels beside the legend


class OtherRun(Beside):
    """The train loss of one other run, without a name."""

    def __init__(self, run: RunSummary) -> None:
        super().__init__()
        self.set_runs((run,), {})
        self.entry = Series("the other, train", COLOR, None, f"{run.title}, on all training examples.")

    def legend(self, parts: list[Series], run: int, what: str, theme: Theme, room: float) -> list[Series]:
        """The lines of the run, and the other."""
        return [*parts, self.entry]

    def drawn(
        self, run: int, what: str, theme: Theme, points: int, log: bool, smoothing: float, *, named: bool
    ) -> Drawn:
        """The line of the other run."""
        runs, others = self.runs(run), []
        for one in runs:
            x, y = values_of(one, PARTS[0], what)
            if len(x):
                line = line_through(*decimated(x, y, points), log, smoothing)
                others.append(Other(line, theme.color(COLOR), ends=False))
        return Drawn(others, "", [other.line for other in others], last_epoch(runs))


class ComparedLoss(LossView):
    """Marks the first step that differs, or the step that is shown, if it is past."""

    left, right = 33, 17  # beside the plot, in pixels

    def __init__(self, theme: Theme, other: RunSummary, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._first: int | None = None
        self._other = self._beside = OtherRun(other)
        self.smooth.set_value(0.0)
        self.set_essentials(True)

    def mark_first(self, step: int) -> None:
        """Mark the first step that differs from the other run."""
        if step != self._first:
            self._first = step
            self._refresh()

    @property
    def _legend(self) -> list[Series]:
        full = [*self._series, self._other.entry]
        if legend_width(full, self.theme) <= self.width() - ROOM:
            return full
        return [*self._series, replace(self._other.entry, name="other")]

    def _start_run(self, snapshot: Snapshot) -> None:
        super()._start_run(snapshot)
        self.tabs.offer("accuracy", False)

    def _show_lines(self, raw: bool) -> None:
        super()._show_lines(raw)
        if self._now is None and self._snapshot is not None and self._first is not None:
            at = self._first / self._snapshot.steps_per_epoch
            self.plot.set_moment(Moment(at, f"step {self._first:,}"))
