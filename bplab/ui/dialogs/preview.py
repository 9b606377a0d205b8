"""A table to look at in a dialog: its cells are drawn from the model when in sight, some with a mark."""

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from bplab.ui.controls.painting import KeyboardFocus, draw_frame
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken

ROW = 23
MOST_SHOWN = 200  # characters of a cell
Index = QModelIndex | QPersistentModelIndex


class Look(NamedTuple):
    """How a cell is drawn."""

    ground: ColorToken = "panel"
    ink: ColorToken = "text"
    bold: bool = False
    framed: bool = False
    parted: bool = True  # from the next by a line


class PreviewTable(KeyboardFocus, QTableView):
    """Rows that can be scrolled and walked through by keys, and neither selected nor edited."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setItemDelegate(_Cell(theme, self))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        theme.changed.connect(self.viewport().update)

    def look(self, index: Index) -> Look:
        """How a cell is drawn."""
        raise NotImplementedError


def one_line(cell: str) -> str:
    """The beginning of a cell's text, with a dot for each character that cannot be printed."""
    return "".join(sign if sign.isprintable() else "·" for sign in cell[:MOST_SHOWN])


class _Cell(QStyledItemDelegate):
    """Draws one cell."""

    def __init__(self, theme: Theme, view: PreviewTable) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        color, rect, look = self._theme.color, option.rect, self._view.look(index)
        painter.save()
        painter.fillRect(rect, color(look.ground))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), color("grid"))
        if look.parted:
            painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), color("grid"))
        self._draw_text(painter, rect, index, look)
        if look.framed:
            painter.setPen(QPen(color("bad"), 1.5))
            painter.drawRect(QRectF(rect).adjusted(0.75, 0.75, -1.75, -1.75))
        if bool(option.state & QStyle.StateFlag.State_HasFocus) and self._view.ring:
            draw_frame(painter, QRectF(rect), None, color("acc"), 3, 2.0)
        painter.restore()

    def _draw_text(self, painter: QPainter, rect: QRect, index: Index, look: Look) -> None:
        painter.setFont(self._theme.font("form", 600 if look.bold else None))
        painter.setPen(self._theme.color(look.ink))
        box = rect.adjusted(8, 0, -10, 0)
        text = str(index.data() or "")
        short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 1)
        painter.drawText(box.adjusted(0, 0, 1, 0), index.data(Qt.ItemDataRole.TextAlignmentRole), short)
