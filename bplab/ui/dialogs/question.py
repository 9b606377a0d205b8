"""A dialog that asks for something and then does it: a page, a button that says what, and Cancel."""

from collections.abc import Callable

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

ROLE = QDialogButtonBox.ButtonRole
CANCEL = QDialogButtonBox.StandardButton.Cancel


class Question(QDialog):
    """Leaves the window usable until `act` returns True."""

    def __init__(
        self, parent: QWidget, title: str, page: QWidget, verb: str, act: Callable[[], bool]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(14)
        column.addWidget(page)
        buttons = QDialogButtonBox(CANCEL)
        buttons.button(CANCEL).setIcon(QIcon())
        self.verb = buttons.addButton(verb, ROLE.AcceptRole)
        self.verb.setDefault(True)
        buttons.accepted.connect(lambda: self.accept() if act() else None)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.finished.connect(self.deleteLater)
