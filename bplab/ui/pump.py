"""Pulls pictures out of the running training: one view a tick, only what is visible, at most its share."""

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from bplab.training.runner import Runner
from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.ui.bridge import Bridge
from bplab.ui.views.view import View

PERIOD = 1 / 30  # seconds between two pictures
SHARE = 0.06  # of the time that drawing may take; on a slow machine pictures come less often
IDLE = 0.05  # seconds between two looks at whether a view wants another picture
OVERDUE = 1.0  # seconds after which an answer is given up for lost


class Pump(QObject):
    """Asks for a snapshot with what the next view needs, shows it, and opens the gate once it is painted."""

    shown = Signal(object)  # Snapshot, after a view has taken it; for readouts, which cost next to nothing

    def __init__(self, runner: Runner, bridge: Bridge, views: Callable[[], list[View]]) -> None:
        super().__init__()
        self._runner = runner
        self._views = views  # those that are visible now
        self._running = False
        self._held = False
        self._turn = 0
        self._shown: dict[int, tuple[int, Needs]] = {}  # view -> (epoch of changes, needs) it has shown
        self._changes = 0  # counts state changes; every one forces a frame of every view
        self._asked: tuple[View, Needs, float] | None = None
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        bridge.snapshot.connect(self._show)
        bridge.run_state.connect(self._state_changed)
        self._timer.start(0)

    def stop(self) -> None:
        """Draw nothing any more."""
        self._timer.stop()
        self._timer.timeout.disconnect(self._tick)

    def hold(self, on: bool) -> None:
        """Draw nothing for a while, or go on."""
        self._held = on

    def refresh(self) -> None:
        """Have every view show the present state again."""
        self._changes += 1

    def _state_changed(self, _run: int, state: RunState) -> None:
        self._running = state is RunState.RUNNING
        self.refresh()
        self._timer.start(0)

    def _tick(self) -> None:
        if self._asked is not None and perf_counter() - self._asked[2] < OVERDUE:
            self._timer.start(round(PERIOD * 1000))
            return
        view = self._next_view()
        if view is None:
            self._timer.start(round(IDLE * 1000))
            return
        needs = view.needs
        self._asked = view, needs, perf_counter()
        self._runner.ask(needs)

    def _next_view(self) -> View | None:
        views = [] if self._held else self._views()
        turns = [*views, *(view for view in views if not view.calm)]
        for offset in range(len(turns)):
            view = turns[(self._turn + offset) % len(turns)]
            if self._running or self._shown.get(id(view)) != (self._changes, view.needs):
                self._turn = (self._turn + offset + 1) % len(turns)
                return view
        return None

    def _show(self, snapshot: Snapshot) -> None:
        if self._asked is None:
            self._runner.open_gate()
            return
        view, needs, begun = self._asked
        self._asked = None
        begin = perf_counter()
        try:
            view.show_snapshot(snapshot)
            self.shown.emit(snapshot)
            self._shown[id(view)] = (self._changes, needs)
        finally:
            window = view.window()
            QTimer.singleShot(0, self, lambda: self._painted(window, begin, begun))

    def _painted(self, window: QWidget, begin: float, asked: float) -> None:
        """Paint now, while training waits; then it goes on, until this picture is paid for."""
        QCoreApplication.sendPostedEvents(window, QEvent.Type.UpdateRequest.value)
        self._runner.open_gate()
        now = perf_counter()
        delay = max(PERIOD - (now - asked), (now - begin) * (1 / SHARE - 1)) if self._running else 0
        self._timer.start(max(0, round(delay * 1000)))
