"""Every weight and bias has one place in the flat vector."""

import numpy as np

from bplab.experiment.shape import shape_of
from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training.kernel.layout import ParameterLayout

SPEC = Experiment(
    data=DataSpec(features=("x", "y", "xy")),
    layers=(Layer(3, groups=((1, 2), (2, 1))), Layer(3), Layer(3), Layer(2)),
    skip=True,
)


def layout():
    return ParameterLayout(shape_of(SPEC))


def test_blocks_and_weights_are_views_that_cover_everything_once():
    made = layout()
    flat = np.arange(made.size)
    seen = np.concatenate([part.ravel() for pair in made.weights(flat) for part in pair])
    np.testing.assert_array_equal(seen, flat)
    assert [block.shape for block in made.blocks(flat)] == [(4, 3), (4, 3), (4, 3), (4, 2), (6, 1)]
    made.weights(flat)[1][1][...] = -1
    assert (flat[21:24] == -1).all()


def test_weights_biases_and_connections_are_told_apart():
    made = layout()
    for (W, b), block in zip(made.weights(made.is_weight()), made.blocks(made.is_weight()), strict=True):
        assert W.all()
        assert not b.any()
        assert len(W) + 1 == len(block)
    connected = made.weights(made.connected())
    np.testing.assert_array_equal(connected[0][0], [[1, 1, 0], [0, 0, 1], [0, 0, 1]])
    assert all(W.all() and b.all() for W, b in connected[1:])
    assert ParameterLayout(shape_of(Experiment())).connected() is None


def test_frozen_names_lead_to_their_places():
    made = layout()
    assert made.frozen(()) is None
    flags = made.weights(made.frozen(("W1[2,3]", "b2", "W5", "b4[2]")))
    assert flags[0][0].nonzero() == (np.array([1]), np.array([2]))
    assert flags[1][1].all()
    assert flags[4][0].all()
    assert flags[3][1].tolist() == [False, True]
    assert sum(part.sum() for pair in flags for part in pair) == 1 + 3 + 5 + 1


def test_neighbors_of_one_shape_stand_together():
    assert layout().alike == (slice(0, 3), slice(3, 4), slice(4, 5))
