"""The comparison of two runs: which they are, and the step at which both are shown."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from bplab.training.compared import ComparedRun, compared
from bplab.training.difference import Difference
from bplab.training.replay_watch import Replaying
from bplab.training.run_summary import RunSummary
from bplab.training.runner import Runner
from bplab.training.runs import AnyRecord
from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.ui.session import Session
from bplab.ui.timeline import Timeline

Pair = tuple[ComparedRun, ComparedRun]


class Comparison(QObject):
    """Shows two runs at the same step, a run beyond its end as it is there; the current run is at the right.

    If the current run is one of them, the timeline stands at that step too: Play, Step or an edit goes on
    from there. Pictures come in pairs, one pair at a time; a way that takes long is left for a newer step.
    """

    begun = Signal()
    ended = Signal()
    changed = Signal()  # the step, or what is known of the difference
    shown = Signal(object, object)  # Snapshots of the left run and of the right one, at the same step
    _told = Signal(object, object)  # from the training thread: for which comparison, and the runs
    _arrived = Signal(object, object)  # for which pair, and a Snapshot
    _found = Signal(object, object)  # for which comparison, and the Difference

    def __init__(
        self, runner: Runner, session: Session, timeline: Timeline, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._session, self._timeline = runner, session, timeline
        self.pair: Pair | None = None
        self.step = 0  # asked for
        self.at: tuple[Snapshot, Snapshot] | None = None  # what is shown
        self.difference: Difference | None = None  # once it is found
        self._needs: tuple[Needs, Needs] = (Needs(), Needs())
        self._wanted: object = None  # the comparison that is on
        self._round: tuple[int, tuple[Needs, Needs]] | None = None  # what is asked for now
        self._done: object = None  # and what was shown last
        self._answers: dict[int, Snapshot] = {}  # by run
        self._slow = False
        self._told.connect(self._begin)
        self._arrived.connect(self._take)
        self._found.connect(self._keep_difference)
        session.run_changed.connect(self.end)
        session.undo_stack.indexChanged.connect(self.end)  # an edit is of the current run alone

    @property
    def is_on(self) -> bool:
        """Whether two runs are compared."""
        return self.pair is not None

    @property
    def end_step(self) -> int:
        """The end of the longer run."""
        return 0 if self.pair is None else max(run.end for run in self.pair)

    @property
    def has_current(self) -> bool:
        """Whether the current run is one of the two."""
        return self.pair is not None and self.pair[1].number == self._session.run

    def begin(self, one: int, other: int, summaries: Mapping[int, RunSummary]) -> None:
        """Compare two runs; training pauses."""
        self.end()
        wanted = self._wanted = object()
        numbers = sorted((one, other), key=lambda number: (number == self._session.run, number))

        def tell(records: tuple[AnyRecord, ...], _current: int) -> None:
            self._told.emit(wanted, compared(numbers, records, summaries))

        self._runner.pause()
        self._runner.collect(tell)

    def _begin(self, wanted: object, runs: tuple[ComparedRun, ...]) -> None:
        if wanted is not self._wanted or len(runs) != len(("left", "right")):
            return
        left, right = self.pair = runs[0], runs[1]
        self.step = self.end_step
        self._timeline.latest()
        self.begun.emit()
        self._runner.beside.compare(left.number, right.number, partial(self._found.emit, wanted))
        self._go_on()

    def end(self) -> None:
        """Show the current run alone again, at the step that it stands at."""
        self._wanted = None
        if self.pair is None:
            return
        self._runner.beside.end()
        self.pair = self.at = self.difference = self._round = self._done = None
        self._answers.clear()
        self._slow = False
        self.ended.emit()

    def go_to(self, step: int) -> None:
        """Show both runs at a step."""
        step = min(max(step, 0), self.end_step)
        if not self.is_on or step == self.step:
            return
        self.step = step
        if self.has_current:
            self._timeline.go_to(step)
        self.changed.emit()
        if self._slow:
            self._ask()
        else:
            self._go_on()

    def latest(self) -> None:
        """Show both at the end of the longer one."""
        self.go_to(self.end_step)

    def stay(self) -> None:
        """Give up the way to a step that takes long: where nothing is shown yet, the whole comparison."""
        if self.at is None:
            self.end()
            return
        self._runner.beside.cancel()
        self._round = None
        self.go_to(max(snapshot.step for snapshot in self.at))

    def take_state(self, _run: int, state: RunState) -> None:
        """Training shows the current run alone."""
        if state is RunState.RUNNING:
            self.end()

    def show_replay(self, replaying: Replaying | None) -> None:
        """Know whether the way to a step takes long."""
        self._slow = replaying is not None

    def set_needs(self, left: Needs, right: Needs) -> None:
        """Say what the views of both need."""
        self._needs = left, right
        self._go_on()

    def _go_on(self) -> None:
        """Ask for what is not shown yet, unless something is on its way."""
        if self._round is None and self._done != (self.step, self._needs):
            self._ask()

    def _ask(self) -> None:
        if self.pair is None:
            return
        asked = self._round = self.step, self._needs
        self._answers.clear()
        for run, needs in zip(self.pair, self._needs, strict=True):
            take = partial(self._arrived.emit, asked)
            self._runner.beside.picture(run.number, self.step, needs, take)

    def _take(self, asked: object, snapshot: Snapshot) -> None:
        if self.pair is None or asked is not self._round:
            return
        self._answers[snapshot.run] = snapshot
        if len(self._answers) < len(self.pair):
            return
        left, right = (self._answers[run.number] for run in self.pair)
        self._round, self._done, self.at = None, asked, (left, right)
        if self.has_current:
            self._timeline.take(right)
        self.shown.emit(left, right)
        self.changed.emit()
        self._go_on()

    def _keep_difference(self, wanted: object, difference: Difference) -> None:
        if wanted is self._wanted and self.is_on:
            self.difference = difference
            self.changed.emit()
