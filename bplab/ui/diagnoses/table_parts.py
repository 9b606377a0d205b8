"""The parts of the table of what was tried: a row with its button, and a small cell of a single change."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from bplab.ui.controls.button import Button
from bplab.ui.controls.options import set_tip
from bplab.ui.controls.painting import draw_frame, painter_for
from bplab.ui.diagnoses.tried import TriedRow
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken, FontRole

ROW, CELL = 36, 28  # heights
TEXT = 8  # from the left of a row to its text
DOT, STEP = 5.0, 14.0  # radius of a seed's dot, and the distance of two
AFTER = 16  # from the dots to what follows them
CELL_DOTS = 66  # from the left of a cell
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def columns_of(width: float) -> tuple[float, float, float]:
    """Where a row has its dots, the right end of its median epoch, and what is kept.

    Units: pixels from the left of a row of this width.
    """
    dots, median = 0.25 * width, 0.59 * width
    return dots, median, median + 18


class Pen:
    """Writes words at a place in a font and a color."""

    def __init__(self, painter: QPainter, theme: Theme) -> None:
        self._painter, self._theme = painter, theme

    def write(
        self, room: QRectF, text: str, color: ColorToken, role: FontRole = "body", weight: int = 400,
        align: Qt.AlignmentFlag = LEFT,
    ) -> float:  # fmt: skip
        """Write a line, cut where its room ends; return its width."""
        font = self._theme.font(role, weight)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        self._painter.setFont(font)
        self._painter.setPen(self._theme.color(color))
        self._painter.drawText(room, align, shown)
        return metrics.horizontalAdvance(shown)

    def dots(self, row: TriedRow, left: float, middle: float) -> float:
        """Draw a dot for each seed, filled where it reached the loss; return where they end."""
        painter, color = self._painter, self._theme.color
        for number, seed in enumerate(row.seeds):
            painter.setPen(Qt.PenStyle.NoPen if seed.reached else QPen(color("line2"), 1.2))
            painter.setBrush(color("ok") if seed.reached else Qt.BrushStyle.NoBrush)
            radius = DOT if seed.reached else DOT - 0.6
            painter.drawEllipse(QPointF(left + DOT + STEP * number, middle), radius, radius)
        return left + STEP * len(row.seeds)


def _counted(row: TriedRow) -> str:
    return f"{row.reached} of {len(row.seeds)}"


class Row(QWidget):
    """A change with its seeds; the best one has a wash."""

    wanted = Signal()

    def __init__(self, theme: Theme, row: TriedRow) -> None:
        super().__init__()
        self._theme, self._row = theme, row
        self.button = Button(theme, "Try as branch", kind="primary" if row.best else "plain", parent=self)
        self.button.setAccessibleName(f"Try {row.title} as branch")
        self.button.setToolTip("Train with this as another run; the run as it is, is kept.")
        self.button.clicked.connect(self.wanted)
        self.setFixedHeight(ROW)
        self.setAccessibleName(row.text)
        set_tip(self, row.tip)
        theme.changed.connect(self.update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        size = self.button.sizeHint()
        self.button.setGeometry(self.width() - TEXT - size.width(), 4, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, row = painter_for(self), self._row
        pen, middle = Pen(painter, self._theme), self.height() / 2
        if row.best:
            draw_frame(painter, QRectF(self.rect()).adjusted(0, 1, 0, -1), self._theme.color("okw"))
        dots, median, kept = columns_of(self.width())
        pen.write(self._room(TEXT, dots - TEXT), row.title, "text", weight=600)
        after = pen.dots(row, dots, middle) + AFTER - DOT
        pen.write(self._room(after, median), _counted(row), "ok" if row.reached else "t2", weight=600)
        pen.write(self._room(dots, median), row.median_epoch, "text", weight=500, align=RIGHT)
        end = self.button.geometry().left()
        color: ColorToken = "ok" if row.kept == len(row.seeds) else "text" if row.kept else "t2"
        words = f"{row.kept} of {len(row.seeds)}"
        width = pen.write(self._room(kept, end), words, color, weight=600)
        if row.remark:
            pen.write(self._room(kept + width + 10, end - 4), row.remark, "t2", "caption")

    def _room(self, left: float, right: float) -> QRectF:
        return QRectF(left, 0, max(right - left, 0), self.height())


class Cell(QWidget):
    """A single change beside others."""

    def __init__(self, theme: Theme, row: TriedRow) -> None:
        super().__init__()
        self._theme, self._row = theme, row
        self.setFixedHeight(CELL)
        self.setAccessibleName(row.text)
        set_tip(self, row.tip)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, row = painter_for(self), self._row
        pen, height = Pen(painter, self._theme), self.height()
        left = CELL_DOTS if len(row.title) < 10 else 116
        pen.write(QRectF(0, 0, left - 4, height), row.title, "text", weight=500)
        after = pen.dots(row, left, height / 2) + AFTER - DOT
        pen.write(QRectF(after, 0, 60, height), _counted(row), "ok" if row.reached else "t2", weight=500)
