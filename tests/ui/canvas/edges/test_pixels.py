"""The picture of connections, against the same curves drawn by Qt's own painter."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from bplab.ui.canvas.base.curve import Curves
from bplab.ui.canvas.edges.pixels import DEEP, EdgeImage, color_table, make_plan

BLUE, ORANGE = 0x2672CA, 0xC75C12
SIZE = (160, 90)


def curves(*ends) -> Curves:
    return Curves(*np.array(ends, float).T)


def painted(lines: Curves, widths, opacities, signs, size=SIZE, reach=4.0) -> np.ndarray:
    """Draw with ours: (height, width, 4) of alpha, red, green, blue."""
    image = EdgeImage(make_plan(lines, np.full(lines.count, reach), size))
    image.paint(*(np.asarray(each, float) for each in (widths, opacities, signs)), color_table(BLUE, ORANGE))
    return channels(image.pixels)


def channels(words: np.ndarray) -> np.ndarray:
    return np.stack([words >> shift & 255 for shift in (24, 16, 8, 0)], axis=-1).astype(int)


def by_qt(lines: Curves, widths, color: int) -> np.ndarray:
    image = QImage(*SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for x0, y0, x1, y1, width in zip(lines.x0, lines.y0, lines.x1, lines.y1, widths, strict=True):
        path = QPainterPath(QPointF(x0, y0))
        path.cubicTo((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, x1, y1)
        painter.setPen(QPen(QColor(color), width, c=Qt.PenCapStyle.FlatCap))
        painter.drawPath(path)
    painter.end()
    words = np.frombuffer(image.constBits(), np.uint32).reshape(SIZE[::-1])
    return channels(words)


@pytest.mark.parametrize("width", [1.0, 2.0, 3.5, 5.0])
@pytest.mark.parametrize("rise", [0, 12, 40])
def test_a_connection_looks_as_qt_would_draw_it(width, rise):
    line = curves((10, 40, 150, 40 + rise))
    ours, theirs = painted(line, [width], [1.0], [1.0]), by_qt(line, [width], BLUE)
    difference = np.abs(ours - theirs)
    assert difference[..., 0].max() < 80  # a pixel at the rim
    assert difference.mean() < 0.6


@given(st.floats(0.5, 5), st.floats(0.25, 1.0))
def test_a_level_line_covers_its_width(width, opacity):
    alpha = painted(curves((0, 45, 160, 45)), [width], [opacity], [1.0])[..., 0]
    cover = alpha[:, 80].sum() / 255 / opacity
    assert cover == pytest.approx(width, abs=0.12 * width + 0.15)


def test_blue_is_above_zero_and_orange_below():
    pair = painted(curves((0, 20, 160, 20), (0, 60, 160, 60)), [4, 4], [1, 1], [1, -1])
    assert tuple(pair[20, 80, 1:]) == pytest.approx((0x26, 0x72, 0xCA), abs=4)
    assert tuple(pair[60, 80, 1:]) == pytest.approx((0xC7, 0x5C, 0x12), abs=4)


def test_what_is_zero_is_neither():
    red, _, blue = painted(curves((0, 45, 160, 45)), [2], [0.6], [0])[45, 80, 1:]
    assert abs(int(red) - int(blue)) < 30


def test_where_two_cross_the_opacities_combine_as_one_over_the_other():
    crossing = painted(curves((0, 20, 160, 70), (0, 70, 160, 20)), [5, 5], [0.5, 0.5], [1, 1])
    assert crossing[45, 80, 0] == pytest.approx(255 * 0.75, abs=6)


def test_the_order_of_connections_does_not_show():
    ends = [(0, 20, 160, 70), (0, 70, 160, 20), (0, 45, 160, 45)]
    one = painted(curves(*ends), [3, 4, 2], [0.6, 0.5, 0.9], [1, -1, 1])
    other = painted(curves(*ends[::-1]), [2, 4, 3], [0.9, 0.5, 0.6], [1, -1, 1])
    assert (one == other).all()


def test_hundreds_of_opaque_connections_on_one_pixel_do_not_overflow():
    ends = [(0, y, 160, 45) for y in np.linspace(2, 88, 256)]
    alpha, red, _, blue = painted(curves(*ends), np.full(256, 4.0), np.ones(256), np.ones(256))[45, 158]
    assert alpha >= 248
    assert (red, blue) == (pytest.approx(0x26, abs=6), pytest.approx(0xCA, abs=8))


def test_what_lies_outside_the_picture_is_cut_off():
    outside = painted(curves((-300, -200, 500, 300), (200, 10, 300, 20)), [4, 4], [1, 1], [1, 1])
    assert outside[..., 0].max() > 200


def test_nothing_at_all_can_be_drawn():
    image = EdgeImage(make_plan(Curves(*np.empty((4, 0))), np.empty(0), SIZE))
    image.paint(np.empty(0), np.empty(0), np.empty(0), color_table(BLUE, ORANGE))
    assert not image.pixels.any()


def test_a_new_frame_leaves_nothing_of_the_last():
    image = EdgeImage(make_plan(curves((0, 45, 160, 45)), np.array([4.0]), SIZE))
    table = color_table(BLUE, ORANGE)
    image.paint(np.array([5.0]), np.array([1.0]), np.array([1.0]), table)
    image.paint(np.array([1.0]), np.array([1.0]), np.array([-1.0]), table)
    fresh = painted(curves((0, 45, 160, 45)), [1.0], [1.0], [-1.0])
    assert (channels(image.pixels) == fresh).all()


@given(st.integers(0, 255), st.integers(0, 255))
def test_colors_are_premultiplied_and_as_opaque_as_their_depth(above, below):
    alpha, *rgb = channels(color_table(BLUE, ORANGE)[[above * 256 + below]])[0]
    assert max(rgb) <= alpha + 1
    assert alpha == pytest.approx(255 * (1 - np.exp(-(above + below) / DEEP)), abs=1)


def test_narrow_reach_keeps_fewer_pixels():
    line = curves((0, 20, 160, 70))
    near, far = (make_plan(line, np.array([reach]), SIZE).codes.size for reach in (1.5, 4.0))
    assert near < 0.6 * far


def test_connections_that_change_little_color_few_pixels_and_look_as_if_painted_at_once():
    random = np.random.default_rng(3)
    ends = random.uniform(0, 90, (30, 2))
    lines = curves(*((5, start, 155, end) for start, end in ends))
    plan, table = make_plan(lines, np.full(30, 4.0), SIZE), color_table(BLUE, ORANGE)
    image, widths, opacities = EdgeImage(plan), random.uniform(0.5, 5, 30), random.uniform(0, 1, 30)
    signs = random.choice([-1.0, 0.0, 1.0], 30)
    image.paint(widths, opacities, signs, table)
    for _ in range(20):
        before, changed = image.colored, random.integers(30)
        widths[changed], opacities[changed] = random.uniform(0.5, 5), random.uniform(0, 1)
        signs[changed] = -signs[changed]
        image.paint(widths, opacities, signs, table)
        assert 0 < image.colored - before < plan.pixels.size / 4
        fresh = EdgeImage(plan)
        fresh.paint(widths, opacities, signs, table)
        assert np.array_equal(image.pixels, fresh.pixels)


def test_connections_in_other_colors_are_painted_anew():
    lines = curves((5, 10, 155, 70))
    image, one = EdgeImage(make_plan(lines, np.full(1, 4.0), SIZE)), np.ones(1)
    image.paint(one, one, one, color_table(BLUE, ORANGE))
    image.paint(one, one, one, color_table(ORANGE, BLUE))
    assert np.array_equal(channels(image.pixels), painted(lines, one, one, -one))
