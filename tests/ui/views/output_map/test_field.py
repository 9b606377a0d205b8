import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from bplab.ui.style.oklab import ramp
from bplab.ui.views.output_map.field import MapField, bands_of, blended, cubic_weights

RAMP = ramp("#c75c12", "#e9ebee", "#2672ca", 0.58)


def plane(samples: int, slope_x: float, slope_y: float, offset: float = 0.0) -> np.ndarray:
    line = (np.arange(samples) + 0.5) / samples * 2 - 1
    return 0.5 + offset + slope_x * line[None, :] + slope_y * line[:, None]


@given(st.integers(2, 120), st.integers(60, 700))
def test_weights_add_up_to_one(samples, side):
    assert cubic_weights(samples, side).sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_a_constant_map_has_one_color():
    field = MapField(100, 304)
    field.render(np.full((100, 100), 1.0), 0, 1, None, RAMP)
    assert set(field._pixels.ravel().tolist()) == {int(RAMP[255])}


def test_the_first_row_of_samples_is_the_lowest_of_the_picture():
    field = MapField(100, 200)
    field.render(plane(100, 0, 0.5), 0, 1, None, RAMP)
    blue, orange = QColor(int(RAMP[253])), QColor(int(RAMP[2]))
    assert field.image.pixelColor(100, 3).red() == pytest.approx(blue.red(), abs=3)
    assert field.image.pixelColor(100, 196).red() == pytest.approx(orange.red(), abs=3)


@given(st.floats(0.2, 3), st.floats(-3, 3), st.floats(-0.1, 0.1))
def test_the_boundary_lies_where_the_value_is_the_threshold(slope_x, slope_y, offset):
    side = 300
    values = plane(100, slope_x, slope_y, offset)
    field = MapField(100, side)
    field.render(values, -5, 6, 0.5, RAMP)
    before = field._pixels.copy()
    field.shade_boundary(QColor("#000000"), 1.3)
    rows, columns = np.nonzero(field._pixels != before)
    x, y = (columns + 0.5) / side * 2 - 1, 1 - (rows + 0.5) / side * 2
    distance = np.abs(offset + slope_x * x + slope_y * y) / np.hypot(slope_x, slope_y) * side / 2
    inside = (np.abs(x) < 0.96) & (np.abs(y) < 0.96)  # the outermost half samples are flat
    assert inside.any()
    assert distance[inside].max() < 1.5


def test_a_map_without_a_decision_has_no_boundary():
    field = MapField(50, 150)
    field.render(np.full((50, 50), 0.7), 0, 1, 0.5, RAMP)
    before = field._pixels.copy()
    field.shade_boundary(QColor("#000000"), 1.3)
    assert (field._pixels == before).all()


def lined(values, side=300):
    """The pixels that the line changes."""
    field = MapField(len(values), side)
    field.render(values.astype(np.float32), 0, 1, 0.5, RAMP)
    before = field._pixels.copy()
    field.shade_boundary(QColor("#000000"), 1.3)
    return field._pixels != before


@pytest.mark.parametrize("sign", [1, -1])
def test_a_plateau_at_the_threshold_has_no_line_on_it_nor_around_it(sign):
    bump = np.maximum(plane(100, 2, 0.7) - 0.5, 0)  # flat at the threshold, then away from it to one side
    assert not lined(0.5 + sign * bump).any()


def test_rounding_around_the_threshold_draws_no_maze():
    noise = np.random.default_rng(0).choice([-6e-8, 0, 6e-8], (100, 100))
    assert not lined(0.5 + noise).any()


def test_between_two_sides_a_plateau_is_no_line_and_a_crossing_through_it_is_one():
    values = plane(100, 1, 0)
    wide = np.where(np.abs(values - 0.5) < 0.3, 0.5, values)
    assert not lined(wide).any()
    crossing = lined(values, side=301)  # the middle column is exactly at the threshold
    assert crossing[:, 150].all()
    assert not crossing[:, :148].any()
    assert not crossing[:, 153:].any()


def test_a_faint_slope_still_has_its_line():
    assert lined(plane(100, 5e-4, 0))[:, 149:151].any(axis=1).all()


def test_blending_takes_each_pixel_to_its_own_degree():
    pixels = np.full(3, 0xFFFFFFFF, np.uint32)
    mixed = blended(pixels, QColor(0, 0, 0), np.array([0.0, 0.5, 1.0]))
    assert [f"{word:x}" for word in mixed] == ["ffffffff", "ff808080", "ff000000"]


@given(st.integers(2, 120), st.integers(60, 700))
def test_products_in_bands_are_those_of_the_whole_matrix(samples, side):
    weights, values = cubic_weights(samples, side), np.linspace(-1, 1, samples, dtype=np.float32)
    found = np.full(side, np.nan, np.float32)
    for band in bands_of(weights):
        found[band.pixels] = band.weights @ values[band.samples]
    assert found == pytest.approx(weights @ values, abs=1e-6)
