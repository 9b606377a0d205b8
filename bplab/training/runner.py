"""The background thread that trains: it executes commands, publishes snapshots on request, never blocks."""

from collections.abc import Callable
from functools import partial
from time import perf_counter

from bplab.data.own import OwnData
from bplab.errors import UserError
from bplab.experiment.spec import Experiment
from bplab.training.beside import Beside
from bplab.training.loop import Command, Loop
from bplab.training.making import RunMaker
from bplab.training.pace import Pace
from bplab.training.publishing import Publisher
from bplab.training.replay_watch import Replaying, ReplayWatch
from bplab.training.run import Origin, Run
from bplab.training.runs import AnyRecord, Runs
from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.training.trainer import Trainer

IDLE_SECONDS = 1.0  # between two heartbeats while nothing trains


class Runner:
    """Owns the runs; methods may be called from any thread, callbacks are called in the worker thread.

    A published snapshot closes the gate: training waits, with the GIL released, until `open_gate` is called.
    One that takes long is taken beside training, from a copy of the state, and published when it is ready.
    `clock` returns the seconds that determine the pace of training.
    """

    def __init__(
        self,
        on_snapshot: Callable[[Snapshot], None],
        on_run: Callable[[int, RunState], None],
        on_error: Callable[[str, bool], None],
        clock: Callable[[], float] = perf_counter,
        on_replay: Callable[[Replaying | None], None] = lambda _replaying: None,
    ) -> None:
        self._on_run, self._on_error = on_run, on_error
        self._loop = Loop("bplab-runner", self._turn, self._fail, self._complete)
        self._runs = Runs()
        self._watch = ReplayWatch(self._loop, on_replay)
        self._maker = RunMaker(self._runs, self._watch, on_run)
        self._publisher = Publisher(self._loop, self._runs, self._watch, on_snapshot, clock)
        self.beside = Beside(self._loop, self._runs, self._watch)
        self._pace = Pace(clock)
        self._newest = 0  # the number of the most recently requested run
        self._forgotten: set[int] = set()  # numbers of runs to forget, effective immediately
        self._reported = ""  # the last reported bug
        self.steps_made = 0  # by all runs, to measure the speed

    @property
    def waited(self) -> float:
        """Seconds of training time spent on snapshots, to measure the speed."""
        return self._publisher.gate.waited

    @property
    def heartbeat(self) -> float:
        """When the thread last began a turn, by the monotonic clock."""
        return self._loop.heartbeat

    def start(self) -> None:
        """Start the thread."""
        self._loop.start()

    def close(self, seconds: float = 2.0) -> bool:
        """Stop training and the thread, waiting at most `seconds`; return whether it has ended."""
        self._loop.closing = True
        self._publisher.close()
        return self._loop.close(seconds)

    def play(self) -> None:
        """Train until paused."""
        self._train(lambda: self._go(None))

    def pause(self) -> None:
        """Pause at the next step boundary; a long evaluation is completed afterwards."""
        self._loop.post_at_once(self._rest)

    def step(self, steps: int) -> None:
        """Make some steps, in addition to those still pending, then pause."""
        self._train(lambda: self._go(steps))

    def step_epoch(self) -> None:
        """Train to the end of this epoch, then pause."""
        self._train(self._go_epoch)

    def restart(
        self, number: int, spec: Experiment, parent: int | None = None, own: OwnData | None = None
    ) -> None:
        """Replace the run with a new one, known by a new number; training continues if it was on.

        `parent` is the run from which it was derived by an edit, `own` the data if it is one's own.
        If the new run cannot be built, the old one is kept and the new one reported as REFUSED. A run that
        is forgotten before or while it is built, never is: of many requests by a slider, only the newest is.
        """
        self._newest = number
        self._loop.post(lambda: self._restart(number, spec, parent, own))

    def restore(self, number: int, spec: Experiment, own: OwnData | None = None) -> None:
        """Return to an earlier run where it stood; if it is gone, restart from the spec.

        A run of which little is kept is trained again first; if that is cancelled, it is reported as REFUSED.
        """
        self._newest = number
        self._loop.post(lambda: self._restore(number, spec, own))

    def branch(self, number: int, origin: Origin, spec: Experiment) -> None:
        """Continue from a step of the current run's past as another run, with live settings changed."""
        self._newest = number
        self._loop.post(lambda: self._begin(self._maker.branch(number, origin, spec)))

    def adopt(self, run: Run, others: tuple[AnyRecord, ...]) -> None:
        """Replace all runs; the current one is paused where it stands."""
        self._newest = run.number
        self._loop.post(lambda: self._adopt(run, others))

    def cancel_replay(self) -> None:
        """End the replay that is under way."""
        self._publisher.stay()
        self._watch.cancel()

    def forget(self, number: int) -> None:
        """Discard an earlier run that will not be requested again."""
        self._forgotten.add(number)
        self._loop.post(lambda: self._forget(number))

    def keep(self, make: Callable[[], AnyRecord]) -> None:
        """Add a run that was made elsewhere; its record is completed in the thread."""
        self._loop.post(lambda: self._runs.keep(make()))

    def rename(self, number: int, title: str) -> None:
        """Name a run; without a title it is named by what is different."""
        self._loop.post(lambda: self._runs.rename(number, title))

    def change(self, spec: Experiment) -> None:
        """Apply live settings from the next step on."""
        self._edit(lambda trainer: trainer.change(spec))

    def set_parameter(self, name: str, value: float) -> None:
        """Set a weight or bias by hand from the next step on."""
        self._edit(lambda trainer: trainer.set_parameters({name: value}))

    def look(self, look: Callable[[Trainer], None]) -> None:
        """Call a function with the trainer between two steps, in its thread; it must not change anything."""
        self._loop.post(lambda: look(self._runs.trainer))

    def collect(self, take: Callable[[tuple[AnyRecord, ...], int], None]) -> None:
        """Deliver all runs as they are between two steps, and the number of the current one."""
        self._loop.post(lambda: take(self._runs.collected, self._runs.number))

    def picture(self, step: int, needs: Needs, take: Callable[[Snapshot], None]) -> None:
        """Picture the run as it stood after so many steps, between two steps of now, which change nothing.

        Only the moment requested last is pictured, and none while it is cancelled on the way.
        """
        self._publisher.picture(step, needs, take)

    def set_speed(self, steps_per_second: float) -> None:
        """Set the training speed; 0 is full speed."""
        self._loop.post(lambda: self._pace.set_speed(steps_per_second))

    def ask(self, needs: Needs) -> None:
        """Request a snapshot; `on_snapshot` receives it at the next step boundary."""
        self._publisher.stay()  # of the past nothing is wanted any more
        self._publisher.ask(needs)

    def open_gate(self) -> None:
        """Report that the last snapshot has been painted."""
        self._publisher.gate.open()

    def _fail(self, text: str, bug: bool) -> None:
        """Report what went wrong; the same bug only once, because it might repeat with every snapshot."""
        run = self._runs.current
        if bug and run is not None and run.state is not RunState.FAILED:
            run.state = RunState.FAILED
            self._on_run(run.number, RunState.FAILED)
        if not bug or text != self._reported:
            self._reported = text if bug else self._reported
            self._on_error(text, bug)

    def _turn(self) -> None:
        if self._publisher.is_asked:
            self._publisher.publish()
        if self._runs.is_training and not self._publisher.gate.passes():
            return
        if not self._complete(self._is_interrupted):
            return
        is_training, early = self._runs.is_training, self._pace.early
        if is_training and early <= 0:
            self._work()
        else:
            self._loop.wait(early if is_training else IDLE_SECONDS, lambda: self._publisher.is_asked)

    def _work(self) -> None:
        """Train for about as long as the pace allows."""
        trainer, pace = self._runs.trainer, self._pace
        advance = partial(trainer.advance_unless, self._is_interrupted)
        self.steps_made += pace.work(advance, lambda: self._loop.is_wanted)
        if self._runs.current is not None and not self._loop.is_wanted:
            self._runs.current.mark()
        if trainer.finished or pace.is_over:
            self._rest()

    def _is_interrupted(self) -> bool:
        """Whether something comes before the rest of a long evaluation."""
        return self._loop.is_wanted or self._publisher.is_asked

    def _complete(self, interrupted: Callable[[], bool]) -> bool:
        """Complete an evaluation that was interrupted; return whether none is left."""
        if self._runs.is_ending:
            self._runs.trainer.advance_unless(interrupted, 0)
            if not self._runs.is_ending and not self._runs.is_training:
                self._rest()  # a rule may have ended training
        return not self._runs.is_ending

    def _edit(self, edit: Callable[[Trainer], None]) -> None:
        """Apply an edit to the most recently requested run."""

        def apply() -> None:
            edit(self._runs.trainer)
            if not self._runs.is_training:
                self._rest()

        self._train(apply)

    def _train(self, command: Command) -> None:
        """Do something with the most recently requested run, and with no other: it may not come about."""
        number = self._newest

        def do() -> None:
            run = self._runs.current
            if run is None or run.number == number:
                command()

        self._loop.post(do)

    def _go(self, steps: int | None) -> None:
        run = self._runs.current
        if run is None:
            return
        if run.trainer.divergence is not None:
            raise UserError("This run diverged and cannot continue. Lower the learning rate and reset.")
        run.trainer.go_on()
        self._pace.begin(steps + self._to_make if steps is not None else None)
        if run.state is not RunState.RUNNING:
            run.state = RunState.RUNNING
            self._on_run(run.number, run.state)

    def _go_epoch(self) -> None:
        trainer = self._runs.trainer
        self._go(trainer.steps_per_epoch if self._to_make else trainer.steps_to_epoch_end)

    @property
    def _to_make(self) -> int:
        """Requested steps that have not been made yet."""
        return self._pace.left or 0 if self._runs.is_training else 0

    def _rest(self) -> None:
        run = self._runs.current
        if run is not None:
            run.rest()
            self._on_run(run.number, run.state)

    def _restart(self, number: int, spec: Experiment, parent: int | None, own: OwnData | None) -> None:
        if number not in self._forgotten:
            run = self._maker.new(number, spec, own, parent, lambda: number not in self._forgotten)
            self._begin(run, go_on=self._runs.is_training)

    def _restore(self, number: int, spec: Experiment, own: OwnData | None) -> None:
        run = self._runs.current
        if run is not None and run.number == number:  # the steps that should have followed were never started
            self._pace.forget()
            self._rest()
        else:
            self._begin(self._maker.earlier(number, spec, own))

    def _adopt(self, run: Run, others: tuple[AnyRecord, ...]) -> None:
        self._runs.adopt(others)
        self._begin(run)

    def _forget(self, number: int) -> None:
        self._runs.forget(number)
        self._forgotten.discard(number)

    def _begin(self, run: Run | None, go_on: bool = False) -> None:
        if run is None:
            return
        self._runs.begin(run)
        self._pace.forget()
        if go_on:
            self._go(None)
        else:
            self._rest()
