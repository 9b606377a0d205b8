"""What settings imply, and which do not fit together."""

from itertools import pairwise

import pytest

from bplab.data.datasets import DATASETS
from bplab.errors import UserError
from bplab.experiment.presets import PRESETS
from bplab.experiment.shape import shape_of
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output

GROUPED = (Layer(4, groups=((1, 3), (1, 1))),)
SOFTMAX = {"output": Output("softmax"), "loss": "categorical_cross_entropy"}
IDENTITY = {"output": Output("identity"), "loss": "half_squared"}


@pytest.mark.parametrize(
    ("spec", "sizes", "coding"),
    [
        (Experiment(), (2, 4, 1), "zero_one"),
        (Experiment(layers=()), (2, 1), "zero_one"),
        (Experiment(data=DataSpec(features=("x", "xy", "sin_x"))), (3, 4, 1), "zero_one"),
        (Experiment(loss="mse", output=Output("tanh")), (2, 4, 1), "plus_minus"),
        (Experiment(**SOFTMAX), (2, 4, 2), "one_hot"),
        (Experiment(data=DataSpec("digits"), **SOFTMAX), (64, 4, 10), "one_hot"),
        (Experiment(data=DataSpec("digits", features=("x",)), **SOFTMAX), (64, 4, 10), "one_hot"),
        (Experiment(data=DataSpec("digits")), (64, 4, 10), "one_hot"),
        (Experiment(data=DataSpec("bumps"), **IDENTITY), (2, 4, 1), "values"),
        (Experiment(data=DataSpec("worked_example"), **IDENTITY), (2, 4, 2), "values"),
    ],
)
def test_sizes_and_coding_follow_from_the_settings(spec, sizes, coding):
    shape = shape_of(spec)
    assert shape.sizes == sizes
    assert shape.coding.name == coding
    assert shape.fan_in == sizes[:-1]
    assert shape.parameters == sum((n + 1) * m for n, m in pairwise(sizes))


def test_a_skip_link_widens_the_output_layer_only():
    shape = shape_of(Experiment(layers=(Layer(4), Layer(3)), skip=True))
    assert shape.fan_in == (2, 4, 3 + 2)
    assert shape_of(Experiment(layers=(), skip=True)).fan_in == (2,)


def test_masked_connections_do_not_count():
    shape = shape_of(Experiment(layers=(Layer(4, groups=((1, 3), (1, 1))),)))
    assert [shape.weights_in(layer) for layer in (0, 1)] == [4, 4]
    assert shape.parameters == 4 + 4 + 4 + 1
    assert [shape.layer_title(layer) for layer in (0, 1)] == ["Hidden 1", "Output"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"loss": "categorical_cross_entropy"}, "softmax at the output"),
        ({"output": Output("tanh")}, "sigmoid at the output"),
        ({"data": DataSpec("bumps")}, "numbers"),
        ({"layers": (Layer(4, groups=((1, 1),)),)}, "cover 1 inputs and 1 neurons, but it has 2 and 4"),
        ({"output": Output(groups=((9, 1),))}, "groups of Output cover 9 inputs"),
        ({"frozen": ("W3",)}, "There is no parameter W3 in a 2-4-1 network"),
        ({"frozen": ("W1[3,1]",)}, "There is no parameter W1[3,1]"),
        ({"start": {"b1[5]": 1.0}}, "There is no parameter b1[5]"),
        ({"layers": GROUPED, "start": {"W1[1,4]": 1.0}}, "W1[1,4] is not connected"),
        ({"layers": GROUPED, "start": {"W1[2,3]": 1.0}}, "W1[2,3] is not connected"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_said(changes, sentence):
    with pytest.raises(UserError) as caught:
        shape_of(Experiment(**changes))
    assert sentence in str(caught.value)


def test_connected_weights_can_be_set_in_grouped_layers():
    start = {"W1[1,1]": 1.0, "W1[1,3]": 1.0, "W1[2,4]": 1.0, "b1[4]": 1.0}
    shape_of(Experiment(layers=GROUPED, start=start))


def test_every_preset_and_every_data_set_fits():
    for preset in PRESETS.values():
        shape_of(preset.spec)
    assert set(DATASETS) >= {preset.spec.data.name for preset in PRESETS.values()}
