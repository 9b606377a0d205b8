"""Locks on frozen weights and biases."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen

from bplab.experiment.parameters import Parameter, parse_block, parse_parameter
from bplab.experiment.shape import Shape
from bplab.ui.canvas.base.connections import Connections
from bplab.ui.canvas.base.layout import GraphLayout
from bplab.ui.canvas.base.markers import draw_lock
from bplab.ui.canvas.labels.positions import place_on
from bplab.ui.style.theme import Theme

MOST = 60  # with more locks, the network would be hidden


def frozen_parameters(names: tuple[str, ...], shape: Shape) -> Iterator[Parameter]:
    """List frozen parameters; for a whole layer each weight or bias, unless there are too many."""
    for name in names:
        whole = parse_block(name)
        if whole is None:
            yield parse_parameter(name)
            continue
        layer, bias = whole
        sources = [None] if bias else range(shape.fan_in[layer])
        units = range(shape.sizes[layer + 1])
        if len(sources) * len(units) <= MOST:
            yield from (Parameter(layer, source, unit) for source in sources for unit in units)


def draw_locks(
    painter: QPainter,
    theme: Theme,
    layout: GraphLayout,
    shown: Connections | None,
    parameters: list[Parameter],
) -> None:
    """Draw a lock at the middle of a weight's connection, or at the corner of a bias's neuron."""
    for parameter in parameters[:MOST]:
        at = _place(layout, shown, parameter)
        if at is not None:
            painter.setPen(QPen(theme.color("line2"), 1))
            painter.setBrush(theme.color("panel"))
            painter.drawEllipse(at, 7.5, 7.5)
            draw_lock(painter, at, theme.color("t2"))


def _place(layout: GraphLayout, shown: Connections | None, parameter: Parameter) -> QPointF | None:
    if parameter.source is None:
        column = layout.columns[parameter.layer + 1]
        row = column.row_of(parameter.unit)
        half = column.tile / 2
        return None if row is None else QPointF(column.xs[row] + half, column.ys[row] - half)
    edge = shown.find(parameter) if shown is not None else None
    return None if edge is None or shown is None else QPointF(*place_on(shown.curves, edge, 0.5))
