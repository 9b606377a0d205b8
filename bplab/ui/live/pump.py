"""Requests snapshots of the running training in rounds: each is shown by every visible view."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal

from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.ui.live.bridge import Bridge
from bplab.ui.live.source import SnapshotSource
from bplab.ui.views.base.view import View

PERIOD = 1 / 30  # minimum seconds between two rounds
SHARE = 0.07  # share of the time that drawing may take; on a slow machine rounds are less frequent
LONGEST = 2.0  # maximum seconds that a round waits for this: the first one of a window is expensive
IDLE = 0.05  # seconds between two checks whether a view needs another snapshot
SLOW = 0.25  # seconds after which a snapshot of an older moment is not waited for
OVERDUE = 1.0  # seconds after which a request is considered lost
HISTORY = Needs()  # is in every snapshot


@dataclass(eq=False)
class Round:
    """One snapshot: requested, then shown by one view after the other, and by all else that shows it."""

    views: list[tuple[View, Needs]]
    changes: int  # at the time of the request
    asked: float  # seconds
    has_begun: bool = False  # its snapshot has arrived
    cost: float = 0.0  # seconds so far
    left: list[Callable[[Snapshot], object]] = field(default_factory=list)  # who has not shown it yet

    @contextmanager
    def paying(self) -> Iterator[None]:
        """Count what is done meanwhile as its cost; events between two turns, such as edits, are no part."""
        begin = perf_counter()
        try:
            yield
        finally:
            self.cost += perf_counter() - begin


class Pump(QObject):
    """Requests one snapshot with everything that the visible views need; opens the gate when all have it.

    The window handles events between one turn and the next. Training waits meanwhile, so that the history,
    which grows, stays at the same step. A new run is shown by all views, hidden ones too, before any is
    painted.
    """

    arrived = Signal(object)  # Snapshot, before the views of a round take it
    shown = Signal(object)  # Snapshot, after they have, as another turn

    def __init__(
        self,
        source: SnapshotSource,
        bridge: Bridge,
        views: Callable[[], Iterable[View]],
        visible: Callable[[], list[View]],
    ) -> None:
        super().__init__()
        self._source = source
        self._views, self._visible = views, visible
        self._running = False
        self._held = False
        self._last: Snapshot | None = None  # of the run that all views show
        self._shown: dict[int, tuple[int, Needs]] = {}  # view -> (count of changes, needs) it has shown
        self._changes = 0  # counts what invalidates pictures; each change makes every view update
        self._hurry = False  # the next round does not wait until the time of the last one is made up for
        self._round: Round | None = None
        self._turn = 0  # of the views of the history: which half of them rests in the round
        self._afterwards: list[Callable[[], object]] = []  # to be done when the round has ended
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        source.snapshot.connect(self._take)
        bridge.run_state.connect(self._state_changed)
        self._timer.start(0)

    @property
    def settled(self) -> bool:
        """Whether every visible view shows the current state; never while training runs."""
        return self._round is None and not self._wanting()

    def stop(self) -> None:
        """Stop drawing."""
        self._timer.stop()
        self._timer.timeout.disconnect(self._tick)
        if self._round is not None:
            self._round.left.clear()

    def show_from(self, source: SnapshotSource) -> None:
        """Show another source from now on; pending answers of the previous one are ignored."""
        self._source.snapshot.disconnect(self._take)
        self._drop_round()
        self._source = source
        source.snapshot.connect(self._take)
        self.refresh_now()

    def shows(self, source: SnapshotSource) -> bool:
        """Whether a source is the one that is shown."""
        return source is self._source

    def follow(self) -> None:
        """Show another moment of the same source: after the one under way, unless that takes long to come.

        Otherwise moments that change as fast as they come, while a pointer drags, would never be seen.
        """
        now = self._round
        if now is not None and not now.has_begun and perf_counter() - now.asked > SLOW:
            self._drop_round()
        self.refresh_now()

    def between_rounds(self, work: Callable[[], object]) -> None:
        """Do something when no round is under way: beside it both would take longer, as would the round."""
        self._afterwards.append(work)
        self._do_afterwards()

    def _do_afterwards(self) -> None:
        while self._round is None and self._afterwards:
            self._afterwards.pop(0)()

    def _drop_round(self) -> None:
        self._source.open_gate()
        if self._round is not None:
            self._round.left.clear()
        self._round = None
        self._do_afterwards()

    def hold(self, on: bool) -> None:
        """Suspend or resume drawing."""
        self._held = on

    def refresh(self) -> None:
        """Have every view show the current state again, when its turn comes."""
        self._changes += 1

    def refresh_now(self) -> None:
        """Do so immediately: a view has become visible, or the state is new."""
        self.refresh()
        self._hurry = True
        if self._round is None:
            self._timer.start(0)

    def join(self, view: View) -> None:
        """Let a new view show the run that the others show; its own snapshot comes next."""
        if self._last is not None:
            view.show_snapshot(self._last)
        self._hurry = True
        if self._round is None:
            self._timer.start(0)

    def _state_changed(self, _run: int, state: RunState) -> None:
        self._running = state is RunState.RUNNING
        self.refresh_now()

    def _tick(self) -> None:
        now = self._round
        if now is not None and (now.has_begun or perf_counter() - now.asked < OVERDUE):
            self._timer.start(round(PERIOD * 1000))
            return
        self._hurry = False
        views = self._wanting()
        if not views:
            self._timer.start(round(IDLE * 1000))
            return
        self._turn = 1 - self._turn
        self._round = Round(views, self._changes, perf_counter())
        self._source.ask(reduce(or_, (needs for _, needs in views)))

    def _wanting(self) -> list[tuple[View, Needs]]:
        """The views that need a snapshot, and what each of them needs.

        Those of the history alone change little from round to round: they take part in every other one.
        """
        views = [] if self._held else [(view, view.needs) for view in self._visible()]
        behind = [pair for pair in views if self._shown.get(id(pair[0])) != (self._changes, pair[1])]
        if not self._running:
            return behind
        of_history = [pair for pair in views if pair[1] == HISTORY]
        resting = of_history[self._turn :: 2] if len(of_history) < len(views) else []
        return [pair for pair in views if pair not in resting or pair in behind]

    def _take(self, snapshot: Snapshot) -> None:
        now = self._round
        if now is None or now.has_begun:
            self._source.open_gate()
            return
        now.has_begun, now.cost = True, snapshot.seconds
        with now.paying():
            self.arrived.emit(snapshot)
        for view, needs in now.views:
            self._shown[id(view)] = now.changes, needs
        last, self._last = self._last, snapshot
        if last is not None and last.run == snapshot.run:
            now.left = [*(view.show_snapshot for view, _ in now.views), self.shown.emit]
            self._show_next(now, snapshot)
        else:
            with now.paying():
                self._show_everywhere(now, snapshot)

    def _show_everywhere(self, now: Round, snapshot: Snapshot) -> None:
        with (
            ExitStack() as after
        ):  # the last first; a view that fails does not keep the others at the old run
            after.callback(QTimer.singleShot, 0, self, lambda: self._paint(now, snapshot))
            after.callback(self.shown.emit, snapshot)
            for view in reversed(tuple(self._views())):
                after.callback(view.show_snapshot, snapshot)
        self._hurry |= any(
            view.needs != needs for view, needs in now.views
        )  # another data set needs another picture

    def _show_next(self, now: Round, snapshot: Snapshot) -> None:
        if not now.left:
            return  # stopped meanwhile
        show = now.left.pop(0)
        try:
            with now.paying():
                show(snapshot)
        finally:
            QTimer.singleShot(0, self, lambda: self._paint(now, snapshot))

    def _paint(self, now: Round, snapshot: Snapshot) -> None:
        """Paint now, while training waits; then comes the next turn, or the round ends."""
        if now is not self._round:
            return  # from a source that is no longer shown
        with now.paying():
            for window in {view.window() for view, _ in now.views}:
                QCoreApplication.sendPostedEvents(window, QEvent.Type.UpdateRequest.value)
        if now.left:
            QTimer.singleShot(0, self, lambda: self._show_next(now, snapshot))
        else:
            self._end(now)

    def _end(self, now: Round) -> None:
        """Let training continue, until the time of this round is made up for."""
        self._source.open_gate()
        self._round = None
        delay = max(PERIOD - (perf_counter() - now.asked), min(now.cost * (1 / SHARE - 1), LONGEST))
        self._timer.start(max(0, round(delay * 1000)) if self._running and not self._hurry else 0)
        self._do_afterwards()
