"""Backpropagation against an independent witness: the kernel's gradient beside central differences."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bplab.experiment.parameters import Parameter
from bplab.experiment.spec import Experiment
from bplab.nn.gradcheck import GradCheck, check
from bplab.nn.network import loss_of
from bplab.training.dropout import masks
from bplab.training.kernel.book import book_layers
from bplab.training.kernel.layout import Array, Layout
from bplab.training.trainer import Trainer


@dataclass(frozen=True)
class Verification:
    """The check of all parameters of the first step; masked connections are no parameters."""

    check: GradCheck
    worst: str  # name of the parameter with the largest relative error


def verify(
    spec: Experiment,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Verification:
    """Check the gradient of the first batch in double precision, the dropout mask held fixed."""
    spec = spec.but(dtype="float64")
    trainer = Trainer(spec)
    start, layout, skip = trainer.parameters, trainer.build.layout, spec.skip
    batch = trainer.build.prepared.split.train[trainer.build.batches.epoch(0)[0]]
    X, T = trainer.build.prepared.X[batch], trainer.build.targets[batch]
    drawn = [mask if mask is None else mask[0].T for mask in masks(spec, 0, 0, 1, len(batch))]
    trainer.advance(1)
    connected = layout.connected()
    places = np.flatnonzero(connected if connected is not None else np.ones(layout.size, bool))

    def loss(values: Array) -> float:
        start[places] = values
        layers = book_layers(layout, start)
        return loss_of(layers, X, T, spec.loss, spec.reduction, dropout=[*drawn, None], skip=skip)

    found = check(loss, start[places], trainer.gradient[places], progress=progress, cancelled=cancelled)
    return Verification(found, parameter_at(layout, int(places[found.where])).name)


def parameter_at(layout: Layout, place: int) -> Parameter:
    """Which weight or bias lies at a place of the flat vector."""
    layer = max(index for index, offset in enumerate(layout.offsets) if offset <= place)
    row, unit = divmod(place - layout.offsets[layer], layout.units[layer])
    return Parameter(layer, None if row == layout.rows[layer] - 1 else row, unit)
