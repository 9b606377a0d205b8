"""Which neurons are dropped in a step: a pure function of seed, epoch and the examples before the step."""

import numpy as np

from bplab.data.streams import DROPOUT, stream
from bplab.experiment.spec import Experiment
from bplab.training.kernel.steps import DropoutMasks


def masks(spec: Experiment, epoch: int, examples_before: int, steps: int, batch: int) -> DropoutMasks:
    """Masks of inverted dropout: 0 with the layer's probability p, else 1 / (1 - p).

    Every hidden layer draws numbers, with or without dropout, so that changing one layer's rate does not
    change what the others drop.

    Shapes: (steps, units, batch) per hidden layer, None where it has no dropout.
    Source: Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, 2014.
    """
    if not any(layer.dropout for layer in spec.layers):
        return [None] * len(spec.layers)
    units = [layer.units for layer in spec.layers]
    rng = stream(spec.seed, DROPOUT, epoch)
    rng.bit_generator.advance(examples_before * sum(units))  # type: ignore[attr-defined]
    drawn = np.split(rng.random((steps, sum(units), batch)), np.cumsum(units)[:-1], axis=1)
    return [
        (uniform >= layer.dropout) * (1 / (1 - layer.dropout)) if layer.dropout else None
        for uniform, layer in zip(drawn, spec.layers, strict=True)
    ]
