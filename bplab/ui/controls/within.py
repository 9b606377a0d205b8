"""What stands in a widget, looked through without a trace."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken


def within(widget: QWidget) -> Iterator[QWidget]:
    """Go through a widget and all it holds, in order of creation; windows of its own are not within.

    Qt's own ways change who owns what is found: `nextInFocusChain` gives each widget to the one before it,
    `findChildren` all to the one that is asked; when that one goes, PySide counts the others as gone.
    """
    yield widget
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield from within(child)


def stops_in(part: QWidget) -> list[QWidget]:
    """Give what takes the focus within a part, now or another time, in the order in which Tab comes by."""
    return [widget for widget in within(part) if widget.focusPolicy() != Qt.FocusPolicy.NoFocus]


def give_focus_back(widget: QWidget | None, reason: Qt.FocusReason) -> None:
    """Give the focus to what had it before, unless that has gone or been hidden meanwhile."""
    if widget is not None and Shiboken.isValid(widget) and widget.isVisible():
        widget.setFocus(reason)
