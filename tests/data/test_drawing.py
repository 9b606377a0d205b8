"""Points drawn by hand: each tool makes another drawing, and a drawing becomes data to train on."""

import numpy as np
import pytest

from bplab.data.datasets import DATASETS
from bplab.data.drawing import (
    CLASS_NAMES,
    MOST_POINTS,
    Drawing,
    added,
    as_classes,
    as_heights,
    brushed,
    drawing_of,
    emptied,
    erased,
    moved,
    nearest,
    own_data,
    with_class,
)
from bplab.errors import UserError
from bplab.experiment.own import experiment_for
from bplab.training.build import build

PLANAR = [name for name, row in DATASETS.items() if row.planar]


def drawn(*points: tuple[float, float, float]) -> Drawing:
    drawing = Drawing()
    for x, y, target in points:
        drawing = added(drawing, (x, y), target)
    return drawing


def test_a_drawing_begins_empty_and_is_never_changed():
    empty = Drawing()
    one = added(empty, (1.0, 2.0), 1)
    assert (empty.count, one.count, one.counts) == (0, 1, (0, 1))
    assert one.points.tolist() == [[1.0, 2.0]]
    with pytest.raises(ValueError, match="read-only"):
        one.points[0] = 0


def test_the_brush_sets_points_all_over_its_disk_and_nowhere_else():
    drawing = Drawing()
    for _ in range(200):
        drawing = brushed(drawing, (2.0, -1.0), 0.8, 0)
    away = np.hypot(*(drawing.points - (2.0, -1.0)).T)
    assert away.max() <= 0.8
    assert 0.4 < (away < 0.8 / np.sqrt(2)).mean() < 0.6  # half of the area
    assert len(np.unique(drawing.points, axis=0)) == 200


def test_a_stroke_made_again_sets_the_same_points():
    assert brushed(Drawing(), (0, 0), 1.0, 0).same_as(brushed(Drawing(), (0, 0), 1.0, 0))


def test_no_point_leaves_the_square():
    drawing = brushed(drawn((9, -9, 0)), (6.0, 6.0), 2.0, 0)
    assert np.abs(moved(drawing, 1, (-7, 3)).points).max() == 6.0


def test_a_move_takes_one_point_along():
    drawing = moved(drawn((0, 0, 0), (1, 1, 1)), 1, (2, 3))
    assert drawing.points.tolist() == [[0, 0], [2, 3]]
    assert drawing.counts == (1, 1)


def test_the_eraser_takes_away_what_is_within_it():
    drawing = erased(drawn((0, 0, 0), (1, 0, 1), (2, 0, 0)), (0.4, 0), 0.7)
    assert (drawing.points.tolist(), drawing.targets.tolist()) == ([[2, 0]], [0])
    assert emptied(drawing).count == 0


def test_the_nearest_point_is_found_if_it_is_near():
    drawing = drawn((0, 0, 0), (1, 0, 1))
    assert nearest(drawing, (0.8, 0), 0.5) == 1
    assert nearest(drawing, (3, 0), 0.5) is None
    assert nearest(Drawing(), (0, 0), 9) is None


def test_there_are_up_to_five_classes():
    drawing = Drawing()
    for _ in range(9):
        drawing = with_class(drawing)
    assert drawing.classes == CLASS_NAMES
    assert with_class(as_heights(drawing)).classes == ()


def test_classes_become_heights_and_heights_classes():
    drawing = drawn((0, 0, 0), (1, 0, 1))
    assert as_heights(drawing).targets.tolist() == [-1, 1]
    assert as_classes(as_heights(drawing)).same_as(drawing)
    three = added(with_class(drawing), (2, 0), 2)
    assert as_heights(three).targets.tolist() == [-1, 0, 1]


def test_there_is_a_most_of_points():
    full = Drawing(points=np.zeros((MOST_POINTS, 2)), targets=np.zeros(MOST_POINTS))
    assert added(full, (1, 1), 0) is full


@pytest.mark.parametrize("name", PLANAR)
def test_every_planar_set_can_be_drawn_on(name):
    row = DATASETS[name]
    given = row.make(np.random.default_rng(1), row.points, 0)
    own = own_data(drawing_of(given, row.extent))
    assert np.array_equal(own.dataset.inputs, given.inputs)
    assert np.array_equal(own.dataset.targets, given.targets)
    assert (own.dataset.classes, own.extent) == (given.classes, row.extent)


@pytest.mark.parametrize(
    "drawing",
    [
        drawn((0, 0, 0)),
        drawn((0, 0, 1), (1, 1, 1)),
        with_class(drawn((1, 2, 0))),
        as_heights(drawn((0, 1, 1))),
    ],
    ids=["one point", "one class", "three classes", "one height"],
)
def test_few_points_can_be_trained_on(drawing):
    own = own_data(drawing)
    made = build(experiment_for(own), own)
    assert made.prepared.dataset.count == drawing.count


def test_no_points_are_no_data():
    with pytest.raises(UserError, match="no examples"):
        own_data(Drawing())
