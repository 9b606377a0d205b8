"""The widths of the columns of the table of runs."""

import pytest

from bplab.ui.views.runs.layout import fitted


def test_widths_give_way_evenly_and_share_what_is_left():
    assert fitted([50, 30], [40, 20], 100) == [60, 40]
    assert fitted([100, 30], [40, 20], 90) == pytest.approx([60, 30], abs=1)
    assert sum(fitted([100, 100, 30], [40, 40, 20], 120)) <= 121
