"""Where columns and neurons stand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.ui.canvas.base.layout import ENDS, MAX_ROWS, Viewport, arrange, card_width
from bplab.ui.canvas.base.surroundings import Surroundings

SIZES = st.lists(st.integers(1, 512), min_size=2, max_size=22).map(tuple)


def test_five_columns_stand_where_the_drawing_has_them():
    layout = arrange((2, 8, 8, 6, 1), 840, 266, Viewport())
    assert [column.x for column in layout.columns] == [84, 252, 420, 588, 756]
    assert layout.card == 136
    assert layout.columns[1].tile == pytest.approx(28, abs=2)
    assert layout.columns[1].top == pytest.approx(9, abs=2)


def test_twelve_columns_have_short_cards_as_drawn():
    layout = arrange((2, *[6] * 10, 1), 840, 400, Viewport())
    assert layout.short
    assert layout.card == pytest.approx(57, abs=1)
    assert layout.pitch == pytest.approx(68.3, abs=1)


@pytest.mark.parametrize("rows", [2, 4, 6, 8, 16, 64])
@pytest.mark.parametrize("height", [126, 193, 250, 400])
def test_under_the_last_neuron_there_is_room_for_a_small_hint(rows, height):
    layout = arrange((2, rows, 1), 840, height, Viewport())
    assert height - max(column.foot for column in layout.columns) >= 0.6 * 38


@given(SIZES, st.floats(400, 2500), st.floats(120, 1500))
def test_everything_lies_inside_and_nothing_overlaps(sizes, width, height):
    layout = arrange(sizes, width, height, Viewport())
    assert len(layout.columns) == len(sizes)
    for column in layout.columns:
        assert column.left >= 0
        assert column.right <= width
        assert column.top >= -1
        assert column.bottom <= height + 1 or height < 150
        assert (np.diff(column.ys) >= min(column.tile, np.diff(column.ys).max(initial=1e9)) - 1e-6).all()
    xs = [column.x for column in layout.columns]
    assert min(np.diff(xs)) > layout.columns[-1].tile


@given(SIZES)
def test_large_layers_show_their_ends_and_count_the_rest(sizes):
    for column, units in zip(arrange(sizes, 900, 500, Viewport()).columns, sizes, strict=True):
        assert column.shown.size + column.hidden == units
        if units > MAX_ROWS:
            assert list(column.shown) == [*range(ENDS), *range(units - ENDS, units)]
        else:
            assert column.hidden == 0


@given(st.floats(0.7, 6), st.floats(0, 800), st.floats(0, 400))
def test_zooming_keeps_the_point_under_the_cursor(factor, x, y):
    before, after = Viewport(1.3, 40, -20), Viewport(1.3, 40, -20).zoomed(factor, x, y)
    still = ((x - before.dx) / before.zoom, (y - before.dy) / before.zoom)
    assert still == (pytest.approx((x - after.dx) / after.zoom), pytest.approx((y - after.dy) / after.zoom))


def test_zooming_moves_columns_and_neurons_alike():
    near = arrange((2, 4, 1), 840, 400, Viewport(2.0, 10, 20))
    far = arrange((2, 4, 1), 840, 400, Viewport())
    assert near.columns[1].x == pytest.approx(far.columns[1].x * 2 + 10)
    np.testing.assert_allclose(near.columns[1].ys, far.columns[1].ys * 2 + 20)
    assert near.columns[1].tile == far.columns[1].tile * 2


def test_the_inputs_of_images_stand_as_an_image():
    column = arrange((64, 16, 10), 840, 400, Viewport(), image=(8, 8)).columns[0]
    assert column.hidden == 0
    assert len(set(column.xs)) == len(set(column.ys)) == 8
    assert column.xs[1] - column.xs[0] == column.ys[8] - column.ys[0] == column.tile


@pytest.mark.parametrize(("pitch", "card"), [(400, 136), (168, 136), (130, 98), (68, 57), (36, 31), (8, 6)])
def test_cards_are_as_wide_as_their_columns_allow(pitch, card):
    assert card_width(pitch) == card


def test_under_titles_the_outer_columns_leave_room_for_numbers_beside_them():
    xs = [
        column.x
        for column in arrange(
            (2, 4, 1), 840, 720, Viewport(), around=Surroundings(plain=True, picker=False)
        ).columns
    ]
    assert xs == [120, 405, 690]


@pytest.mark.parametrize("sizes", [(2, 8, 8, 6, 1), (2, 3, 3, 1, 1)])
def test_networks_without_that_room_use_all_of_the_width(sizes):
    plain, full = (
        arrange(sizes, 840, 720, Viewport(), around=Surroundings(plain=on, picker=not on))
        for on in (True, False)
    )
    assert [one.x for one in plain.columns] == [one.x for one in full.columns]
