"""Takes a widget out of its place for a while, and puts it back."""

from PySide6.QtWidgets import QLayout, QStackedWidget, QWidget

UNBOUNDED = 16_777_215  # pixels


class Borrowed:
    """A widget without its bounds; an empty one stands in its place."""

    def __init__(self, widget: QWidget) -> None:
        self.widget = widget
        self._least, self._most = widget.minimumSize(), widget.maximumSize()
        self._stand_in = QWidget()
        self._stand_in.setMinimumSize(self._least)
        self._stand_in.setMaximumSize(self._most)
        parent = widget.parentWidget()
        if isinstance(parent, QStackedWidget):
            _swap(parent, widget, self._stand_in)
        elif parent is not None:
            _layout_with(parent, widget).replaceWidget(widget, self._stand_in)
        widget.setParent(None)
        widget.setMinimumSize(0, 0)
        widget.setMaximumSize(UNBOUNDED, UNBOUNDED)

    def give_back(self) -> None:
        """Put it back where it was."""
        widget, stand_in = self.widget, self._stand_in
        widget.setMinimumSize(self._least)
        widget.setMaximumSize(self._most)
        parent = stand_in.parentWidget()
        if isinstance(parent, QStackedWidget):
            _swap(parent, stand_in, widget)
        elif parent is not None:
            _layout_with(parent, stand_in).replaceWidget(stand_in, widget)
            widget.show()
        stand_in.deleteLater()


def _swap(stack: QStackedWidget, there: QWidget, instead: QWidget) -> None:
    shown, at = stack.currentWidget() is there, stack.indexOf(there)
    stack.insertWidget(at, instead)
    if shown:
        stack.setCurrentWidget(instead)
    stack.removeWidget(there)


def _layout_with(parent: QWidget, widget: QWidget) -> QLayout:
    """The layout, possibly nested, that contains a widget."""
    layouts = [found for found in [parent.layout(), *parent.findChildren(QLayout)] if found is not None]
    return next(layout for layout in layouts if layout.indexOf(widget) >= 0)
