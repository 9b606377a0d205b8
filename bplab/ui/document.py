"""The open document: its file, whether it has changed since, and all of it as immutable data."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from bplab.storage.document import Document
from bplab.storage.resumed import Resumed
from bplab.storage.selection import renumbered, without_runs
from bplab.training.runner import Runner
from bplab.training.runs import AnyRecord
from bplab.training.snapshot import RunState
from bplab.ui.run_list import RunList
from bplab.ui.session import Session
from bplab.ui.timeline import Timeline
from bplab.ui.undo import Act, Edit

REPEATABLE = 60.0  # seconds of training that are quickly made again


class Moment(NamedTuple):
    """How often the user has edited the document, and training has begun or paused."""

    edits: int = 0
    steps: int = 0


class OpenDocument(QObject):
    """Follows session, runs, bookmarks and note; its runs have numbers of their own in this window."""

    changed = Signal()  # its file or name, or whether it is modified
    adopted = Signal(object)  # the Document that is open now, with the numbers of this window
    note_changed = Signal(str)

    def __init__(
        self,
        session: Session,
        runner: Runner,
        timeline: Timeline,
        run_list: RunList,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._runner = session, runner
        self._timeline, self._run_list = timeline, run_list
        self.path: Path | None = None
        self._name = ""  # without a file
        self.note = ""
        self.view: Callable[[], Mapping[str, Any]] = dict  # how the window shows it now
        self._opened: Document | None = None  # as it was read
        self._first = 0  # the number in this window of the run with number 0
        self.moment = self._saved = Moment()
        self._running_since: float | None = None
        self._trained = 0.0  # seconds
        self._has_own = False  # something that a person has made, and no file has
        self._told: object = None
        session.undo_stack.indexChanged.connect(self._edited)
        timeline.marked.connect(self._touch)
        run_list.added.connect(self._touch)

    @property
    def name(self) -> str:
        """The name of its file, or what it was called before it had one; empty if it has no name."""
        return self._name if self.path is None else self.path.name

    @property
    def is_modified(self) -> bool:
        """Whether there is something that its file has not."""
        return self.moment != self._saved or self._running_since is not None

    @property
    def as_read(self) -> Document | None:
        """What is in its file, as long as that is all of it."""
        return None if self.is_modified else self._opened

    @property
    def is_worth_saving(self) -> bool:
        """Whether something would be lost with it.

        Without a file it is a person's work, or more than brief training: a preset that was trained for less
        than a minute is quickly made again.
        """
        if self.path is not None or self._has_own:
            return self.is_modified
        since = self._running_since
        return self._trained + (0.0 if since is None else monotonic() - since) > REPEATABLE

    def set_note(self, text: str) -> None:
        """Write the note; what is typed without another edit in between is one undo step."""
        if text != self.note:
            redo, undo = partial(self._write_note, text), partial(self._write_note, self.note)
            self._session.undo_stack.push(Act("Edit note", redo, undo, merge="note"))

    def freeze(self, take: Callable[[Document], None]) -> None:
        """Deliver all of it as it is between two steps, in the training thread.

        What has not changed since it was read is delivered as it was read.
        """
        unchanged = self.as_read
        if unchanged is not None:
            self._runner.collect(lambda _runs, _current: take(unchanged))
            return
        base = self._opened or Document()
        frame = replace(
            base,
            bookmarks=self._timeline.all_bookmarks,
            note=self.note,
            view={**base.view, **self.view()},
            lost=(),
        )
        deleted, first = self._run_list.hidden, self._first

        def collected(runs: tuple[AnyRecord, ...], current: int) -> None:
            whole = replace(frame, runs=Document.of(runs, current).runs, current=current)
            take(renumbered(without_runs(whole, deleted), -first))

        self._runner.collect(collected)

    def adopt(
        self, opened: Resumed, path: Path | None = None, *, name: str = "", modified: bool = False
    ) -> None:
        """Have another document in place of this one, with its current run at work."""
        self._opened, self._first = opened.document, self._session.reserve()
        shown = opened.renumbered(self._first)
        for own in opened.document.data.values():
            self._session.bring(own)
        self._session.adopt(shown.run, shown.others)
        self._timeline.adopt(shown.document.bookmarks)
        self._write_note(shown.document.note)
        self.path, self._name = path, name
        self._running_since, self._trained, self._has_own = None, 0.0, modified
        self._saved = self.moment
        if modified:
            self._touch()
        self.adopted.emit(shown.document)
        self._tell()

    def saved_as(self, path: Path, moment: Moment, document: Document) -> None:
        """Know that the document of a moment is in a file."""
        self.path, self._saved, self._opened = path, moment, document
        self._tell()

    def close(self) -> None:
        """Follow nothing any more: the undo steps are dropped with the window."""
        self._session.undo_stack.indexChanged.disconnect(self._edited)

    def take_state(self, run: int, state: RunState) -> None:
        """Know when the run is trained, and for how long it was."""
        if run != self._session.run or state is RunState.REFUSED:
            return
        running, since = state is RunState.RUNNING, self._running_since
        if running == (since is not None):
            return
        self._trained += 0.0 if since is None else monotonic() - since
        self._running_since = monotonic() if running else None
        self.moment = self.moment._replace(steps=self.moment.steps + 1)
        self._tell()

    def _edited(self, index: int) -> None:
        """Another experiment that is opened is nobody's work yet."""
        command = self._session.undo_stack.command(index - 1)
        opens = isinstance(command, Edit) and not command.after.related
        self._has_own |= index > 0 and not opens
        self._touch()

    def _touch(self) -> None:
        self.moment = self.moment._replace(edits=self.moment.edits + 1)
        self._tell()

    def _write_note(self, text: str) -> None:
        self.note = text
        self.note_changed.emit(text)

    def _tell(self) -> None:
        now = self.path, self.name, self.is_modified
        if now != self._told:
            self._told = now
            self.changed.emit()
