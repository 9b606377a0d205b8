"""File > Import weights...: starts the experiment again from the weights of another program."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from bplab.errors import UserError, named
from bplab.storage.weights import read_start
from bplab.ui.files.desk import FileKind
from bplab.ui.files.files import Files
from bplab.ui.session import Session

KIND = FileKind("Weights", "npz")


class WeightsCommands(QObject):
    """Imports weights as one undo step."""

    def __init__(
        self,
        files: Files,
        session: Session,
        pause: Callable[[], object],
        opened: Callable[[], object],
    ) -> None:
        super().__init__(files)
        self._files, self._session, self._pause, self._opened = files, session, pause, opened

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        return {"import_weights": self.ask}

    def ask(self) -> None:
        """Ask for a file."""
        self._files.desk.choose("open", "Import weights", None, self.open, kind=KIND)

    def open(self, path: Path) -> None:
        """Start again from the weights of a file, if they fit the network."""
        shape = self._session.shape

        def begin(start: dict[str, float]) -> None:
            if self._session.shape != shape:
                return  # the network has changed meanwhile
            self._pause()
            if self._session.restart("Import weights", self._session.spec.but(start=start)):
                self._opened()
                self._files.desk.note(
                    f"Weights imported from {named(path.name)}.", "They are the initial weights of this run."
                )

        self._files.work.do(
            f"Reading {named(path.name)}...", lambda _go_on: read_start(path, shape), begin, self._refuse
        )

    def _refuse(self, error: UserError) -> None:
        self._files.desk.tell("The weights cannot be imported.", str(error))
