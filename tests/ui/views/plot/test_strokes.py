"""The lines of a plot: what they have painted stays, and they look as if they were painted at once."""

import builtins

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from bplab.ui.views.plot.axes import Axes, PlotFrame
from bplab.ui.views.plot.strokes import Stroke, StrokeLayer, dashed, steps_of, steps_of_all

SIZE, FIELD = QSize(300, 120), QRectF(10, 10, 280, 100)
DASHES = (7.0, 4.0)


def grown(count, dashes=None):
    x = np.arange(count, dtype=float)
    steps = steps_of(PlotFrame(Axes(x_range=(0.0, 100.0)), FIELD), x, 0.5 + 0.4 * np.sin(x / 5))
    return Stroke.growing(QPen(QColor("blue"), 2), steps, dashes)


def picture(layer, *strokes):
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    layer.draw(painter, SIZE, FIELD, strokes)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).astype(int)


@pytest.mark.parametrize("dashes", [None, DASHES])
def test_a_line_that_grows_paints_its_new_steps_alone_and_looks_as_if_painted_at_once(qapp, dashes):
    layer = StrokeLayer()
    picture(layer, grown(80, dashes))
    before = layer.steps_painted
    for count in (81, 82, 83):
        seen = picture(layer, grown(count, dashes))
    assert layer.steps_painted - before <= 3 * 8
    assert np.abs(seen - picture(StrokeLayer(), grown(83, dashes))).max() <= 40  # where two layers meet
    assert np.abs(seen - picture(StrokeLayer(), grown(60, dashes))).max() > 200


def test_a_line_that_has_changed_is_painted_anew(qapp):
    layer, shorter = StrokeLayer(), grown(50)
    picture(layer, grown(80))
    assert np.array_equal(picture(layer, shorter), picture(StrokeLayer(), shorter))
    moved = Stroke.growing(shorter.pen, shorter.steps + np.array([0, 9, 0, 9]))
    assert np.array_equal(picture(layer, moved), picture(StrokeLayer(), moved))


def test_lines_of_no_or_few_points_are_drawn(qapp):
    layer, blank = StrokeLayer(), picture(StrokeLayer())
    for count in (0, 1):
        assert np.array_equal(picture(layer, grown(count), grown(count, DASHES)), blank)
    assert not np.array_equal(picture(layer, grown(2), grown(3, DASHES)), blank)


@given(st.floats(1, 30), st.floats(1, 30))
def test_dashes_cover_their_share_of_the_length(on, off):
    x = np.linspace(0, 600, 120)
    y = 20 * np.sin(x / 30)
    line = np.stack([x[:-1], y[:-1], x[1:], y[1:]], axis=1)
    whole, drawn = (
        np.hypot(each[:, 2] - each[:, 0], each[:, 3] - each[:, 1]).sum()
        for each in (line, dashed(line, (on, off)))
    )
    assert drawn / whole == pytest.approx(on / (on + off), abs=0.06)


def test_the_steps_of_lines_together_are_those_of_each():
    frame, rng = PlotFrame(Axes(x_range=(0.0, 100.0)), FIELD), np.random.default_rng(5)
    lines = [(np.sort(rng.uniform(0, 100, count)), rng.uniform(size=count)) for count in (7, 0, 1, 30)]
    together = steps_of_all(frame, lines)
    for steps, (x, y) in zip(together, lines, strict=True):
        np.testing.assert_array_equal(steps, steps_of(frame, x, y))
    assert [len(steps) for steps in together] == [6, 0, 0, 29]
    assert steps_of_all(frame, []) == []


def test_lines_are_painted_without_importing_anything_each_time(qapp, monkeypatch):
    layer, imported = StrokeLayer(), []
    picture(layer, grown(40))
    original = builtins.__import__
    monkeypatch.setattr(
        builtins, "__import__", lambda name, *rest: imported.append(name) or original(name, *rest)
    )
    picture(layer, grown(41))
    monkeypatch.undo()
    assert imported == []
