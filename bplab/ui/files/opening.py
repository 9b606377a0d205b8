"""Reads files in a thread of its own; what is wanted last is what follows."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from bplab.data.wanted import while_wanted
from bplab.errors import UserError, named
from bplab.ui.files.saving import SLOW
from bplab.ui.files.worker import FileWorker

T = TypeVar("T")
SUFFIX = ".bplab"


class Opening(QObject):
    """One at a time: what was asked for before is waited for no more, nor is its data drawn to the end."""

    begun = Signal()
    slow = Signal(str)  # the name of a file that takes long; empty at the end

    def __init__(self, worker: FileWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._wanted: object = None
        self._name = ""
        self._timer = QTimer(self, singleShot=True, interval=SLOW)
        self._timer.timeout.connect(lambda: self.slow.emit(self._name))

    def do(
        self,
        name: str,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[UserError], object],
    ) -> None:
        """Do what reading a file takes; one of the two follows, unless something else is wanted by then."""
        wanted = self._wanted = object()
        self._name = name
        self._timer.start()
        self.begun.emit()

        def read() -> T:
            with while_wanted(lambda: wanted is self._wanted):
                return work()

        def follow(call: Callable[[], object]) -> None:
            if wanted is self._wanted:
                self.forget()
                call()

        self._worker.do(
            read, lambda found: follow(partial(done, found)), lambda error: follow(partial(failed, error))
        )

    def forget(self) -> None:
        """Wait for nothing any more."""
        self._wanted = None
        self._timer.stop()
        self.slow.emit("")


def beside(path: Path, by: int) -> Path | None:
    """The file that comes so many places after a file in its folder, by name; None at the end.

    Raises: UserError if the folder cannot be read.
    """
    try:
        found = {entry.name for entry in os.scandir(path.parent) if entry.name.casefold().endswith(SUFFIX)}
    except OSError as error:
        raise UserError(f"The folder {named(path.parent)} cannot be read: {error.strerror}.") from None
    names = sorted(found | {path.name}, key=lambda name: (name.casefold(), name))
    place = names.index(path.name) + by
    return path.with_name(names[place]) if 0 <= place < len(names) else None
