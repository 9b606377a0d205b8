"""Lanes: children right of their parents, and no line through another run."""

import random

from bplab.ui.views.runs.lanes import Lane, lanes_of


def test_branches_stand_right_of_the_run_that_they_left():
    # L2 and η 0.03 branch off from η 0.1, that one and ReLU and Adam from Spiral
    assert [lane.number for lane in lanes_of([2, 2, 5, 5, 5, None])] == [2, 2, 1, 1, 1, 0]
    assert lanes_of([2, 2, 5, 5, 5, None])[2] == Lane(1, 0)
    assert lanes_of([2, 2, 5, 5, 5, None])[5] == Lane(0, 2)


def test_a_run_without_a_parent_stands_beside_a_line_that_passes_it():
    assert [lane.number for lane in lanes_of([2, None, None])] == [1, 1, 0]
    assert [lane.number for lane in lanes_of([None, 2, None])] == [0, 1, 0]


def test_no_two_lines_share_a_place():
    draw = random.Random(1)
    for _ in range(200):
        count = draw.randint(1, 30)
        parents = [draw.choice([None, *range(row + 1, count)]) for row in range(count)]
        lanes = lanes_of(parents)
        places = [(lane.number, at) for row, lane in enumerate(lanes) for at in range(lane.top, row + 1)]
        assert len(places) == len(set(places))
        assert all(
            lanes[row].number > lanes[parent].number
            for row, parent in enumerate(parents)
            if parent is not None
        )
