"""The true loss as one parameter varies: what lies before it in the network is computed once."""

from collections.abc import Callable

import numpy as np

from bplab.arrays import Array
from bplab.experiment.parameters import Parameter
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.losses import LOSSES
from bplab.nn.network import backward, forward, loss_of
from bplab.nn.penalties import PENALTIES
from bplab.nn.step import join, penalty_gradient
from bplab.training.kernel.book import book_layers
from bplab.training.step import StepInput, method_of

PIECE = 2e-3  # seconds of work after which `turn` is called, about
Turn = Callable[[], None]  # lets others work in between; raises where the result is not wanted any more


def no_turn() -> None:
    """Work without a pause."""


class LossLine:
    """What a step minimizes on its examples, at any value of one parameter; all others keep theirs.

    That is the loss of the examples, with the step's dropout, and the penalty whose derivative is part of the
    gradient: so the slope is what the update follows. A penalty that prunes acts after the step instead.
    All in double precision, whatever the run computes in: small steps change the loss in its last digits.
    """

    def __init__(self, start: StepInput, parameter: Parameter) -> None:
        spec, build = start.spec, start.build
        self.start, self.parameter = start, parameter
        self.value = float(start.parameters[build.layout.index(parameter)])
        self._method, self._masks = method_of(spec), [*start.masks, None]
        self._X = build.prepared.X[start.batch].astype(np.float64)  # (n, inputs)
        self._T = build.targets[start.batch].astype(np.float64)  # (n, outputs)
        self._layers = book_layers(build.layout, start.parameters.astype(np.float64))
        with np.errstate(all="ignore"):
            self._trace = forward(self._layers, self._X, self._masks, spec.skip)
            self._others_penalty = self._penalty(start.parameters) - self._own_penalty(self.value)[0]
        self.now = float(self.losses(np.array([self.value]))[0])

    def losses(self, values: Array, turn: Turn = no_turn) -> Array:
        """Compute the loss at each value of the parameter.

        Shapes: (values,) -> (values,).
        """
        found = np.empty(len(values))
        with np.errstate(all="ignore"):
            for begin in range(0, len(values), self._at_once):
                piece = slice(begin, begin + self._at_once)
                found[piece] = self._losses(values[piece])
                turn()
        return found

    def gradient(self) -> Array:
        """Compute the slopes of this loss at all parameters.

        Shapes: flat.
        """
        layers, method = self._layers, self._method
        with np.errstate(all="ignore"):
            found = backward(layers, self._trace, self._T, method.loss, method.reduction)
            w = join((layer.W, layer.b) for layer in layers)
            of_loss = join(zip(found.dL_dW, found.dL_db, strict=True))
            gradient: Array = of_loss + penalty_gradient(w, layers, method)
        return gradient

    def loss_with(self, parameters: Array) -> float:
        """Compute the loss with other values of all parameters.

        Shapes: flat.
        """
        exact, method = parameters.astype(np.float64), self._method
        with np.errstate(all="ignore"):
            loss = loss_of(
                book_layers(self.start.build.layout, exact), self._X, self._T, method.loss, method.reduction,
                self._masks, method.skip,
            )  # fmt: skip
            return loss + self._penalty(exact)

    @property
    def _at_once(self) -> int:
        """How many values are computed in one piece of work."""
        later = self._layers[self.parameter.layer + 1 :]
        products = sum(layer.W.size for layer in later[1:])
        units = 1 + sum(len(layer.b) for layer in later)
        seconds = 1e-9 * (0.4 * products + 20.0 * units) * len(self._X)
        return max(1, int(PIECE / seconds))

    def _losses(self, values: Array) -> Array:
        """The losses at some values of the parameter.

        Shapes: (values,) -> (values,).
        """
        z = self._last_z(values - self.value)  # (values, n, outputs)
        y = ACTIVATIONS[self._layers[-1].activation].f(z)
        each = LOSSES[self._method.loss].per_example(y, z, self._T)  # (values, n)
        together = each.mean(axis=1) if self._method.reduction == "mean" else each.sum(axis=1)
        losses: Array = together + self._others_penalty + self._own_penalty(values)
        return losses

    def _last_z(self, moves: Array) -> Array:
        """Carry a change of the parameter on to the weighted sums of the outputs.

        It changes one neuron's output, which adds a multiple of that neuron's weights to the sums of the next
        layer; from there on all is computed again.

        Shapes: (values,) -> (values, n, outputs).
        """
        (layer, source, unit), layers, trace = self.parameter, self._layers, self._trace
        last = len(layers) - 1
        multiplied = np.ones(len(self._X)) if source is None else trace.inputs[layer][:, source]
        own = trace.z[layer][:, unit] + moves[:, None] * multiplied  # (values, n)
        if layer == last:
            z = np.repeat(trace.z[layer][None], len(moves), axis=0)
            z[..., unit] = own
            return z
        mask = self._masks[layer]
        changed = ACTIVATIONS[layers[layer].activation].f(own) - trace.a[layer][:, unit]
        changed = changed if mask is None else changed * mask[:, unit]
        z = trace.z[layer + 1] + changed[..., None] * layers[layer + 1].connected[unit]
        for before in range(layer + 1, last):
            z = self._next_z(before, z)
        return z

    def _next_z(self, before: int, z: Array) -> Array:
        """The weighted sums of the next layer.

        Shapes: (values, n, units) -> (values, n, units of the layer after it).
        """
        passed_on, mask = ACTIVATIONS[self._layers[before].activation].f(z), self._masks[before]
        passed_on = passed_on if mask is None else passed_on * mask
        layer, is_last = self._layers[before + 1], before + 2 == len(self._layers)
        W, units = layer.connected, passed_on.shape[-1]
        z = passed_on @ W[:units] + layer.b
        return z + self._X @ W[units:] if self._method.skip and is_last else z

    def _own_penalty(self, values: float | Array) -> Array:
        """The penalty on the parameter itself.

        Shapes: (values,) -> (values,).
        """
        each, penalty = np.atleast_1d(values), PENALTIES[self._method.penalty]
        if penalty.prunes or self.parameter.source is None:
            return np.zeros(len(each))
        return np.array([penalty.value(one, self._method.penalty_rate) for one in each])

    def _penalty(self, parameters: Array) -> float:
        """The penalty on all weights.

        Shapes: flat.
        """
        penalty = PENALTIES[self._method.penalty]
        if penalty.prunes:
            return 0.0
        exact = book_layers(self.start.build.layout, parameters.astype(np.float64))
        return float(sum(penalty.value(layer.connected, self._method.penalty_rate) for layer in exact))
