"""Import data...: from the menu, from a file dropped on the window, or pasted from a spreadsheet."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from bplab.data.own import OwnData
from bplab.errors import UserError
from bplab.experiment.own import with_own_data
from bplab.ui.controls.notice import Notice
from bplab.ui.dialogs.importing.files import DATA, ask_file
from bplab.ui.session import Session
from bplab.ui.style.theme import Theme

if TYPE_CHECKING:
    from bplab.data.csv.draft import Load
    from bplab.ui.dialogs.importing.choices import Split
    from bplab.ui.dialogs.importing.dialog import ImportDialog

ARRAYS = ".npz"
DROPPED = (".csv", ".tsv", ".txt", ARRAYS)
PASTED = "pasted rows"


class ImportCommands(QObject):
    """Opens the dialog, and trains on what was imported as one undo step."""

    def __init__(
        self,
        window: QWidget,
        session: Session,
        theme: Theme,
        notice: Callable[[], Notice],
        lead_to_lab: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._theme = window, session, theme
        self._notice, self._lead_to_lab = notice, lead_to_lab
        self.dialog: ImportDialog | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        return {"import_data": self.choose}

    def choose(self) -> None:
        """Ask for a file, and open it."""
        ask_file(self._window, lambda path: self.import_file(path) if path else None, DATA)

    def import_file(self, path: Path) -> None:
        """Open the dialog with a table; train on arrays at once, for they leave nothing to choose."""
        if path.suffix.lower() == ARRAYS:
            self._read_arrays(path)
            return
        from bplab.storage.csv import name_of, read_table_bytes

        self._open(name_of(path), lambda: read_table_bytes(path))

    def paste(self) -> bool:
        """Open the dialog with the rows in the clipboard, if it has any."""
        text = QApplication.clipboard().text()
        if not is_table(text):
            return False
        self._open(PASTED, text.encode)
        return True

    def _open(self, name: str, load: "Load") -> None:
        from bplab.ui.dialogs.importing.dialog import ImportDialog

        if self.dialog is not None:
            self.dialog.reject()
        self.dialog = ImportDialog(self._window, self._theme, name, load, ask_file)
        self.dialog.wanted.connect(self.take)
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def _read_arrays(self, path: Path) -> None:
        from bplab.ui.dialogs.importing.worker import TableWorker

        worker = TableWorker(self)

        def take(own: OwnData | UserError) -> None:
            worker.close()
            self._take_arrays(own)

        worker.ask(lambda _: _arrays_of(path), take)

    def _take_arrays(self, own: OwnData | UserError) -> None:
        if isinstance(own, UserError):
            self._notice().tell("The data cannot be imported.", str(own))
            return
        from bplab.ui.dialogs.importing.choices import Split

        now = self._session.spec.data
        self.take(own, Split(now.train_percent, now.stratify, scale_targets=not own.dataset.classes))

    def _forget(self) -> None:
        self.dialog = None

    def take(self, own: OwnData, split: "Split") -> None:
        """Train on data, with a network that fits it."""
        session = self._session
        session.bring(own)
        try:
            spec = with_own_data(session.spec, own)
            data = replace(
                spec.data,
                train_percent=split.train_percent,
                validation_percent=min(spec.data.validation_percent, 100 - split.train_percent),
                stratify=split.stratify,
                standardize=split.standardize,
                scale_targets=split.scale_targets,
            )
        except UserError as error:
            self._notice().tell("The data cannot be imported.", str(error))
            return
        self._lead_to_lab()
        session.edit(f"Import {own.name}", replace(spec, data=data))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept tables that are dropped on the window."""
        if event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop) and isinstance(event, QDropEvent):
            path = dropped_file(event.mimeData())
            if path is not None:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.import_file(path)
                return True
        return super().eventFilter(watched, event)


def dropped_file(data: QMimeData) -> Path | None:
    """Return the path of a dropped table, or of arrays."""
    if not data.hasUrls() or len(data.urls()) != 1:
        return None
    path = Path(data.urls()[0].toLocalFile())
    return path if path.suffix.lower() in DROPPED else None


def is_table(text: str) -> bool:
    """Whether text may be rows copied from a spreadsheet: at least two lines of at least two cells."""
    lines = text.strip("\n").split("\n", 2)[:2]
    return len(lines) == 2 and all(any(mark in line for mark in "\t;,") for line in lines)


def _arrays_of(path: Path) -> OwnData | UserError:
    from bplab.storage.npz_data import dataset_from_npz

    try:
        own = dataset_from_npz(path)
    except UserError as error:
        return error
    own.digest  # noqa: B018 - computed here, where it delays nothing
    return own
