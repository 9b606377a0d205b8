"""Trains one experiment, step by step: a function of its spec and its changes, to the bit."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from bplab.errors import UserError
from bplab.experiment.spec import Experiment
from bplab.nn.schedules import SCHEDULES
from bplab.training.arguments import check_kind, whole
from bplab.training.batches import Indices
from bplab.training.build import build
from bplab.training.changes import Change, acts_between, live_changes, with_value
from bplab.training.dropout import masks
from bplab.training.evaluation import Evaluator
from bplab.training.forward import outputs_of
from bplab.training.handset import is_parameter, places_of, plain_value, with_parameter
from bplab.training.history import History
from bplab.training.kernel.kernel import Kernel, Segment
from bplab.training.kernel.layout import Array
from bplab.training.metrics import Evaluation
from bplab.training.postmortem import Divergence, first_not_finite
from bplab.training.step import StepInput, trace_step
from bplab.training.stopping import Rules

QUIET: dict[str, Any] = {"all": "ignore"}  # divergence is a state


class Trainer:
    """A network in training. Nothing here knows of threads or clocks.

    Raises UserError when made from what is no spec, or from one that does not fit together.
    """

    def __init__(self, spec: Experiment, changes: Sequence[Change] = ()) -> None:
        check_kind(spec, Experiment, "A Trainer takes an Experiment, such as bplab.preset('circle')")
        self.build = build(spec)
        self.spec = spec
        self.changes: list[Change] = []
        self.step = 0  # updates made
        self.epoch = 0  # epochs completed
        self.divergence: Divergence | None = None
        self.stopped = ""  # why the stop rule ended training, in words
        self._planned = list(changes)
        self._position = 0  # updates made in this epoch
        self._batches = self.build.batches.epoch(0)
        train = self.build.prepared.split.train
        self._kernel = Kernel(
            spec,
            self.build.layout,
            self.build.prepared.X[train],
            self.build.targets[train],
            self.build.parameters,
        )
        self.history = History(len(self.build.shape.layers), spec.evaluate_every)
        self.last_row = np.full(1 + 4 * len(self.build.shape.layers), np.nan)  # statistics of the last step
        self._rules = Rules()
        self._evaluator: Evaluator | None = None
        with np.errstate(**QUIET):
            self.evaluation = self._evaluate_epoch()
        self._take_planned_changes()  # after the evaluation, as changes made by hand come

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
        return 0 - self._kernel.taken_off  # not -x: what did not move has moved by 0, not by -0

    @property
    def weights(self) -> list[tuple[Array, Array]]:
        """Copies of (W (fan_in, fan_out), b (fan_out,)) of each layer."""
        return self._kernel.layout.weights(self.parameters)

    def next_step(self) -> StepInput:
        """All that decides the step that comes next; copies."""
        masks = (
            None if mask is None else mask[0].T.astype(self.spec.dtype) for mask in self._segment(1).masks
        )
        return StepInput(
            self.build, self.spec, self.step, self.epoch, self.parameters,
            {name: slot.copy() for name, slot in self._kernel.slots.items()}, self._kernel.dead.copy(),
            self.build.prepared.split.train[self._batches[self._position]], tuple(masks), self.learning_rate,
        )  # fmt: skip

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step, after the schedule."""
        return float(self._rates(1)[0])

    def run(self, steps: int | None = None, epochs: int | None = None) -> None:
        """Train for a number of steps, or to the n-th epoch end after this point, or until a rule ends it.

        Raises: UserError unless one of them is given, as a whole number.
        """
        if (steps is None) == (epochs is None):
            raise UserError("Say either how many steps or how many epochs to train.")
        most = whole(steps if epochs is None else epochs, "steps" if epochs is None else "epochs")
        if epochs is not None and most:
            most = (most - 1) * self.steps_per_epoch + self.steps_to_epoch_end
        while most > 0 and not self.finished:
            most -= max(self.advance(most), 1)

    def advance(self, steps: int) -> int:
        """Make up to `steps` steps without crossing the end of an epoch. Returns how many were made."""
        if self.finished or steps < 1:
            return 0
        made = 0
        with np.errstate(**QUIET):
            while made < steps and not self.finished:
                count = self._run_segment(steps - made)
                made += count
                if self._position == 0 and count:
                    break
        return made

    def change(self, spec: Experiment) -> None:
        """Take over live settings from the next step on, and remember them. Raises UserError for others."""
        check_kind(spec, Experiment, "A run changes to an Experiment, such as trainer.spec.but(momentum=0.5)")
        if acts_between(self.spec, spec) not in ("", "live"):
            raise UserError("Only live settings can change during a run; others restart it.")
        self.changes += live_changes(self.spec, spec, self.step)
        self._adopt(spec)

    def set_parameters(self, values: Mapping[str, Any]) -> None:
        """Set weights and biases from the next step on, and remember it: {"W1[2,3]": 0.5, "b2": [0, 0]}.

        Momentum and the like are left alone; frozen parameters can be set as well.
        Raises: UserError where there is no such parameter, its value does not fit, or the run has diverged.
        """
        check_kind(values, Mapping, 'Parameters are set by name, such as {"W1[2,3]": 0.5}')
        if self.divergence is not None:
            raise UserError("This run diverged and cannot go on, so nothing can be set. Reset it first.")
        layout = self.build.layout
        for change in [Change(self.step, name, plain_value(layout, name, values[name])) for name in values]:
            self.changes.append(change)
            self._set(change)

    def go_on(self) -> None:
        """Train on after a rule has ended it; the rule begins anew."""
        self.stopped = ""

    def release_buffers(self) -> None:
        """Let go of what can be made again, while nobody trains."""
        self._kernel.respecify(self.spec)
        self._evaluator = None

    def measure(self) -> Evaluation:
        """Measure the whole parts with the weights of this moment."""
        with np.errstate(**QUIET):
            return self._measure()

    def _measure(self) -> Evaluation:
        if self._evaluator is None:
            self._evaluator = Evaluator(self.build)
        return self._evaluator.measure(self.spec, self._kernel.parameters, self.step, self.epoch)

    def outputs(self, rows: Indices) -> tuple[Array, Array]:
        """Logits and outputs for some examples of the data set, by their indices. Shapes: (n, outputs)."""
        X = self.build.prepared.X[rows]
        return outputs_of(self.build.layout, self.spec.skip, self._kernel.parameters, X)

    def _run_segment(self, most: int) -> int:
        count = self._equal_batches(most)
        rows = self._kernel.run(self._segment(count))
        diverged = not np.isfinite(rows[-1, 0])
        made = len(rows) - 1 if diverged else len(rows)
        self.history.steps.append(rows[:made])
        if made:
            self.last_row = rows[made - 1]
        self.step += made
        self._position += made
        if diverged:
            self.divergence = self._find_divergence()
        elif self._position == len(self._batches):
            self._end_epoch()
        elif self._planned:
            self._take_planned_changes()
        return made

    def _find_divergence(self) -> Divergence:
        """Walk the step that was not finite again, from the parameters before it."""
        kernel = self._kernel
        left = kernel.broken if kernel.broken is not None else kernel.parameters
        return Divergence(self.step + 1, *first_not_finite(trace_step(self.next_step()), left))

    def _equal_batches(self, most: int) -> int:
        """How many of the next batches have one size, up to `most` and to the next planned change."""
        most = min(most, len(self._batches) - self._position)
        if self._planned:
            most = min(most, self._planned[0].step - self.step)
        size = len(self._batches[self._position])
        if self._has_dropout:
            most = min(most, self._kernel.steps_at_once(size))  # or the masks of an epoch may not fit
        count = 1
        while count < most and len(self._batches[self._position + count]) == size:
            count += 1
        return count

    def _segment(self, count: int) -> Segment:
        chosen = self._batches[self._position : self._position + count]
        before = sum(len(batch) for batch in self._batches[: self._position]) if self._has_dropout else 0
        drawn = masks(self.spec, self.epoch, before, count, len(chosen[0]))
        return Segment(len(chosen[0]), np.concatenate(chosen), self._rates(count), drawn)

    @property
    def _has_dropout(self) -> bool:
        return any(layer.dropout for layer in self.spec.layers)

    def _rates(self, count: int) -> Array:
        """The learning rates of the next steps."""
        spec = self.spec
        if spec.schedule == "constant":
            return np.full(count, spec.learning_rate)
        factor = SCHEDULES[spec.schedule].factor
        return spec.learning_rate * np.array(
            [
                factor(step, self.steps_per_epoch, spec.schedule_epochs, spec.schedule_factor)
                for step in range(self.step, self.step + count)
            ]
        )

    def _end_epoch(self) -> None:
        self.epoch += 1
        self._position = 0
        self._batches = self.build.batches.epoch(self.epoch)
        evaluated = self.epoch % self.spec.evaluate_every == 0
        if evaluated:
            self.evaluation = self._evaluate_epoch()
        self.stopped = self._rules.verdict(self.spec, self.epoch, self.evaluation if evaluated else None)
        self._take_planned_changes()  # after the verdict, as changes made by hand come

    def _evaluate_epoch(self) -> Evaluation:
        evaluation = self._measure()
        losses = [part.loss for part in (evaluation.train, evaluation.validation, evaluation.test)]
        shares = [part.accuracy for part in (evaluation.train, evaluation.validation, evaluation.test)]
        row = [np.nan if value is None else value for value in (*losses, *shares)]
        self.history.epochs.append(np.array([row]))
        return evaluation

    def _take_planned_changes(self) -> None:
        while self._planned and self._planned[0].step <= self.step:
            change = self._planned.pop(0)
            self.changes.append(change)
            if is_parameter(change.field):
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
