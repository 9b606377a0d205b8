"""Lines through rectangles, against points sampled densely along each line."""

import numpy as np
from PySide6.QtCore import QRectF

from bplab.ui.views.plot.crossing import AIR, crossings, ends_of


def test_a_rectangle_is_crossed_where_a_point_of_a_line_is_in_it_or_close_by():
    rng = np.random.default_rng(7)
    x = np.sort(rng.uniform(0, 300, 30))
    points = np.column_stack([x, rng.uniform(0, 200, 30)])
    steps = np.concatenate([points[:-1], points[1:]], axis=1)
    along = np.linspace(0, 300, 60_001)
    height = np.interp(along, x, points[:, 1], np.nan, np.nan)
    places = [QRectF(*rng.uniform(0, 250, 2), *rng.uniform(1, 40, 2)) for _ in range(200)]
    found = crossings(ends_of(places), steps)
    for place, said in zip(places, found, strict=True):
        near = place.adjusted(-AIR, -AIR, AIR, AIR)
        within = (near.left() <= along) & (along <= near.right())
        assert said == (within & (near.top() <= height) & (height <= near.bottom())).any()
    assert 20 < found.sum() < 180


def test_nothing_is_crossed_by_no_line():
    assert crossings(ends_of([QRectF(0, 0, 9, 9)]), np.empty((0, 4))).tolist() == [False]
    assert crossings(ends_of([]), np.ones((3, 4))).tolist() == []
