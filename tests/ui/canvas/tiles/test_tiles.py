"""Tiles of neurons: colors, corners, and which way is up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.experiment.edits import with_dataset
from bplab.experiment.shape import shape_of
from bplab.experiment.spec import Experiment, Layer
from bplab.nn.activations import ACTIVATIONS
from bplab.ui.canvas.tiles.legend import tile_legend
from bplab.ui.canvas.tiles.tiles import curve_maps, paint_picture, paint_tiles, strengths
from bplab.ui.style.oklab import ramp

RAMP = ramp("#c75c12", "#e9ebee", "#2672ca", 0.95)
BORDER = 0xC6CCD4


def tile(maps, side=28) -> np.ndarray:
    return paint_tiles(np.asarray(maps, np.float32), side, RAMP, BORDER, min(5.0, 0.22 * side))


def test_a_bounded_activation_has_its_own_middle():
    assert list(strengths(np.array([0.0, 0.5, 1.0]), ACTIVATIONS["sigmoid"])) == [-1, 0, 1]
    assert list(strengths(np.array([-1.0, 0.0, 0.5]), ACTIVATIONS["tanh"])) == [-1, 0, 0.5]


def test_an_unbounded_one_is_measured_by_the_largest_of_its_layer():
    assert list(strengths(np.array([0.0, 2.0, 4.0]), ACTIVATIONS["relu"])) == [0, 0.5, 1]


def test_numbers_beyond_single_precision_are_measured_by_the_largest_too():
    assert list(strengths(np.array([1e200, -2e200]), ACTIVATIONS["identity"])) == [0.5, -1]


def test_each_input_is_measured_by_its_own_largest():
    maps = np.array([[[-6.0, 6.0]], [[-0.5, 0.25]]])
    assert strengths(maps, None).tolist() == [[[-1, 1]], [[-1, 0.5]]]


def test_a_layer_of_zeros_stays_at_zero():
    assert not strengths(np.zeros(5), ACTIVATIONS["relu"]).any()


def test_row_0_is_at_the_bottom():
    rows = np.array([[[-1.0, -1.0], [1.0, 1.0]]])  # orange below, blue above
    words = tile(rows)
    assert words[3, 14] == RAMP[255]
    assert words[24, 14] == RAMP[0]


def test_the_first_column_is_at_the_left():
    words = tile([[[-1.0, 1.0], [-1.0, 1.0]]])
    assert words[14, 3] == RAMP[0]
    assert words[14, 24] == RAMP[255]


def test_corners_are_round_and_rims_have_the_border():
    words = tile(np.ones((2, 4, 4)))
    assert words.shape == (56, 28)
    assert words[0, 0] >> 24 == words[28, 27] >> 24 == 0
    assert words[14, 0] == 0xFF000000 | BORDER
    assert words[14, 14] == RAMP[255]


def test_one_number_fills_a_tile():
    assert (tile([[[0.0]]])[3:-3, 3:-3] == RAMP[127]).all()


@given(st.integers(4, 64), st.integers(1, 40))
def test_any_size_can_be_painted_from_any_map(side, samples):
    words = tile(np.zeros((2, samples, samples)), side)
    assert words.shape == (2 * side, side)
    assert words[side // 2, side // 2] & 0xFFFFFF in {int(RAMP[127]) & 0xFFFFFF, BORDER}


def test_numbers_that_are_none_do_no_harm():
    with np.errstate(invalid="ignore"):
        words = tile([[[np.nan, np.inf], [-np.inf, np.nan]]])
    assert words[14, 14] in set(RAMP)


def test_an_image_keeps_its_first_row_on_top():
    pixels = np.zeros(64, np.float32)
    pixels[9] = 1  # second row, second column
    words = paint_picture(pixels, (8, 8), 10, RAMP, BORDER)
    assert words.shape == (80, 80)
    assert words[15, 15] == RAMP[255]
    assert words[25, 15] == RAMP[127]
    assert words[0, 40] == pytest.approx(0xFF000000 | BORDER)


def test_a_curve_is_an_area_blue_over_the_middle_orange_under_it():
    (area,) = curve_maps(np.array([[1.0, 0.5, 0.0, -0.5]], np.float32))
    assert area.shape == (4, 4)
    assert area.tolist() == [[0, 0, 0, 0], [0, 0, 0, -1], [1, 1, 0, 0], [1, 0, 0, 0]]
    assert np.isfinite(curve_maps(np.full((1, 4), np.inf, np.float32))).all()


def test_on_a_line_neurons_show_their_curves(bench):
    table = bench("4", data="sine").train(steps=30)
    assert table.canvas.header.neurons.currentText() == "Curve"
    inputs, hidden, output = table.graph.numbers.of_neurons()
    assert hidden.shape == (4, inputs.shape[1])
    assert (np.diff(inputs[0]) > 0).all()
    (W, b), (V, c) = table.snapshot.weights
    assert np.allclose(np.tanh(inputs.T @ W + b).T, hidden)
    assert np.allclose(hidden.T @ V + c, output.T)
    before = table.graph.grab().toImage()
    table.canvas.header.neurons.edited.emit("activation")
    table.train(steps=30)
    assert table.graph.grab().toImage() != before


@pytest.mark.parametrize(
    ("data", "mode", "words"),
    [
        ("circle", "map", ""),
        ("circle", "activation", "mean output, orange to blue: sigmoid 0 to 1, tanh −1 to 1"),
        ("digits", "map", "mean output, orange to blue: softmax 0 to 1, tanh −1 to 1"),
        ("sine", "map", "output along x, orange to blue: identity ± the layer's largest, tanh −1 to 1"),
        ("digits", "delta", "δ of the example: orange < 0, blue > 0, relative to the layer's largest"),
    ],
)
def test_the_colors_of_neurons_are_explained_where_no_map_does(data, mode, words):
    spec = Experiment(layers=(Layer(4),))
    spec = with_dataset(spec, data) if data != "circle" else spec
    assert tile_legend(spec, shape_of(spec), mode) == words
