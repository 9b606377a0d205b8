"""The walk through one step, stage by stage: nothing is updated before Apply makes the step shown."""

import math
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from bplab.explain.stages import Stop, stops_of
from bplab.training.runner import Runner
from bplab.training.snapshot import RunState, Snapshot
from bplab.training.step import StepTrace
from bplab.ui.session import Session
from bplab.ui.timeline import Timeline

MOST = 30.0  # stages a second: the window paints no more


class Goal(NamedTuple):
    """Where the walk goes as soon as the step's numbers have come."""

    step: int | None  # None: whichever comes next
    place: int  # among the stops


class Stepper(QObject):
    """Holds the place of the walk. It asks the runner to pause, and for one step at Apply; for nothing else.

    Steps are counted by the updates made before them. The one shown is the one that comes next, or, after
    Previous at a first stop, one that is made already.
    """

    changed = Signal()  # the stop, the step, or whether there are stages to walk

    def __init__(
        self, runner: Runner, session: Session, timeline: Timeline, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._session, self._timeline = runner, session, timeline
        self.layerwise = False  # Step and Play go through stages
        self.stop: Stop | None = None
        self.trace: StepTrace | None = None  # of the step shown
        self._looks_back = False  # from the present, to which it returns at the end
        self._present = 0
        self._running = self._applying = False
        self._stuck = False  # no step comes next: the run diverged or failed
        self._goal: Goal | None = None
        self._later: list[Callable[[], None]] = []  # what is to be done then
        self._pace = QTimer(self)
        self._pace.timeout.connect(self._walk_on)
        session.run_changed.connect(self._follow_run)
        session.undone.connect(self.end)  # the walk may stand on what is taken back

    @property
    def is_on(self) -> bool:
        """Whether there are stages to walk."""
        return self.layerwise or self.is_walking

    @property
    def is_walking(self) -> bool:
        """Whether the walk is at a stop, or on its way to the first one."""
        return self.stop is not None or self._goal is not None

    @property
    def past(self) -> int | None:
        """The step shown, if it is made already."""
        return self._timeline.step

    @property
    def is_trained(self) -> bool:
        """Whether the run is being trained, so that no stop is on the screen."""
        return self._running

    @property
    def is_playing(self) -> bool:
        """Whether the walk goes on by itself."""
        return self._pace.isActive()

    @property
    def stops(self) -> tuple[Stop, ...]:
        """All stops of a step."""
        return stops_of(len(self._session.shape.layers))

    @property
    def applies(self) -> bool:
        """Whether the next move makes the step."""
        return self.stop == self.stops[-1] and self.past is None

    @property
    def has_previous(self) -> bool:
        """Whether there is a stop before this one."""
        return self.stop is not None and (self.stop != self.stops[0] or self._shown > 0)

    def set_layerwise(self, on: bool) -> None:
        """Have Step and Play go through stages; training pauses for it. Or leave that, and the walk."""
        if on == self.layerwise:
            return
        self.layerwise = on and not self._stuck
        if on and self._running:
            self._runner.pause()
        if on:  # the switch hears of it too if there is nothing to walk
            self.changed.emit()
        else:
            self.end()

    def next(self) -> None:
        """Go to the next stop; the first one at first, and at the last one make the step."""
        if self._stuck:
            return
        if self._goal is not None:
            self._later.append(self.next)
        elif self.stop is None and self.trace is not None:
            self._arrive(0)
        elif self.stop is None:
            if self._running:
                self._runner.pause()
            self._seek(None, 0)
        elif self.stop != self.stops[-1]:
            self._arrive(self._place + 1)
        elif self.past is not None:
            self._seek(self.past + 1, 0)
        else:
            self._apply()

    def previous(self) -> None:
        """Go back to the stop before; at the first one, to the last stop of the step before."""
        if self._goal is not None:
            self._later.append(self.previous)
        elif self.has_previous and self._place:
            self._arrive(self._place - 1)
        elif self.has_previous:
            self._seek(self._shown - 1, len(self.stops) - 1)

    def go_to(self, stop: Stop) -> None:
        """Go to a stop of the step shown."""
        if self._goal is None and self.stop is not None:
            self._arrive(self.stops.index(stop))

    def enter(self, stop: Stop) -> None:
        """Begin the walk at a stop of the step that comes next."""
        if stop in self.stops:
            self._seek(None, self.stops.index(stop))

    def done(self) -> None:
        """Leave the walk, and going by stages; nothing of the run changes."""
        self.layerwise = False
        self.end()

    def end(self) -> None:
        """Leave the walk; nothing of the run changes."""
        self._pace.stop()
        self._goal, self.stop, self.trace, self._applying = None, None, None, False
        self._later.clear()
        if self._looks_back:
            self._looks_back = False
            self._timeline.latest()
        self.changed.emit()

    def set_pace(self, stages_a_second: float) -> None:
        """Choose how fast the walk goes on by itself; infinite is as fast as can be seen."""
        self._pace.setInterval(math.ceil(1000 / min(stages_a_second, MOST)))

    def play_or_pause(self) -> None:
        """Have the walk go on by itself, or no longer."""
        if self._pace.isActive():
            self._pace.stop()
            self.changed.emit()
            return
        self._pace.start()
        self.next()

    def take(self, snapshot: Snapshot) -> None:
        """Take the numbers of a step, if they are of the moment that is walked through."""
        resting = snapshot.run == self._session.run and snapshot.state is not RunState.RUNNING
        if not resting or not self.is_on or snapshot.next_step is None:
            return
        if self.past not in (None, snapshot.step):
            return
        if self.past is None:
            self._present = snapshot.step
        goal = self._goal
        if goal is not None and goal.step not in (None, snapshot.step):
            return
        if self.trace is snapshot.next_step and goal is None:
            return
        self.trace = snapshot.next_step
        self._arrive(self._place if goal is None else goal.place)

    def take_state(self, run: int, state: RunState) -> None:
        """Know what the run does: who trains it otherwise ends the walk."""
        if run != self._session.run:
            return
        self._running = state is RunState.RUNNING
        self._stuck = state in {RunState.DIVERGED, RunState.FAILED}
        if self._stuck:
            self.done()
        elif self._running and not self._applying and self._goal is not None:
            self._runner.pause()  # what was begun before the walk
        elif self._running and not self._applying and self.is_on:
            self.end()

    @property
    def _shown(self) -> int:
        """The step shown."""
        return self._present if self.past is None else self.past

    @property
    def _place(self) -> int:
        return -1 if self.stop is None else self.stops.index(self.stop)

    def _apply(self) -> None:
        self._applying = True
        self._goal = Goal(self._present + 1, 0)
        self._runner.step(1)

    def _seek(self, step: int | None, place: int) -> None:
        """Go to a stop of another step, when its numbers come."""
        self._goal = Goal(step, place)
        self._looks_back |= self.past is None and step is not None and step < self._present
        if step is not None:
            self._timeline.go_to(step)
        self.changed.emit()

    def _follow_run(self) -> None:
        """Keep the stage where an edit of the past has made a branch; any other run ends the walk."""
        self._looks_back = self._stuck = False
        if self.stop in self.stops and self._session.origin is not None and self._session.is_related:
            self._seek(None, self._place)
        else:
            self.end()

    def _arrive(self, place: int) -> None:
        """Stand at a stop, then do what was asked for on the way."""
        self._goal, self._applying = None, False
        self.stop = self.stops[place] if place >= 0 else None
        self.changed.emit()
        later, self._later = self._later, []
        for move in later:
            move()

    def _walk_on(self) -> None:
        if self._goal is None:
            self.next()
