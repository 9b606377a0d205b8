"""Draw points: the head with its tools above the sheet."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bplab.data.drawing import Drawing
from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.style.theme import Theme
from bplab.ui.views.drawing.head import DrawingHead
from bplab.ui.views.drawing.sheet import Sheet
from bplab.ui.views.drawing.stroke import Words


class DrawingView(QWidget):
    """Stands in the place of the output while points are drawn."""

    failed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.head, self.sheet = DrawingHead(theme), Sheet(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.sheet, 1)
        self.head.tool_changed.connect(self.sheet.set_tool)
        self.sheet.failed.connect(self.failed)
        self.sheet.shown.connect(self._show_head)
        theme.changed.connect(self.update)
        self._show_head()

    @property
    def needs(self) -> Needs:
        """What the map needs."""
        return self.sheet.needs

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the map of the run."""
        self.sheet.show_snapshot(snapshot)

    def show_drawing(self, drawing: Drawing, said: Words | None = None) -> None:
        """Show other points, and what was done."""
        self.sheet.show_drawing(drawing, said)
        self._show_head()

    def _show_head(self) -> None:
        drawing = self.sheet.drawing
        split = self.sheet.parts.of(drawing.points)
        counts = {"train": len(split.train), "validation": len(split.validation), "test": len(split.test)}
        self.head.show_drawing(drawing, counts)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("panel"))
