"""What is to be shown of a layer's equal neurons: groups, rows of numbers, and a step that closes."""

from dataclasses import dataclass
from functools import cached_property
from math import isfinite

import numpy as np

from bplab.arrays import Array
from bplab.diagnosis.equal_neurons import equal_weights
from bplab.explain.equal_step import added_up, all_of, descended, moved
from bplab.nn.optimizers import OPTIMIZERS
from bplab.training.snapshot import Snapshot
from bplab.training.step import Pairs
from bplab.ui.canvas.base.wording import input_titles


@dataclass(frozen=True, eq=False)
class EqualReading:
    """A hidden layer of a snapshot; a row is an incoming weight, the bias, or an outgoing weight."""

    snapshot: Snapshot
    weights: Pairs
    layer: int  # from 0

    @property
    def title(self) -> str:
        """The layer's name."""
        return self.snapshot.shape.layer_title(self.layer)

    @cached_property
    def _found(self) -> tuple[tuple[tuple[int, ...], ...], float, str]:
        pair = self.weights[self.layer]
        (found,) = equal_weights((pair, pair))
        return found.groups, found.apart, found.text

    @cached_property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """The neurons that have equals, from 0, group by group; the largest group first."""
        several = (group for group in self._found[0] if len(group) > 1)
        return tuple(sorted(several, key=lambda group: (-len(group), group[0])))

    @property
    def apart(self) -> float:
        """The largest difference within a group."""
        return self._found[1]

    @property
    def text(self) -> str:
        """How many differ: 1 of 4 different."""
        return self._found[2]

    @property
    def fan_in(self) -> int:
        """How many weights lead into each neuron."""
        return len(self.weights[self.layer][0])

    @property
    def rows(self) -> int:
        """How many rows there are: into the neurons, their biases, out of them."""
        return self.fan_in + 1 + self.snapshot.shape.sizes[self.layer + 2]

    def label(self, row: int) -> str:
        """Where a row's weights come from, or lead to."""
        shape, below = self.snapshot.shape, row - self.fan_in
        if below < 0:
            inputs = input_titles(self.snapshot.spec, shape)
            if self.layer == 0:
                return f"from {inputs[row]}"
            before = shape.sizes[self.layer]
            skip = f"from {inputs[row - before]}" if row >= before else ""
            return skip or f"from neuron {row + 1}"
        if below == 0:
            return "b"
        after = shape.layer_title(self.layer + 1)
        return f"to {after}" if shape.sizes[self.layer + 2] == 1 else f"to neuron {below}"

    def value(self, row: int, unit: int) -> float:
        """A weight or bias."""
        return _of(self.weights, self.layer, self.fan_in, row, unit)

    def gradient(self, row: int, unit: int) -> float | None:
        """Its gradient in the next step, if that was traced."""
        step = self.snapshot.next_step
        return None if step is None else _of(step.gradients, self.layer, self.fan_in, row, unit)

    def delta(self, unit: int) -> float | None:
        """The rms of δ over the examples of the batch."""
        step = self.snapshot.next_step
        if step is None:
            return None
        of_unit = step.delta[self.layer][:, unit].astype(np.float64)
        return float(np.sqrt(np.mean(of_unit * of_unit)))

    def stays(self, group: tuple[int, ...]) -> bool | None:
        """Whether the next step keeps a group equal; None if it was not traced."""
        step = self.snapshot.next_step
        if step is None:
            return None
        units = list(group)
        W, b = (np.atleast_2d(part)[:, units] for part in step.updates[self.layer])
        scale = max(float(np.abs(part).max(initial=0.0)) for part in (W, b))
        limit = scale * np.finfo(W.dtype).eps ** 0.6  # apart by rounding alone
        return all(bool((np.ptp(part, axis=1) <= limit).all()) for part in (W, b))

    def step(self, group: tuple[int, ...]) -> tuple[str, str, str] | None:
        """Work out the next step of the first row: a caption, and two lines that close."""
        made = self.snapshot.next_step
        if made is None or not self.stays(group):
            return None
        unit, spec = group[0], made.start.spec
        parts = (pairs[self.layer][0][0, unit] for pairs in (self.weights, made.parameters, made.updates))
        old, new, change = map(float, parts)
        used, raw = (float(pairs[self.layer][0][0, unit]) for pairs in (made.used_gradients, made.gradients))
        if not all(map(isfinite, (old, new, change, used))):
            return None
        is_plain = spec.optimizer == "sgd" and used == raw and new == old + change
        how = "" if spec.optimizer == "sgd" else f" by {OPTIMIZERS[spec.optimizer].title}"
        caption = f"{self.label(0)}, next step{how}, {all_of(len(group))}:"
        rate = made.start.learning_rate
        lines = descended(old, rate, raw, new) if is_plain else moved(old, change, new)
        return caption, *lines

    def added(self, group: tuple[int, ...]) -> tuple[str, str]:
        """What merging a group adds up: where to, and the sum."""
        V = self.weights[self.layer + 1][0]
        return self.label(self.fan_in + 1), added_up([float(V[unit, 0]) for unit in group])


def reading_of(snapshot: Snapshot, layer: int) -> EqualReading | None:
    """Read a hidden layer, if the snapshot has weights and the network has that layer."""
    weights = snapshot.weights
    hidden = len(snapshot.shape.layers) - 1
    return None if weights is None or not 0 <= layer < hidden else EqualReading(snapshot, weights, layer)


def _of(pairs: Pairs, layer: int, fan_in: int, row: int, unit: int) -> float:
    (W, b), below = pairs[layer], row - fan_in
    if below < 0:
        return float(W[row, unit])
    value: Array = b[unit] if below == 0 else pairs[layer + 1][0][unit, below - 1]
    return float(value)
