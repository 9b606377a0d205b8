"""Runs training steps on flat vectors, many in a row, and hands over a row of numbers for each."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bplab.experiment.spec import Experiment
from bplab.nn.optimizers import OPTIMIZERS
from bplab.nn.penalties import PENALTIES
from bplab.training.kernel.calls import Call
from bplab.training.kernel.layout import Array, Layout, Mask
from bplab.training.kernel.stage import Model, Stage, is_finite
from bplab.training.kernel.statistics import statistics
from bplab.training.kernel.updates import rates_of

DropoutMasks = list[Array | None]
MOST_WAITING = 64  # steps whose numbers are taken together


class Segment(NamedTuple):
    """Steps of one batch size in a row."""

    batch: int
    indices: NDArray[np.int64]  # (steps * batch,) rows of the training inputs
    rates: Array  # (steps,) learning rate of each step
    masks: DropoutMasks  # per hidden layer (steps, units, batch), or None


class Kernel:
    """A network's parameters, the optimizer's memory, and the programs that train them.

    `measured` is given the statistics of the steps made, some steps late: for short epochs, taking them is
    dearer than the steps. `take_statistics` has it given all of them.
    Shapes: inputs (n, d), targets (n, outputs), parameters flat as `Layout` says.
    """

    def __init__(
        self,
        spec: Experiment,
        layout: Layout,
        inputs: Array,
        targets: Array,
        parameters: Array,
        measured: Callable[[Array], object] = len,
    ) -> None:
        self._measured = measured
        self._waiting: list[tuple[int, int]] = []  # batch size and number of the steps not measured yet
        self._stages: dict[int, Stage] = {}
        self.dtype = np.dtype(spec.dtype)
        self.layout = layout
        self.inputs = np.ones((len(inputs), inputs.shape[1] + 1), self.dtype)
        self.inputs[:, :-1] = inputs
        self.targets = np.ascontiguousarray(targets, self.dtype)
        self.parameters = parameters.astype(self.dtype)  # flat; a view of the ring once steps are made
        self.steps = 0  # optimizer steps made, Adam's t
        slots = OPTIMIZERS[spec.optimizer].slots
        self.slots = {name: np.zeros(self.layout.size, self.dtype) for name in slots}
        self.dead = np.zeros(self.layout.size, bool)  # weights cut off by pruning
        self.gradient = np.zeros(self.layout.size, self.dtype)  # of the last step; a view likewise
        self._update = np.zeros(self.layout.size, self.dtype)  # of the last step before those of the stage
        self.broken: Array | None = None  # parameters that a step which diverged would have left
        self._last: tuple[Stage, int] | None = None  # where the last step lies: its stage and row
        self.respecify(spec)

    @property
    def taken_off(self) -> Array:
        """What the last step took off the parameters, flat; not to be kept."""
        return self._update if self._last is None else self._last[0].update(self._last[1])

    def restore(self, parameters: Array, slots: Mapping[str, Array], dead: Mask, steps: int) -> None:
        """Stand where another kernel of the same network stood."""
        self.parameters, self.steps = parameters.astype(self.dtype), steps
        for name, slot in slots.items():
            self.slots[name][...] = slot
        self.dead[...] = dead

    def respecify(self, spec: Experiment) -> None:
        """Take over live settings. What was learned stays; weights that pruning cut off, while it lasts."""
        self.spec = spec
        if not PENALTIES[spec.regularization].prunes:
            self.dead[:] = False
        connected = self.layout.connected()
        frozen = self.layout.frozen(spec.frozen)
        self.parameters = self.parameters.copy()
        self._begin_anew()
        self._model = Model(
            spec, self.layout.shape, self.layout, self.dtype, self.slots, connected, frozen, self.dead,
            self.inputs, self.targets,
        )  # fmt: skip
        self._stages = {}

    def run(self, segment: Segment, with_statistics: bool = True) -> int:
        """Make the segment's steps; return how many were made.

        A step whose numbers are not finite ends it: `broken` is what it would have left, it is not counted,
        and everything stays as it was before it, except what the optimizer remembers. (Without statistics,
        which is for measuring speed, it may be found later.)
        """
        stage = self._stages.get(segment.batch) or self._new_stage(segment.batch)
        made = 0
        while made < len(segment.rates) and self.broken is None:
            made += self._run_some(stage, segment, made, with_statistics)
        return made

    def take_statistics(self) -> None:
        """Measure the steps that wait for it."""
        if not self._waiting:
            return
        batches, counts = zip(*self._waiting, strict=True)
        self._waiting = []
        of_steps = np.repeat(batches, counts)
        rows = np.empty((len(of_steps), 1 + 4 * len(self.layout.units)))
        for batch in set(batches):
            stage = self._stages[batch]
            with np.errstate(all="ignore"):  # divergence is a state, and without weights there is no ratio
                rows[of_steps == batch] = statistics(stage, slice(stage.measured, stage.row))
            stage.measured = stage.row
        self._measured(rows)

    def steps_at_once(self, batch: int) -> int:
        """How many steps of a batch size are made in one go."""
        return (self._stages.get(batch) or self._new_stage(batch)).steps

    def calls_of_a_step(self, batch: int) -> list[Call]:
        """The NumPy calls of a step of a batch size; such a step must have been made without statistics."""
        return self._stages[batch].programs[False][0]

    def _new_stage(self, batch: int) -> Stage:
        self._stages[batch] = Stage(self._model, batch)
        return self._stages[batch]

    def _run_some(self, stage: Stage, segment: Segment, begin: int, with_statistics: bool) -> int:
        count = min(stage.steps, len(segment.rates) - begin)
        first = self._enter(stage, count)
        rows = slice(first, first + count)
        here = slice(begin, begin + count)
        indices = segment.indices[begin * stage.batch : (begin + count) * stage.batch]
        stage.load(rows, indices, rates_of(self.spec, segment.rates[here], self.steps + 1))
        for mask, drawn in zip(stage.masks, segment.masks, strict=True):
            if mask is not None and drawn is not None:
                mask[rows] = drawn[here]
        rows = slice(first, stage.execute(rows, with_statistics))
        done = self._judge(stage, rows, with_statistics)
        if done < rows.stop - first:
            self.broken = stage.ring.w(first + done + 1).copy()
        self._keep(stage, first, done)
        return done

    def _enter(self, stage: Stage, count: int) -> int:
        """Bring the parameters to a row of the stage's ring from which steps can be made; return the row."""
        if stage.row and not stage.ring.to_and_fro and stage.row + count > _most_waiting(stage):
            self._begin_anew()
        if self.parameters is not stage.entry:
            stage.ring.w(stage.row)[...] = self.parameters
        return stage.row

    def _begin_anew(self) -> None:
        """Take along what lies in rings whose rows are about to be reused, or let go."""
        self.take_statistics()
        self.gradient, self._update, self._last = self.gradient.copy(), self.taken_off.copy(), None
        for stage in self._stages.values():
            stage.begin_anew()

    def _judge(self, stage: Stage, rows: slice, with_statistics: bool) -> int:
        """How many of the steps just made are finite in all that they have left."""
        count: int = rows.stop - rows.start
        if not with_statistics:
            return count if is_finite(stage.ring.w(rows.stop)) else 0
        pays = 2 * count <= _most_waiting(stage)  # or nothing would be taken together
        if pays and not stage.ring.to_and_fro and stage.is_ordinary(rows):
            self._waiting.append((stage.batch, count))
            return count
        self.take_statistics()
        numbers = statistics(stage, rows)
        finite = np.isfinite(numbers[:, 0])
        done = count if finite.all() else int(np.argmin(finite))
        self._measured(numbers[:done])
        stage.measured = rows.start + done
        return done

    def _keep(self, stage: Stage, first: int, done: int) -> None:
        """Stand where `done` steps from row `first` lead."""
        self.steps += done
        self.parameters = stage.stand_at(first + done)
        if done:
            self._last = stage, first + done - 1
            self.gradient = stage.ring.g(first + done - 1)


def _most_waiting(stage: Stage) -> int:
    return min(stage.steps, MOST_WAITING)
