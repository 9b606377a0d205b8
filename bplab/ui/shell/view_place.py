"""The place of one view: an empty ground until somebody can see it; then the view is made."""

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bplab.ui.views.base.context import ViewContext
from bplab.ui.views.base.view import PlacedView
from bplab.ui.views.table import ViewRow


class ViewPlace(QWidget):
    """Stands in the layout for a row of VIEWS, and holds its view once there is one.

    A window's first paint does not wait for views; what is opened later is made before it is painted.
    """

    made = Signal(object)  # itself, before its view is painted

    def __init__(self, row: ViewRow, context: ViewContext) -> None:
        super().__init__()
        self.row = row
        self.view: PlacedView | None = None
        self._context = context
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        if row.height:
            self.setFixedHeight(row.height)

    @property
    def title(self) -> str:
        """What the view is called."""
        return self.row.title

    @property
    def help(self) -> str:
        """What the view tells."""
        return self.row.help

    @property
    def widget(self) -> QWidget:
        """The view, made now if there is none yet."""
        return cast("QWidget", self.fill())

    def fill(self) -> PlacedView:
        """Make the view, once."""
        if self.view is None:
            self.view = self.row.make(self._context)
            self.made.emit(self)
            self._layout.addWidget(self.widget)
            self._layout.activate()
            self.widget.show()
        return self.view

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.window().testAttribute(Qt.WidgetAttribute.WA_Mapped):  # else it is shown with its window
            self.fill()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.view is None:
            QPainter(self).fillRect(self.rect(), self._context.theme.color(self.row.ground))
