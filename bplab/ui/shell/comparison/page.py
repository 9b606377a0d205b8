"""Two runs side by side."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bplab.training.compared import ComparedRun
from bplab.ui.controls.painting import painter_for
from bplab.ui.shell.comparison.pane import RunPane
from bplab.ui.style.theme import Theme


class ComparisonPage(QWidget):
    """A pane for each run, the left one first."""

    needs_changed = Signal()  # what the panes need may be something else by now

    def __init__(
        self, theme: Theme, left: ComparedRun, right: ComparedRun, current: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        pairs = (left, right), (right, left)
        self.panes = [RunPane(theme, run, other, current=run.number == current) for run, other in pairs]
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for pane in self.panes:
            row.addWidget(pane, 1)
        self.setAccessibleName("Two runs side by side")
        theme.changed.connect(self.update)

    def close_threads(self) -> None:
        """End what draws in the background."""
        for pane in self.panes:
            pane.network.close_threads()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._row.setSpacing(2 - self.width() % 2)  # so that both panes are equally wide
        self.needs_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter_for(self).fillRect(self.rect(), self._theme.color("line"))
