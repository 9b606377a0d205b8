"""Trains one experiment, step by step: a function of its spec and its changes, to the bit."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np

from bplab.arrays import Array, Indices
from bplab.data.own import OwnData
from bplab.errors import UserError
from bplab.experiment.own import bound
from bplab.experiment.spec import Experiment
from bplab.training.arguments import check_kind, whole
from bplab.training.build import Build, build
from bplab.training.changes import GO_ON, Change, acts_between, live_changes, spec_after, with_value
from bplab.training.checkpoint import Checkpoint, Resumption, kept, kept_dead, next_step
from bplab.training.divergence import Divergence, first_not_finite
from bplab.training.epoch import upcoming
from bplab.training.evaluation import Evaluator, Interrupted, never
from bplab.training.forward import outputs_of
from bplab.training.history import History
from bplab.training.kernel.kernel import Kernel
from bplab.training.makers import Makers
from bplab.training.metrics import Evaluation
from bplab.training.parameter_edits import is_parameter, places_of, plain_value, with_parameter
from bplab.training.rates import learning_rates
from bplab.training.step import StepInput, trace_step
from bplab.training.stopping import Rules

QUIET: dict[str, Any] = {"all": "ignore"}  # divergence is a state


class Trainer:
    """A network in training, without threads or clocks; `data` is one's own, if the spec refers to it.

    Raises: UserError if made from something other than a spec, or from an inconsistent one.
    """

    def __init__(
        self, spec: Experiment, changes: Sequence[Change] = (), *, data: OwnData | None = None,
        start: Resumption | None = None,
    ) -> None:  # fmt: skip
        check_kind(spec, Experiment, "A Trainer takes an Experiment, such as bplab.preset('circle')")
        self.build = made = build(spec, data) if start is None else start.build
        self.spec = spec = bound(spec, made.own)
        self.changes: list[Change] = []
        self.step = self.epoch = self._position = 0  # updates made, epochs completed, updates in this epoch
        self.divergence: Divergence | None = None
        self.stopped = ""  # why the stop rule ended training, as a sentence
        self._history = History(len(made.shape.layers), spec.evaluate_every)
        self.planned = list(changes)  # changes to come
        self.makers = () if start is None else start.makers  # who computed the steps before it was resumed
        self._rules = Rules()
        self.is_ending = False  # whether the last epoch's evaluation was left: advance by 0 before all else
        self.is_measuring = True  # else there are no statistics and no evaluations
        self._evaluator = Evaluator(made)
        train, X, T = made.prepared.split.train, made.prepared.X, made.targets
        record = self._history.steps.append
        self._kernel = Kernel(spec, made.layout, X[train], T[train], made.parameters, record, made.unit)
        if start is None:
            self.evaluation = self.measure()
            self._history.add(self.evaluation)
        else:
            self._stand_at(start.checkpoint, start.history)
        self._take_planned_changes()  # after the evaluation, as changes by hand are

    @classmethod
    def resume(
        cls, made: Build, spec: Experiment, changes: Sequence[Change], checkpoint: Checkpoint,
        history: History | None = None, makers: Makers = (),
    ) -> Self:  # fmt: skip
        """Resume from a checkpoint of the run determined by `spec` and `changes`, to which `made` belongs.

        `history` and `makers` are the run's up to there; without a history, the past is unknown.
        """
        return cls(spec, changes, start=Resumption(made, checkpoint, history, makers))

    def _stand_at(self, checkpoint: Checkpoint, history: History | None) -> None:
        done = checkpoint.changes
        self.changes, self.planned = self.planned[:done], self.planned[done:]
        self.spec = spec_after(self.spec, self.changes)
        self.step, self.epoch, self._position = checkpoint.step, checkpoint.epoch, checkpoint.position
        if history is None:
            self.begin_history()
        else:
            self._record_in(history)
        self._rules = Rules(checkpoint.memory)
        self._kernel.respecify(self.spec)
        self._kernel.restore(checkpoint.parameters, checkpoint.slots, checkpoint.dead, self.step)
        self.evaluation = checkpoint.evaluation
        self.divergence, self.stopped = checkpoint.divergence, checkpoint.stopped

    def checkpoint(self, *, lent: bool = False) -> Checkpoint:
        """The complete current state; `lent` is for reading: no copies, and valid until the next step."""
        kernel = self._kernel
        slots = {name: kept(slot, lent) for name, slot in kernel.slots.items()}
        return Checkpoint(
            self.step, self.epoch, self._position, len(self.changes), kept(kernel.parameters, lent), slots,
            kept_dead(kernel.dead, lent), self._rules.memory, self.evaluation, self.divergence, self.stopped,
        )  # fmt: skip

    @property
    def history(self) -> History:
        """The history of the run up to now."""
        self._kernel.take_statistics()
        self._history.write_down()
        return self._history

    def begin_history(self) -> None:
        """Let the history begin after this step: what was before is not known."""
        layers, every = len(self.build.shape.layers), self.build.spec.evaluate_every
        self._record_in(History.after(layers, every, self.step, self.epoch))

    def _record_in(self, history: History) -> None:
        self._history = history
        self._kernel.measured = history.steps.append  # no method of ours: a ring outlives its last user

    @property
    def steps_per_epoch(self) -> int:
        """Updates in one epoch."""
        return self.build.batches.steps_per_epoch

    @property
    def steps_to_epoch_end(self) -> int:
        """Updates left in this epoch."""
        return self.steps_per_epoch - self._position

    @property
    def finished(self) -> bool:
        """Whether training has ended: diverged, or stopped by its rule."""
        return self.divergence is not None or bool(self.stopped)

    @property
    def parameters(self) -> Array:
        """A copy of all parameters, flat."""
        return self._kernel.parameters.copy()

    @property
    def gradient(self) -> Array:
        """A copy of the last step's gradient, flat; zeros before the first step."""
        return self._kernel.gradient.copy()

    @property
    def update(self) -> Array:
        """A copy of what the last step added to the parameters, flat; zeros before the first step."""
        return 0 - self._kernel.taken_off  # not -x, so that unmoved parameters have moved by 0 rather than -0

    @property
    def weights(self) -> list[tuple[Array, Array]]:
        """Copies of (W (fan_in, fan_out), b (fan_out,)) of each layer."""
        return self._kernel.layout.weights(self.parameters)

    @property
    def last_row(self) -> Array:
        """The statistics of the last step, see `kernel.statistics`; NaN if unknown."""
        newest = self.history.steps.newest()
        return np.full(len(self.history.steps.names), np.nan) if newest is None else newest

    def next_step(self) -> StepInput:
        """Everything that determines the next step, as copies."""
        return next_step(self.build, self.spec, self.checkpoint())

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step, after the schedule."""
        return float(learning_rates(self.spec, self.steps_per_epoch, self.step, 1)[0])

    def run(self, steps: int | None = None, epochs: int | None = None) -> None:
        """Train for a number of steps, or to the n-th end of an epoch from here, or until a rule ends it.

        Raises: UserError unless one of them is given, as a whole number.
        """
        if (steps is None) == (epochs is None):
            raise UserError("Give either a number of steps or a number of epochs.")
        most = whole(steps if epochs is None else epochs, "steps" if epochs is None else "epochs")
        if epochs is not None and most:
            most = (most - 1) * self.steps_per_epoch + self.steps_to_epoch_end
        while most > 0 and not self.finished:
            most -= max(self.advance(most), 1)

    def advance(self, steps: int) -> int:
        """Make up to `steps` steps without crossing the end of an epoch; return how many were made."""
        return self.advance_unless(never, steps)

    def advance_unless(self, interrupted: Interrupted, steps: int) -> int:
        """Advance; where a long evaluation is interrupted, what remains of it is left to the next advance."""
        made = 0
        with np.errstate(**QUIET):
            if not self.is_ending or self._end_epoch(interrupted):
                while made < steps and not (self.is_ending or self.finished):
                    made += self._run_batches(steps - made)
                if self.is_ending:
                    self._end_epoch(interrupted)
        return made

    def change(self, spec: Experiment) -> None:
        """Apply live settings from the next step on, and record them; other settings raise UserError."""
        check_kind(spec, Experiment, "A run changes to an Experiment, such as trainer.spec.but(momentum=0.5)")
        if acts_between(self.spec, spec) not in ("", "live"):
            raise UserError("Only live settings can change during a run; others restart it.")
        self.changes += live_changes(self.spec, spec, self.step)
        self._adopt(spec)

    def set_parameters(self, values: Mapping[str, Any]) -> None:
        """Set weights and biases from the next step on, and record it: {"W1[2,3]": 0.5, "b2": [0, 0]}.

        The optimizer's state is unchanged; frozen parameters can be set as well.
        Raises: UserError if there is no such parameter, its value does not fit, or the run has diverged.
        """
        check_kind(values, Mapping, 'Give parameters by name, such as {"W1[2,3]": 0.5}')
        if self.divergence is not None:
            raise UserError("This run diverged, so nothing can be set. Reset it first.")
        layout = self.build.layout
        for change in [Change(self.step, name, plain_value(layout, name, values[name])) for name in values]:
            self.changes.append(change)
            self._set(change)

    def go_on(self) -> None:
        """Continue training after a rule has ended it, and record that; the rule starts again."""
        if self.stopped:
            self.changes.append(Change(self.step, GO_ON, True))
            self.stopped = ""

    def release_buffers(self) -> None:
        """Release buffers that can be rebuilt, while nothing trains."""
        self._kernel.release_buffers()
        self._evaluator = Evaluator(self.build)

    def measure(self) -> Evaluation:
        """Measure the whole parts with the current weights."""
        with np.errstate(**QUIET):
            return self._evaluator.measure(self.spec, self._kernel.parameters, self.step, self.epoch)

    def outputs(self, rows: Indices) -> tuple[Array, Array]:
        """Logits and outputs, (n, outputs) each, of the network for examples of the data set."""
        X = self.build.prepared.X[rows]
        return outputs_of(self.build.layout, self.spec.skip, self._kernel.parameters, X)

    def _run_batches(self, most: int) -> int:
        kernel = self._kernel
        if not kernel.has_loaded:
            kernel.load(upcoming(self.build.batches, self.spec, self.step, kernel.room))
        made = kernel.run(self._batches(most), self.is_measuring)
        self.step += made
        self._position += made
        if kernel.broken is not None:
            trace = trace_step(self.next_step())  # again, from the parameters before it
            self.divergence = Divergence(self.step + 1, *first_not_finite(trace, kernel.broken))
        elif self._position == self.steps_per_epoch:
            self.epoch, self._position, self.is_ending = self.epoch + 1, 0, True
        elif self.planned:
            self._take_planned_changes()
        return made

    def _batches(self, most: int) -> int:
        """How many batches come next, up to `most`, to the epoch's end and to the next planned change."""
        most = min(most, self.steps_to_epoch_end)
        if self.planned:
            most = min(most, self.planned[0].step - self.step)
        return most

    def _end_epoch(self, interrupted: Interrupted) -> bool:
        """Evaluate the epoch that has just ended; return False if that is interrupted."""
        self.is_ending, found = False, None
        if self.is_measuring and self.epoch % self.spec.evaluate_every == 0:
            now = self.spec, self._kernel.parameters, self.step, self.epoch
            found = self._evaluator.measure_unless(interrupted, *now)
            if found is None:
                self.is_ending = True
                return False
            self.evaluation = found
            self._history.add(found)
        self.stopped = self._rules.verdict(self.spec, self.epoch, found)
        self._take_planned_changes()  # after the stop rules, as changes by hand are
        return True

    def _take_planned_changes(self) -> None:
        while self.planned and self.planned[0].step <= self.step:
            change = self.planned.pop(0)
            self.changes.append(change)
            if change.field == GO_ON:
                self.stopped = ""
            elif is_parameter(change.field):
                self._set(change)
            else:
                self._adopt(with_value(self.spec, change.field, change.value))

    def _set(self, change: Change) -> None:
        layout, parameters = self.build.layout, self._kernel.parameters
        self._kernel.dead[places_of(layout, change.field)] = False
        self._adopt(self.spec)
        self._kernel.parameters = with_parameter(layout, parameters, change.field, change.value)

    def _adopt(self, spec: Experiment) -> None:
        self.spec = spec
        self.stopped = ""
        self._kernel.respecify(spec)
