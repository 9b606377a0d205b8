"""The words within a plot: nothing crosses them, and what lies beyond an axis is told."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from bplab.ui.style.theme import Theme
from bplab.ui.views.plot.axes import Axes, PlotFrame
from bplab.ui.views.plot.captions import Captions, captions_of, crossed
from bplab.ui.views.plot.moment import Moment
from bplab.ui.views.plot.plot import Plot
from bplab.ui.views.plot.strokes import steps_of
from bplab.ui.views.plot.threshold import Threshold

FIELD = QRectF(48, 7, 260, 160)
CUT = {"cut_text": "earlier: up to 120"}
LEVEL = {"level": 0.5, "level_text": "guessing: ln 2 = 0.693"}
BAND = {"band": (0.3, 0.7), "band_text": "typical 1e−4..3e−2"}


def line(*ys):
    return steps_of(PlotFrame(Axes(), FIELD), np.linspace(0, 100, len(ys)), np.array(ys, dtype=float))


LINES = {
    "falling": line(1.2, 0.9, 0.5, 0.3, 0.1, 0.05),
    "rising": line(0.0, 0.2, 0.5, 0.8, 0.95, 1.0),
    "along the top": line(0.97, 0.96, 0.97, 0.95),
    "along the level": line(0.52, 0.55, 0.53, 0.55),
    "under the level": line(0.47, 0.44, 0.46, 0.45),
    "at the left": line(0.0, 1.0)[:, [0, 1, 0, 3]],
}


@pytest.mark.parametrize("marks", [CUT, LEVEL, BAND, CUT | LEVEL, BAND | CUT], ids=str)
@pytest.mark.parametrize("name", LINES)
def test_no_line_crosses_words_while_there_is_a_place_without(qapp, marks, name):
    frame, theme = PlotFrame(Axes(**marks), FIELD), Theme("light")
    placed, lines = [], [LINES[name]]
    chooser = Captions()
    for number, caption in enumerate(captions_of(frame, theme)):
        place, is_free = chooser._place(number, caption, lines, placed)
        assert is_free
        assert not crossed(place, lines)
        assert not any(place.intersects(other) for other in placed)
        assert FIELD.adjusted(0, -4, 0, 0).contains(place)
        placed.append(place)


@pytest.mark.parametrize("width", [180, 260])
@pytest.mark.parametrize("band", [(1.2, 1.5), (-0.5, -0.2), (0.3, 0.7)])
def test_words_do_not_cover_each_other_even_where_lines_leave_no_place(qapp, band, width):
    field = QRectF(48, 7, width, 160)
    frame, everywhere = (
        PlotFrame(Axes(**CUT | BAND | {"band": band}), field),
        [steps_of(PlotFrame(Axes(), field), np.linspace(0, 100, 200), np.tile([0.0, 1.0], 100))],
    )
    chooser, placed = Captions(), []
    for number, caption in enumerate(captions_of(frame, Theme("light"))):
        place, is_free = chooser._place(number, caption, everywhere, placed)
        assert not is_free
        assert not any(place.intersects(other) for other in placed)
        placed.append(place)


def test_words_stay_where_they_are_until_something_crosses_them(qapp):
    frame, theme, chooser = PlotFrame(Axes(**LEVEL), FIELD), Theme("light"), Captions()
    (caption,) = captions_of(frame, theme)
    above, _ = chooser._place(0, caption, [], [])
    below, _ = chooser._place(0, caption, [LINES["along the level"]], [])
    assert below.top() > frame.pixel(0, 0.5).y() > above.bottom()
    assert chooser._place(0, caption, [], [])[0] == below


def test_where_every_place_is_crossed_a_veil_keeps_the_words_readable(qapp):
    theme = Theme("light")
    frame = PlotFrame(Axes(**LEVEL), FIELD)
    wild = line(*np.tile([-1.0, 2.0], 200))
    image = QImage(320, 180, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    Captions().draw(painter, frame, theme, [wild])
    painter.end()
    assert any(image.pixelColor(x, y).lightness() > 150 for x in range(48, 308) for y in range(60, 110))


@pytest.mark.parametrize(("y_range", "arrow"), [((0.8, 1.0), "↓"), ((-1.0, 0.2), "↑"), ((0.0, 1.0), "")])
def test_a_band_beyond_the_axis_is_told_with_the_way_to_it(qapp, y_range, arrow):
    frame = PlotFrame(Axes(y_range=y_range, **BAND), FIELD)
    (caption,) = captions_of(frame, Theme("light"))
    assert caption.text == f"{BAND['band_text']} {arrow}".strip()
    assert FIELD.adjusted(0, -4, 0, 0).contains(caption.places[0])
    if arrow:
        assert (caption.places[0].center().y() > FIELD.center().y()) == (arrow == "↓")


@pytest.mark.parametrize("x", [0.0, 30.0, 97.0])
def test_a_moment_is_named_beside_its_line(qapp, x):
    frame = PlotFrame(Axes(), FIELD)
    caption = captions_of(frame, Theme("light"), Moment(x, "step 540"))[-1]
    at = frame.pixel(x, 0).x()
    assert caption.text == "step 540"
    for place in caption.places:
        assert FIELD.contains(place)
        assert place.left() > at or place.right() < at


def test_a_moment_beyond_the_axis_or_without_a_name_has_no_words(qapp):
    frame = PlotFrame(Axes(), FIELD)
    assert captions_of(frame, Theme("light"), Moment(120.0, "step 540")) == []
    assert captions_of(frame, Theme("light"), Moment(50.0)) == []


@pytest.mark.parametrize("level", [0.5, 0.03, 0.97])
@pytest.mark.parametrize("name", LINES)
def test_a_threshold_is_captioned_where_no_line_crosses_the_words(qapp, level, name):
    frame, lines = PlotFrame(Axes(), FIELD), [LINES[name]]
    (caption,) = captions_of(frame, Theme("light"), None, Threshold(level, ("3 of 5 reach loss < 0.1",)))
    place, is_free = Captions()._place(0, caption, lines, [])
    assert is_free
    assert not crossed(place, lines)
    assert FIELD.contains(place)
    line = frame.pixel(0, level).y()
    assert min(abs(place.top() - line), abs(place.bottom() - line)) <= 6  # beside its line


def test_the_first_text_of_a_threshold_that_fits_is_its_caption(qapp):
    threshold = Threshold(0.5, ("3 of 5 reach loss < 0.1, 3 end below it", "3 of 5 reach loss < 0.1"))
    for width, texts in ((300, threshold.texts[:1]), (180, threshold.texts[1:]), (60, ())):
        frame = PlotFrame(Axes(), QRectF(48, 7, width, 160))
        assert tuple(one.text for one in captions_of(frame, Theme("light"), None, threshold)) == texts


def test_a_plot_writes_the_caption_of_its_threshold(qtbot, monkeypatch):
    found = []
    monkeypatch.setattr(
        "bplab.ui.views.plot.captions.draw_centered", lambda _painter, _place, text, _font: found.append(text)
    )
    plot = Plot(Theme("light"))
    qtbot.addWidget(plot)
    plot.resize(360, 220)
    plot.set_beside([], threshold=Threshold(0.02, ("3 of 5 reach loss < 0.1",)))
    plot.grab()
    assert found == ["3 of 5 reach loss < 0.1"]
