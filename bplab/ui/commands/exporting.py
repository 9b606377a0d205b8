"""File > Export: writes the step that is shown for other tools."""

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from bplab.errors import UserError, named
from bplab.export.source import Source, missing
from bplab.export.table import EXPORTS, ExportRow
from bplab.storage.document import Document
from bplab.storage.writing import write_file
from bplab.ui.files.desk import FileKind
from bplab.ui.files.files import Files

AFTER_PICTURE = "exercise"


class ExportCommands(QObject):
    """Each row of EXPORTS is an entry of the menu."""

    sheet_wanted = Signal()
    _frozen = Signal(object)  # what follows on the document, from the training thread

    def __init__(
        self, files: Files, past_step: Callable[[], int | None], pictures: Callable[[], object]
    ) -> None:
        super().__init__(files)
        self._files, self._past_step, self._pictures = files, past_step, pictures
        self._frozen.connect(lambda follow: follow())

    def fill(self, menu: QMenu) -> None:
        """Add an entry for each kind of file."""
        menu.setToolTipsVisible(True)
        for row in EXPORTS.values():
            if row.name == AFTER_PICTURE:
                action = menu.addAction("Picture...")
                action.setToolTip("The window or one of its views, as PNG or SVG.")
                action.triggered.connect(self._pictures)
                sheet = menu.addAction("Formula sheet (PDF)...")
                sheet.setToolTip(
                    "Every equation of the step that is shown, with results or with room to write."
                )
                sheet.triggered.connect(self.sheet_wanted)
            action = menu.addAction(f"{row.title}...")
            action.setToolTip(row.help)
            action.triggered.connect(partial(self.ask, row))

    def ask(self, row: ExportRow, _checked: bool = False) -> None:
        """Ask where to write, then write; not for what cannot be written here."""
        if row.needs and find_spec(row.needs) is None:
            self._refuse(row, missing(row.needs))
            return
        kind = FileKind(row.title, row.suffix.removeprefix("."))
        name = Path(self._files.suggestion()).with_suffix(row.suffix)
        self._files.desk.choose("save", f"Export: {row.title}", name, partial(self.write, row), kind=kind)

    def write(self, row: ExportRow, path: Path) -> None:
        """Write the step that is shown to a file; neither window nor training waits for it."""
        step = self._past_step()

        def take(document: Document) -> None:
            self._frozen.emit(partial(self._write, row, path, document, step))

        self._files.document.freeze(take)

    def _write(self, row: ExportRow, path: Path, document: Document, step: int | None) -> None:
        name = named(path.name)

        def make(go_on: Callable[[], bool]) -> bool | None:
            record = document.run(document.current)
            source = None if record is None else Source.at(record, step, lambda _step: go_on())
            if source is None:
                return None
            data = row.make(source)
            if not go_on():
                return None
            write_file(path, lambda file: file.write(data))
            return True

        self._files.work.do(
            f"Writing {name}...", make,
            lambda _done: self._files.desk.note(f"{row.title} written to {name}."),
            partial(self._refuse, row),
        )  # fmt: skip

    def _refuse(self, row: ExportRow, error: UserError) -> None:
        self._files.desk.tell(f"{row.title}: nothing was written.", str(error))
