"""Walking the graph by keys."""

import pytest

from bplab.experiment.parameters import Parameter
from bplab.experiment.shape import shape_of
from bplab.experiment.spec import Experiment, Layer
from bplab.ui.canvas.base.connections import connect
from bplab.ui.canvas.base.layout import Viewport, arrange
from bplab.ui.canvas.base.picks import LayerCard, Neuron
from bplab.ui.canvas.input.navigation import neuron_of, step_connection, step_horizontal, step_vertical

SHAPE = shape_of(Experiment(layers=(Layer(units=4), Layer(units=64))))
LAYOUT = arrange(SHAPE.sizes, 840, 400, Viewport())
EDGES = connect(SHAPE, LAYOUT)


@pytest.mark.parametrize(
    ("start", "by", "end"),
    [
        (Neuron(1, 0), 1, Neuron(1, 1)),
        (Neuron(1, 3), 1, Neuron(1, 3)),
        (Neuron(1, 0), -1, LayerCard(1)),
        (LayerCard(1), -1, LayerCard(1)),
        (LayerCard(1), 1, Neuron(1, 0)),
        (Neuron(2, 5), 1, Neuron(2, 58)),  # over those that are not drawn
        (Parameter(0, 1, 2), 1, Neuron(1, 3)),
    ],
)
def test_up_and_down_walk_a_column_and_its_card(start, by, end):
    assert step_vertical(LAYOUT, start, by) == end


@pytest.mark.parametrize(
    ("start", "by", "end"),
    [
        (Neuron(0, 0), -1, Neuron(0, 0)),
        (Neuron(0, 0), 1, Neuron(1, 1)),
        (Neuron(1, 2), -1, Neuron(0, 1)),
        (Neuron(3, 0), 1, Neuron(3, 0)),
        (LayerCard(3), 1, LayerCard(3)),
        (LayerCard(2), -1, LayerCard(1)),
    ],
)
def test_left_and_right_walk_to_the_nearest_neighbor(start, by, end):
    assert step_horizontal(LAYOUT, start, by) == end


def test_brackets_go_around_all_connections_of_a_neuron():
    neuron = Neuron(1, 0)
    seen, here = [], None
    for _ in range(int(EDGES.touching(1, 0, SHAPE.sizes).sum())):
        here = step_connection(EDGES, SHAPE.sizes, neuron, here, 1)
        seen.append(here)
    assert len(set(seen)) == len(seen) == 2 + 12
    bias = step_connection(EDGES, SHAPE.sizes, neuron, here, 1)
    assert bias == Parameter(0, None, 0)  # behind them stands the bias
    assert step_connection(EDGES, SHAPE.sizes, neuron, bias, 1) == seen[0]
    assert step_connection(EDGES, SHAPE.sizes, neuron, seen[0], -1) == bias


def test_a_walk_begins_at_the_first_input():
    assert neuron_of(LAYOUT, None) == Neuron(0, 0)
