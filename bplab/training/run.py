"""A run: one training of an experiment, alive in the runner or parked so that undo can bring it back."""

from dataclasses import dataclass

from bplab.training.snapshot import Needs, RunState, Snapshot, take_snapshot
from bplab.training.trainer import Trainer

MOST_PARKED = 20
MOST_PARKED_BYTES = 256 << 20


@dataclass
class Run:
    """A trainer with the number by which a session knows it, and what it is doing."""

    number: int
    trainer: Trainer
    state: RunState = RunState.IDLE

    @property
    def nbytes(self) -> int:
        """What it takes while parked, most of it history."""
        return self.trainer.history.nbytes + 8 * self.trainer.build.layout.size * 8

    def picture(self, needs: Needs, version: int) -> Snapshot:
        """Picture this moment; nothing of the run changes by it."""
        trainer = self.trainer
        return take_snapshot(
            trainer.build, trainer.checkpoint(lent=True), trainer.history, needs,
            spec=trainer.spec, run=self.number, version=version, state=self.state,
        )  # fmt: skip

    def rest(self) -> None:
        """Say what the run is when nobody trains it."""
        if self.trainer.divergence is not None:
            self.state = RunState.DIVERGED
        elif self.trainer.stopped:
            self.state = RunState.DONE
        else:
            self.state = RunState.PAUSED if self.trainer.step else RunState.IDLE


class Parked:
    """Runs that were replaced, the newest kept; the oldest make room."""

    def __init__(self) -> None:
        self._runs: dict[int, Run] = {}

    def keep(self, run: Run) -> None:
        """Park a run."""
        run.trainer.release_buffers()
        self._runs[run.number] = run
        while len(self._runs) > 1 and (
            len(self._runs) > MOST_PARKED
            or sum(parked.nbytes for parked in self._runs.values()) > MOST_PARKED_BYTES
        ):
            del self._runs[next(iter(self._runs))]

    def forget(self, number: int) -> None:
        """Let a run go that nobody will ask for."""
        self._runs.pop(number, None)

    def take(self, number: int) -> Run | None:
        """Give a run back, if it is still there."""
        return self._runs.pop(number, None)
