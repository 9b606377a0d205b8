"""How a run comes into being: new from its spec, back from its record, or as a branch of another."""

from collections.abc import Callable

from bplab.data.own import OwnData
from bplab.errors import UserError
from bplab.experiment.spec import Experiment
from bplab.training.replay_watch import ReplayWatch
from bplab.training.run import Origin, Run
from bplab.training.runs import Runs
from bplab.training.snapshot import RunState
from bplab.training.trainer import Trainer


class RunMaker:
    """Makes runs in the runner's thread; one that cannot be made, or is cancelled, is reported as REFUSED."""

    def __init__(self, runs: Runs, watch: ReplayWatch, on_run: Callable[[int, RunState], None]) -> None:
        self._runs, self._watch, self._on_run = runs, watch, on_run

    def new(
        self,
        number: int,
        spec: Experiment,
        own: OwnData | None = None,
        parent: int | None = None,
        wanted: Callable[[], bool] = lambda: True,
    ) -> Run | None:
        """A run at its start, or None once it is not wanted any more.

        One derived from a run that has not made a step is derived from its parent.
        """
        before = self._runs.current
        origin = None if parent is None else Origin(parent, 0)
        if origin is not None and before is not None and before.number == parent and not before.trainer.step:
            origin = before.parent
        try:
            return self._watch.making(lambda: Run(number, Trainer(spec, data=own), parent=origin), wanted)
        except UserError:
            self._on_run(number, RunState.REFUSED)
            raise

    def earlier(self, number: int, spec: Experiment, own: OwnData | None = None) -> Run | None:
        """A run as it was left; if it is gone, a new one from the spec."""
        record = self._runs.records.get(number)
        if record is None:
            return self.new(number, spec, own)
        return self._made(number, record.now.step, record.resume)

    def branch(self, number: int, origin: Origin, spec: Experiment) -> Run | None:
        """A branch of the current run; refused if that is another one: what it was to be a branch of was."""
        parent = self._runs.current
        if parent is None or parent.number != origin.run:
            self._on_run(number, RunState.REFUSED)
            return None
        return self._made(number, origin.step, lambda go_on: parent.branch(number, origin.step, spec, go_on))

    def _made(
        self, number: int, goal: int, make: Callable[[Callable[[int], bool]], Run | None]
    ) -> Run | None:
        made = self._watch.watching(goal, make)
        if made is None:
            self._on_run(number, RunState.REFUSED)
        return made
