"""From a spec to numbers: first weights by their own streams, targets coded for the loss."""

import numpy as np
import pytest

from bplab.data.streams import INIT, stream
from bplab.errors import UserError
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.nn.initializers import INITIALIZERS
from bplab.training.build import build, check, prepared_data


def first_weights(spec):
    made = build(spec)
    return made.layout.weights(made.parameters)


@pytest.mark.parametrize("init", INITIALIZERS)
def test_each_layer_draws_from_its_own_stream(init):
    spec = Experiment(layers=(Layer(5, init=init, gain=2.0, bias=0.5), Layer(3, init=init)), seed=7)
    draw = INITIALIZERS[init].draw
    for number, (W, b) in enumerate(first_weights(spec)[:2]):
        fan_in, gain = ((2, 2.0), (5, 1.0))[number]
        np.testing.assert_array_equal(W, draw(stream(7, INIT, number), fan_in, len(b), gain))
        assert (b == (0.5, 0.0)[number]).all()


def test_groups_are_drawn_one_by_one_with_their_own_fan_in():
    data = DataSpec("circle", features=("x", "y", "xy"))
    W, _ = first_weights(Experiment(data=data, layers=(Layer(3, groups=((1, 2), (2, 1))),)))[0]
    rng, draw = stream(1, INIT, 0), INITIALIZERS["xavier_uniform"].draw
    wanted = np.zeros((3, 3))
    wanted[:1, :2] = draw(rng, 1, 2, 1.0)
    wanted[1:, 2:] = draw(rng, 2, 1, 1.0)
    np.testing.assert_array_equal(W, wanted)


def test_values_set_by_hand_come_last():
    weights = first_weights(Experiment(start={"W1[2,3]": 9.0, "b2[1]": -4.0}))
    assert weights[0][0][1, 2] == 9
    assert weights[1][1][0] == -4


@pytest.mark.parametrize(
    ("data", "loss", "output", "values"),
    [
        ("circle", "binary_cross_entropy", "sigmoid", {0.0, 1.0}),
        ("circle", "half_squared", "tanh", {-1.0, 1.0}),
        ("circle", "categorical_cross_entropy", "softmax", {0.0, 1.0}),
        ("digits", "mse", "tanh", {-1.0, 1.0}),
        ("digits", "mse", "sigmoid", {0.0, 1.0}),
    ],
)
def test_targets_are_coded_for_the_loss(data, loss, output, values):
    made = build(Experiment(data=DataSpec(data), loss=loss, output=Output(output)))
    labels = made.prepared.dataset.targets
    assert set(np.unique(made.targets)) == values
    decoded = made.targets.argmax(axis=1) if made.targets.shape[1] > 1 else made.targets[:, 0] == 1
    np.testing.assert_array_equal(decoded, labels)


def test_numbers_are_their_own_targets():
    made = build(Experiment(data=DataSpec("worked_example"), loss="half_squared", output=Output("identity")))
    assert made.targets.tolist() == [[0.01, 0.99]]


def test_checking_refuses_what_building_refuses():
    wrong = [
        Experiment(loss="categorical_cross_entropy"),
        Experiment(batch_size=1000, last_batch="drop"),
        Experiment(frozen=("W9",)),
    ]
    for spec in wrong:
        for make in (check, build):
            with pytest.raises(UserError):
                make(spec)
    check(Experiment())


def test_checking_draws_no_data(monkeypatch):
    monkeypatch.setattr(
        "bplab.training.build.prepare", lambda *_args, **_named: pytest.fail("data are drawn")
    )
    prepared_data.cache_clear()
    check(Experiment(data=DataSpec("circle", points=100_000)))
    wrong = {
        "no data set 'moons'": DataSpec("moons", playground_seed="0.5"),
        "6 training examples never fill a batch": DataSpec("circle", points=20, train_percent=30),
    }
    for said, data in wrong.items():
        with pytest.raises(UserError, match=said):
            check(Experiment(data=data, last_batch="drop"))


def test_data_are_drawn_once_for_edits_that_leave_them_alone():
    assert prepared_data(DataSpec("xor", seed=3)) is prepared_data(DataSpec("xor", seed=3))
