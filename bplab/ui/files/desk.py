"""What files need of the window: where to say something, to ask, and to choose a name."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from bplab.ui.controls.notice import Notice, Rank
from bplab.ui.dialogs.choices import Answer, Choices
from bplab.ui.dialogs.question import Question
from bplab.ui.preferences import Preferences
from bplab.ui.style.theme import Theme

Purpose = Literal["open", "save"]


class FileKind(NamedTuple):
    """What files are called, and how their names end."""

    title: str
    suffix: str


EXPERIMENT = FileKind("Backprop Lab experiments", "bplab")


class Desk:
    """Nothing here waits for an answer."""

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        preferences: Preferences,
        notice: Callable[[], Notice],
        report: Callable[[str], object],
    ) -> None:
        self._window, self._theme, self._preferences = window, theme, preferences
        self._notice, self.report = notice, report

    def tell(self, head: str, text: str, answers: Sequence[Answer] = ()) -> None:
        """Say what went wrong, and what can be done."""
        self._notice().tell(head, text, "bad", answers)

    def note(self, head: str, text: str = "", answers: Sequence[Answer] = ()) -> None:
        """Say something that is good to know."""
        self._notice().tell(head, text, "info", answers)

    def withdraw(self) -> None:
        """Take back what was said last."""
        self._notice().withdraw(Rank.ANSWER)

    def ask(
        self,
        head: str,
        text: str,
        answers: Sequence[Answer],
        otherwise: Callable[[], object] = lambda: None,
        default: int = 0,
    ) -> None:
        """Ask a question; Enter gives the default answer, Cancel and Esc call `otherwise`."""
        Choices(self._window, self._theme, head, text, answers, otherwise, default).open()

    def clear(self) -> None:
        """Take back what was asked about a document that is not open any more."""
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, Question):
            dialog.reject()

    def choose(
        self,
        purpose: Purpose,
        title: str,
        suggestion: Path | None,
        chosen: Callable[[Path], object],
        otherwise: Callable[[], object] = lambda: None,
        kind: FileKind = EXPERIMENT,
    ) -> None:
        """Let a file be chosen; `suggestion` may be a name without a folder."""
        dialog = QFileDialog(self._window, title)
        dialog.setNameFilter(f"{kind.title} (*.{kind.suffix})")
        dialog.setDefaultSuffix(kind.suffix)
        saves = purpose == "save"
        dialog.setAcceptMode(
            QFileDialog.AcceptMode.AcceptSave if saves else QFileDialog.AcceptMode.AcceptOpen
        )
        dialog.setFileMode(QFileDialog.FileMode.AnyFile if saves else QFileDialog.FileMode.ExistingFile)
        dialog.setOption(QFileDialog.Option.ReadOnly, not saves)  # who opens a file renames and deletes none
        dialog.setDirectory(str(self._folder(suggestion)))
        if suggestion is not None:
            dialog.selectFile(suggestion.name)

        def take(name: str) -> None:
            self._preferences.folder = str(Path(name).parent)
            chosen(Path(name))

        dialog.fileSelected.connect(take)
        dialog.rejected.connect(otherwise)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _folder(self, suggestion: Path | None) -> Path:
        if suggestion is not None and suggestion.is_absolute():
            return suggestion.parent
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(self._preferences.folder or documents)
