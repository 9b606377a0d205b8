"""The loss (or the accuracy) over the epochs, for each part of the data."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from bplab.training.run_summary import RunSummary
from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.training.track import Track
from bplab.trials.group import SeedGroup
from bplab.ui.controls.focus_ring import RingAbove
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Picture, Tip
from bplab.ui.views.loss.axes import Guess, axes_of, guess_of
from bplab.ui.views.loss.beside import Beside
from bplab.ui.views.loss.controls import LossControls
from bplab.ui.views.loss.overlay import readings
from bplab.ui.views.loss.probe import crosshair_at, neighbor, table
from bplab.ui.views.loss.series import (
    AXIS_NAME,
    Series,
    draw_legend,
    legend_tips,
    legend_width,
    parted_lines,
    series_of,
    with_after,
)  # fmt: skip
from bplab.ui.views.loss.spread import moved, rounded
from bplab.ui.views.plot.curves import Line
from bplab.ui.views.plot.moment import Moment
from bplab.ui.views.plot.plot import LEFT, RIGHT, Plot

NOTHING = Track((), 0.0, 1.0)  # before the first snapshot
MOST_POINTS = 240  # points across; more are slower to draw, and look the same
RESTLESS = 0.5  # seconds between two changes of the ranges while training runs
TOP, FOOTER = 10, 30  # the heading is as far down as that of the output, which may stand beside it
LOW, WIDE = 270, 400  # if the view is this low and wide, its legend is in the header


class LossView(RingAbove, Picture):
    """Shows the epochs of a run's history; Left and Right move its crosshair, Up and Down a threshold."""

    threshold_wanted = Signal(float)
    left, right = LEFT, RIGHT  # beside the plot, in pixels

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Loss", parent)
        self._snapshot: Snapshot | None = None
        self._guess: Guess | None = None
        self._parts: list[Series] = []  # of the data
        self._lines: list[Line] = []
        self._settled = 0.0  # when the ranges last changed
        self._drawn: object = None  # what is drawn, and up to which epoch
        self._essentials = False
        self._at: float | None = None  # the epoch under the crosshair
        self._beside = Beside()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._build()

    def _build(self) -> None:
        self._whole = whole = QVBoxLayout(self)
        self.controls = LossControls(self.theme, whole)
        self.tabs, self.log, self.smooth = self.controls.tabs, self.controls.log, self.controls.smooth
        self.plot = Plot(self.theme, right=self.right, left=self.left)
        whole.setContentsMargins(0, 0, 0, FOOTER)
        whole.setSpacing(0)
        whole.addWidget(self.plot, 1)
        self.tabs.edited.connect(self._choose)
        self.log.edited.connect(self._refresh)
        self.smooth.edited.connect(self._refresh)
        self.plot.hovered.connect(self._point_at)
        self.plot.dragged.connect(self._drag)

    @property
    def needs(self) -> Needs:
        """Nothing: the history is always available."""
        return Needs()

    @property
    def choices(self) -> dict[str, bool | float | str]:
        """The user's choices here, to be remembered."""
        return self.controls.choices

    def restore(self, choices: Mapping[str, object]) -> None:
        """Restore remembered choices; those that no longer make sense are ignored."""
        self.controls.restore(choices)
        self._choose(self.what)

    def set_essentials(self, on: bool) -> None:
        """Hide the choices of axis and smoothing, or show them."""
        self._essentials = on
        self.controls.set_essentials(on)
        self._refresh()

    def overlay(self, runs: Sequence[RunSummary], titles: Mapping[int, str]) -> None:
        """Draw the curves of other runs too, all lines with their names."""
        if self._beside.set_runs(runs, titles):
            self._refresh()

    def show_seeds(self, group: SeedGroup | None, threshold: float) -> None:
        """Draw how the losses of other seeds spread, or no longer."""
        if self._beside.set_seeds(group, threshold):
            self._leave_room()
            self.restyle()

    @property
    def _run(self) -> int:
        return 0 if self._snapshot is None else self._snapshot.run

    @property
    def _series(self) -> list[Series]:
        """The lines of the current run."""
        return self._beside.series(self._parts, self._run, self.what)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Redraw the history if it has grown; another run starts over."""
        old, self._snapshot = self._snapshot, snapshot
        if old is None or old.run != snapshot.run or not snapshot.made.continues(old.made):
            self._start_run(snapshot)
        elif old.is_past != snapshot.is_past:
            self.update()  # the legend
        running, past = snapshot.state is RunState.RUNNING, self._now and snapshot.step
        what = snapshot.run, snapshot.step > 0, running, past, self._track.x_of_last
        if what != self._drawn:
            self._drawn = what
            self._draw()

    def restyle(self) -> None:
        self._style()
        self._refresh()

    def _style(self) -> None:
        self.smooth.setEnabled(self._beside.seeds(self.what) is None)
        self.plot.set_styles([one.style(self.theme) for one in self._series])

    def sizeHint(self) -> QSize:
        return QSize(336, 405)

    @property
    def what(self) -> str:
        """What is drawn: "loss" or "accuracy"."""
        return self.tabs.value

    @property
    def _track(self) -> Track:
        return self._snapshot.made.epochs if self._snapshot else NOTHING

    @property
    def _now(self) -> float | None:
        """The epoch that is shown, with fractions, if it is past."""
        return self._snapshot.past if self._snapshot is not None else None

    @property
    def _legend(self) -> list[Series]:
        """The lines of the legend; beside the controls, only those that are always there have room."""
        if self._is_low:
            return self._series
        room = self._legend_row().width() - AXIS_NAME
        if self._now is not None:
            return with_after(self._series, self.theme, room)
        return self._beside.legend(self._parts, self._run, self.what, self.theme, room)

    @property
    def _is_log(self) -> bool:
        return self.log.isChecked() and self.what == "loss" and not self._essentials

    def _start_run(self, snapshot: Snapshot) -> None:
        self._parts = series_of(snapshot)
        self._style()
        judged = snapshot.prepared.dataset.has_right_answers
        self.tabs.offer("accuracy", judged)
        if not judged:
            self.tabs.set_value("loss")
        self._guess = guess_of(snapshot, self.what)
        self._settled = 0.0
        self._at = self._drawn = None
        self._leave_room()
        self.update()

    def _choose(self, what: str) -> None:
        self.log.setEnabled(what == "loss")
        if self._snapshot is not None:
            self._guess = guess_of(self._snapshot, what)
        self.restyle()

    def _refresh(self) -> None:
        self._settled = 0.0
        self._draw()
        self.update()

    def _draw(self) -> None:
        snapshot, track = self._snapshot, self._track
        if snapshot is None:
            return
        points = min(max(50, round(self.plot.field.width())), MOST_POINTS)
        log, now = self._is_log, time.monotonic()
        smoothing = self.smooth.number if self.smooth.isEnabled() else 0.0
        self._lines = [one.line(track, self.what, points, log, smoothing) for one in self._series]
        given = self.what, self.theme, points, log, smoothing
        beside = self._beside.drawn(snapshot.run, *given, named=self._is_low)
        last = max(track.start, track.x_of_last, beside.last)
        at_rest = snapshot.state is not RunState.RUNNING
        if at_rest or self.plot.outgrown(last) or now - self._settled >= RESTLESS:
            started = snapshot.step > 0 or self._now is not None or bool(beside.others)
            held = [*self._lines, *beside.held]
            self.plot.set_axes(axes_of(held, self.what, log, self._guess, last, started))
            self._settled = now
        self.plot.set_beside(beside.others, beside.named, beside.bands, beside.threshold)
        self._show_lines(smoothing > 0)
        self._show_crosshair()

    def _show_lines(self, raw: bool) -> None:
        """Show all lines, those of a past step in two parts."""
        now, snapshot = self._now, self._snapshot
        if now is None or snapshot is None:
            self.plot.set_lines(self._lines, raw)
            self.plot.set_moment(None)
            return
        parts = parted_lines(self._series, self._lines, self._track.until(now), self.what, self._is_log)
        self.plot.set_lines([before for before, _ in parts], raw, [after for _, after in parts])
        more = " · what came after →" if self._is_low else ""
        self.plot.set_moment(Moment(now, f"step {snapshot.step:,}{more}"))

    def _drag(self, level: float) -> None:
        self.threshold_wanted.emit(rounded(level, self.plot.axes.y_range, self._is_log))

    def _point_at(self, x: float | None) -> None:
        self._at = x
        self._show_crosshair()

    def _show_crosshair(self) -> None:
        crosshair = None
        if self._at is not None and self._snapshot is not None and self._track.count:
            crosshair = crosshair_at(self._track, self._series, self.what, self._at, self._is_log)
            beside = readings(self._beside.runs(self._run), self.what, crosshair.x)
            crosshair = replace(crosshair, lines=(*crosshair.lines, *beside))
        self.plot.set_crosshair(crosshair)
        self.setAccessibleDescription(", ".join(crosshair.lines) if crosshair else "")

    def values_text(self) -> str:
        if self._snapshot is None:
            return ""
        return table(self._track, [f"{one.name}_{self.what}" for one in self._series])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._at is not None:
            self._point_at(None)
            return
        seeds, axis = self._beside.seeds(self.what), (self.plot.axes.y_range, self._is_log)
        threshold = None if seeds is None else moved(event, seeds.threshold, *axis)
        if threshold is not None:
            self.threshold_wanted.emit(threshold)
            return
        start = self._now if self._at is None else self._at
        at = neighbor(self._track, start, event) if self._snapshot is not None else None
        if at is None:
            super().keyPressEvent(event)
        else:
            self._point_at(at)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point_at(None)
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        low = self._is_low
        self._whole.setContentsMargins(0, 4 if low else TOP, 0, 4 if low else FOOTER)
        self._whole.setSpacing(0 if low else 2)
        self._leave_room()
        super().resizeEvent(event)
        self._refresh()

    def _leave_room(self) -> None:
        """Keep the controls of the header off the legend, if it is there too."""
        legend = round(legend_width(self._legend, self.theme)) + 24 if self._is_low else 0
        self.controls.leave_room(legend)

    @property
    def _is_low(self) -> bool:
        return self.height() < LOW and self.width() > WIDE

    def _legend_row(self) -> QRectF:
        if self._is_low:
            return QRectF(self.width() / 2, 4, self.width() / 2 - 24, 26)
        return QRectF(16, self.height() - FOOTER, self.width() - 32, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), self.theme.color("panel"))
        draw_legend(painter, self._legend_row(), self._legend, self.theme, right=self._is_low)

    def tips(self) -> list[Tip]:
        return legend_tips(self._legend_row(), self._legend, self.theme, right=self._is_low)
