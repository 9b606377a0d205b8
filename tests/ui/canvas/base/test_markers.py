"""Names beside neurons: whole where there is room for them in any size of letters, never over the edge."""

import pytest
from PySide6.QtGui import QFontMetricsF

from bplab.ui.canvas.base.markers import fitted
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
