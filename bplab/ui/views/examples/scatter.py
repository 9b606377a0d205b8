"""The base of scatter plots of examples: header, legend, axes, marks, and the example under the pointer."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.arrays import Array
from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.controls.painting import KeyboardFocus, draw_ring
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.background import Background
from bplab.ui.views.base.card import draw_card
from bplab.ui.views.base.picture import Picture, Tip
from bplab.ui.views.output_map.examples import Members
from bplab.ui.views.output_map.legend import draw_legend, legend_tips
from bplab.ui.views.plot.axes import Axes, PlotFrame, paint_axes

MOST = 600  # maximum number of examples drawn
HEADER, LEFT, RIGHT, BOTTOM, INSET = 44, 48, 20, 41, 16
EDGE = 4  # pixels between a text and the edge of the view
NEAR = 9.0  # maximum distance in pixels between the pointer and an example
SIZE = 5.0  # of a mark
NOTHING = np.empty((0, 2))


class Scatter(KeyboardFocus, Picture):
    """A scatter plot of examples; Left and Right move through them from left to right."""

    title: ClassVar[str] = ""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.title, parent)
        self.snapshot: Snapshot | None = None
        self.members: Members | None = None
        self.axes = Axes()
        self._sides = float(LEFT), float(RIGHT)  # of the plot, in pixels
        self._xy: Array = NOTHING  # of all examples
        self._pointed: int | None = None
        self._background = Background()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(180, 120)

    @property
    def needs(self) -> Needs:
        """What the picture needs."""
        raise NotImplementedError

    def places(self, snapshot: Snapshot) -> Array:
        """The position of each example.

        Shapes: (n, 2).
        """
        raise NotImplementedError

    def axes_for(self, snapshot: Snapshot, xy: Array) -> Axes:
        """Compute ranges and tick marks."""
        raise NotImplementedError

    def paint_line(self, painter: QPainter, frame: PlotFrame) -> None:
        """Draw the line or curve that the examples are compared with."""
        raise NotImplementedError

    def lines_of(self, snapshot: Snapshot, index: int) -> Sequence[str]:
        """Describe an example in a few lines."""
        raise NotImplementedError

    def sentence(self) -> str:
        """The text under the plot, at the left."""
        return ""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show new outputs; another data set brings its own examples."""
        old, self.snapshot = self.snapshot, snapshot
        if old is None or old.prepared is not snapshot.prepared:
            self.members = Members(snapshot.prepared, MOST)
            self._pointed = None
            self._background.forget()
        self.arrange()

    def arrange(self) -> None:
        """Compute the current positions of everything."""
        if self.snapshot is None:
            return
        self._xy = self.places(self.snapshot)
        axes = self.axes_for(self.snapshot, self._xy)
        if axes != self.axes:
            self.axes, self._sides = axes, _sides(axes, self.theme)
            self._background.forget()
        self._describe()
        self.update()

    def restyle(self) -> None:
        self._background.forget()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(336, 387)

    @property
    def frame_now(self) -> PlotFrame:
        """The axes over the rectangle of the plot."""
        top, (left, right) = HEADER if self.height() > 220 else 34, self._sides
        return PlotFrame(self.axes, QRectF(self.rect()).adjusted(left, top, -right, -BOTTOM))

    @property
    def _head(self) -> QRectF:
        return QRectF(INSET, 10 if self.height() > 220 else 4, self.width() - 2 * INSET, 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._background.draw(painter, self.size(), self.theme.dark, self._paint_still)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = self.frame_now
        painter.save()
        painter.setClipRect(frame.field.adjusted(-3, -3, 3, 3))
        self._paint_marks(painter, frame)
        self.paint_line(painter, frame)
        painter.restore()
        painter.setFont(self.theme.font("caption"))
        painter.setPen(self.theme.color("t2"))
        low = QRectF(INSET, self.height() - 20, self.width() - 2 * INSET, 16)
        painter.drawText(low, Qt.AlignmentFlag.AlignVCenter, self.sentence())
        if self._pointed is not None and self.snapshot is not None and self._pointed < len(self._xy):
            at = frame.pixel(*self._xy[self._pointed].tolist())
            painter.setPen(QPen(self.theme.color("acc"), 2))
            painter.drawEllipse(at, 6, 6)
            inside = QRectF(self.rect())
            draw_card(painter, at, inside, list(self.lines_of(self.snapshot, self._pointed)), self.theme)
        if self.ring:
            draw_ring(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), self.theme)

    def _paint_still(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self.theme.color("panel"))
        painter.setFont(self.theme.font("heading"))
        painter.setPen(self.theme.color("text"))
        painter.drawText(self._head, Qt.AlignmentFlag.AlignVCenter, self.title)
        if self.members is not None:
            draw_legend(painter, self._head, self.members, self.theme, right=True)
            paint_axes(painter, self.frame_now, self.theme)

    def _paint_marks(self, painter: QPainter, frame: PlotFrame) -> None:
        """Draw all examples of a part at once: circles train, squares test, diamonds validation."""
        if self.members is None or not len(self._xy):
            return
        scale, (left, _), (low, _) = frame.scale, frame.axes.x_range, frame.axes.y_range
        x = frame.field.left() + (self._xy[:, 0] - left) * scale[0]
        y = frame.field.bottom() - (self._xy[:, 1] - low) * scale[1]
        for name, rows in self.members.members.items():
            color = QColor(self.theme.color("acc" if name == "test" else "t3"))
            color.setAlphaF(0.75)
            round_ = name == "train"
            cap = Qt.PenCapStyle.RoundCap if round_ else Qt.PenCapStyle.SquareCap
            painter.setPen(QPen(color, SIZE if round_ else SIZE - 0.5, c=cap))
            shown = rows[:: self.members.every]
            shown = shown[np.isfinite(y[shown])]
            places = zip(x[shown].tolist(), y[shown].tolist(), strict=True)
            painter.drawPoints([QPointF(*place) for place in places])

    def _set_pointed(self, index: int | None) -> None:
        if index != self._pointed:
            self._pointed = index
            self._describe()
            self.update()

    def _describe(self) -> None:
        lines = (
            self.lines_of(self.snapshot, self._pointed) if self.snapshot and self._pointed is not None else ()
        )
        text = ", ".join(lines)
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_pointed(self._under(event.position()))

    def _under(self, where: QPointF) -> int | None:
        if not len(self._xy):
            return None
        frame = self.frame_now
        across, up = frame.scale
        origin = frame.pixel(0.0, 0.0)
        distance = np.hypot(
            origin.x() + self._xy[:, 0] * across - where.x(), origin.y() - self._xy[:, 1] * up - where.y()
        )
        if not np.isfinite(distance).any():
            return None
        nearest = int(np.nanargmin(distance))
        return nearest if distance[nearest] <= NEAR else None

    def leaveEvent(self, event: object) -> None:
        self._set_pointed(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._pointed is not None:
            self._set_pointed(None)
        elif step is not None and len(self._xy):
            order = np.argsort(self._xy[:, 0], kind="stable")
            at = -1 if self._pointed is None else int(np.flatnonzero(order == self._pointed)[0])
            self._set_pointed(int(order[min(max(at + step, 0), len(order) - 1)]))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._set_pointed(None)
        super().focusOutEvent(event)

    def tips(self) -> list[Tip]:
        return legend_tips(self._head, self.members, self.theme, right=True) if self.members else []


def _sides(axes: Axes, theme: Theme) -> tuple[float, float]:
    """The room that the plot leaves at its left and right, so that the texts of the axes are whole."""
    wide = QFontMetricsF(theme.font("tick")).horizontalAdvance
    up = max((wide(text) for _, text in axes.y_ticks), default=0.0)
    last = wide(axes.x_ticks[-1].text) if axes.x_ticks else 0.0
    return max(LEFT, up + 8 + EDGE), max(RIGHT, last / 2 + EDGE)
