"""The size of the gradients over time, one line per layer; beside it, the size of the steps."""

import time
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from bplab.training.run_summary import RunSummary
from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.training.track import Track
from bplab.ui.controls.focus_ring import RingAbove
from bplab.ui.controls.options import Option
from bplab.ui.controls.segmented import Segmented
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.layers import layer_names
from bplab.ui.views.base.picture import Picture, Tip
from bplab.ui.views.gradients.lines import (
    QUANTITIES,
    GradientQuantity,
    axes_of,
    crosshair_at,
    lines_of,
    table,
)
from bplab.ui.views.gradients.overlay import last_of, others_of
from bplab.ui.views.plot.curves import Line, parted
from bplab.ui.views.plot.moment import Moment
from bplab.ui.views.plot.plot import LineStyle, Plot

NOTHING = Track((), 1.0, 1.0)  # before the first snapshot
RESTLESS = 0.5  # seconds between two changes of the ranges while training runs
HEADER, TOP, INSET, APART, NAMES = 32, 5, 16, 12, 84
WALK = 100  # key presses from one end to the other


class OverTimeView(RingAbove, Picture):
    """Two plots of the steps in the history, one line per layer."""

    def __init__(self, theme: Theme, left: int = INSET, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Gradients", parent)
        self._left = left  # of the first heading
        self._snapshot: Snapshot | None = None
        self._lines: list[list[Line]] = [[], []]
        self._settled = [0.0, 0.0]
        self._drawn: object = None  # what is drawn, and up to which epoch
        self._at: float | None = None
        self._overlaid: tuple[RunSummary, ...] = ()
        self.plots = [Plot(theme, right=NAMES), Plot(theme, right=NAMES)]
        options = [Option(name, QUANTITIES[name].symbol, QUANTITIES[name].help) for name in SWITCH]
        self.switch = Segmented(theme, options, height=24, name="What the left plot shows", parent=self)
        self.switch.edited.connect(self._switched)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, HEADER, 0, 2)
        row.setSpacing(0)
        for plot in self.plots:
            row.addWidget(plot, 1)
            plot.hovered.connect(self._point_at)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def needs(self) -> Needs:
        """Nothing: the history is always available."""
        return Needs()

    @property
    def choices(self) -> dict[str, str]:
        """The user's choices here, to be remembered."""
        return {"gradients.quantity": self.switch.value}

    def restore(self, choices: Mapping[str, object]) -> None:
        """Restore remembered choices; those that no longer make sense are ignored."""
        if self.switch.restore(choices.get("gradients.quantity")):
            self._switched()

    @property
    def quantities(self) -> tuple[GradientQuantity, GradientQuantity]:
        """The quantities of the left and the right plot."""
        return QUANTITIES[self.switch.value], QUANTITIES["ratio"]

    def overlay(self, runs: Sequence[RunSummary]) -> None:
        """Draw the lines of other runs too."""
        if tuple(runs) != self._overlaid:
            self._overlaid = tuple(runs)
            self._draw_all()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Redraw the history if it has grown; another run starts over."""
        old, self._snapshot = self._snapshot, snapshot
        if old is None or old.run != snapshot.run or not snapshot.made.continues(old.made):
            self._start_run()
        what = snapshot.run, snapshot.state is RunState.RUNNING, self._now, self._last
        if what != self._drawn:
            self._drawn = what
            self._draw(0)
            self._draw(1)

    def _start_run(self) -> None:
        self._settled = [0.0, 0.0]
        self._at = self._drawn = None
        self._style()

    def _style(self) -> None:
        if self._snapshot is None:
            return
        names = layer_names(self._snapshot.shape)
        styles = [
            LineStyle(self.theme.layer_color(layer, len(names)), name=name)
            for layer, name in enumerate(names)
        ]
        for plot in self.plots:
            plot.set_styles(styles)

    def restyle(self) -> None:
        self._style()
        self._draw_all()

    def _switched(self) -> None:
        self._place_switch()
        self._draw_all()

    def _draw_all(self) -> None:
        self._settled = [0.0, 0.0]
        self.update()
        if self._snapshot is not None:
            self._draw(0)
            self._draw(1)

    def _draw(self, side: int) -> None:
        snapshot, plot = self._snapshot, self.plots[side]
        if snapshot is None:
            return
        track, layers = snapshot.made.steps, len(snapshot.shape.layers)
        lines = lines_of(track, self.quantities[side], layers, snapshot.steps_per_epoch)
        self._lines[side] = lines
        runs = (run for run in self._overlaid if run.number != snapshot.run)
        others = others_of(runs, self.quantities[side], layers, self.theme)
        running, now = snapshot.state is RunState.RUNNING, time.monotonic()
        last = max(self._last, last_of(others))
        if not running or plot.outgrown(last) or now - self._settled[side] >= RESTLESS:
            held = [*lines, *(other.line for other in others)]
            plot.set_axes(axes_of(held, self.quantities[side], last, running=running))
            self._settled[side] = now
        plot.set_beside(others)
        self._show_lines(plot, lines)
        self._show_crosshair(side)

    def _show_lines(self, plot: Plot, lines: list[Line]) -> None:
        """Show all lines, those of a past step in two parts."""
        now = self._now
        if now is None:
            plot.set_lines(lines, raw=False)
            plot.set_moment(None)
            return
        parts = [parted(line, now) for line in lines]
        plot.set_lines([before for before, _ in parts], False, [after for _, after in parts])
        plot.set_moment(Moment(now))

    @property
    def _last(self) -> float:
        """The epochs trained, with fractions."""
        return self._snapshot.made.steps.count / self._snapshot.steps_per_epoch if self._snapshot else 0.0

    @property
    def _now(self) -> float | None:
        """The epoch that is shown, with fractions, if it is past."""
        return self._snapshot.past if self._snapshot is not None else None

    def _point_at(self, x: float | None) -> None:
        self._at = x
        for side in (0, 1):
            self._show_crosshair(side)

    def _show_crosshair(self, side: int) -> None:
        snapshot, crosshair = self._snapshot, None
        if self._at is not None and snapshot is not None and any(len(line.x) for line in self._lines[side]):
            names = layer_names(snapshot.shape)
            at = min(max(self._at, 1 / snapshot.steps_per_epoch), self._last)
            crosshair = crosshair_at(self._lines[side], names, at, snapshot.steps_per_epoch)
        self.plots[side].set_crosshair(crosshair)
        if side == 0:
            self.setAccessibleDescription(", ".join(crosshair.lines) if crosshair else "")

    def values_text(self) -> str:
        snapshot = self._snapshot
        if snapshot is None or not snapshot.made.steps.count:
            return ""
        return table(snapshot.made.steps, snapshot.shape, snapshot.steps_per_epoch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        rest = self._last if self._now is None else self._now
        start, step = rest if self._at is None else self._at, far * self._last / WALK
        goals = {
            Qt.Key.Key_Left: start - step,
            Qt.Key.Key_Right: start + step,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: self._last,
        }
        goal = goals.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._at is not None:
            self._point_at(None)
        elif goal is not None and self._last:
            self._point_at(min(max(goal, 0.0), self._last))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point_at(None)
        super().focusOutEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(856, 208)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_switch()
        self._draw_all()

    def _headings(self) -> tuple[QRectF, QRectF]:
        half = self.width() / 2
        at = self.switch.x() - APART
        return (
            QRectF(self._left, TOP, at - self._left, HEADER - TOP),
            QRectF(half + INSET, TOP, half - INSET, HEADER - TOP),
        )

    def _place_switch(self) -> None:
        """Put the switch behind the heading, of which a narrow window shows less."""
        quantity, metrics = self.quantities[0], QFontMetricsF(self.theme.font("body", 600))
        wide, narrow = (metrics.horizontalAdvance(text) for text in (quantity.heading, quantity.short))
        self.switch.adjustSize()
        room = self.width() / 2 - self.switch.width() - 8 - self._left - APART
        self.switch.move(round(self._left + (wide if wide <= room else narrow) + APART), TOP + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), self.theme.color("panel"))
        painter.setFont(self.theme.font("body", 600))
        painter.setPen(self.theme.color("text"))
        metrics = QFontMetricsF(painter.font())
        for place, quantity in zip(self._headings(), self.quantities, strict=True):
            fits = metrics.horizontalAdvance(quantity.heading) <= place.width() + 0.5
            heading = quantity.heading if fits else quantity.short
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, heading)

    def tips(self) -> list[Tip]:
        headings = zip(self._headings(), self.quantities, strict=True)
        return [(place, quantity.help) for place, quantity in headings]


SWITCH = ("gradient", "delta")
