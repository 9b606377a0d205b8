"""After a step that was not finite: which layer and tensor were the first to go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bplab.nn.network import backward, forward
from bplab.training.kernel.book import book_layers

if TYPE_CHECKING:
    from bplab.training.trainer import Trainer


@dataclass(frozen=True)
class Divergence:
    """Where the first value that is not finite appeared."""

    step: int  # the update that could not be made, from 1
    layer: int  # from 0; the last one is the output layer
    tensor: str  # "z", "a", "loss", "delta", "gradient" or "weights"


def find_divergence(trainer: Trainer, batch: NDArray[np.int64], train: NDArray[np.int64]) -> Divergence:
    """Walk the step again by the book and name the first tensor that is not finite, in the order of the step."""
    spec = trainer.spec
    layers = book_layers(trainer.build.layout, trainer.parameters)
    rows = train[batch]
    X, T = (array[rows].astype(spec.dtype) for array in (trainer.build.prepared.X, trainer.build.targets))
    trace = forward(layers, X, skip=spec.skip)
    gradients = backward(layers, trace, T, spec.loss, spec.reduction)
    last = len(layers) - 1
    tensors = [(layer, name, values[layer]) for layer in range(last + 1) for name, values in
               (("z", trace.z), ("a", trace.a))]  # fmt: skip
    for layer in range(last, -1, -1):
        tensors += [(layer, "delta", gradients.delta[layer]), (layer, "gradient", gradients.dL_dW[layer])]
    for layer, name, values in tensors:
        if not np.isfinite(values).all():
            return Divergence(trainer.step + 1, layer, name)
    largest = int(np.argmax([np.abs(W).max(initial=0) for W, _ in trainer.weights]))
    return Divergence(trainer.step + 1, largest, "weights")
