"""The background thread that trains: obeys commands, publishes snapshots when asked, never blocks anyone."""

import threading
import traceback
from collections import deque
from collections.abc import Callable
from time import monotonic, perf_counter

from bplab.errors import UserError
from bplab.experiment.spec import Experiment
from bplab.training.run import Parked, Run
from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.training.trainer import Trainer

WORK_SECONDS = 0.004  # training between two looks at the commands
GATE_SECONDS = 0.05  # longest wait for a picture to be painted
FLAT_OUT = 0.0

Command = Callable[[], None]


class Runner:
    """Owns the trainer. Every method may be called from any thread; the callbacks are called in the worker's.

    A published snapshot closes the gate: training waits, GIL released, until `open_gate` says it is painted.
    """

    def __init__(
        self,
        on_snapshot: Callable[[Snapshot], None],
        on_run: Callable[[int, RunState], None],
        on_error: Callable[[str, bool], None],
    ) -> None:
        self._on_snapshot, self._on_run, self._on_error = on_snapshot, on_run, on_error
        self._wake = threading.Condition()
        self._commands: deque[Command] = deque()
        self._asked: Needs | None = None
        self._gate = threading.Event()
        self._gate.set()
        self._closing = False
        self._run: Run | None = None
        self._parked = Parked()
        self._version = 0
        self._reported = ""  # the last bug
        self._left: int | None = None  # steps still to make before pausing; None: no limit
        self._pace = FLAT_OUT  # seconds from one step to the next
        self._due = 0.0
        self._chunk = 1  # steps that fit the work time, found by measuring
        self.steps_made = 0  # by all runs, for measuring speed
        self.waited = 0.0  # seconds that running trainings spent on pictures, likewise
        self.heartbeat = monotonic()  # the loop's, not the steps'
        self._thread = threading.Thread(target=self._loop, name="bplab-runner")

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def close(self, seconds: float = 2.0) -> bool:
        """Stop training and the thread; wait so long at most. Returns whether it has ended."""
        self._closing = True
        self._gate.set()
        with self._wake:
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def play(self) -> None:
        """Train until paused."""
        self._post(lambda: self._go(None))

    def pause(self) -> None:
        """Stop at the next step boundary."""
        self._post(self._rest)

    def step(self, steps: int) -> None:
        """Make some steps, after those that are still to be made, then pause."""
        self._post(lambda: self._go(steps))

    def step_epoch(self) -> None:
        """Train to the end of this epoch, then pause."""
        self._post(self._go_epoch)

    def restart(self, number: int, spec: Experiment) -> None:
        """Park the run and begin another, known by a new number; training goes on if it was on."""
        self._post(lambda: self._begin(Run(number, Trainer(spec)), go_on=self._running))

    def restore(self, number: int, spec: Experiment) -> None:
        """Go back to a parked run, where it stood; where it is gone, begin again from the spec."""
        self._post(lambda: self._begin(self._parked.take(number) or Run(number, Trainer(spec))))

    def forget(self, number: int) -> None:
        """Let go of a parked run that nobody will ask for."""
        self._post(lambda: self._parked.forget(number))

    def change(self, spec: Experiment) -> None:
        """Take over live settings from the next step on."""
        self._post(lambda: self._change(spec))

    def set_parameter(self, name: str, value: float) -> None:
        """Set a weight or bias by hand from the next step on."""
        self._post(lambda: self._set_parameter(name, value))

    def look(self, look: Callable[[Trainer], None]) -> None:
        """Have someone look at the trainer between two steps, in its own thread; nothing may be changed."""
        self._post(lambda: look(self._trainer()))

    def set_speed(self, steps_per_second: float) -> None:
        """Choose how fast to train; 0 is flat out."""
        self._post(lambda: self._set_pace(1 / steps_per_second if steps_per_second else FLAT_OUT))

    def ask(self, needs: Needs) -> None:
        """Ask for a snapshot; it comes through `on_snapshot` at the next step boundary."""
        with self._wake:
            self._asked = needs if self._asked is None else self._asked | needs
            self._wake.notify()

    def open_gate(self) -> None:
        """Say that the last snapshot is painted."""
        self._gate.set()

    def _post(self, command: Command) -> None:
        with self._wake:
            self._commands.append(command)
            self._wake.notify()
        self._gate.set()

    def _trainer(self) -> Trainer:
        if self._run is None:
            raise UserError("There is no experiment to train yet.")
        return self._run.trainer

    def _loop(self) -> None:
        while not self._closing:
            self.heartbeat = monotonic()
            try:
                self._turn()
            except UserError as error:
                self._on_error(str(error), False)
            except Exception:  # noqa: BLE001 - a bug must reach the user as a report, not end the thread silently
                self._fail(traceback.format_exc())

    def _fail(self, report: str) -> None:
        """Say that something went wrong, once: what fails with every picture would never be silent again."""
        if self._run is not None and self._run.state is not RunState.FAILED:
            self._run.state = RunState.FAILED
            self._on_run(self._run.number, RunState.FAILED)
        if report != self._reported:
            self._reported = report
            self._on_error(report, True)

    def _turn(self) -> None:
        while self._commands:
            self._commands.popleft()()
        if self._asked is not None:
            self._publish()
        if self._running:
            self._work()
        else:
            self._wait(1.0)

    @property
    def _running(self) -> bool:
        return self._run is not None and self._run.state is RunState.RUNNING

    def _wait(self, seconds: float) -> None:
        with self._wake:
            if not self._commands and self._asked is None and not self._closing:
                self._wake.wait(seconds)

    def _publish(self) -> None:
        with self._wake:
            needs, self._asked = self._asked, None
        if self._run is None or needs is None:
            return
        if not self._running:
            needs |= Needs(evaluation=True)
        self._version += 1
        self._gate.clear()
        run, begin = self._run, perf_counter()
        self._on_snapshot(run.picture(needs, self._version))
        if self._running and not self._commands and not self._closing:
            self._gate.wait(GATE_SECONDS)
            self.waited += perf_counter() - begin

    def _work(self) -> None:
        """Train for about WORK_SECONDS, at a chosen speed only the steps that are due."""
        trainer = self._trainer()
        most = self._chunk if self._left is None else min(self._chunk, self._left)
        if self._pace:
            late = perf_counter() - self._due
            if late < 0:
                self._wait(-late)
                return
            most = min(most, int(late / self._pace) + 1)
        made = self._advance(trainer, most)
        self.steps_made += made
        self._due = max(self._due + made * self._pace, perf_counter() - WORK_SECONDS)
        if self._left is not None:
            self._left -= made
        if trainer.finished or (self._left is not None and self._left <= 0):
            self._rest()

    def _advance(self, trainer: Trainer, most: int) -> int:
        begin, made = perf_counter(), 0
        while made < most and perf_counter() - begin < WORK_SECONDS and not self._commands:
            count = trainer.advance(most - made)
            if not count:
                break
            made += count
        fitting = int(made * WORK_SECONDS / max(perf_counter() - begin, 1e-6))
        self._chunk = max(1, min(fitting, 2 * made + 1))
        return made

    def _change(self, spec: Experiment) -> None:
        self._trainer().change(spec)
        if not self._running:
            self._rest()

    def _set_parameter(self, name: str, value: float) -> None:
        self._trainer().set_parameters({name: value})
        if not self._running:
            self._rest()

    def _go(self, steps: int | None) -> None:
        run = self._run
        if run is None:
            return
        if run.trainer.divergence is not None:
            raise UserError("This run diverged and cannot go on. Lower the learning rate and reset.")
        run.trainer.go_on()
        self._left = steps + self._to_make if steps is not None else None
        self._due = perf_counter()
        if run.state is not RunState.RUNNING:
            run.state = RunState.RUNNING
            self._on_run(run.number, run.state)

    def _go_epoch(self) -> None:
        trainer = self._trainer()
        self._go(trainer.steps_per_epoch if self._to_make else trainer.steps_to_epoch_end)

    @property
    def _to_make(self) -> int:
        """Steps that were asked for and are still to be made."""
        return self._left or 0 if self._running else 0

    def _rest(self) -> None:
        if self._run is not None:
            self._run.rest()
            self._on_run(self._run.number, self._run.state)

    def _begin(self, run: Run, go_on: bool = False) -> None:
        if self._run is not None:
            self._run.rest()
            self._parked.keep(self._run)
        self._run = run
        self._chunk = 1
        if go_on:
            self._go(None)
        else:
            self._rest()

    def _set_pace(self, pace: float) -> None:
        self._pace = pace
        self._due = perf_counter()
