"""Checkpoints on the way to a moment of the past, which shorten the way to the moments beside it."""

from bisect import insort
from time import perf_counter

from bplab.training.checkpoint import Checkpoint
from bplab.training.pace import Pace
from bplab.training.replay import GoOn, always, replay, unmeasured
from bplab.training.timeline import last_before, size_of, step_of
from bplab.training.trainer import Trainer

MOST_BYTES = 16 << 20
MOST_CHECKPOINTS = 64


class Trail:
    """Half of its checkpoints are those just before the moment, the others are spread along the way there.

    They are made without measuring anything: good for looking, not for going on.
    """

    def __init__(self) -> None:
        self.checkpoints: list[Checkpoint] = []  # by step

    def before(self, step: int) -> Checkpoint | None:
        """The last checkpoint at or before a step."""
        return last_before(self.checkpoints, step)

    def walk(self, trainer: Trainer, step: int, go_on: GoOn = always) -> bool:
        """Replay to a step; return whether it arrived. What was reached is kept in any case."""
        self._keep(trainer)
        half, pace = self._most // 2, Pace(perf_counter)
        with unmeasured(trainer):
            for stop in _stops(trainer.step, step, half):
                arrived = replay(trainer, stop, go_on, pace)
                self._keep(trainer)
                if not arrived:
                    break
        excess = len(self.checkpoints) - self._most
        for _ in range(excess):
            farthest = max((0, -1), key=lambda end: abs(self.checkpoints[end].step - step))
            del self.checkpoints[farthest]
        return trainer.step == step

    @property
    def _most(self) -> int:
        return min(MOST_CHECKPOINTS, max(4, MOST_BYTES // size_of(self.checkpoints[0])))

    def _keep(self, trainer: Trainer) -> None:
        before = self.before(trainer.step)
        if before is None or before.step != trainer.step:
            insort(self.checkpoints, trainer.checkpoint(), key=step_of)


def _stops(start: int, goal: int, half: int) -> list[int]:
    """Steps at which a checkpoint is kept: some along the way, then each of the last ones."""
    near = max(start, goal - half)
    far = [start + (near - start) * part // half for part in range(1, half)]
    return sorted({step for step in (*far, *range(near, goal + 1)) if step > start})
