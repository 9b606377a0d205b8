"""What is written around the network."""

import pytest

from bplab.training.snapshot import RunState
from bplab.ui.canvas import painter
from bplab.ui.canvas.base.layout import Viewport, arrange


@pytest.mark.parametrize(("width", "told"), [(840, False), (1240, True)])
def test_a_note_with_room_for_a_word_or_two_alone_is_left_out(bench, monkeypatch, width, told):
    written = []
    monkeypatch.setattr(painter.markers, "draw_text", lambda _painter, _theme, text, *_: written.append(text))
    table = bench("2", "worked_example", width=width, height=440, loss="half_squared")
    table.train(state=RunState.IDLE)
    written.clear()
    table.graph.grab()
    assert table.graph.scene.hint
    assert any(text.startswith("mean output, orange") for text in written) == told
    assert any(text.startswith("mean") for text in written) == told


def test_a_note_ends_before_the_first_column_that_reaches_down_to_it():
    layout = arrange((2, 12, 12, 1), 840, 220, Viewport())
    first, second = layout.columns[1:3]
    top = first.ys.max()
    assert painter._free_until(layout, 16.0, float(top)) < first.left
    assert first.right < painter._free_until(layout, first.right + 1, float(top)) < second.left
    assert painter._free_until(layout, 16.0, float(top) + first.tile + first.under) == float("inf")
