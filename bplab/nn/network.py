"""Backpropagation: a forward pass that keeps every intermediate value, and a backward pass that reuses them.

Forward, layer by layer:    z = a_in @ W + b,   a = f(z)
Backward, in reverse:       delta = dL/da * f'(z),   dL/dW = a_in^T @ delta,   dL/da_in = delta @ W^T

Source: Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, 1986.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bplab.arrays import Array
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.losses import LOSSES

Dropout = Sequence[Array | None]


@dataclass(frozen=True, eq=False)
class DenseLayer:
    """The parameters of one layer; where `mask` is 0 there is no connection.

    Shapes: W, mask (fan_in, fan_out); b (fan_out,).
    """

    W: Array
    b: Array
    activation: str
    mask: Array | None = None

    @property
    def connected(self) -> Array:
        """W with exactly 0 where nothing connects."""
        return self.W if self.mask is None else np.where(self.mask, self.W, 0)


@dataclass(frozen=True, eq=False)
class ForwardTrace:
    """What a forward pass keeps for the backward pass: lists of arrays, one array per layer.

    Shapes: inputs[l] (batch, fan_in) is the input of layer l; z[l], a[l] (batch, fan_out).
    dropout[l] (batch, fan_out) is what a[l] was multiplied by before the next layer, if not None.
    """

    inputs: list[Array]
    z: list[Array]
    a: list[Array]
    dropout: list[Array | None]

    @property
    def y(self) -> Array:
        """The outputs of the network."""
        return self.a[-1]


@dataclass(frozen=True, eq=False)
class Gradients:
    """The result of a backward pass: lists of arrays, one array per layer.

    Shapes: dL_dW[l] (fan_in, fan_out), dL_db[l] (fan_out,), delta[l] (batch, fan_out).
    Units: delta is dL/dz of each example's own loss; dL_dW and dL_db are reduced over the examples.
    """

    dL_dW: list[Array]
    dL_db: list[Array]
    delta: list[Array]


def forward(
    layers: Sequence[DenseLayer], X: Array, dropout: Dropout | None = None, skip: bool = False
) -> ForwardTrace:
    """Pass a batch through the layers and keep all intermediate values.

    With `skip` the last of several layers also receives X, appended to the previous layer's outputs.
    Dropout is never applied to the outputs of the last layer.

    Shapes: X (batch, inputs).
    """
    dropped: list[Array | None] = list(dropout) if dropout is not None else [None] * len(layers)
    trace = ForwardTrace([], [], [], dropped)
    passed_on = X  # (batch, inputs)
    for i, layer in enumerate(layers):
        if skip and i == len(layers) - 1 > 0:
            passed_on = np.concatenate([passed_on, X], axis=1)  # (batch, units + inputs)
        z = passed_on @ layer.connected + layer.b  # (batch, fan_out)
        a = ACTIVATIONS[layer.activation].f(z)  # (batch, fan_out)
        trace.inputs.append(passed_on)
        trace.z.append(z)
        trace.a.append(a)
        passed_on = _drop(a, dropped[i])
    return trace


def backward(
    layers: Sequence[DenseLayer], trace: ForwardTrace, T: Array, loss: str, reduction: str = "mean"
) -> Gradients:
    """Propagate the error back through the layers by the chain rule, from the last to the first.

    Shapes: T (batch, outputs).
    """
    delta = output_delta(layers[-1].activation, trace, T, loss)  # (batch, outputs)
    found = Gradients([], [], [])
    for i in reversed(range(len(layers))):
        layer = layers[i]
        dL_dW, dL_db = parameter_gradients(layer, trace.inputs[i], delta, reduction)
        found.dL_dW.insert(0, dL_dW)
        found.dL_db.insert(0, dL_db)
        found.delta.insert(0, delta)
        if i > 0:
            f = ACTIVATIONS[layers[i - 1].activation]
            dL_dinput = delta @ layer.connected.T  # (batch, fan_in)
            units = trace.a[i - 1].shape[1]  # the part of a skip link goes to X and is not needed
            dL_da = _drop(dL_dinput[:, :units], trace.dropout[i - 1])  # (batch, units)
            delta = f.backward(dL_da, trace.z[i - 1], trace.a[i - 1])  # (batch, units)
    return found


def output_delta(activation: str, trace: ForwardTrace, T: Array, loss: str) -> Array:
    """Start the backward pass with dL/dz of the last layer, for each example's own loss.

    Shapes: T (batch, outputs) -> (batch, outputs).
    """
    rule = LOSSES[loss]
    if rule.delta is not None and rule.outputs is not None and activation in rule.outputs:
        return rule.delta(trace.y, T)
    return ACTIVATIONS[activation].backward(rule.slope(trace.y, T), trace.z[-1], trace.y)


def parameter_gradients(layer: DenseLayer, a_in: Array, delta: Array, reduction: str) -> tuple[Array, Array]:
    """Gradients of a layer's weights and biases: dL/dW = a_in^T @ delta, dL/db = sum of delta.

    Shapes: a_in (batch, fan_in), delta (batch, fan_out) -> (fan_in, fan_out), (fan_out,).
    """
    share = 1 / len(delta) if reduction == "mean" else 1.0
    dL_dW: Array = share * (a_in.T @ delta)
    dL_db: Array = share * delta.sum(axis=0)
    return (dL_dW if layer.mask is None else np.where(layer.mask, dL_dW, 0)), dL_db


def loss_of(
    layers: Sequence[DenseLayer],
    X: Array,
    T: Array,
    loss: str,
    reduction: str = "mean",
    dropout: Dropout | None = None,
    skip: bool = False,
) -> float:
    """Mean or summed loss of all examples from a forward pass alone, without penalty."""
    trace = forward(layers, X, dropout, skip=skip)
    losses = LOSSES[loss].per_example(trace.y, trace.z[-1], T)  # (batch,)
    return float(losses.mean() if reduction == "mean" else losses.sum())


def dropout_multiplier(rng: np.random.Generator, batch: int, units: int, rate: float) -> Array:
    """Drop each output with probability `rate`, and scale up the others so that the mean is unchanged.

    Shapes: -> (batch, units), of 0 and 1 / (1 - rate) (inverted dropout: no rescaling at test time).

    Source: Srivastava, Hinton and others, Dropout: a simple way to prevent overfitting, 2014.
    """
    kept = rng.random((batch, units)) >= rate
    return kept / (1 - rate)


def _drop(values: Array, multiplier: Array | None) -> Array:
    return values if multiplier is None else values * multiplier
