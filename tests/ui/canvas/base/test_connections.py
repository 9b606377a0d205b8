"""Which connections are drawn, and their numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.experiment.parameters import Parameter
from bplab.experiment.shape import shape_of
from bplab.experiment.spec import Experiment, Layer
from bplab.ui.canvas.base.connections import Connections, connect, strongest
from bplab.ui.canvas.base.layout import Viewport, arrange


def made(*units: int, **settings) -> tuple[Connections, Experiment]:
    spec = Experiment(layers=tuple(Layer(units=each) for each in units), **settings)
    shape = shape_of(spec)
    return connect(shape, arrange(shape.sizes, 840, 400, Viewport())), spec


def numbered(connections: Connections, spec: Experiment):
    """Matrices whose every number tells where it stands."""
    shape = shape_of(spec)
    return [
        (np.arange(rows)[:, None] * 1000.0 + np.arange(columns) + 1e6 * layer, np.zeros(columns))
        for layer, (rows, columns) in enumerate(zip(shape.fan_in, shape.sizes[1:], strict=True))
    ]


@given(st.lists(st.integers(1, 40), min_size=0, max_size=4))
def test_every_value_comes_from_its_own_place(units):
    connections, spec = made(*units)
    values = connections.values(numbered(connections, spec))
    np.testing.assert_array_equal(
        values, connections.layer * 1e6 + connections.source * 1000 + connections.unit
    )


def test_a_small_network_shows_all_it_has():
    connections, _ = made(8, 8, 6)
    assert connections.count == connections.total == 2 * 8 + 8 * 8 + 8 * 6 + 6


def test_a_large_one_counts_what_it_does_not_show():
    connections, _ = made(64, 64)
    assert connections.total == 2 * 64 + 64 * 64 + 64
    assert connections.count == 2 * 12 + 12 * 12 + 12


def test_the_strongest_are_the_largest_by_size():
    values = np.array([0.1, -5, 2, 0, -3, 4])
    assert list(strongest(values, 3)) == [1, 4, 5]
    assert list(strongest(values, 10)) == list(range(6))


def test_masked_connections_are_not_drawn():
    grouped = (Layer(units=6), Layer(units=4, groups=((3, 2), (3, 2))))
    spec = Experiment(layers=grouped)
    shape = shape_of(spec)
    connections = connect(shape, arrange(shape.sizes, 840, 400, Viewport()))
    middle = {
        (int(s), int(u))
        for layer, s, u in zip(connections.layer, connections.source, connections.unit, strict=True)
        if layer == 1
    }
    assert middle == {(s, u) for s in range(6) for u in range(4) if s // 3 == u // 2}
    assert connections.count == connections.total


def test_a_direct_link_leaves_from_the_inputs():
    connections, _ = made(4, skip=True)
    direct = connections.find(Parameter(1, 5, 0))
    assert direct is not None
    assert connections.curves.x0[direct] == connections.curves.x0[connections.find(Parameter(0, 1, 0))]
    assert connections.curves.x1[direct] == connections.curves.x1[connections.find(Parameter(1, 0, 0))]


def test_a_neuron_touches_what_enters_and_leaves_it():
    connections, spec = made(4, 3, skip=True)
    sizes = shape_of(spec).sizes
    assert connections.touching(1, 0, sizes).sum() == 2 + 3
    assert connections.touching(0, 1, sizes).sum() == 4 + 1
    assert connections.touching(3, 0, sizes).sum() == 3 + 2


def test_a_connection_is_found_again_by_its_name():
    connections, _ = made(5, 4)
    for edge in range(connections.count):
        assert connections.find(connections.parameter(edge)) == edge
    assert connections.find(Parameter(9, 0, 0)) is None


def test_taking_some_keeps_their_places():
    connections, _ = made(5, 4)
    some = connections.take(np.array([3, 7]))
    assert some.parameter(1) == connections.parameter(7)
    assert some.curves.y1[1] == pytest.approx(connections.curves.y1[7])
