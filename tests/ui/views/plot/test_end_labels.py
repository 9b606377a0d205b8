from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from bplab.ui.style.theme import Theme
from bplab.ui.views.plot.end_labels import End, draw_end_labels, spread, thinned

places = st.lists(st.floats(0, 150), min_size=1, max_size=12).map(sorted)


@given(places)
def test_names_never_overlap_and_stay_within_bounds(wanted):
    found = spread(wanted, 12, 0, 150)
    assert all(b - a >= 12 - 1e-9 for a, b in pairwise(found))
    assert found[0] >= -1e-9
    assert found[-1] <= 150 + 1e-9


def test_names_with_room_stay_where_they_are():
    assert spread([10, 40, 90], 12, 0, 150) == [10, 40, 90]


def test_two_names_at_one_place_move_apart_evenly():
    assert spread([50, 50], 12, 0, 150) == [44, 56]


@pytest.mark.parametrize(("count", "most"), [(21, 12), (5, 12), (21, 1)])
def test_too_many_names_are_thinned_but_never_the_outer_ones(count, most):
    ends = [End(QPointF(0, y), str(y), QColor()) for y in range(count)]
    kept = thinned(ends, most)
    assert len(kept) == min(count, max(most, 2))
    assert (kept[0].name, kept[-1].name) == ("0", str(count - 1))


def test_the_lowest_name_keeps_off_the_title_of_the_axis(qapp):
    image = QImage(300, 120, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    field = QRectF(0, 0, 200, 100)
    draw_end_labels(painter, [End(QPointF(200, 100), "Hidden", QColor("black"))], field, Theme("light"))
    painter.end()
    assert all(image.pixelColor(x, y) == QColor("white") for x in range(212, 300) for y in range(106, 120))
