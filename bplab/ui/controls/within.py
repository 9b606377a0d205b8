"""Traverses the contents of a widget without changing their ownership."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken


class Ordered:
    """A widget whose children are walked in another order than they are stacked in.

    It is a base, not a protocol, which would be looked for in each of a thousand widgets.
    """

    def walked(self) -> Iterable[QObject]:
        """The children in this order."""
        raise NotImplementedError


def within(widget: QWidget) -> Iterator[QWidget]:
    """Traverse a widget and its descendants, excluding separate windows.

    Children come in order of creation, which is also how they are stacked, unless the widget is `Ordered`.

    Qt's own functions change the ownership of what they return: `nextInFocusChain` parents each widget to the
    one before it, `findChildren` all to the one that is asked; when that one is deleted, PySide deletes the
    wrappers of the others.
    """
    yield widget
    for child in widget.walked() if isinstance(widget, Ordered) else widget.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield from within(child)


def stops_in(part: QWidget) -> list[QWidget]:
    """The widgets of a part that can take the focus, now or later, in tab order."""
    return [widget for widget in within(part) if widget.focusPolicy() != Qt.FocusPolicy.NoFocus]


def give_focus_back(widget: QWidget | None, reason: Qt.FocusReason) -> None:
    """Return the focus to the widget that had it, unless it has been deleted or hidden."""
    if widget is not None and Shiboken.isValid(widget) and widget.isVisible():
        widget.setFocus(reason)
