"""The checkpoints of a run, spread evenly over its life, from which any of its steps can be reached."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import islice
from operator import attrgetter

from bplab.training.checkpoint import Checkpoint
from bplab.training.trainer import Trainer

MOST_BYTES = 128 << 20  # of the current run
MOST_CHECKPOINTS = 4096
OVERHEAD = 1024  # bytes of a checkpoint besides the contents of its arrays, about
WORK = 4_500_000  # parameters times examples that a run trains between two checkpoints, about
STRETCH = 1.39  # from one to the next, as a multiple of the mean: two of the closest then merge into the same
LEAST, MOST_SPACING = 10, 200  # steps between two checkpoints, at first

step_of = attrgetter("step")


class Timeline:
    """Keeps as many checkpoints as fit; where they are closest, one goes when another comes.

    Checkpoints are taken so rarely that they cost less than 2 % of the training.
    """

    def __init__(self, checkpoints: Iterable[Checkpoint] = (), most_bytes: int = MOST_BYTES) -> None:
        self.checkpoints = list(checkpoints)  # oldest first
        self._most_bytes = most_bytes

    def offer(self, trainer: Trainer) -> None:
        """Take a checkpoint, if the last one is long ago; never of a run that failed."""
        if trainer.divergence is not None:
            return
        last = self.checkpoints[-1].step if self.checkpoints else 0
        spacing = STRETCH * trainer.step / self._capacity(trainer)
        if trainer.step - last < max(_first_spacing(trainer), spacing):
            return
        self.checkpoints.append(trainer.checkpoint())
        self.thin(self._most_bytes)

    def before(self, step: int) -> Checkpoint | None:
        """The last checkpoint at or before a step."""
        return last_before(self.checkpoints, step)

    def thin(self, most_bytes: int) -> None:
        """Remove checkpoints, always where they are closest, until they fit."""
        if self.checkpoints:
            most = min(MOST_CHECKPOINTS, most_bytes // size_of(self.checkpoints[-1]))
            while len(self.checkpoints) > most:
                del self.checkpoints[_most_dispensable([one.step for one in self.checkpoints])]

    @property
    def nbytes(self) -> int:
        """The memory of the checkpoints."""
        return sum(map(size_of, self.checkpoints))

    def _capacity(self, trainer: Trainer) -> int:
        size = size_of(self.checkpoints[0]) if self.checkpoints else trainer.build.parameters.nbytes
        return max(1, min(MOST_CHECKPOINTS, self._most_bytes // size))


def last_before(checkpoints: Sequence[Checkpoint], step: int) -> Checkpoint | None:
    """The last of some checkpoints, oldest first, at or before a step."""
    place = bisect_right(checkpoints, step, key=step_of)
    return checkpoints[place - 1] if place else None


def size_of(checkpoint: Checkpoint) -> int:
    """The memory of a checkpoint."""
    return checkpoint.nbytes + OVERHEAD


def _first_spacing(trainer: Trainer) -> int:
    batch = trainer.spec.batch_size or len(trainer.build.prepared.split.train)
    return min(max(LEAST, WORK // (batch * trainer.build.layout.size)), MOST_SPACING)


def _most_dispensable(steps: list[int]) -> int:
    """The index of the step whose neighbors are closest to each other; never the last one."""
    if len(steps) == 1:
        return 0
    spans = [after - before for before, after in zip([0, *steps], islice(steps, 1, None), strict=False)]
    return spans.index(min(spans))
