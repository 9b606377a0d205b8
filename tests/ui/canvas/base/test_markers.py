"""Names beside neurons: whole where there is room for them in any size of letters, never over the edge."""

import pytest
from PySide6.QtGui import QFontMetricsF

from bplab.ui.canvas.base.markers import fitted, halves
from bplab.ui.style.theme import Theme

NAMES = ["setosa", "versicolor", "virginica"]


@pytest.mark.parametrize(
    ("room", "role", "whole"),
    [(200, "form", True), (57, "caption", True), (48, "tick", True), (30, "tick", False)],
)
def test_names_are_as_large_as_there_is_room_for(qapp, room, role, whole):
    theme = Theme("light")
    found, weight, names = fitted(theme, NAMES, "form", None, room)
    metrics = QFontMetricsF(theme.font(found, weight))
    assert max(metrics.horizontalAdvance(name) for name in names) <= room
    assert found == role
    assert (names == NAMES) == whole


def test_names_that_begin_alike_are_cut_in_the_middle(qapp):
    theme = Theme("light")
    numbered = fitted(theme, [f"measurement {number}" for number in range(9)], "form", None, 50)[2]
    assert len(set(numbered)) == 9
    assert fitted(theme, ["gene 1 expression", "gene 2 expression"], "form", None, 50)[2][0].startswith(
        "gene 1"
    )


def test_a_long_name_is_broken_at_the_space_nearest_to_its_middle():
    assert halves("distance to the center") == ["distance to", "the center"]
    assert halves("distance") == ["distance"]
