"""A plot leaves out what nobody could see, and never two rounds in a row."""

import pytest

from bplab.ui.views.plot.axes import Axes
from bplab.ui.views.plot.growth import Growth
from bplab.ui.views.plot.plot import DOT, Plot

EPOCHS = 1000.0  # across the field


@pytest.fixture
def plot(qtbot, theme):
    plot = Plot(theme)
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.set_axes(Axes(x_range=(0.0, EPOCHS)))
    return plot


@pytest.fixture
def calls(plot):
    growth = Growth()
    return lambda last, what="run 1", running=True: growth.calls_for_drawing(
        plot, what, last, running=running
    )


def epochs(plot, pixels):
    return pixels / plot.field.width() * EPOCHS


def test_every_second_round_is_drawn_while_lines_grow_by_less_than_the_dot_at_their_end(plot, calls):
    little = epochs(plot, 0.8 * DOT)
    assert [calls(100 + number * little) for number in range(6)] == [True, False] * 3


def test_every_round_is_drawn_while_lines_grow_by_that_dot(plot, calls):
    much = epochs(plot, 2 * DOT + 0.1)
    assert all(calls(100 + number * much) for number in range(6))


def test_what_was_left_out_is_drawn_in_the_next_round_although_nothing_has_grown_since(plot, calls):
    calls(100)
    assert not calls(100 + epochs(plot, 0.5))
    assert calls(100 + epochs(plot, 0.5))
    assert not calls(100 + epochs(plot, 0.5))  # it is drawn


def test_all_is_drawn_at_rest_and_as_soon_as_something_else_is_shown(plot, calls):
    calls(100)
    assert calls(100.01, running=False)
    assert calls(100.02, what="run 2")
    assert calls(10, what="run 2")  # back, such as to a past step


def test_what_ends_beyond_the_axis_is_drawn_at_once(plot, calls):
    calls(EPOCHS)
    assert calls(EPOCHS + 0.01)
