"""Opens documents from files and from elsewhere, in place of the one that is open."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from bplab.errors import FileError, UserError, named
from bplab.experiment.spec import Experiment
from bplab.storage.document import Document
from bplab.storage.lost import lost_in_words
from bplab.storage.resumed import Resumed, resumed
from bplab.training.record import Record
from bplab.training.run import Run
from bplab.training.trainer import Trainer
from bplab.ui.document import OpenDocument
from bplab.ui.files.desk import Desk
from bplab.ui.files.held import HeldFile
from bplab.ui.files.locks import FileLock
from bplab.ui.files.opening import Opening, beside
from bplab.ui.files.saves import Follow, Saves, nothing
from bplab.ui.files.stamps import Stamps


class Opens(QObject):
    """A file is read before anything is asked: one that cannot be read changes nothing."""

    opened = Signal(object, object)  # Path and Document
    shown = Signal()  # another document is open

    def __init__(
        self,
        document: OpenDocument,
        opening: Opening,
        stamps: Stamps,
        saves: Saves,
        desk: Desk,
        held: HeldFile,
    ) -> None:
        super().__init__(opening)
        self._document, self._opening, self._stamps = document, opening, stamps
        self._saves, self._desk, self._held = saves, desk, held
        self._tried: tuple[Path | None, Path | None] = None, None  # the open file, and one tried after it
        saves.reload = self.reload

    def ask(self) -> None:
        """Let a file be chosen, and open it."""
        self._desk.choose("open", "Open", self._document.path, self.open)

    def open(self, path: Path) -> None:
        """Open a file; if another window has it, offer a copy."""
        path = path.absolute()
        lock = self._held.take(path)
        if lock is not None:
            self._read(path, lock)
            return
        self._desk.ask(
            f"{named(path.name)} is open in another window.",
            "A copy can be opened here, and saved under another name.",
            (("Open a copy", partial(self._read, path, None)),),
        )

    def adopt(
        self, document: Document, *, name: str = "", modified: bool = False, then: Follow = nothing
    ) -> None:
        """Open a document that has no file; `then` follows."""

        def done(found: Resumed) -> None:
            self._show(found, None, name, modified=modified)
            then()

        self._build(name, lambda: document, done)

    def begin(self, spec: Experiment, then: Follow) -> None:
        """Close the file, and begin with an experiment; `then` follows."""

        def done(found: Resumed) -> None:
            self._show(found, None)
            then()

        self._saves.leave(lambda: self._build("", partial(_document_of, spec), done))

    def revert(self) -> None:
        """Open the file again, without what has changed since."""
        path = self._document.path
        if path is None or not self._document.is_modified:
            return
        self._desk.ask(
            f"Revert to the saved {named(path.name)}?",
            "What has been trained and edited since the last save is lost.",
            (("Revert to saved", self.reload),),
        )

    def reload(self) -> None:
        """Open the file again, without a question."""
        path = self._document.path
        if path is not None:
            self._read(path, self._held.take(path), leave=lambda then, _stay: then())

    def go_beside(self, by: int) -> None:
        """Open the next file of the folder, by name, or the one before."""
        path = self.place
        if path is not None:
            failed = partial(self._fail, path)
            self._opening.do(path.name, partial(beside, path, by), partial(self._follow, by), failed)

    @property
    def place(self) -> Path | None:
        """The file beside which others are opened: the one that is open, or what was tried in its place."""
        of, tried = self._tried
        return tried if tried is not None and of == self._document.path else self._document.path

    def _follow(self, by: int, path: Path | None) -> None:
        if path is not None:
            self._tried = self._document.path, path
            self.open(path)
        else:
            self._desk.note(f"This is the {'last' if by > 0 else 'first'} file of its folder.")

    def _read(
        self,
        path: Path,
        lock: FileLock | None,
        read: Callable[[Path], Document] = Document.open,
        leave: Callable[[Follow, Follow], object] | None = None,
    ) -> None:
        """Read a file, then ask about what is open, then show the file; without a lock, as a copy."""

        def work() -> Resumed:
            self._stamps.keep(path)  # before: what changes while it is read has changed since
            return resumed(read(path))

        def done(found: Resumed) -> None:
            show = partial(self._show_file, found, path, lock)
            (leave or self._saves.leave)(show, partial(self._held.give_back, lock))

        def failed(error: UserError) -> None:
            self._held.give_back(lock)
            self._fail(path, error)

        self._opening.do(path.name, work, done, failed)

    def _show_file(self, found: Resumed, path: Path, lock: FileLock | None) -> None:
        if lock is None:
            self._show(found, None, f"{path.stem}-copy{path.suffix}")
        else:
            self._held.hold(lock)
            self._show(found, path)
            self.opened.emit(path, found.document)
        elsewhere = found.document.made_elsewhere()
        if elsewhere:
            self._desk.note("Trained on another machine.", elsewhere)

    def _show(self, found: Resumed, path: Path | None, name: str = "", *, modified: bool = False) -> None:
        if path is None:
            self._held.hold(None)
        self._tried = None, None
        self._desk.clear()
        self._document.adopt(found, path, name=name, modified=modified)
        self.shown.emit()

    def _build(self, name: str, make: Callable[[], Document], done: Callable[[Resumed], object]) -> None:
        failed = partial(self._desk.tell, "The experiment cannot be opened.")
        self._opening.do(name, lambda: resumed(make()), done, lambda error: failed(str(error)))

    def _fail(self, path: Path, error: UserError) -> None:
        rest = (("Open the intact parts", partial(self._open_rest, path)),)
        damaged = isinstance(error, FileError) and bool(error.damaged)
        self._desk.tell(f"{named(path.name)} cannot be opened.", str(error), rest if damaged else ())

    def _open_rest(self, path: Path) -> None:
        """Open what is intact of a damaged file, but not the file: saving there would destroy the rest."""

        def show(found: Resumed) -> None:
            self._show(found, None, path.name, modified=True)
            self._tried = None, path
            self._document.changed.emit()
            document = found.document
            lost = named(lost_in_words(document.lost, [run.number for run in document.runs]))
            told = f"Lost: {lost}." if lost else "Nothing is lost."
            self._desk.note(f"The intact parts of {named(path.name)} are open.", told)

        def work() -> Resumed:
            return resumed(Document.salvage(path))

        def ask(found: Resumed) -> None:
            self._saves.leave(partial(show, found))

        self._opening.do(path.name, work, ask, partial(self._fail, path))


def _document_of(spec: Experiment) -> Document:
    return Document((Record.of(Run(1, Trainer(spec))),), 1)
