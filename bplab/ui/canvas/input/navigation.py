"""Keyboard navigation of the graph: from neuron to neuron, and around one neuron's connections."""

import numpy as np

from bplab.experiment.parameters import Parameter
from bplab.ui.canvas.base.connections import Connections
from bplab.ui.canvas.base.layout import GraphLayout
from bplab.ui.canvas.base.picks import LayerCard, Neuron, Pick

NEAR = 60  # pixels from the edge at which the view follows


def step_vertical(layout: GraphLayout, here: Pick, by: int) -> Pick:
    """Go up or down a column; its card is above the first neuron."""
    if isinstance(here, LayerCard):
        column = layout.columns[here.column]
        return Neuron(here.column, int(column.shown[0])) if by > 0 else here
    neuron = neuron_of(layout, here)
    shown = layout.columns[neuron.column].shown
    row = (layout.columns[neuron.column].row_of(neuron.unit) or 0) + by
    if row < 0:
        return LayerCard(neuron.column)
    return Neuron(neuron.column, int(shown[min(row, shown.size - 1)]))


def step_horizontal(layout: GraphLayout, here: Pick, by: int) -> Pick:
    """Go to the next column, to the neuron at the closest height."""
    if isinstance(here, LayerCard):
        return LayerCard(min(max(here.column + by, 0), len(layout.columns) - 1))
    neuron = neuron_of(layout, here)
    to = neuron.column + by
    if not 0 <= to < len(layout.columns):
        return neuron
    row = layout.columns[neuron.column].row_of(neuron.unit) or 0
    y = layout.columns[neuron.column].ys[row]
    nearest = int(np.abs(layout.columns[to].ys - y).argmin())
    return Neuron(to, int(layout.columns[to].shown[nearest]))


def step_connection(
    connections: Connections, sizes: tuple[int, ...], neuron: Neuron, here: Pick, by: int
) -> Parameter | None:
    """Go to the neuron's next connection drawn, incoming ones first; its bias comes last."""
    edges = np.flatnonzero(connections.touching(neuron.column, neuron.unit, sizes))
    stops = [connections.parameter(int(edge)) for edge in edges]
    if neuron.column:
        stops.append(Parameter(neuron.column - 1, None, neuron.unit))
    if not stops:
        return None
    place = stops.index(here) + by if here in stops else (0 if by > 0 else -1)
    return stops[place % len(stops)]


def shift_into_view(layout: GraphLayout, here: Pick, width: float, height: float) -> tuple[float, float]:
    """How far to shift the view so that a neuron, or a card's column, is well inside it."""
    neuron = neuron_of(layout, here)
    column = layout.columns[neuron.column]
    row = column.row_of(neuron.unit) or 0
    x, y = float(column.xs[row]), float(column.ys[row])
    near_x, near_y = min(NEAR, width / 2), min(NEAR, height / 2)
    dx = min(max(x, near_x), width - near_x) - x
    dy = 0.0 if isinstance(here, LayerCard) else min(max(y, near_y), height - near_y) - y
    return dx, dy


def neuron_of(layout: GraphLayout, here: Pick) -> Neuron:
    """The neuron to continue from: the current one, a connection's end, or the first of all."""
    if isinstance(here, Neuron):
        return here
    if isinstance(here, Parameter):
        return Neuron(here.layer + 1, here.unit)
    column = here.column if isinstance(here, LayerCard) else 0
    return Neuron(column, int(layout.columns[column].shown[0]))
