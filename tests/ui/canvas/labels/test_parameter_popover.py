"""A weight or bias is set by hand and frozen in its small window."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest

from bplab.experiment.parameters import Parameter
from bplab.experiment.spec import Experiment, Layer
from bplab.ui.canvas.base.editing import with_frozen
from bplab.ui.canvas.cards.popover import beside
from bplab.ui.canvas.labels.parameter_popover import ParameterPopover
from bplab.ui.canvas.labels.values import is_frozen

KEY = Qt.Key


@pytest.fixture
def small(bench):
    return lambda: bench("4", height=640)


class Recorder:
    def __init__(self, session):
        self.calls = []
        session._runner.set_parameter = lambda *args: self.calls.append(args)


def popover(table, parameter):
    return ParameterPopover(
        table.session, table.theme, table.canvas.edits, table.graph.numbers, parameter, table.canvas
    )


def set_value(window, text):
    window.value.setText(text)
    window.value.setModified(True)
    QTest.keyClick(window.value, KEY.Key_Return)


def test_a_value_set_by_hand_in_a_run_goes_to_the_run(small):
    table = small().train(steps=5)
    runs, window = Recorder(table.session), popover(table, Parameter(0, 1, 2))
    old = float(table.snapshot.weights[0][0][1, 2])
    assert window.value.value == old
    set_value(window, "0.5")
    assert runs.calls == [("W1[2,3]", 0.5)]
    assert table.undo_text == "Set W1[2,3] to 0.5"
    table.session.undo_stack.undo()
    assert runs.calls[-1] == ("W1[2,3]", old)


def test_before_the_first_step_it_is_a_starting_value(small):
    table = small().train(steps=0)
    set_value(popover(table, Parameter(0, None, 1)), "-0.25")
    assert table.session.spec.start == {"b1[2]": -0.25}


def test_nonsense_is_refused_in_a_sentence_and_left_to_be_mended(small):
    table = small().train(steps=5)
    runs, window = Recorder(table.session), popover(table, Parameter(0, 1, 2))
    set_value(window, "much")
    assert runs.calls == []
    assert window.complaint.text() == "Weight W1[2,3] must be a number from -1,000,000 to 1,000,000."
    assert window.complaint.isVisibleTo(window)
    assert window.value.text() == "much"
    set_value(window, "1/4")
    assert not window.complaint.isVisibleTo(window)
    assert runs.calls == [("W1[2,3]", 0.25)]


@pytest.mark.parametrize(("text", "value"), [("0,5", 0.5), ("-1/8", -0.125), ("2,5e-1", 0.25)])
def test_commas_and_fractions_are_numbers_too(small, text, value):
    table = small().train(steps=5)
    runs = Recorder(table.session)
    set_value(popover(table, Parameter(0, 1, 2)), text)
    assert runs.calls == [("W1[2,3]", value)]


@pytest.mark.parametrize("at", [(300, 200), (420, 210), (20, 200), (400, 560)])
def test_the_window_leaves_the_neuron_free(at):
    screen, neuron = QRect(0, 0, 800, 600), QRect(390, 180, 60, 110)
    box = beside(QPoint(*at), QSize(240, 160), screen, neuron)
    assert not box.intersects(neuron)
    assert screen.contains(box)


def test_freezing_is_a_live_edit_with_a_name(small):
    table = small().train(steps=5)
    window = popover(table, Parameter(0, 1, 2))
    run = table.session.run
    window.freeze.click()
    assert table.session.spec.frozen == ("W1[2,3]",)
    assert table.session.run == run
    assert table.undo_text == "Freeze W1[2,3]"
    table.canvas.show_snapshot(table.snapshot)
    pills = table.graph.values.layer.pills
    assert {pill.position.pick for pill in pills if pill.saying.frozen} == {Parameter(0, 1, 2)}
    table.session.undo_stack.undo()
    assert not window.freeze.isChecked()


def test_of_a_frozen_layer_one_can_be_freed():
    shape = type("Shape", (), {"fan_in": (2,), "sizes": (2, 2)})
    free = with_frozen(("W1", "b1"), shape, Parameter(0, 1, 0), on=False)
    assert set(free) == {"b1", "W1[1,1]", "W1[1,2]", "W1[2,2]"}
    assert with_frozen(("b1[1]",), shape, Parameter(0, None, 0), on=False) == ()


def test_whole_layers_count_as_frozen():
    spec = Experiment(layers=(Layer(4),), frozen=("W1", "b2[1]"))
    assert is_frozen(spec, Parameter(0, 1, 2))
    assert is_frozen(spec, Parameter(1, None, 0))
    assert not is_frozen(spec, Parameter(0, None, 0))


def test_the_window_goes_with_its_parameter(small):
    table = small().train(steps=5)
    window = popover(table, Parameter(0, 1, 3))
    table.canvas.edits.resize(1, 2)
    assert not window.isVisible()


@pytest.mark.qt_log_ignore("does not support", extend=True)  # the offscreen platform, of popups
def test_it_opens_ready_for_another_number(small):
    window = popover(small().train(steps=0), Parameter(0, 1, 2))
    window.open_at(QPoint(300, 300))
    assert window.focusWidget() is window.value
    QTest.keyClicks(window.focusWidget(), "3")
    QTest.keyClick(window.focusWidget(), KEY.Key_Return)
    assert window.value.value == 3.0
    QTest.keyClick(window.value, KEY.Key_Tab)
    assert window.focusWidget() is window.freeze
    window.close()
