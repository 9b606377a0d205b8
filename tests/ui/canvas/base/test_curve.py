"""The curve of a connection, against a Bezier curve drawn by Qt."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from bplab.ui.canvas.base.curve import Curves, height, steepness


def bezier(x0: float, y0: float, x1: float, y1: float) -> QPainterPath:
    path = QPainterPath(QPointF(x0, y0))
    middle = (x0 + x1) / 2
    path.cubicTo(middle, y0, middle, y1, x1, y1)
    return path


def one(x0, y0, x1, y1) -> Curves:
    return Curves(*(np.array([float(value)]) for value in (x0, y0, x1, y1)))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.25, 0.5, 0.8, 1.0])
def test_the_height_is_that_of_a_bezier_curve_with_handles_half_way(share):
    path = bezier(0, 0, 1000, 1000)
    point = min((path.pointAtPercent(t / 4000) for t in range(4001)), key=lambda p: abs(p.x() - 1000 * share))
    assert float(height(np.array([share]))[0]) == pytest.approx(point.y() / 1000, abs=2e-3)


def test_the_steepness_is_the_slope_of_the_height():
    u = np.linspace(0.01, 0.99, 50)
    slope = (height(u + 1e-3) - height(u - 1e-3)) / 2e-3
    np.testing.assert_allclose(steepness(u), slope, atol=0.01)


def test_curves_leave_and_arrive_level():
    np.testing.assert_allclose(steepness(np.array([0.0, 1.0])), 0, atol=1e-9)


@given(st.floats(5, 95), st.floats(-40, 140), st.floats(-60, 60))
def test_the_distance_is_that_to_the_nearest_point_of_the_curve(x, y, rise):
    path = bezier(0, 50, 100, 50 + rise)
    points = np.array([path.pointAtPercent(t / 500).toTuple() for t in range(501)])
    truth = np.hypot(points[:, 0] - x, points[:, 1] - y).min()
    found = one(0, 50, 100, 50 + rise).distances(x, y)[0]
    if truth < 6:  # only what is near matters
        assert found == pytest.approx(truth, abs=1.2)


def test_a_point_beside_the_curve_is_infinitely_far():
    assert one(10, 0, 20, 0).distances(25, 0)[0] == np.inf


def test_moving_scales_first_and_shifts_then():
    moved = one(1, 2, 3, 4).moved(10, dx=1, dy=2)
    assert [float(each[0]) for each in (moved.x0, moved.y0, moved.x1, moved.y1)] == [11, 22, 31, 42]
