"""One parameter before a step: its slope, and where the step takes it and the loss."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from bplab.arrays import Array, Mask
from bplab.experiment.parameters import Parameter
from bplab.explain.slope.line import LossLine
from bplab.nn.penalties import PENALTIES
from bplab.nn.step import join
from bplab.training.step import StepTrace, parameters_after
from bplab.training.verification import parameter_at


class Landing(NamedTuple):
    """Where a step takes the parameter, the true loss there, and what the tangent promises."""

    value: float
    loss: float
    promise: float


class Steps(NamedTuple):
    """The steps of one learning rate.

    `plain` is η times the slope, taken by this parameter alone, and `own` what the run's optimizer makes of
    it, None where that is the same. `real` moves all parameters that are trained.
    """

    rate: float
    plain: Landing
    own: Landing | None
    real: Landing


class Counts(NamedTuple):
    """How many parameters a step moves, and how many it leaves where they are."""

    moved: int
    frozen: int
    removed: int  # by pruning


@dataclass(frozen=True, eq=False)
class Point:
    """One parameter before a step: what can be said without taking a step.

    `over_training` looks at the loss of the whole training part, without dropout, in place of the batch's.
    The step follows the batch's slope all the same: `pull`, to which `slope` is equal over the batch.
    """

    trace: StepTrace
    parameter: Parameter
    over_training: bool = False

    @cached_property
    def line(self) -> LossLine:
        """The loss at any value of the parameter."""
        start = self.trace.start
        rows = start.build.prepared.split.train
        return LossLine(start.on(rows) if self.over_training else start, self.parameter)

    @cached_property
    def gradient(self) -> Array:
        """The slopes of the loss looked at, its penalty included.

        Shapes: flat.
        """
        return self.line.gradient() if self.over_training else self._followed

    @cached_property
    def _followed(self) -> Array:
        """The gradient of the batch with the penalty's, before clipping.

        Shapes: flat.
        """
        return join(self.trace.gradients) + join(self.trace.penalty_gradients)

    @property
    def place(self) -> int:
        """Where the parameter lies in a flat vector."""
        return self.trace.start.build.layout.index(self.parameter)

    @property
    def value(self) -> float:
        """The parameter before the step."""
        return self.line.value

    @property
    def now(self) -> float:
        """The loss before the step."""
        return self.line.now

    @property
    def slope(self) -> float:
        """Of the loss looked at."""
        return float(self.gradient[self.place])

    @property
    def pull(self) -> float:
        """Of the batch's loss, which the step goes down."""
        return float(self._followed[self.place])

    @property
    def is_frozen(self) -> bool:
        """Whether training leaves it where it is."""
        return bool(self._frozen[self.place])

    @property
    def is_removed(self) -> bool:
        """Whether pruning has set it to 0 for good."""
        return bool(self._removed[self.place])

    @property
    def has_penalty(self) -> bool:
        """Whether a penalty is part of the loss."""
        spec = self.trace.start.spec
        row = PENALTIES[spec.regularization]
        return row.name != "none" and not row.prunes and bool(spec.regularization_rate)

    @property
    def counts(self) -> Counts:
        """How many parameters a real step moves, and how many not."""
        frozen, removed = self._frozen & self._existing, self._removed & ~self._frozen
        moved = self._existing & ~frozen & ~removed
        return Counts(int(moved.sum()), int(frozen.sum()), int(removed.sum()))

    @property
    def opposite(self) -> Parameter | None:
        """The trained parameter whose slope is the largest of the other sign; at slope 0, of any sign."""
        trained = self._existing & ~self._frozen & ~self._removed & np.isfinite(self.gradient)
        sign = float(np.sign(self.slope))
        sizes = np.where(trained, -sign * self.gradient if sign else np.abs(self.gradient), 0.0)
        best = int(sizes.argmax())
        return parameter_at(self.trace.start.build.layout, best) if sizes[best] > 0 else None

    @property
    def _existing(self) -> Mask:
        connected = self.trace.start.build.layout.connected()
        return np.ones(len(self._followed), bool) if connected is None else connected

    @property
    def _frozen(self) -> Mask:
        start = self.trace.start
        frozen = start.build.layout.frozen(start.spec.frozen)
        return np.zeros(len(self._followed), bool) if frozen is None else frozen

    @property
    def _removed(self) -> Mask:
        return self.trace.start.dead & self._existing

    def steps(self, rate: float) -> Steps:
        """Take the step at a learning rate, of the parameter alone and of all."""
        start = self.trace.start
        after = parameters_after(self.trace, rate)
        plain, own = self.value - rate * self.pull, float(after[self.place])
        moved = after.astype(np.float64) - start.parameters
        with np.errstate(all="ignore"):
            promise = self.now + float(self.gradient @ moved)
        real = Landing(own, self.line.loss_with(after), promise)
        rounding = 4 * float(np.finfo(start.parameters.dtype).eps) * max(abs(self.value), abs(own))
        same = abs(own - plain) <= rounding
        return Steps(rate, self._landing(plain), None if same else self._landing(own), real)

    def _landing(self, value: float) -> Landing:
        loss = float(self.line.losses(np.array([value]))[0])
        return Landing(value, loss, self.now + self.slope * (value - self.value))


def exists(trace: StepTrace, parameter: Parameter) -> bool:
    """Whether a network has such a weight or bias."""
    layer, source, unit = parameter
    layout = trace.start.build.layout
    if not (
        layer < len(layout.units) and unit < layout.units[layer] and (source or 0) < layout.rows[layer] - 1
    ):
        return False
    connected = layout.connected()
    return connected is None or bool(connected[layout.index(parameter)])
