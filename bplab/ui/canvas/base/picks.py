"""What can be picked by mouse or keyboard: a neuron, a layer's card, or a connection (a `Parameter`)."""

from dataclasses import dataclass

import numpy as np

from bplab.experiment.parameters import Parameter
from bplab.ui.canvas.base.connections import Connections
from bplab.ui.canvas.base.layout import GraphLayout

NEAR = 4.0  # maximum distance in pixels from a connection to pick it


@dataclass(frozen=True)
class Neuron:
    """A neuron: its column (0: inputs) and its index in it, both from 0."""

    column: int
    unit: int


@dataclass(frozen=True)
class LayerCard:
    """The card of a column (0: inputs)."""

    column: int


Pick = Neuron | LayerCard | Parameter | None


def has_numbers(pick: Pick) -> bool:
    """Whether a step works something out there: at connections, biases and neurons, not at inputs."""
    return isinstance(pick, Parameter) or (isinstance(pick, Neuron) and pick.column > 0)


def neuron_at(layout: GraphLayout, x: float, y: float) -> Neuron | None:
    """Find the neuron under a point."""
    for number, column in enumerate(layout.columns):
        half = column.tile / 2 + 0.5
        hit = np.flatnonzero((np.abs(column.xs - x) <= half) & (np.abs(column.ys - y) <= half))
        if hit.size:
            return Neuron(number, int(column.shown[hit[0]]))
    return None


def connection_at(connections: Connections, x: float, y: float) -> int | None:
    """Find the connection nearest to a point, if it is close enough."""
    if not connections.count:
        return None
    distance = connections.curves.distances(x, y)
    nearest = int(distance.argmin())
    return nearest if distance[nearest] <= NEAR else None


def column_at(layout: GraphLayout, x: float) -> int:
    """Find the column nearest to an x."""
    return int(np.abs(np.array([column.x for column in layout.columns]) - x).argmin())


def still_there(pick: Pick, sizes: tuple[int, ...], fan_in: tuple[int, ...]) -> bool:
    """Whether a pick exists in a network of these sizes."""
    if isinstance(pick, Parameter):
        return (
            pick.layer < len(fan_in)
            and pick.unit < sizes[pick.layer + 1]
            and (pick.source is None or pick.source < fan_in[pick.layer])
        )
    if isinstance(pick, Neuron):
        return pick.column < len(sizes) and pick.unit < sizes[pick.column]
    return pick is None or pick.column < len(sizes)
