"""A question with a few answers, each of which is done at once; Esc is none of them."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from bplab.ui.controls.text import TextLabel
from bplab.ui.style.theme import Theme

ROLE = QDialogButtonBox.ButtonRole
WIDTH = 420

Answer = tuple[str, Callable[[], object]]


class Choices(QDialog):
    """Enter gives the default answer; Cancel and Esc call `otherwise`."""

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        head: str,
        text: str,
        answers: Sequence[Answer],
        otherwise: Callable[[], object],
        default: int = 0,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Backprop Lab")
        self.setMinimumWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        self.labels = (TextLabel(theme, head, "heading", "text", 600), TextLabel(theme, text, "form", "text"))
        for label in self.labels:
            label.setWordWrap(True)
            column.addWidget(label)
        column.addSpacing(8)
        self.buttons = QDialogButtonBox()
        for number, (title, call) in enumerate(answers):
            role = ROLE.AcceptRole if number == 0 else ROLE.ActionRole
            button = self.buttons.addButton(title, role)
            button.setDefault(number == default)
            button.clicked.connect(lambda _checked=False, call=call: self._answer(call))
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel).setIcon(QIcon())
        self.buttons.rejected.connect(self.reject)
        self.rejected.connect(otherwise)
        self.finished.connect(self.deleteLater)
        column.addWidget(self.buttons)

    def _answer(self, call: Callable[[], object]) -> None:
        self.accept()
        call()
