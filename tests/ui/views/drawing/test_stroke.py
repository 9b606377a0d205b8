"""A stroke says what it has done, and a fast one leaves no gaps."""

import numpy as np
import pytest

from bplab.data.drawing import Drawing, added, as_heights
from bplab.ui.views.drawing.stroke import Stroke, Tool, Words

TWO = added(added(Drawing(), (-3, 0), 0), (3, 0), 1)


def stroke(tool, *way, drawing=TWO):
    made = Stroke(drawing, tool, way[0], 0.5)
    for at in way[1:]:
        made.go(at)
    return made


def test_the_brush_paints_all_along_its_way_however_fast_it_is():
    fast = stroke(Tool("brush", 0.5, 1), (-4, 2), (4.1, 2))
    slow = stroke(Tool("brush", 0.5, 1), *[(x, 2) for x in np.linspace(-4, 4.1, 82)])
    assert fast.drawing.count == slow.drawing.count == 43
    assert np.diff(np.sort(fast.drawing.points[2:, 0])).max() < 1
    assert fast.words == Words("Add 41 blue", "41 blue added")


def test_a_press_of_the_brush_sets_a_point_and_a_drag_of_single_only_one():
    assert stroke(Tool("brush"), (0, 0)).words == Words("Add 1 orange", "1 orange added")
    assert stroke(Tool("single"), (0, 0), (5, 5)).drawing.points[2:].tolist() == [[0, 0]]


def test_move_takes_the_point_under_it():
    made = stroke(Tool("move"), (-2.8, 0), (0, 1), (1, 1))
    assert made.drawing.points.tolist() == [[1, 1], [3, 0]]
    assert made.words == Words("Move a point", "1 point moved")


def test_the_eraser_takes_what_is_on_its_way():
    made = stroke(Tool("erase", 0.5), (-5, 0), (5, 0))
    assert made.drawing.count == 0
    assert made.words == Words("Erase 2 points", "2 points erased")


@pytest.mark.parametrize("kind", ["move", "erase"])
def test_beside_all_points_nothing_is_done(kind):
    assert stroke(Tool(kind, 0.5), (0, 4), (0, 5)).words is None


def test_a_point_put_back_is_no_stroke():
    assert stroke(Tool("move"), (-3, 0), (0, 0), (-3, 0)).words is None


def test_heights_are_points():
    made = stroke(Tool("single", target=0.4), (0, 0), drawing=as_heights(TWO))
    assert made.drawing.targets.tolist() == [-1, 1, 0.4]
    assert made.words == Words("Add 1 point", "1 point added")
