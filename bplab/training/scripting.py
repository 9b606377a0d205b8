"""The trainer for scripts: it accepts examples as in the data set and returns arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bplab.arrays import Array, Indices
from bplab.data.own import OwnData
from bplab.errors import UserError, quoted
from bplab.experiment.spec import Experiment
from bplab.nn.network import backward, forward
from bplab.training import trainer as engine
from bplab.training.arguments import check_kind, numbers_of, whole
from bplab.training.build import check
from bplab.training.changes import Change, acts_between
from bplab.training.checkpoint import Resumption
from bplab.training.forward import outputs_of
from bplab.training.kernel.book import book_layers
from bplab.training.metrics import PartScore
from bplab.training.replay import going_on_to, replay
from bplab.training.step import trace_step
from bplab.training.timeline import Timeline

PARTS = ("train", "validation", "test")
MOST_BYTES = 8 << 20  # of the checkpoints that shorten the way to earlier steps: a script may have many runs


@dataclass(frozen=True, eq=False)
class Trace:
    """Every value of one step before it is made, as copies in the precision of the run.

    a[0] is the inputs; a[l] and z[l - 1] belong to layer l; a is the output after dropout.

    Shapes: z, a, delta (batch, units) per layer; gradients, updates as `weights`; batch (batch,).
    Units: delta is dL/dz of each example's own loss; loss and gradients are those of the batch, mean or sum
    as the spec says, without penalty; updates are new minus old parameters; batch counts the rows of the data
    set from 0.
    """

    z: list[Array]
    a: list[Array]
    delta: list[Array]
    gradients: list[tuple[Array, Array]]
    updates: list[tuple[Array, Array]]
    loss: float
    batch: Indices


class Trainer(engine.Trainer):
    """A network in training; `data` is one's own, from `dataset`, if the spec refers to it.

    X holds examples as in the data set, one per row: features and scaling are applied as in training. With
    scaled targets, outputs and losses are in the data's own units; traces and gradients are those of the
    scaled targets, which the network learns.

    Raises: UserError if made from an inconsistent spec.
    """

    def __init__(
        self, spec: Experiment, changes: Sequence[Change] = (), *, data: OwnData | None = None,
        start: Resumption | None = None,
    ) -> None:  # fmt: skip
        check_kind(data, OwnData | None, "data takes what bplab.dataset and its like return")
        check_kind(start, Resumption | None, "start takes where a run resumes, which bplab.load finds")
        changes = tuple(changes)
        for change in changes:
            check_kind(change, Change, "changes takes those of a trainer")
        super().__init__(spec, changes, data=data, start=start)
        self.timeline = Timeline(
            most_bytes=MOST_BYTES
        )  # of checkpoints that shorten the way to earlier steps

    def advance(self, steps: int) -> int:
        """Make up to `steps` steps without crossing the end of an epoch; return how many were made.

        Raises: UserError if `steps` is not a whole number, 0 or more.
        """
        made = super().advance(whole(steps, "steps"))
        self.timeline.offer(self)
        return made

    def at(self, step: int) -> Self:
        """A new trainer in the state after `step` steps, to the bit; later changes are not part of it.

        It continues on its own: this run stays as it is. A run that diverged can be continued before that.
        Raises: UserError if `step` is not a whole number, or this run has not made so many steps.
        """
        step = whole(step, "steps")
        if step > self.step:
            raise UserError(
                f"This run has made {self.step:,} steps, so there is no step {step:,} yet: train it further, "
                f"or choose a step from 0 to {self.step:,}."
            )
        found = going_on_to(self, self.timeline, step)
        replay(found, step)
        past = [one for one in self.timeline.checkpoints if one.step <= step]
        found.timeline = Timeline(past, MOST_BYTES)
        return found

    def branch(self, **settings: Any) -> Self:
        """A new trainer that continues from here with other live settings, named as in `Experiment.but`.

        This run stays as it is; `trainer.at(540).branch(learning_rate=0.1)` continues from an earlier step.
        Raises: UserError if there is no such setting, its value is not valid, or it would restart the run.
        """
        spec = self.spec.but(**settings)
        alone = {name: self.spec.but(**{name: getattr(spec, name)}) for name in settings}
        fixed = [name for name, other in alone.items() if acts_between(self.spec, other) not in ("", "live")]
        if fixed:
            raise UserError(
                f"{', '.join(fixed)} cannot change during a run: bplab.Trainer(trainer.spec.but(...)) begins "
                "a new one with other values."
            )
        check(spec)
        found = self.at(self.step)
        if spec != found.spec:
            found.change(spec)
        return found

    @property
    def weights(self) -> list[tuple[Array, Array]]:
        """Copies of (W (fan_in, fan_out), b (fan_out,)) of each layer; assigning them is a change of the run.

        Raises: UserError if what is assigned does not fit the network.
        """
        return super().weights

    @weights.setter
    def weights(self, values: Sequence[tuple[ArrayLike, ArrayLike]]) -> None:
        layers = len(self.build.shape.layers)
        try:
            pairs = [(W, b) for W, b in values]
        except (TypeError, ValueError):
            pairs = []
        if len(pairs) != layers:
            raise UserError(f"The weights must be {layers} pairs (W, b), one per layer, first layer first.")
        named = {f"W{number}": W for number, (W, _) in enumerate(pairs, 1)}
        named |= {f"b{number}": b for number, (_, b) in enumerate(pairs, 1)}
        self.set_parameters(named)

    def predict(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the outputs of the network without dropout.

        Shapes: X (n, raw inputs) -> (n, outputs).
        """
        with np.errstate(**engine.QUIET):
            _, y = outputs_of(self.build.layout, self.spec.skip, self.parameters, self._inputs(X))
        return np.asarray(self.build.prepared.outputs_of(y), np.float64)

    def gradients(self, X: ArrayLike, T: ArrayLike) -> list[tuple[Array, Array]]:
        """Return (dL/dW, dL/db) of each layer, where L is the loss of this batch without dropout or penalty.

        T holds the targets: values in the data's own units, class numbers 0, 1, ..., or classes coded as
        the loss compares them with the outputs.
        Shapes: X (n, raw inputs), T (n, outputs) or (n,) -> as `weights`.
        """
        inputs = self._inputs(X)
        targets = self._targets(T, len(inputs))
        layers = book_layers(self.build.layout, self.parameters.astype(np.float64))
        with np.errstate(**engine.QUIET):
            trace = forward(layers, inputs, skip=self.spec.skip)
            found = backward(layers, trace, targets, self.spec.loss, self.spec.reduction)
        return list(zip(found.dL_dW, found.dL_db, strict=True))

    def trace(self) -> Trace:
        """Trace the next step, on the batch that training will use next, without changing the run."""
        step = trace_step(self.next_step())
        z, a, delta = (
            [array.copy() for array in arrays] for arrays in (step.z, (step.x, *step.a), step.delta)
        )
        gradients, updates = (
            [(W.copy(), b.copy()) for W, b in pairs] for pairs in (step.gradients, step.updates)
        )
        return Trace(z, a, delta, gradients, updates, step.loss, step.start.batch.copy())

    def evaluate(self, part: str = "test") -> PartScore:
        """Measure loss, right outputs and accuracy on "train", "validation" or "test" as it is now."""
        check_kind(part, str, f"A part is one of {', '.join(PARTS)}")
        if part not in PARTS:
            raise UserError(f"The data has no part {quoted(part)}; choose one of {', '.join(PARTS)}.")
        score: PartScore = getattr(self.measure(), part)
        return score

    def _inputs(self, X: ArrayLike) -> Array:
        prepared = self.build.prepared
        names = prepared.dataset.input_names
        given = _numbers(X, "X")
        if given.ndim != 2 or given.shape[1] != len(names) or not len(given):
            raise UserError(
                f"X must be rows of {len(names)} numbers ({_listed(names)}), not of shape {given.shape}."
            )
        with np.errstate(**engine.QUIET):  # the square of a large number may overflow
            return prepared.inputs_of(given)

    def _targets(self, T: ArrayLike, count: int) -> Array:
        coding, outputs = self.build.shape.coding, self.build.shape.sizes[-1]
        given, classes = _numbers(T, "T"), len(self.build.prepared.dataset.classes)
        if given.shape == (count, outputs) or (not classes and given.shape == (count,) and outputs == 1):
            scaler, T = self.build.prepared.target_scaler, given.reshape(count, outputs)
            return T if scaler is None else scaler.apply(T)
        if not classes or given.shape != (count,):
            raise UserError(
                f"T must be of shape {(count, outputs)}, one row per row of X, not {given.shape}."
            )
        if not np.isin(given, np.arange(classes)).all():
            raise UserError(f"Classes must be given by their numbers, 0 to {classes - 1}.")
        yes = given[:, None] == (np.arange(classes) if outputs > 1 else 1)
        return np.where(yes, coding.high, coding.low)


def _numbers(values: Any, name: str) -> NDArray[np.float64]:
    numbers = numbers_of(values)
    if numbers is None or not np.isfinite(numbers).all():
        raise UserError(f"{name} must be an array of finite real numbers.")
    return numbers


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names if len(names) <= 4 else (*names[:3], "..."))
