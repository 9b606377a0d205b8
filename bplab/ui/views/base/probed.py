"""A picture with a part at hand, by pointer or keys, which is described to screen readers."""

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.ui.controls.painting import KeyboardFocus
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Picture


class Probed(KeyboardFocus, Picture):
    """A page of the lower views; what is at hand is given up when pointer or keys leave."""

    probe: Any = None

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def description(self) -> str:
        """What is at hand, or all of it, in words."""
        raise NotImplementedError

    def describe(self) -> None:
        """Tell screen readers, if there is something new."""
        text = self.description()
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    def set_probe(self, probe: object) -> None:
        """Take another part at hand, or none."""
        if probe != self.probe:
            self.probe = probe
            self.describe()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(856, 208)

    def leaveEvent(self, event: object) -> None:
        self.set_probe(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.set_probe(None)
        super().focusOutEvent(event)
