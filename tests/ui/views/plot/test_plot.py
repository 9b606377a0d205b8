"""A plot is painted once for all that changes at a time."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QColor

from bplab.ui.views.plot.axes import Axes
from bplab.ui.views.plot.curves import Line
from bplab.ui.views.plot.plot import LineStyle, Plot


class Painted(QObject):
    """Counts the paintings of a widget."""

    def __init__(self, plot):
        super().__init__(plot)
        self.count = 0
        plot.viewport().installEventFilter(self)

    def eventFilter(self, _watched, event):
        self.count += event.type() == QEvent.Type.Paint
        return False


def line_to(end):
    x = np.linspace(0, end, 9)
    return Line(x, x / end, x, x / end)


@pytest.fixture
def plot(qtbot, theme):
    plot = Plot(theme)
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.set_styles([LineStyle(QColor("red"))])
    plot.set_lines([line_to(1.0)], raw=False)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def test_axes_and_lines_that_change_together_are_painted_once(plot):
    settle()
    painted = Painted(plot)
    for end in (10.0, 20.0, 30.0):
        plot.set_axes(Axes(x_range=(0.0, end), y_range=(0.0, end / 10)))
        plot.set_lines([line_to(end)], raw=False)
        settle()
    assert painted.count == 3


def settle():
    """Deliver all that is posted, and what follows from that."""
    for _ in range(5):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()


def test_the_hidden_axes_of_pyqtgraph_do_not_follow_the_ranges(plot):
    plot.set_axes(Axes(x_range=(0.0, 50.0), y_range=(0.0, 7.0)))
    assert all(axis["item"].range == [0, 1] for axis in plot.plotItem.axes.values())
