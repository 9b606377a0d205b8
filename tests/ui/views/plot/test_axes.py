"""What stands on the still part of a plot."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from bplab.ui.style.theme import Theme
from bplab.ui.views.base.ticks import Tick
from bplab.ui.views.plot.axes import Axes, PlotFrame, paint_axes
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
