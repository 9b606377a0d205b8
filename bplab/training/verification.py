"""Gradient check of a run: the kernel's gradient against central differences of the loss."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bplab.arrays import Array
from bplab.data.own import OwnData
from bplab.errors import UserError
from bplab.experiment.parameters import Parameter
from bplab.experiment.spec import Experiment
from bplab.nn.gradcheck import GradCheck, check
from bplab.nn.network import loss_of
from bplab.nn.penalties import PENALTIES
from bplab.training.kernel.book import book_layers
from bplab.training.kernel.kernel import Kernel
from bplab.training.kernel.layout import ParameterLayout
from bplab.training.kernel.steps import Steps
from bplab.training.step import StepInput
from bplab.training.trainer import Trainer


@dataclass(frozen=True)
class Verification:
    """The check of all parameters at one step; masked connections are not parameters."""

    check: GradCheck
    worst: str  # name of the parameter with the largest error, by the measure of `check`
    of: str  # the function that is differentiated, in words
    step: int
    epoch: int  # completed epochs


def point_of(trainer: Trainer) -> StepInput:
    """Return everything that determines a run's next step.

    Raises: UserError if the run diverged.
    """
    if trainer.divergence is not None:
        raise UserError("This run diverged, so its next gradient is not finite. Reset it to check gradients.")
    return trainer.next_step()


def verify(
    spec: Experiment,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    own: OwnData | None = None,
) -> Verification:
    """Check the gradient of an experiment's first step."""
    return verify_at(point_of(Trainer(spec, data=own)), progress, cancelled)


def verify_at(
    point: StepInput,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    only: Parameter | None = None,
) -> Verification:
    """Check the next step's gradient, or one parameter's, in double precision with a fixed dropout mask."""
    spec, build, layout = _differentiable(point.spec), point.build, point.build.layout
    penalty = PENALTIES[spec.regularization]
    X, T = build.prepared.X[point.batch], build.targets[point.batch]
    values = point.parameters.astype(np.float64)
    found = gradient_at(point, values.copy())
    connected = layout.connected()
    every = connected if connected is not None else np.ones(layout.size, bool)
    places = np.flatnonzero(every) if only is None else np.array([layout.index(only)])

    def loss(some: Array) -> float:
        values[places] = some
        layers = book_layers(layout, values)
        data = loss_of(layers, X, T, spec.loss, spec.reduction, [*point.masks, None], skip=spec.skip)
        return data + sum(penalty.value(layer.connected, spec.regularization_rate) for layer in layers)

    with np.errstate(all="ignore"):  # values that are not finite count as disagreement and are reported
        checked = check(loss, values[places], found[places], progress=progress, cancelled=cancelled)
    worst = parameter_at(layout, int(places[checked.where])).name
    return Verification(checked, worst, _of(point.spec), point.step, point.epoch)


def _of(spec: Experiment) -> str:
    penalty = PENALTIES[spec.regularization]
    if penalty.name == "none" or not spec.regularization_rate:
        return "loss"
    if penalty.prunes:
        return f"loss without {penalty.title}, which is applied after the step"
    return f"loss with {penalty.title} penalty"


def gradient_at(point: StepInput, parameters: Array) -> Array:
    """The gradient of loss and penalty, from a step of plain gradient descent with learning rate 1.

    Shapes: flat.
    """
    build, batch = point.build, point.batch
    spec = _differentiable(point.spec).but(dtype="float64", optimizer="sgd", clip=0.0, frozen=())
    kernel = Kernel(spec, build.layout, build.prepared.X[batch], build.targets[batch], parameters)
    with np.errstate(all="ignore"):
        masks = [None if mask is None else mask.T for mask in point.masks]
        kernel.load(Steps(np.array([len(batch)]), np.arange(len(batch)), np.ones(1), [masks]))
        kernel.run(1)
    return kernel.taken_off


def _differentiable(spec: Experiment) -> Experiment:
    """The spec without a penalty that acts after the step and so is not part of the gradient."""
    return spec.but(regularization="none") if PENALTIES[spec.regularization].prunes else spec


def parameter_at(layout: ParameterLayout, place: int) -> Parameter:
    """The weight or bias at an index of the flat vector."""
    layer = max(index for index, offset in enumerate(layout.offsets) if offset <= place)
    row, unit = divmod(place - layout.offsets[layer], layout.units[layer])
    return Parameter(layer, None if row == layout.rows[layer] - 1 else row, unit)
