from itertools import combinations
from random import Random

import pytest
from PySide6.QtGui import QFontMetricsF

from bplab.storage.document import Bookmark
from bplab.ui.shell.timeline.axis import Axis
from bplab.ui.shell.timeline.labels import HANDLE, LONGEST, RING, RING_Y, TOP, labels_of
from bplab.ui.shell.timeline.state import Mark, TimelineState

AXIS = Axis(18, 1122, 200, 9)


@pytest.fixture
def metrics(theme):
    return QFontMetricsF(theme.font("caption"))


def placed(metrics, at, bookmarks, marks=()):
    state = TimelineState(1800, at, None, 9, 200, bookmarks=tuple(bookmarks), marks=tuple(marks))
    return {label.of: label for label in labels_of(state, AXIS, metrics, at)}


def test_a_name_stands_at_the_right_and_at_the_left_near_the_end(metrics):
    first, last = Bookmark(1, 297, "below 0.6"), Bookmark(1, 1755, "below 0.2")
    found = placed(metrics, 540, [first, last])
    assert found[first].place.left() > found[first].x
    assert found[last].place.right() < found[last].x


def test_a_name_without_room_is_hidden(metrics):
    names = [Bookmark(1, 900 + 20 * number, "a long name") for number in range(3)]
    found = placed(metrics, 0, names)
    assert found[names[1]].place is None


def test_the_name_at_the_handle_stands_beside_it(metrics):
    names = [Bookmark(1, 900, "one"), Bookmark(1, 980, "two"), Bookmark(1, 1060, "three")]
    label = placed(metrics, 980, names)[names[1]]
    assert label.place.left() > label.x + HANDLE


def test_a_very_long_name_is_cut(metrics):
    one = Bookmark(1, 900, "word " * 30)
    label = placed(metrics, 0, [one])[one]
    assert label.text.endswith("…")
    assert label.place.width() <= LONGEST + 10


def test_nothing_crosses_anything_in_a_hundred_crowded_timelines(metrics):
    random = Random(1)
    for _ in range(100):
        steps = random.sample(range(1801), 12)
        names = [Bookmark(1, step, "name " * random.randrange(1, 4)) for step in steps[:10]]
        at = steps[11]
        labels = placed(metrics, at, names, [Mark(steps[10], "branched from Spiral")]).values()
        places = [label.place for label in labels if label.place is not None]
        assert not [pair for pair in combinations(places, 2) if pair[0].intersects(pair[1])]
        for label in labels:
            if label.place is not None:
                others = [other.x for other in labels if other is not label and other.x != label.x]
                assert not [x for x in others if label.place.left() < x < label.place.right()]
                handle = AXIS.x_of(at)
                assert label.place.right() <= handle - HANDLE or label.place.left() >= handle + HANDLE
                assert TOP <= label.place.top() < RING_Y - RING
