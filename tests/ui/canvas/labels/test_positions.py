"""Numbers stand where they can be read: not on each other, not on neurons, in order of the rules."""

import itertools

import numpy as np
import pytest

from bplab.experiment.parameters import Parameter
from bplab.experiment.shape import shape_of
from bplab.experiment.spec import Experiment, Layer
from bplab.ui.canvas.base.connections import connect
from bplab.ui.canvas.base.layout import Viewport, arrange
from bplab.ui.canvas.base.picks import Neuron
from bplab.ui.canvas.base.surroundings import Surroundings
from bplab.ui.canvas.labels.label import APART, WIDTHS
from bplab.ui.canvas.labels.positions import number_lines_of, positions_of, station

SELECTED = Neuron(2, 1)


def placed(*hidden, width=840, height=540, view=None, selected=None, looked=None, plain=False, **settings):
    shape = shape_of(Experiment(layers=tuple(Layer(units) for units in hidden), **settings))
    layout = arrange(
        shape.sizes, width, height, view or Viewport(), around=Surroundings(plain=plain, picker=not plain)
    )
    return layout, positions_of(shape, layout, connect(shape, layout), selected, looked)


def box(spot):
    """The room that a spot's number takes at most, as its center and its half width."""
    return spot.x + (0.5 - spot.align) * WIDTHS[spot.kind], WIDTHS[spot.kind] / 2


def kinds(spots):
    return sorted({spot.kind for spot in spots})


@pytest.mark.parametrize("hidden", [(4,), (3,), (2, 2), (4, 3), (3, 3)])
def test_small_networks_show_all_their_numbers(hidden):
    layout, spots = placed(*hidden)
    assert layout.numbers
    shape = shape_of(Experiment(layers=tuple(Layer(units) for units in hidden)))
    parameters = {spot.pick for spot in spots if spot.kind in ("w", "b")}
    assert len(parameters) == shape.parameters
    assert kinds(spots) == ["b", "delta", "w", "x", "za"]


@pytest.mark.parametrize("hidden", [(4,), (2,), (4, 3), (3, 3)])
def test_no_two_numbers_of_connections_lie_on_each_other(hidden):
    _, spots = placed(*hidden)
    weights = [spot for spot in spots if spot.kind == "w"]
    for one, other in itertools.combinations(weights, 2):
        assert abs(one.y - other.y) >= APART or abs(one.x - other.x) >= 50


SIZES = [(840, 650), (840, 540), (840, 290), (856, 322), (683, 442), (683, 396)]


@pytest.mark.parametrize("hidden", [(4,), (2, 2), (4, 3), (3, 3), (5,), (8,)])
@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("plain", [False, True])
def test_no_number_lies_on_another_in_any_window(hidden, width, height, plain):
    layout, spots = placed(*hidden, width=width, height=height, plain=plain)
    assert bool(spots) == layout.numbers
    for one, other in itertools.combinations(spots, 2):
        (x, wide), (x_, wide_) = box(one), box(other)
        assert abs(one.y - other.y) >= 18 or abs(x - x_) >= wide + wide_ - 1e-6, (one, other)


@pytest.mark.parametrize("width", [840, 856, 1015])
@pytest.mark.parametrize("height", [*range(312, 420, 9), 442, 700])
def test_the_first_network_keeps_its_numbers_in_the_smallest_windows(width, height):
    layout, spots = placed(4, width=width, height=height, plain=True)
    assert layout.numbers
    assert {"w", "b", "x", "za", "delta"} == set(kinds(spots))
    assert sum(spot.kind == "w" for spot in spots) == 12
    assert max(spot.y for spot in spots) + 9 < height


def test_what_stands_under_a_neuron_is_over_the_next():
    layout, spots = placed(4)
    column = layout.columns[1]
    deltas = [spot.y for spot in spots if spot.kind == "delta" and spot.pick.column == 1]
    tops = column.ys - column.tile / 2
    assert all(low + 9 <= top for low, top in zip(deltas[:-1], tops[1:], strict=True))
    assert layout.row - column.tile >= number_lines_of(layout, column).under
    assert deltas[-1] + 9 < 540


