"""File > Check my gradients...: asks for a file, and opens the dialog with the result."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from bplab.ui.dialogs.importing.files import ask_file
from bplab.ui.session import Session
from bplab.ui.shell.main_window import MainWindow
from bplab.ui.style.theme import Theme

if TYPE_CHECKING:
    from bplab.ui.homework.dialog import GradientDialog

FILES = "Gradients of your own code (*.npz);;All files (*)"


class HomeworkCommands(QObject):
    """Opens the dialog for a file."""

    def __init__(self, window: MainWindow, session: Session, theme: Theme) -> None:
        super().__init__(window)
        self._window, self._session, self._theme = window, session, theme

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        return {"check_gradients": self.ask}

    def ask(self) -> None:
        """Ask for a file, and check it."""
        self._choose(self._window, self.open)

    def open(self, path: Path) -> "GradientDialog":
        """Check a file."""
        from bplab.ui.homework.dialog import GradientDialog

        dialog = GradientDialog(self._window, self._theme, lambda: self._session.spec, self._choose)
        dialog.read(path)
        dialog.show()
        return dialog

    def _choose(self, parent: QWidget, take: Callable[[Path], object]) -> None:
        """Ask for a file without blocking the window; `take` gets it."""
        ask_file(parent, lambda path: take(path) if path else None, FILES, "Check my gradients")
