"""What is drawn stands where the numbers say, and words keep off it."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtTest import QTest

from bplab.experiment.parameters import parse_parameter
from bplab.explain.slope.curve import slope_of
from bplab.explain.slope.point import Point
from bplab.explain.slope.words import told
from bplab.ui.views.microscope.slope.axes import axes_of
from bplab.ui.views.microscope.slope.labels import Label, place_labels
from bplab.ui.views.microscope.slope.marks import Marks
from bplab.ui.views.microscope.slope.plot import SlopePlot


@pytest.fixture
def slope(pictured):
    def make(parameter="W1[1,1]", name="worked-example", steps=0, rate=0.0):
        trace = pictured(name, steps)().next_step
        return slope_of(Point(trace, parse_parameter(parameter)), rate or trace.start.learning_rate)

    return make


@pytest.fixture
def drawn(stage, theme):
    def make(slope, width=300, height=180):
        on = stage(SlopePlot(theme), width, height)
        on.view.show_slope(slope, told(slope))
        return on

    return make


@pytest.mark.parametrize("rate", [0.01, 0.3, 30.0])
def test_the_axes_hold_the_point_and_all_steps(slope, rate):
    found = slope("W1[2,1]", "circle", 20, rate=rate)
    axes, steps = axes_of(found, 5, 5), found.steps
    (left, right), (low, high) = axes.x_range, axes.y_range
    assert left < found.point.value < right
    assert left < steps.plain.value < right
    for loss in (found.point.now, steps.plain.loss, steps.real.loss, found.losses.min()):
        assert low < loss < high


def test_a_curve_that_shoots_up_leaves_the_steps_room(slope):
    found = slope("W2[1,1]", "circle", 20)
    steep = found.losses.copy()
    steep[-1] = 1e6
    low, high = axes_of(type(found)(found.point, found.steps, found.span, found.values, steep), 5, 5).y_range
    assert high - low < 10


def test_a_flat_loss_has_an_axis(slope):
    low, high = axes_of(slope("W1[1,1]", "dying-relu", 50), 5, 5).y_range
    assert low < high


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_point_and_real_step_are_drawn_where_they_are(drawn, slope, theme, alike, mode):
    theme.set_mode(mode)
    found = slope()
    on = drawn(found)
    marks = Marks(found, told(found), on.view.frame_now(), theme)
    image, real = on.pixels(), marks.at(found.steps.real)
    assert alike(image.pixelColor(marks.now.toPoint()), theme.color("acc"), 12)
    assert alike(image.pixelColor(real.toPoint()), theme.color("ok"), 12)


def test_a_step_below_two_pixels_is_printed_and_a_longer_one_is_drawn(drawn, slope, theme):
    short = drawn(slope()).view
    assert short.small_step.endswith("of a pixel here, so no arrow.")
    marks = Marks(short._slope, short._words, short.frame_now(), theme)
    assert "← −η · slope\n= −0.00022" in [label.text for label in marks._labels()]
    long = drawn(slope("W1[1,1]", "circle", 20, rate=10.0)).view
    assert long.small_step == ""
    marks = Marks(long._slope, long._words, long.frame_now(), theme)
    assert any(label.text.startswith("−η · slope = ") for label in marks._labels())
    assert any(label.text == "only w" for label in marks._labels())


def test_a_step_of_nothing_is_not_called_small(drawn, slope):
    assert drawn(slope("W1[1,1]", "zero-start")).view.small_step == ""


def test_words_cover_neither_marks_nor_each_other_nor_the_curve(qapp, theme):
    metrics, inside = QFontMetricsF(theme.font("caption", 600)), QRectF(0, 0, 300, 200)
    at = QPointF(150, 100)
    labels = [
        Label(text, "text", at) for text in ("now 0.3642", "slope −0.33", "−η · slope\n= +0.17", "only w")
    ]
    curve = np.array([[0.0, 100.0, 300.0, 100.0]])
    places = place_labels(labels, metrics, inside, [QRectF(144, 94, 12, 12)], [curve])
    for number, (_, place) in enumerate(places):
        assert inside.contains(place)
        assert not place.contains(at)
        assert not (place.top() <= 100 <= place.bottom())
        assert not any(place.intersects(other.place) for other in places[:number])


def test_words_that_fit_nowhere_in_a_line_have_two(qapp, theme):
    metrics, line = QFontMetricsF(theme.font("caption", 600)), [QRectF(47, 0, 6, 200)]
    label = Label("real step 0.291028", "ok", QPointF(50, 100))
    wide = place_labels([label], metrics, QRectF(0, 0, 300, 200), line, [])
    narrow = place_labels([label], metrics, QRectF(-20, 0, 140, 200), line, [])
    assert [placed.text for placed in (*wide, *narrow)] == ["real step 0.291028", "real step\n0.291028"]


def test_where_nothing_near_a_mark_is_free_its_words_stand_at_the_nearest_place_that_is(qapp, theme):
    metrics, inside, at = QFontMetricsF(theme.font("caption", 600)), QRectF(0, 0, 330, 90), QPointF(30, 50)
    waves = np.array([[x, 0.0, x + 1, 90.0] for x in range(0, 180, 12)])
    (label,) = place_labels(
        [Label("← −η · slope\n= −0.041", "acc", at, left=True)], metrics, inside, [], [waves]
    )
    assert inside.contains(label.place)
    assert 169 < label.place.left() < 185  # right behind the last wave


def test_pointer_and_keys_read_the_curve(drawn, slope):
    on = drawn(slope())
    field = on.view.frame_now().field
    on.point_at(field.center().x(), field.center().y())
    assert [line.partition(" ")[0] for line in on.view.probe_lines()] == ["w", "loss"]
    on.point_at(2, 2)
    assert on.view.probe_lines() == []
    on.view.setFocus()
    QTest.keyClick(on.view, Qt.Key.Key_Right)
    one = on.view.probe_lines()
    QTest.keyClick(on.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert on.view.probe_lines() != one
    assert on.view.accessibleDescription() == ", ".join(on.view.probe_lines())
    QTest.keyClick(on.view, Qt.Key.Key_Escape)
    assert on.view.probe_lines() == []


def test_a_mark_explains_itself_in_full(drawn, slope):
    found = slope()
    on = drawn(found)
    at = on.view.frame_now().pixel(found.point.value, found.point.now)
    assert on.tip(at.x(), at.y()).startswith("Now: w = 0.15, loss 0.2983711087")


def test_copy_gives_the_curve_as_a_table(drawn, slope):
    on = drawn(slope())
    QTest.keyClick(on.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "W1[1,1]\tloss"
    assert len(lines) == 1 + 21 + 2  # the point and where it lands are on it


def test_losses_that_are_no_numbers_leave_gaps(drawn, slope):
    found = slope()
    holes = found.losses.copy()
    holes[:5] = np.nan
    holes[-3:] = np.inf
    drawn(type(found)(found.point, found.steps, found.span, found.values, holes)).pixels()


@pytest.mark.parametrize("parameter", ["W2[2,2]", "W1[1,1]", "W2[1,1]"])
@pytest.mark.parametrize("optimizer", ["adam", "adamw", "momentum"])
def test_in_the_narrowest_plot_the_words_of_two_steps_keep_apart(
    drawn, pictured, theme, parameter, optimizer
):
    trace = pictured(optimizer=optimizer)().next_step
    found = slope_of(Point(trace, parse_parameter(parameter)), trace.start.learning_rate)
    view = drawn(found, 250, 113).view
    marks, metrics = (
        Marks(found, told(found), view.frame_now(), theme),
        QFontMetricsF(theme.font("caption", 600)),
    )
    labels = marks._labels()
    places = place_labels(labels, metrics, marks.frame.field, marks.taken(), [])
    for number, (_, place) in enumerate(places):
        assert not [each.text for each in places[:number] if each.place.intersects(place)]
        assert not [spot for spot in marks.taken() if spot.intersects(place)]


def test_a_plain_step_that_another_replaces_is_told_under_the_plot_alone(drawn, pictured, theme):
    trace = pictured(optimizer="adamw")().next_step
    found = slope_of(Point(trace, parse_parameter("W1[1,1]")), trace.start.learning_rate)
    view = drawn(found, 250, 113).view
    texts = [label.text for label in Marks(found, told(found), view.frame_now(), theme)._labels()]
    assert not [text for text in texts if "η" in text]
    assert "plain SGD by −0.00022" in told(found).remark