@pytest.mark.parametrize(("hidden", "height"), [((8, 8, 6), 540), ((4,), 300), ((6, 6), 540)])
def test_larger_networks_and_low_windows_show_what_is_selected(hidden, height):
    layout, spots = placed(*hidden, height=height)
    assert not layout.numbers
    assert spots == []


def test_of_a_selected_neuron_its_weights_its_bias_and_what_it_makes():
    _, spots = placed(8, 8, 6, selected=SELECTED)
    assert kinds(spots) == ["a", "b", "delta", "w", "z"]
    assert {spot.pick for spot in spots if spot.kind == "w"} == {
        Parameter(1, source, 1) for source in range(8)
    }


@pytest.mark.parametrize(
    ("selected", "count"),
    [(Parameter(1, 3, 1), 1), (Parameter(1, None, 1), 12), (Neuron(0, 1), 1), (None, 0)],
)
def test_of_a_weight_its_own_of_a_bias_its_neurons_of_an_input_its_value(selected, count):
    assert len(placed(8, 8, 6, selected=selected)[1]) == count


def test_numbers_beside_a_neuron_stay_in_sight():
    for column, side in ((1, 1), (2, 1), (4, -1)):
        layout, spots = placed(8, 8, 6, selected=Neuron(column, 0), height=200)
        beside = [spot for spot in spots if spot.kind != "w"]
        assert len(beside) == 4
        assert all((spot.x - layout.columns[column].x) * side > 0 for spot in beside)
        assert all(spot.align == (side < 0) for spot in beside)


@pytest.mark.parametrize("height", [150, 200, 300, 540])
def test_beside_the_first_neuron_of_a_low_network_no_number_is_out_of_sight(height):
    for column in (1, 2, 3):
        _, spots = placed(8, 8, 6, selected=Neuron(column, 0), height=height)
        beside = [spot.y for spot in spots if spot.kind in {"b", "z", "a", "delta"}]
        assert min(beside) >= 9
        assert np.diff(beside).tolist() == [21, 21, 21]


def test_zoomed_in_there_is_room():
    layout, spots = placed(8, 8, 6, view=Viewport(4.0))
    assert layout.numbers
    assert kinds(spots) == ["b", "delta", "w", "x", "za"]
    layout, spots = placed(8, 8, 6, height=300, view=Viewport(4.0))  # neurons close to each other
    assert layout.numbers
    assert {"b", "z", "a", "delta"} <= set(kinds(spots))
    near, _ = placed(8, 8, 6, view=Viewport(1.2))
    assert not near.numbers


def test_where_connections_crowd_only_the_selected_ones_keep_their_numbers():
    _, spots = placed(8, 8, 6, view=Viewport(2.2), selected=SELECTED)
    between = [spot for spot in spots if spot.kind == "w" and spot.pick.layer == 1]
    assert {spot.pick.unit for spot in between} == {1}
    assert len(between) == 8


def test_while_a_neuron_is_looked_at_only_its_connections_keep_their_numbers():
    _, spots = placed(4, looked=Neuron(1, 2))
    weights = {spot.pick for spot in spots if spot.kind == "w"}
    assert weights == {Parameter(0, 0, 2), Parameter(0, 1, 2), Parameter(1, 2, 0)}


def test_direct_links_have_numbers_too():
    _, spots = placed(3, skip=True)
    assert Parameter(1, 3, 0) in {spot.pick for spot in spots if spot.kind == "w"}


def test_one_connection_has_its_number_half_way():
    shape = shape_of(Experiment(layers=(Layer(1),)))
    edges = connect(shape, arrange(shape.sizes, 840, 540, Viewport()))
    assert station(edges.take(np.array([2])).curves) == (0.5, float("inf"))
