"""What stands on the still part of a plot."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from bplab.ui.style.theme import Theme
from bplab.ui.views.base.ticks import Tick
from bplab.ui.views.plot.axes import Axes, PlotFrame, message_field, paint_axes
from bplab.ui.views.plot.captions import captions_of
from bplab.ui.views.plot.plot import Plot


def test_the_band_of_what_is_usual_is_soft(qapp):
    theme = Theme("light")
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(theme.color("panel"))
    painter = QPainter(image)
    paint_axes(painter, PlotFrame(Axes(band=(0.2, 0.8)), QRectF(0, 0, 200, 100)), theme)
    painter.end()
    assert image.pixelColor(100, 50).name() == "#ecf8f2"  # as drawn in the design
    assert theme.color("okw").alpha() == 255


@pytest.mark.parametrize("height", [91, 270])
@pytest.mark.parametrize("level", [0.0, 0.3, 0.45, 0.5, 0.55, 0.7, 1.0])
def test_the_message_stands_beside_the_level_and_its_words(qapp, height, level):
    theme, field = Theme("light"), QRectF(48, 10, 400, height)
    axes = Axes(level=level, level_text="guessing: 0.5", message="The curve starts with the first step")
    frame = PlotFrame(axes, field)
    (words,) = [caption.places[0] for caption in captions_of(frame, theme)]
    high = QFontMetricsF(theme.font("form")).height()
    message = message_field(frame, words.height()).center().y()
    line = frame.pixel(0, level).y()
    assert field.top() <= message - high / 2
    assert message + high / 2 <= field.bottom()
    for top, bottom in ((words.top(), words.bottom()), (line, line)):
        assert bottom < message - high / 2 or message + high / 2 < top


@pytest.mark.parametrize("text", ["0.5", "3.0e300", "−1.0e−300", "100,000,000"])
def test_marks_of_the_y_axis_stand_in_whole(qapp, qtbot, text):
    theme = Theme("light")
    plot = Plot(theme)
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.set_axes(Axes(y_ticks=(Tick(0.5, text),)))
    wide = QFontMetricsF(theme.font("tick")).horizontalAdvance(text)
    assert plot.field.left() - 8 >= wide
    plot.set_axes(Axes(y_ticks=(Tick(0.5, "1"),)))
    assert plot.field.left() == 48
