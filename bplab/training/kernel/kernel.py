"""Makes many training steps in a row on flat vectors, and delivers a row of statistics for each."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import fields
from math import isfinite

import numpy as np

from bplab.arrays import Array, Mask
from bplab.experiment.spec import Experiment
from bplab.nn.optimizers import OPTIMIZERS
from bplab.nn.penalties import PENALTIES
from bplab.training.kernel.calls import Call
from bplab.training.kernel.layout import ParameterLayout
from bplab.training.kernel.program import Model, StepProgram, StepRange
from bplab.training.kernel.ring import Ring, steps_in_a_row
from bplab.training.kernel.statistics import Statistics, are_ordinary
from bplab.training.kernel.steps import Steps
from bplab.training.kernel.updates import is_plain, rates_of

# Settings that no call is bound to: learning rates arrive with the steps, and others decide when these end.
RATES = "learning_rate", "schedule", "schedule_epochs", "schedule_factor"
UNBOUND = frozenset((*RATES, "epochs", "stop", "stop_loss", "stop_patience"))


class Kernel:
    """A network's parameters, the optimizer's state, and the programs that train them.

    The batches of many steps are loaded at once, because for short epochs gathering the examples of each
    epoch is more expensive than its steps. Other settings discard what is loaded.

    `measured` receives the statistics of the steps with a delay of some steps: for short epochs, taking them
    is more expensive than the steps. `take_statistics` delivers all of them. Losses are measured with outputs
    in multiples of `unit`, if it is given.
    Shapes: inputs (n, d), targets (n, outputs), unit (outputs,), parameters flat as in `ParameterLayout`.
    """

    def __init__(
        self,
        spec: Experiment,
        layout: ParameterLayout,
        inputs: Array,
        targets: Array,
        parameters: Array,
        measured: Callable[[Array], object] = len,
        unit: Array | None = None,
    ) -> None:
        self.measured = measured
        self._unit = None if unit is None else unit[:, None]
        self._waiting: list[StepRange] = []  # steps not measured yet
        self.dtype = np.dtype(spec.dtype)
        self.layout = layout
        self.inputs = np.ones((len(inputs), inputs.shape[1] + 1), self.dtype)
        self.inputs[:, :-1] = inputs
        self.targets = np.ascontiguousarray(targets, self.dtype)
        self.steps = 0  # optimizer steps made, Adam's t
        slots = OPTIMIZERS[spec.optimizer].slots
        self.slots = {name: np.zeros(self.layout.size, self.dtype) for name in slots}
        self.dead = np.zeros(self.layout.size, bool)  # weights removed by pruning
        self.broken: Array | None = None  # parameters that a diverged step would have left
        self._begin_with(spec, parameters.astype(self.dtype), *np.zeros((2, layout.size), self.dtype))

    def _begin_with(self, spec: Experiment, parameters: Array, gradient: Array, update: Array) -> None:
        """Build everything that depends on the settings, and start from these vectors."""
        self.spec = spec
        connected, frozen = self.layout.connected(), self.layout.frozen(spec.frozen)
        self._model = Model(
            spec, self.layout.shape, self.layout, self.dtype, self.slots, connected, frozen, self.dead,
            self.inputs, self.targets, self._unit,
        )  # fmt: skip
        self._ring = _ring(self._model)
        self._programs: dict[int, StepProgram] = {}
        self._statistics = Statistics()
        self._loaded: deque[StepRange] = deque()  # steps to be made next
        self.parameters = parameters
        self.gradient[...] = gradient
        self._update: Array | None = update  # until there is a step made with these settings

    @property
    def parameters(self) -> Array:
        """All parameters, flat: a view, valid until the next step."""
        return self._ring.w(self._ring.row)

    @parameters.setter
    def parameters(self, values: Array) -> None:
        self._ring.w(self._ring.row)[...] = values

    @property
    def gradient(self) -> Array:
        """The last step's gradient, flat, zeros before the first step; also a view."""
        return self._ring.g(self._ring.row - 1)

    @property
    def taken_off(self) -> Array:
        """What the last step subtracted from the parameters, flat; do not keep it."""
        if self._update is not None:
            return self._update
        last = self._ring.row - 1
        return self._ring.rates[last, 0] * self.gradient if self._ring.kinds == 2 else self._ring.update(last)

    def restore(self, parameters: Array, slots: Mapping[str, Array], dead: Mask, steps: int) -> None:
        """Take over the state of another kernel of the same network."""
        self.parameters, self.steps = parameters, steps
        for name, slot in slots.items():
            self.slots[name][...] = slot
        self.dead[...] = dead

    def respecify(self, spec: Experiment) -> None:
        """Apply live settings. What was learned is kept, and so are pruned weights while pruning lasts."""
        self.take_statistics()
        if not PENALTIES[spec.regularization].prunes:
            self.dead[:] = False
        if have_same_calls(self.spec, spec):
            self.spec = spec
            self._loaded.clear()  # they come with the old learning rates
        else:
            self._rebuild(spec)

    def release_buffers(self) -> None:
        """Release what can be rebuilt."""
        self.take_statistics()
        self._rebuild(self.spec)

    def _rebuild(self, spec: Experiment) -> None:
        self._begin_with(spec, self.parameters, self.gradient, self.taken_off.copy())

    def load(self, steps: Steps) -> None:
        """Gather the batches of the next steps, of up to `room` steps, in place of what is loaded."""
        ring = self._ring
        if ring.row:
            self.take_statistics()
            ring.begin_anew()
        rows = slice(ring.row, ring.row + len(steps.sizes))
        ring.batches[rows] = steps.sizes
        ring.rates[rows] = rates_of(self.spec, steps.rates, self.steps + 1)
        for batch, places, examples in steps.by_size(ring.row):
            self._program_of(batch).load(places, examples)
        for row, masks in enumerate(steps.masks, ring.row):
            self._program_of(int(ring.batches[row])).load_masks(row, masks)
        self._loaded = deque(
            StepRange(self._program_of(batch), places) for batch, places in steps.stretches(ring.row)
        )

    def run(self, count: int, with_statistics: bool = True) -> int:
        """Make up to `count` of the loaded steps; return how many were made.

        A step whose values are not finite ends the run: `broken` is what it would have left, it is not
        counted, and everything stays as before it, except the optimizer's state. (Without statistics, which
        is used to measure speed, it may be detected later.)
        """
        if not with_statistics:
            self.take_statistics()  # those of neighboring steps are taken together
        made = 0
        while made < count and self._loaded and self.broken is None:
            made += self._run_some(count - made, with_statistics)
        return made

    def take_statistics(self) -> None:
        """Measure the steps that have not been measured yet."""
        runs, self._waiting = self._waiting, []
        if runs:
            with np.errstate(all="ignore"):  # divergence is a state, and without weights there is no ratio
                self.measured(self._statistics.of(runs))

    @property
    def room(self) -> int:
        """The maximum number of steps loaded at a time."""
        return self._ring.steps

    @property
    def has_loaded(self) -> bool:
        """Whether there are loaded steps that have not been made yet."""
        return bool(self._loaded)

    def calls_of_last_step(self, batch: int) -> list[Call]:
        """The NumPy calls of the last step, if it had this batch size, without statistics."""
        return self._program_of(batch).calls(self._ring.row - 1, False)

    def _program_of(self, batch: int) -> StepProgram:
        if batch not in self._programs:
            self._programs[batch] = StepProgram(self._model, self._ring, batch)
        return self._programs[batch]

    def _run_some(self, most: int, with_statistics: bool) -> int:
        """Make up to `most` of the loaded steps, and check them together."""
        first = row = self._ring.row
        runs: list[StepRange] = []
        while self._loaded and row < first + most:
            program, rows = self._loaded[0]
            begin, row = row, program.execute(slice(row, min(rows.stop, first + most)), with_statistics)
            runs.append(StepRange(program, slice(begin, row)))
            if row == rows.stop:
                self._loaded.popleft()
            if self._ring.alternates:
                break  # its last step may have to be examined before the next one
        done = self._judge(runs, with_statistics)
        if done < row - first:
            self.broken = self._ring.w(first + done + 1).copy()
        if done:
            self._update = None
        self.steps += done
        self._ring.row = first + done
        return done

    def _judge(self, runs: list[StepRange], with_statistics: bool) -> int:
        """How many of the steps just made are finite in everything they computed."""
        first, stop = runs[0].rows.start, runs[-1].rows.stop
        count: int = stop - first
        if not with_statistics:
            return count if is_finite(self._ring.w(stop)) else 0
        pays = 2 * count <= self._ring.steps  # otherwise nothing would be measured together
        if pays and not self._ring.alternates and are_ordinary(runs):
            self._waiting += runs
            return count
        self.take_statistics()
        numbers = self._statistics.of(runs)
        finite = np.isfinite(numbers[:, 0])
        done = count if finite.all() else int(np.argmin(finite))
        self.measured(numbers[:done])
        return done


def have_same_calls(one: Experiment, other: Experiment) -> bool:
    """Whether programs made for one experiment make the steps of the other, so that none is bound again."""
    names = (item.name for item in fields(Experiment) if item.name not in UNBOUND)
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _ring(model: Model) -> Ring:
    """Room for the steps of a run, for batches of the most common size."""
    examples, parameters = len(model.inputs), model.layout.size
    batch = min(model.spec.batch_size or examples, examples)
    steps, large = steps_in_a_row(parameters, batch * sum(model.layout.units), model.dtype.itemsize)
    return Ring(steps, large, 2 if is_plain(model.spec) else 3, parameters, model.dtype)


def is_finite(vector: Array) -> bool:
    """Whether all numbers are finite, by a single product unless that overflows.

    Shapes: (n,).
    """
    return bool(isfinite(vector.dot(vector)) or np.isfinite(vector).all())
