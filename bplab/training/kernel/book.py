"""From the kernel to the reference implementation: the same parameters as layers of `bplab.nn`."""

from bplab.arrays import Array
from bplab.experiment.spec import Experiment
from bplab.nn.network import DenseLayer
from bplab.nn.optimizers import Hyper
from bplab.training.kernel.layout import ParameterLayout, group_mask


def book_layers(layout: ParameterLayout, flat: Array) -> list[DenseLayer]:
    """The layers of `bplab.nn` over views of a flat parameter vector."""
    return [
        DenseLayer(
            W, b, layer.activation, group_mask(layer.groups).astype(flat.dtype) if layer.groups else None
        )
        for (W, b), layer in zip(layout.weights(flat), layout.shape.layers, strict=True)
    ]


def hyper_of(spec: Experiment) -> Hyper:
    """The hyperparameters of the optimizer."""
    return Hyper(spec.momentum, spec.beta1, spec.beta2, spec.alpha, spec.weight_decay)
