"""From a spec to what a trainer needs: data, targets and initial parameters."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import cast

import numpy as np

from bplab.arrays import Floats
from bplab.data.own import OwnData
from bplab.data.prepare import Prepared, prepare
from bplab.data.replay import check_set
from bplab.data.seedrandom import SeedRandom
from bplab.data.streams import INIT, stream
from bplab.data.warnings import notes
from bplab.experiment.own import bound
from bplab.experiment.parameters import parse_parameter
from bplab.experiment.shape import Shape, shape_of
from bplab.experiment.spec import DataSpec, Experiment
from bplab.nn.codings import Coding
from bplab.nn.initializers import INITIALIZERS
from bplab.training.batches import Batches, batches_of
from bplab.training.kernel.layout import ParameterLayout
from bplab.training.memory import check_memory

LARGE = 32 << 20  # bytes of data of which only the last is cached


@dataclass(frozen=True, eq=False)
class Build:
    """An experiment ready to be trained."""

    spec: Experiment
    shape: Shape
    prepared: Prepared
    targets: Floats  # (n, outputs) for all examples, as the loss compares them with the outputs
    batches: Batches
    layout: ParameterLayout
    own: OwnData | None = None  # the data, if it is one's own

    @property
    def nbytes(self) -> int:
        """The memory of the data, which builds of equal data share."""
        dataset = self.prepared.dataset
        return sum(array.nbytes for array in (dataset.inputs, dataset.targets, self.prepared.X, self.targets))

    @property
    def measured_targets(self) -> Floats:
        """The targets with which outputs are compared in the data's own units.

        Shapes: (n, outputs).
        """
        is_scaled = self.prepared.target_scaler is not None
        return self.prepared.dataset.targets if is_scaled else self.targets

    @property
    def unit(self) -> Floats | None:
        """How many of the data's own units the unit of each output is; None if these are the same.

        Shapes: (outputs,).
        """
        scaler = self.prepared.target_scaler
        return None if scaler is None else scaler.scale

    @cached_property
    def parameters(self) -> Floats:
        """The initial ones, flat, as in `layout`; a run that is read from a file may never need them."""
        return first_parameters(self.spec, self.layout, self.prepared.chance)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """Warnings about the data, one sentence each."""
        return notes(self.prepared, self.spec.batch_size, self.spec.data.validation_percent)


def build(spec: Experiment, own: OwnData | None = None) -> Build:
    """Build what the spec describes; if its data is one's own, from that.

    Raises: UserError if it is inconsistent or does not fit into memory, or the data is missing.
    """
    spec, own = bound(spec, own), own if spec.data.own else None
    shape = shape_of(spec)
    check_memory(spec, shape)
    prepared = _prepared(spec.data, own)
    targets = coded_targets(prepared, shape.coding)
    batches = batches_of(spec, len(prepared.split.train))
    return Build(spec, shape, prepared, targets, batches, ParameterLayout(shape), own)


def check(spec: Experiment) -> None:
    """Raise the error that `build` would raise, as far as it can be told without building anything.

    Errors that depend on the examples themselves, such as a pole of a formula between two checked numbers,
    are left to `build`.
    """
    check_memory(spec, shape_of(spec))
    if spec.data.playground_seed:
        check_set(spec.data.name)
    batches_of(spec, spec.data.train_count)


@lru_cache(maxsize=8)
def prepared_data(data: DataSpec, own: OwnData | None = None) -> Prepared:
    """Draw, split and scale the data of a spec; the last few are cached, because most edits keep them."""
    return prepare(
        data.row, data.points, data.noise, data.features, data.train_percent, data.validation_percent,
        data.stratify, data.standardize, data.seed, formula=data.formula,
        playground_seed=data.playground_seed, own=own, scale_targets=data.scale_targets,
    )  # fmt: skip


_prepared_large = lru_cache(maxsize=1)(prepared_data.__wrapped__)


def _prepared(data: DataSpec, own: OwnData | None) -> Prepared:
    """What `prepared_data` returns; of large data only the last is cached."""
    is_large = own is not None and own.dataset.inputs.nbytes > LARGE
    return (_prepared_large if is_large else prepared_data)(data, own)


def coded_targets(prepared: Prepared, coding: Coding) -> Floats:
    """Convert classes to target numbers; scale the targets of a regression if that is wanted.

    Shapes: (n, outputs).
    """
    targets, unit = prepared.dataset.targets, prepared.target_scaler
    if coding.name == "values":
        return np.asarray(targets, np.float64) if unit is None else unit.apply(targets)
    if coding.name in ("zero_one", "plus_minus"):
        return np.where(targets == 1, coding.high, coding.low)[:, None]
    yes = targets[:, None] == np.arange(len(prepared.dataset.classes))
    return np.where(yes, coding.high, coding.low)


def first_parameters(spec: Experiment, layout: ParameterLayout, chance: SeedRandom | None) -> Floats:
    """Draw the initial weights, each layer from its own stream; values set by hand are applied last.

    A replay of TensorFlow Playground uses its single stream for all layers, one number per connection.
    """
    shape, flat = layout.shape, np.zeros(layout.size)
    for index, (layer, (weights, bias)) in enumerate(zip(shape.layers, layout.weights(flat), strict=True)):
        own = chance.copy() if chance else None
        rng = cast("np.random.Generator", own) if own else stream(spec.seed, INIT, index)
        draw = INITIALIZERS[layer.init].draw
        bias[...] = layer.bias
        row = column = 0
        for inputs, units in layer.groups or ((shape.fan_in[index], shape.sizes[index + 1]),):
            weights[row : row + inputs, column : column + units] = draw(rng, inputs, units, layer.gain)
            row, column = row + inputs, column + units
        if chance and own:
            chance = own if own.drawn == weights.size else chance.after(weights.size)
    for name, value in spec.start.items():
        flat[layout.index(parse_parameter(name))] = value
    return flat
