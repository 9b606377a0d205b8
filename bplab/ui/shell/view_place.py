"""The place of one view, which creates the view when it first becomes visible."""

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bplab.ui.views.base.context import ViewContext
from bplab.ui.views.base.view import PlacedView, WithTools
from bplab.ui.views.table import ViewRow


class ViewPlace(QWidget):
    """Holds a row of VIEWS in the layout, and its view once created.

    A window's first paint does not wait for views; those opened later are created before they are painted.
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
        """The title of the view."""
        return self.row.title

    @property
    def help(self) -> str:
        """The help text of the view."""
        return self.row.help

    @property
    def tall(self) -> int:
        """The height of the dock while it is the open tab."""
        return self.row.tall

    @property
    def tools(self) -> QWidget | None:
        """Controls of the view that stand beside the tabs, if it has any."""
        view: object = self.view
        return view.tools if isinstance(view, WithTools) else None

    @property
    def widget(self) -> QWidget:
        """The view, created now if necessary."""
        return cast("QWidget", self.fill())

    def fill(self) -> PlacedView:
        """Create the view, once."""
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
