"""The moment of the run that is shown: its latest step, or one of its past."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from bplab.storage.document import Bookmark
from bplab.training.runner import Runner
from bplab.training.snapshot import RunState, Snapshot
from bplab.ui.session import Session


class Timeline(QObject):
    """Goes to any step that the run has made; training pauses for it.

    What the views show is what the session edits: it hears of a moment when its numbers have come.
    """

    moment_changed = Signal(object)  # the step of the past that views are to show; None for the latest
    changed = Signal()  # anything that is shown of it
    marked = Signal()  # the bookmarks, by the user

    def __init__(self, runner: Runner, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session = runner, session
        self.step: int | None = None  # asked for; None for the latest
        self.shown = self.end = 0  # the step that the views show, and the steps made
        self._running = False
        self._bookmarks: dict[int, tuple[Bookmark, ...]] = {}  # by run, in order
        session.run_changed.connect(self._follow_run)
        session.went.connect(self.latest)

    @property
    def is_past(self) -> bool:
        """Whether another step than the latest is shown, or asked for."""
        return self.step is not None

    def go_to(self, step: int) -> None:
        """Show a step of the past; the last one made is the present."""
        if self._running:
            self._runner.pause()
        self._ask(max(step, 0) if step < self.end else None)

    def latest(self) -> None:
        """Show the last step made."""
        self._ask(None)

    def stay(self) -> None:
        """Give up the way to a step that takes long: the views stay where they are."""
        self._runner.cancel_replay()
        self._ask(None if self.shown >= self.end else self.shown)

    @property
    def bookmarks(self) -> tuple[Bookmark, ...]:
        """Those of the run, in order."""
        return self._bookmarks.get(self._session.run, ())

    def set_bookmark(self, step: int, name: str = "") -> None:
        """Mark a step, or rename its bookmark."""
        others = [one for one in self.bookmarks if one.step != step]
        self._keep([*others, Bookmark(self._session.run, step, name.strip() or f"step {step:,}")])

    def remove_bookmark(self, step: int) -> None:
        """Remove the bookmark of a step."""
        self._keep([one for one in self.bookmarks if one.step != step])

    def take(self, snapshot: Snapshot) -> None:
        """Hear of what the views show."""
        if snapshot.run != self._session.run or self.is_past != snapshot.is_past:
            return  # the views are on their way to the past, or back
        self.shown, self.end = snapshot.step, snapshot.end
        self._session.stand_at(None if self.step is None else snapshot.step, snapshot.spec)

    def take_state(self, run: int, state: RunState) -> None:
        """Know whether the run is trained: then its latest step is shown."""
        if run != self._session.run:
            return
        self._running = state is RunState.RUNNING
        if self._running:
            self.latest()
        self.changed.emit()

    def _ask(self, step: int | None) -> None:
        if step == self.step:
            return
        self.step = step
        if step is None:
            self._session.stand_at(None)
        self.moment_changed.emit(step)
        self.changed.emit()

    def _follow_run(self) -> None:
        """Another run shows its latest step; how many it has made is known when it is shown."""
        self.shown = self.end = 0
        self._ask(None)

    @property
    def all_bookmarks(self) -> tuple[Bookmark, ...]:
        """Those of all runs, in order."""
        return tuple(mark for run in sorted(self._bookmarks) for mark in self._bookmarks[run])

    def adopt(self, bookmarks: Iterable[Bookmark]) -> None:
        """Have the bookmarks of a document in place of all others."""
        self._bookmarks.clear()
        for mark in sorted(bookmarks, key=lambda one: one.step):
            self._bookmarks[mark.run] = (*self._bookmarks.get(mark.run, ()), mark)
        self.changed.emit()

    def _keep(self, bookmarks: list[Bookmark]) -> None:
        self._bookmarks[self._session.run] = tuple(sorted(bookmarks, key=lambda one: one.step))
        self.changed.emit()
        self.marked.emit()
