"""Runs training steps on flat vectors, many in a row, and hands back a row of numbers for each."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bplab.experiment.spec import Experiment
from bplab.nn.optimizers import OPTIMIZERS
from bplab.nn.penalties import PENALTIES
from bplab.training.kernel.layout import Array, Layout, Mask
from bplab.training.kernel.stage import Model, Stage
from bplab.training.kernel.statistics import statistics

DropoutMasks = list[Array | None]


class Segment(NamedTuple):
    """Steps of one batch size in a row."""

    batch: int
    indices: NDArray[np.int64]  # (steps * batch,) rows of the training inputs
    rates: Array  # (steps,) learning rate of each step
    masks: DropoutMasks  # per hidden layer (steps, units, batch), or None


class Kernel:
    """A network's parameters, the optimizer's memory, and the programs that train them.

    Shapes: inputs (n, d), targets (n, outputs), parameters flat as `Layout` says.
    """

    def __init__(
        self, spec: Experiment, layout: Layout, inputs: Array, targets: Array, parameters: Array
    ) -> None:
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
        self._stage: Stage | None = None  # in whose ring the parameters lie, in row `_row`
        self._row = 0
        self._last: int | None = None  # the row of the last step in it
        self.respecify(spec)

    @property
    def taken_off(self) -> Array:
        """What the last step took off the parameters, flat; not to be kept."""
        return self._update if self._stage is None or self._last is None else self._stage.update(self._last)

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
        self._leave()
        self._model = Model(
            spec, self.layout.shape, self.layout, self.dtype, self.slots, connected, frozen, self.dead,
            self.inputs, self.targets,
        )  # fmt: skip
        self._stages: dict[int, Stage] = {}

    def run(self, segment: Segment, with_statistics: bool = True) -> Array:
        """Make the segment's steps and return a row of statistics for each (see `statistics`).

        A step whose numbers are not finite ends it: its row is the last, its batch loss not finite; it is not
        counted, and everything stays as it was before it, except what the optimizer remembers. (Large nets
        without statistics do not: those are for measuring speed.)
        """
        stage = self._stages.get(segment.batch) or self._new_stage(segment.batch)
        rows: list[Array] = []
        begin = 0
        while begin < len(segment.rates) and (not rows or np.isfinite(rows[-1][-1, 0])):
            rows.append(self._run_some(stage, segment, begin, with_statistics))
            begin += len(rows[-1])
        return np.concatenate(rows)

    def steps_at_once(self, batch: int) -> int:
        """How many steps of a batch size are made in one go."""
        return (self._stages.get(batch) or self._new_stage(batch)).steps

    def calls_in_a_step(self, batch: int) -> int:
        """How many NumPy calls a step of a batch size makes; such a step must have been made."""
        return len(self._stages[batch].programs[False][0])

    def _new_stage(self, batch: int) -> Stage:
        self._stages[batch] = Stage(self._model, batch)
        return self._stages[batch]

    def _run_some(self, stage: Stage, segment: Segment, begin: int, with_statistics: bool) -> Array:
        count = min(stage.steps, len(segment.rates) - begin)
        first = self._enter(stage)
        rows = slice(first, first + count)
        here = slice(begin, begin + count)
        indices = segment.indices[begin * stage.batch : (begin + count) * stage.batch]
        stage.load(rows, indices, self._rates(segment.rates[here]))
        for mask, drawn in zip(stage.masks, segment.masks, strict=True):
            if mask is not None and drawn is not None:
                mask[rows] = drawn[here]
        rows = slice(first, stage.execute(rows, with_statistics))
        count = rows.stop - first
        numbers = statistics(stage, rows) if with_statistics else self._only_finite(stage, rows)
        finite = np.isfinite(numbers[:, 0])
        done = count if finite.all() else int(np.argmin(finite))
        self._keep(stage, first, done)
        if done < count:
            self.broken = stage.ring.w(first + done + 1).copy()
        return numbers[: done + 1]

    def _enter(self, stage: Stage) -> int:
        """Bring the parameters to a row of the stage's ring from which steps can be made; return the row."""
        if stage is self._stage and (stage.ring.to_and_fro or not self._row):
            return self._row
        self._leave()
        stage.ring.w(0)[...] = self.parameters
        self._stage, self._row, self._last = stage, 0, None
        return 0

    def _leave(self) -> None:
        """Take along what lies in a ring whose rows are about to be reused, or let go."""
        self.gradient, self._update = self.gradient.copy(), self.taken_off.copy()
        self._stage = None

    def _rates(self, eta: Array) -> Array:
        """Shape: (steps, 3), see `updates.Rates`."""
        if not self.spec.optimizer.startswith("adam"):
            return np.repeat(eta, 3).reshape(-1, 3)
        t = np.arange(self.steps + 1, self.steps + 1 + len(eta))
        first = 1 - self.spec.beta1**t
        return np.stack([eta, eta / first, np.sqrt(1 - self.spec.beta2**t)], axis=1)

    def _only_finite(self, stage: Stage, rows: slice) -> Array:
        """Zeros, or NaN if the last parameters are not finite: one look at the end of many steps."""
        finite = np.isfinite(stage.ring.w(rows.stop)).all()
        return np.full((rows.stop - rows.start, 1), 0.0 if finite else np.nan)

    def _keep(self, stage: Stage, first: int, done: int) -> None:
        """Stand where `done` steps from row `first` lead."""
        self.steps += done
        self._row = stage.ring.place(first + done)
        self.parameters = stage.ring.w(self._row)
        if done:
            self._last = first + done - 1
            self.gradient = stage.ring.g(self._last)
