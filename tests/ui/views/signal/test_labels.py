from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from bplab.ui.views.signal.labels import place_labels

INSIDE = QRectF(0, 0, 840, 80)


@given(st.lists(st.floats(10, 70), min_size=1, max_size=20), st.floats(30, 60))
def test_labels_meet_neither_each_other_nor_a_stem(heights, width):
    pitch = 780 / len(heights)
    dots = [QPointF(30 + pitch * (i + 0.5), y) for i, y in enumerate(heights)]
    places = place_labels(dots, [width] * len(dots), 75, INSIDE, 5)
    placed = [place for place in places if place is not None]
    stems = [QRectF(dot.x() - 5, dot.y() - 5, 10, 80 - dot.y()) for dot in dots]
    for number, place in enumerate(placed):
        assert INSIDE.contains(place)
        apart = place.adjusted(-3.9, 0, 3.9, 0)
        assert not any(apart.intersects(other) for other in placed[number + 1 :])
        assert not any(place.intersects(stem.adjusted(0, 0, 0, -5)) for stem in stems)


def test_with_room_every_label_stands_to_the_right_of_its_dot():
    dots = [QPointF(100 * i + 50, 40) for i in range(7)]
    places = place_labels(dots, [40] * 7, 75, INSIDE, 5)
    assert all(place.left() == dot.x() + 9 for place, dot in zip(places, dots, strict=True))


def test_no_layers_no_labels():
    assert place_labels([], [], 75, INSIDE, 5) == []
