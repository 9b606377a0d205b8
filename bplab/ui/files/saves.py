"""Saves the open document under its name or another, and asks before something would be lost."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from bplab.errors import UserError, named
from bplab.storage.selection import handed_out
from bplab.ui.document import OpenDocument
from bplab.ui.files.desk import Desk
from bplab.ui.files.held import HeldFile
from bplab.ui.files.saving import Change, Save, Saving
from bplab.ui.files.stamps import ChangedOnDiskError

Follow = Callable[[], object]
UNSAVED = "Save as: this has no file of its own yet"  # what was recovered, copied or is a part
TAKEN = "Another window has a file of this name open. Choose another name, or close it there first."


def nothing() -> None:
    """Nothing follows."""


class Saves(QObject):
    """The commands that write; `reload` opens the file again, without a question."""

    def __init__(
        self,
        document: OpenDocument,
        saving: Saving,
        desk: Desk,
        held: HeldFile,
        pause: Follow,
        suggestion: Callable[[], str],
    ) -> None:
        super().__init__(saving)
        self._document, self._saving, self._desk, self._held = document, saving, desk, held
        self._pause, self._suggestion = pause, suggestion
        self.reload: Follow = nothing

    def save(self, then: Follow = nothing, stay: Follow = nothing) -> None:
        """Save to the open file, or ask for a name; `then` follows, or `stay` if it was not saved."""
        path = self._document.path
        if path is None:
            self._ask_name(UNSAVED if self._document.name else "Save as", then, stay)
        else:
            self._save(path, then, stay)

    def save_as(self, then: Follow = nothing, stay: Follow = nothing) -> None:
        """Ask for a name, save there, and go on with that file."""
        self._ask_name("Save as", then, stay)

    def _ask_name(self, title: str, then: Follow, stay: Follow) -> None:
        suggestion = self._document.path or Path(f"{self._name}.bplab")
        self._desk.choose("save", title, suggestion, partial(self._save_to, then, stay), stay)

    def save_copy(self) -> None:
        """Save to another file, and go on with this one."""
        self._ask_copy("Save a copy", "copy", None)

    def hand_out(self) -> None:
        """Save a copy without history and other runs."""
        self._ask_copy("Save copy for handing out", "handout", handed_out)

    def leave(self, then: Follow, stay: Follow = nothing) -> None:
        """Do what ends this document; what would be lost is asked about first."""
        if not self._document.is_worth_saving:
            then()
            return

        def save() -> None:
            self._pause()
            self.save(then, stay)

        name = self._document.name or "this experiment"
        self._desk.ask(
            f"Save the changes to {named(name)}?",
            "What has been trained and edited since the last save will be lost if you don't save it."
            if self._document.path
            else "It has not been saved to a file yet and will be lost if you don't save it.",
            (("Save", save), ("Don't save", then)),
            stay,
        )

    def may_close(self, close: Follow) -> bool:
        """Whether the window can be closed now; if not, `close` is called when it can."""
        if self._saving.is_busy:
            self._saving.then(lambda: close() if self.may_close(close) else None)
            return False
        if not self._document.is_worth_saving:
            return True
        self.leave(close)
        return False

    @property
    def _name(self) -> str:
        """What a file of the document would be called, without its ending."""
        return Path(self._document.name or self._suggestion()).stem

    def _save(self, path: Path, then: Follow, stay: Follow, *, overwrite: bool = False) -> None:
        failed = partial(self._fail, path, then, stay)
        self._saving.start(Save(path, then, failed, overwrite=overwrite))

    def _save_to(self, then: Follow, stay: Follow, path: Path) -> None:
        lock = self._held.take(path)
        if lock is None:
            self._desk.tell(f"{named(path.name)} was not saved.", TAKEN, (("Save as...", self.save_as),))
            stay()
            return

        def done() -> None:
            self._held.hold(lock)
            then()

        def failed(error: UserError) -> None:
            self._held.give_back(lock)
            self._fail(path, then, stay, error)

        self._saving.start(Save(path, done, failed, overwrite=True))

    def _ask_copy(self, title: str, kind: str, change: Change | None) -> None:
        name = f"{self._name}-{kind}.bplab"
        path = self._document.path
        suggestion = Path(name) if path is None else path.with_name(name)
        self._desk.choose("save", title, suggestion, partial(self._copy_to, change))

    def _copy_to(self, change: Change | None, path: Path) -> None:
        lock = self._held.take(path)
        if lock is None or path == self._document.path:
            self._held.give_back(lock)
            self._desk.tell(f"{named(path.name)} was not saved.", TAKEN)
            return

        def done() -> None:
            self._held.give_back(lock)
            self._desk.note(f"{named(path.name)} is saved.")

        def failed(error: UserError) -> None:
            self._held.give_back(lock)
            self._fail(path, nothing, nothing, error)

        self._saving.start(Save(path, done, failed, change, is_copy=True, overwrite=True))

    def _fail(self, path: Path, then: Follow, stay: Follow, error: UserError) -> None:
        """Say why the file is as it was, and what can be done."""
        if not isinstance(error, ChangedOnDiskError):
            self._desk.tell(f"{named(path.name)} was not saved.", str(error), (("Save as...", self.save_as),))
            stay()
            return

        def reload() -> None:
            stay()
            self.reload()

        self._desk.ask(
            f"{named(path.name)} has changed on disk.",
            "Another program or another person has written it. Reload shows that and drops your changes; "
            "Overwrite keeps yours and drops that.",
            (
                ("Reload", reload),
                ("Overwrite", partial(self._save, path, then, stay, overwrite=True)),
                ("Save as...", partial(self.save_as, then, stay)),
            ),
            stay,
            default=2,  # which drops nothing
        )
