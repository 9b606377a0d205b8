"""What is written around the network."""

import numpy as np
import pytest

from bplab.experiment.own import with_own_data
from bplab.training.given import dataset
from bplab.training.snapshot import RunState
from bplab.ui.canvas import painter
from bplab.ui.canvas.base.layout import Viewport, arrange


@pytest.mark.parametrize(("width", "told"), [(840, False), (1140, False), (1240, True)])
def test_a_note_with_room_for_less_than_it_explains_is_left_out(bench, monkeypatch, width, told):
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


@pytest.mark.parametrize("count", [3, 300])
def test_columns_of_ones_own_data_label_the_inputs_and_many_are_collapsed(bench, monkeypatch, count):
    written = []
    monkeypatch.setattr(painter.markers, "draw_text", lambda _painter, _theme, text, *_: written.append(text))
    names = [f"{number}. long column name" for number in range(count)]
    own = dataset(np.zeros((20, count)), np.arange(20) % 2, names=names)
    table = bench("4", width=900, height=440)
    assert table.session.edit("Import", with_own_data(table.session.spec, own))
    written.clear()
    table.graph.grab()
    first = table.graph.layout_.columns[0]
    assert len(first.shown) == min(count, 12)
    assert first.units == count
    assert sum(text.startswith(tuple("0123456789")) for text in written) >= len(first.shown)
    assert (f"{first.hidden} more" in written) == (count == 300)
