"""Names stand beside their lines, in a crowd where fewest others run."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from bplab.ui.views.plot.captions import crossed
from bplab.ui.views.plot.names import Name, Names, places_of

FIELD = QRectF(0, 0, 300, 150)


def level(y, until=300.0):
    """A horizontal line in steps of 10 pixels."""
    x = np.arange(0.0, until, 10.0)
    return np.stack([x, np.full(len(x), y), x + 10, np.full(len(x), y)], axis=1)


@pytest.fixture
def chosen(theme):
    """Where names are put, given lines and what is taken."""

    def choose(names, lines, taken=()):
        image = QImage(300, 150, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter, found, layout = QPainter(image), [], Names()
        choose_one = layout._choose
        layout._choose = lambda *given: found.append(choose_one(*given)) or found[-1]
        layout.draw(painter, FIELD, theme, names, lines, taken)
        painter.end()
        return found

    return choose


def test_a_name_is_beside_its_line(chosen):
    line = level(75)
    [place] = chosen([Name("Adam", QColor("red"), line)], [line])
    assert not crossed(place, [line])
    assert abs(place.center().y() - 75) < 30


def test_in_a_crowd_it_is_where_fewest_lines_run_and_on_no_other_text(chosen, theme):
    own = level(75)
    crowd = [level(y, until=220.0) for y in np.arange(5.0, 150.0, 4.0)]  # one line goes on at the right
    lines = [own, *crowd, *(level(y) for y in np.arange(7.0, 150.0, 4.0))]
    name = Name("Adam", QColor("red"), own)
    [place] = chosen([name], lines)
    every = places_of(name, QFontMetricsF(theme.font("caption", 600)), FIELD)

    def running(at):
        return sum(crossed(at, [line]) for line in lines)

    assert running(place) == min(map(running, every)) < running(every[0])
    first, second = chosen([name, Name("ReLU", QColor("blue"), own)], lines)
    assert not first.intersects(second)
