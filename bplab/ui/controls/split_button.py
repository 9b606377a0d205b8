"""A button with a menu behind its chevron: the text acts immediately, the chevron opens the menu."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from bplab.ui.controls.button import Button
from bplab.ui.style.theme import Theme

CHEVRON = 30  # width of the part that opens the menu


class SplitButton(Button):
    """`pressed_main` reports a click on the text; Alt+Down opens the menu from the keyboard."""

    pressed_main = Signal()

    def __init__(
        self,
        theme: Theme,
        text: str,
        icon: str,
        menu: QMenu,
        height: int = 36,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, text, icon, height=height, parent=parent)
        self.choices = menu
        self.has_chevron = True
        self.clicked.connect(self.pressed_main)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and event.position().x() >= self.width() - CHEVRON:
            self.open_menu()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.open_menu()
        else:
            super().keyPressEvent(event)

    def open_menu(self) -> None:
        """Show the menu under the button."""
        self.choices.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
