"""File > Predict rows...: what the network, as it is shown, says about the rows of a table."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bplab.errors import UserError, named
from bplab.export.source import Source
from bplab.storage.document import Document
from bplab.storage.writing import write_file
from bplab.ui.dialogs.importing.files import ask_file
from bplab.ui.files.desk import FileKind
from bplab.ui.files.files import Files
from bplab.ui.style.theme import Theme

if TYPE_CHECKING:
    from bplab.data.csv.builder import Watch
    from bplab.export.predicted import Predictions
    from bplab.ui.dialogs.predicting.dialog import PredictDialog

TITLE = "Predict rows"
TABLE = FileKind("Tables", "csv")


class PredictCommands(QObject):
    """Neither window nor training waits for it."""

    _frozen = Signal(object)  # what follows on the document, from the training thread

    def __init__(
        self, window: QWidget, files: Files, theme: Theme, past_step: Callable[[], int | None]
    ) -> None:
        super().__init__(files)
        self._window, self._files, self._theme, self._past_step = window, files, theme, past_step
        self.dialog: PredictDialog | None = None
        self._frozen.connect(lambda follow: follow())

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        return {"predict": self.ask}

    def ask(self) -> None:
        """Ask for a table, and predict its rows."""
        ask_file(self._window, lambda path: self.open(path) if path else None, title=TITLE)

    def open(self, path: Path) -> None:
        """Predict the rows of a table with the network as it is at this step."""
        step = self._past_step()

        def take(document: Document) -> None:
            self._frozen.emit(partial(self._open, path, partial(predictions, path, document, step)))

        self._files.document.freeze(take)

    def _open(self, path: Path, make: "Callable[[Watch], Predictions | str]") -> None:
        from bplab.storage.csv import name_of
        from bplab.ui.dialogs.predicting.dialog import PredictDialog

        self.dialog = dialog = PredictDialog(self._window, self._theme, name_of(path), make)
        dialog.wanted.connect(partial(self._ask_where, path))
        dialog.finished.connect(self._forget)
        dialog.open()

    def _forget(self, _result: int) -> None:
        self.dialog = None

    def _ask_where(self, path: Path, found: "Predictions") -> None:
        suggestion = path.with_name(f"{path.stem}-predicted.csv")
        self._files.desk.choose("save", "Save predictions", suggestion, partial(self.save, found), kind=TABLE)

    def save(self, found: "Predictions", path: Path) -> None:
        """Write predictions into a file."""
        name = named(path.name)

        def make(go_on: Callable[[], bool]) -> bool | None:
            data = found.csv()
            if not go_on():
                return None
            write_file(path, lambda file: file.write(data))
            return True

        self._files.work.do(f"Writing {name}...", make, lambda _done: self._saved(name), self._refuse)

    def _saved(self, name: str) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self._files.desk.note(f"Predictions written to {name}.")

    def _refuse(self, error: UserError) -> None:
        if self.dialog is not None:
            self.dialog.refuse(str(error))
        else:
            self._files.desk.tell("Nothing was written.", str(error))


def predictions(path: Path, document: Document, step: int | None, watch: "Watch") -> "Predictions | str":
    """Predict the rows of a table with a document's current run at a step, or say why not."""
    from bplab.export.predicted import encoding_of, predict
    from bplab.storage.rows import load_rows

    def go_on(_step: int) -> bool:
        watch(0.0)
        return True

    try:
        record = document.run(document.current)
        source = None if record is None else Source.at(record, step, go_on)
        if source is None:
            return "There is no network that could predict."
        table = load_rows(path, encoding_of(source.build), lambda share: watch(share / 2))
        return predict(source, table, lambda share: watch((1 + share) / 2))
    except UserError as error:
        return str(error)
