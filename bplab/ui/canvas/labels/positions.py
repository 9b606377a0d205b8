"""Positions of numbers beside neurons and on connections, computed without Qt."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bplab.arrays import Floats, Integers
from bplab.experiment.parameters import Parameter
from bplab.experiment.shape import Shape
from bplab.ui.canvas.base.connections import Connections
from bplab.ui.canvas.base.curve import Curves, height
from bplab.ui.canvas.base.layout import FORMS, LINE, Column, GraphLayout, NumberLines, number_lines_of
from bplab.ui.canvas.base.picks import Neuron, Pick
from bplab.ui.canvas.labels.biases import Moves, with_new_biases
from bplab.ui.canvas.labels.label import APART, TALL, WIDTHS, Kind, LabelPosition
from bplab.ui.canvas.labels.placing import places_apart
from bplab.ui.canvas.stages.light import EdgeLabel, Light

EVERYTHING = Light()
STATIONS = np.linspace(0.16, 0.84, 41)  # shares of a connection's length where its number may be
MANY = 24  # numbers per layer; more that are not on one line cannot be told apart
CROSSED = 4  # connections of a layer, two of which cross
BESIDE = 6.0  # pixels by which a long number may reach over the end of its connection
ROOMY = 28.0  # larger distances are no better
BESIDE_OUTPUT, UNDER_BIAS = 106.0, 20.0  # room for targets at the right; from a bias down to its target
JOINT = 16.0  # from a neuron's center to where a and δ meet on one line


def positions_of(
    shape: Shape,
    layout: GraphLayout,
    connections: Connections,
    selected: Pick,
    looked: Neuron | None,
    light: Light = EVERYTHING,
    moves: Moves = lambda _: True,
) -> list[LabelPosition]:
    """Place all numbers if there is room, else those of the selection.

    While a neuron is highlighted, only its own connections keep theirs. `moves` says which biases learn.
    """
    if not layout.numbers:
        selection = _of_selected(shape, layout, connections, selected, light)
        return with_new_biases(selection, layout, light, moves)
    found: list[LabelPosition] = []
    for number, column in enumerate(layout.columns):
        for row in range(column.shown.size):
            neuron, last = Neuron(number, int(column.shown[row])), number == len(layout.columns) - 1
            form = number_lines_of(layout, column)
            found += _under(neuron, column, row, last, form) if form else _beside(neuron, column, row, last)
    found = _with_targets(shape, layout, found)
    edges = np.arange(connections.count)
    if looked is not None:
        edges = np.flatnonzero(connections.touching(looked.column, looked.unit, shape.sizes))
    on_edges = on_connections(shape, connections, edges, selected, found, light)
    longer = with_new_biases(found, layout, light, moves)
    if longer == found:
        return found + on_edges
    beside = on_connections(shape, connections, edges, selected, longer, light)
    if _kinds(beside) == _kinds(on_edges):
        return longer + beside
    return with_new_biases(found, layout, light, moves, on_edges) + on_edges


def _kinds(positions: list[LabelPosition]) -> list[tuple[Kind, Neuron | Parameter]]:
    return [(each.kind, each.pick) for each in positions]


def _with_targets(shape: Shape, layout: GraphLayout, positions: list[LabelPosition]) -> list[LabelPosition]:
    """Put targets under the biases if several outputs predict numbers, without room there beside δ.

    On one line all move to the left.
    """
    if shape.sizes[-1] == 1 or shape.coding.name != "values":
        return positions
    last = len(shape.layers)
    if layout.room >= BESIDE_OUTPUT and number_lines_of(layout, layout.columns[-1]) == FORMS[0]:
        return positions + [
            replace(each, kind="t", pick=Neuron(last, each.pick.unit), y=each.y + UNDER_BIAS)
            for each in positions
            if isinstance(each.pick, Parameter) and each.pick.layer == last - 1
        ]
    room = WIDTHS["dt"] - WIDTHS["delta"]
    moved = {("delta", 0.0), ("za", 1.0)}
    found = []
    for position in positions:
        if isinstance(position.pick, Neuron) and position.pick.column == len(shape.layers):
            x = position.x - room if (position.kind, position.align) in moved else position.x
            found.append(replace(position, kind="dt" if position.kind == "delta" else position.kind, x=x))
        else:
            found.append(position)
    return found


def on_connections(
    shape: Shape,
    connections: Connections,
    edges: Integers,
    selected: Pick,
    taken: Sequence[LabelPosition] = (),
    light: Light = EVERYTHING,
) -> list[LabelPosition]:
    """Place the numbers of connections; if they are crowded, only those of the selection."""
    found: list[LabelPosition] = []
    chosen = _chosen(connections, selected)
    direct = connections.source >= np.array(shape.sizes)[connections.layer]
    for layer in range(len(shape.layers)):
        for straight in (False, True):
            here = edges[(connections.layer[edges] == layer) & (direct[edges] == straight)]
            for kind, these, clear in _choices(light.edges(layer), here, here[np.isin(here, chosen)]):
                curves, others = connections.take(these).curves, [*taken, *found]
                shares = stations(curves, others, WIDTHS[kind], spread=light.on, clear=clear)
                if shares is not None:
                    places = zip(these, shares, strict=True)
                    found += [_on(connections, int(edge), share, kind) for edge, share in places]
                    break
    return found


def _choices(kind: EdgeLabel, here: Integers, chosen: Integers) -> list[tuple[EdgeLabel, Integers, bool]]:
    """List what may stand on a layer's connections, the best first: all, shorter ones, those selected.

    The last of each says whether they keep clear of neurons.
    """
    if kind == "update":
        return [(kind, here, True), ("w", here, False), (kind, chosen, True)]
    clear: list[tuple[EdgeLabel, Integers, bool]] = [(kind, here, True)] if kind == "dw" else []
    return [*clear, (kind, here, False), (kind, chosen, False)]


def stations(
    curves: Curves,
    taken: Sequence[LabelPosition] = (),
    width: float = WIDTHS["w"],
    *,
    spread: bool = False,
    clear: bool = False,
) -> list[float] | None:
    """Choose the position of the number on each connection; None if they are crowded.

    All are on one line, except those that would overlap others, such as the `taken` ones of neurons.
    `spread`: those of two connections that cross are a third and two thirds of the way instead; `clear`: none
    lies on a neuron.
    """
    common, apart = station(curves)
    if curves.count > MANY:
        return [common] * curves.count if apart >= APART else None
    wanted = _thirds(curves) if spread and curves.count <= CROSSED else np.full(curves.count, common)
    order = np.argsort(np.abs(STATIONS - wanted[:, None]), axis=1, kind="stable")
    near = STATIONS[order]  # (curves, stations)
    xs = curves.x0[:, None] + (curves.x1 - curves.x0)[:, None] * near
    ys = curves.y0[:, None] + (curves.y1 - curves.y0)[:, None] * height(near)
    free = np.ones(xs.shape, bool)
    for position in taken:
        center, wide = (
            position.x + (0.5 - position.align) * WIDTHS[position.kind],
            (WIDTHS[position.kind] + width) / 2,
        )
        free &= (np.abs(xs - center) >= wide) | (np.abs(ys - position.y) >= APART)
    if clear:
        half = width / 2 - BESIDE
        free &= (xs - half >= curves.x0[:, None]) & (xs + half <= curves.x1[:, None])
    places = places_apart(xs, ys, free, width, APART)
    return None if places is None else [float(near[edge, place]) for edge, place in enumerate(places)]


def _thirds(curves: Curves) -> Floats:
    """Where numbers go: early on falling connections, late on rising ones.

    Shapes: (edges,)
    """
    return np.select([curves.y1 > curves.y0 + 1, curves.y1 < curves.y0 - 1], [1 / 3, 2 / 3], 0.5)


def station(curves: Curves) -> tuple[float, float]:
    """Choose the share of the length at which numbers are farthest apart, with the distance."""
    if curves.count < 2:
        return 0.5, float("inf")
    ys = curves.y0 + (curves.y1 - curves.y0) * height(STATIONS)[:, None]
    apart = np.diff(np.sort(ys, axis=1), axis=1).min(axis=1)
    best = int((np.minimum(apart, ROOMY) - np.abs(STATIONS - 0.5)).argmax())
    return float(STATIONS[best]), float(apart[best])


def place_on(curves: Curves, edge: int, share: float) -> tuple[float, float]:
    """The point of a connection at a share of its length."""
    x0, y0, x1, y1 = (float(each[edge]) for each in (curves.x0, curves.y0, curves.x1, curves.y1))
    return x0 + (x1 - x0) * share, y0 + (y1 - y0) * float(height(np.array([share]))[0])


def _on(connections: Connections, edge: int, share: float, kind: EdgeLabel) -> LabelPosition:
    return LabelPosition(kind, connections.parameter(edge), *place_on(connections.curves, edge, share))


def _chosen(connections: Connections, selected: Pick) -> Integers:
    """List a selected connection, or the connections that enter a selected neuron."""
    if isinstance(selected, Parameter) and selected.source is not None:
        edge = connections.find(selected)
        return np.array([] if edge is None else [edge], np.intp)
    if isinstance(selected, Parameter):
        selected = Neuron(selected.layer + 1, selected.unit)
    if not isinstance(selected, Neuron):
        return np.array([], np.intp)
    return np.flatnonzero((connections.layer == selected.column - 1) & (connections.unit == selected.unit))


def _under(neuron: Neuron, column: Column, row: int, last: bool, form: NumberLines) -> list[LabelPosition]:
    """Place the numbers under a neuron; on one line they are to its right, in the last column to its left."""
    x, y, half = float(column.xs[row]), float(column.ys[row]), column.tile / 2
    first = y + half + 14
    if neuron.column == 0:
        return [LabelPosition("x", neuron, x, first)]
    bias = Parameter(neuron.column - 1, None, neuron.unit)
    return [
        LabelPosition("b", bias, x + half + 7, y - half + 7, align=0),
        *_made(neuron, x + (-JOINT if last else JOINT), x, first, form),
    ]


def _made(neuron: Neuron, joint: float, x: float, y: float, form: NumberLines) -> list[LabelPosition]:
    if form.lines > 1:
        return [LabelPosition("za", neuron, x, y), LabelPosition("delta", neuron, x, y + LINE)]
    return [
        LabelPosition("za", neuron, joint - 2, y, align=1),
        LabelPosition("delta", neuron, joint + 2, y, align=0),
    ]


def _of_selected(
    shape: Shape, layout: GraphLayout, connections: Connections, selected: Pick, light: Light
) -> list[LabelPosition]:
    found = on_connections(shape, connections, _chosen(connections, selected), selected, light=light)
    if isinstance(selected, Parameter) and selected.source is None:
        selected = Neuron(selected.layer + 1, selected.unit)
    if not isinstance(selected, Neuron) or selected.column >= len(layout.columns):
        return found
    column = layout.columns[selected.column]
    row = column.row_of(selected.unit)
    if row is None:
        return found
    stack = _beside(selected, column, row, last=column is layout.columns[-1])
    return found + _with_targets(shape, layout, stack)


def _beside(neuron: Neuron, column: Column, row: int, last: bool) -> list[LabelPosition]:
    """Stack the numbers at a neuron's right; at its left in the last column, which has no room there."""
    x, y, half = float(column.xs[row]), float(column.ys[row]), column.tile / 2
    at, align = (x - half - 7, 1.0) if last else (x + half + 7, 0.0)
    if neuron.column == 0:
        return [LabelPosition("x", neuron, at, y, align)]
    bias = Parameter(neuron.column - 1, None, neuron.unit)
    first = max(y - 1.5 * LINE, TALL / 2) if y > 0 else y - 1.5 * LINE  # in sight, as the neuron is
    return [
        LabelPosition("b", bias, at, first, align),
        LabelPosition("z", neuron, at, first + LINE, align),
        LabelPosition("a", neuron, at, first + 2 * LINE, align),
        LabelPosition("delta", neuron, at, first + 3 * LINE, align),
    ]
