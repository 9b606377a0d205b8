import pytest

from bplab.ui.shell.timeline.axis import BEFORE, Axis, axis_for, epochs_of
from bplab.ui.shell.timeline.state import TimelineState


@pytest.mark.parametrize(
    ("end", "planned", "running", "epochs"),
    [
        (1800, 200, False, 200),
        (900, 200, True, 200),
        (1800, 100, False, 200),
        (1809, 200, False, 201),
        (1800, None, False, 200),
        (1809, None, True, 230),
        (0, None, False, BEFORE),
        (0, 50, False, 50),
        (3, None, False, 1 / 3),
    ],
)
def test_the_axis_ends_at_the_larger_of_plan_and_run(end, planned, running, epochs):
    state = TimelineState(end, end, steps_per_epoch=9, planned=planned, running=running)
    assert epochs_of(state) == pytest.approx(epochs)


def test_pixels_and_steps_are_each_others_inverse():
    axis = axis_for(TimelineState(1800, steps_per_epoch=9), 18, 1118)
    assert (axis.x_of(0), axis.x_of(1800)) == (18, 1118)
    assert [axis.step_at(axis.x_of(step)) for step in (0, 1, 541, 1800)] == [0, 1, 541, 1800]


@pytest.mark.parametrize("width", [784, 1104])
def test_ticks_are_round_epochs_as_in_the_design(width):
    texts = [text for _, text in Axis(0, width, 200, 9).ticks]
    assert texts == ["0", "20", "40", "60", "80", "100", "120", "140", "160", "180", "200"]


def test_a_run_of_less_than_an_epoch_has_ticks_too():
    assert [text for _, text in Axis(0, 300, 0.5, 10).ticks][:2] == ["0", "0.2"]
