"""Keeps the list of runs up to date: collected whenever one begins, rests or changes its settings."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from bplab.training.run_summary import RunSummary, summaries_of
from bplab.training.runner import Runner
from bplab.training.runs import AnyRecord
from bplab.training.snapshot import RunState
from bplab.ui.session import Session

PAUSE = 100  # milliseconds between two collections while a setting is dragged, 60 times a second


class RunList(QObject):
    """`changed` reports all runs, oldest first, in the window's thread."""

    changed = Signal(tuple)  # of RunSummary
    added = Signal()  # a run that was made elsewhere

    def __init__(self, runner: Runner, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._known: tuple[RunSummary, ...] = ()  # belongs to the training thread
        self._hidden: frozenset[int] = frozenset()
        self._drawn: frozenset[int] = frozenset()  # beside the current run
        self._is_behind = False  # whether settings have changed in the pause
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._end_pause)
        session.spec_changed.connect(self._take_settings)

    def refresh(self) -> None:
        """Collect the runs between two steps."""
        self._runner.collect(self._sum_up)

    def find(self, run: int) -> RunSummary | None:
        """A run by its number."""
        return next((summary for summary in self._known if summary.number == run), None)

    def title_of(self, run: int) -> str:
        """The name of a run."""
        found = self.find(run)
        return f"run {run}" if found is None else found.title

    def rename(self, run: int, title: str) -> None:
        """Name a run; without a title it is named by what is different."""
        self._runner.rename(run, title)
        self.refresh()

    def hide(self, runs: Iterable[int], *, on: bool) -> None:
        """Leave runs out of the list, or no longer."""
        self._hidden = self._hidden | {*runs} if on else self._hidden - {*runs}
        self.refresh()

    def draw(self, runs: Iterable[int]) -> None:
        """Have the curves of the layers of some runs in the list."""
        if self._drawn != frozenset(runs):
            self._drawn = frozenset(runs)
            self.refresh()

    def add(self, make: Callable[[], AnyRecord]) -> None:
        """Add a run that was made elsewhere; its record is completed in the training thread."""
        self._runner.keep(make)
        self.refresh()
        self.added.emit()

    @property
    def hidden(self) -> frozenset[int]:
        """The runs that were deleted, and could be brought back."""
        return self._hidden

    def take_state(self, _run: int, state: RunState) -> None:
        """Hear of a run that has begun, or rests."""
        if state is not RunState.REFUSED:
            self.refresh()

    def _take_settings(self) -> None:
        """Collect now, and what changes in the pause that follows when it ends."""
        self._is_behind = self._pause.isActive()
        if not self._is_behind:
            self.refresh()
            self._pause.start()

    def _end_pause(self) -> None:
        if self._is_behind:
            self._take_settings()

    def _sum_up(self, records: tuple[AnyRecord, ...], current: int) -> None:
        self._known = summaries_of(records, self._known, current, self._drawn)
        self.changed.emit(tuple(one for one in self._known if one.number not in self._hidden))
