"""The graph under keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.experiment.parameters import Parameter
from bplab.ui.canvas.base.picks import LayerCard, Neuron

KEY, MOD = Qt.Key, Qt.KeyboardModifier


def focus(table):
    table.graph.setFocus(Qt.FocusReason.TabFocusReason)
    table.graph.ring = True  # where no window manager gives the focus
    return table.graph


def test_arrow_keys_walk_and_say_where_they_are(bench):
    graph = focus(bench().train())
    places = []
    for key in (KEY.Key_Right, KEY.Key_Right, KEY.Key_Down, KEY.Key_Left, KEY.Key_Up, KEY.Key_Up):
        QTest.keyClick(graph, key)
        places.append(graph.scene.current)
    assert places[0] == Neuron(0, 0)  # the first key shows where the walk begins
    assert places[1] == Neuron(1, 3)
    assert places[2] == Neuron(1, 4)
    assert places[3].column == 0
    assert places[5] == LayerCard(0)
    assert graph.accessibleDescription().startswith("Input, 2 neurons")


def test_a_walk_brings_what_it_comes_to_into_view(bench):
    table = bench().train()
    graph = focus(table)
    for _ in range(5):
        QTest.keyClick(graph, KEY.Key_Plus, MOD.ControlModifier)
    for key in [KEY.Key_Right] * 5 + [KEY.Key_Down] * 8 + [KEY.Key_Left] * 4:
        QTest.keyClick(graph, key)
        here = graph.scene.current
        row = graph.layout_.columns[here.column].row_of(here.unit)
        assert graph.rect().contains(table.at(here.column, row).toPoint())


def test_shift_and_arrows_pan(bench):
    graph = focus(bench().train())
    QTest.keyClick(graph, KEY.Key_Right, MOD.ShiftModifier)
    QTest.keyClick(graph, KEY.Key_Down, MOD.ShiftModifier)
    assert (graph.view.dx, graph.view.dy) == (-60, -60)
    assert graph.scene.current is None
    QTest.keyClick(graph, KEY.Key_Home)
    assert not graph.zoomed


def test_brackets_walk_connections_and_enter_selects(bench):
    graph = focus(bench().train())
    graph.go_to(Neuron(1, 2))
    QTest.keyClick(graph, KEY.Key_Return)
    assert graph.scene.selected == Neuron(1, 2)
    QTest.keyClick(graph, KEY.Key_BracketRight)
    QTest.keyClick(graph, KEY.Key_BracketRight)
    assert graph.scene.selected == Parameter(0, 1, 2)
    QTest.keyClick(graph, KEY.Key_BracketLeft)
    assert graph.scene.selected == Parameter(0, 0, 2)


@pytest.mark.parametrize(
    ("key", "modifiers", "hidden"),
    [
        (KEY.Key_Plus, MOD.NoModifier, "8-9-6"),
        (KEY.Key_Plus, MOD.ShiftModifier, "8-9-6"),
        (KEY.Key_Plus, MOD.KeypadModifier, "8-9-6"),
        (KEY.Key_Minus, MOD.NoModifier, "8-7-6"),
        (KEY.Key_Right, MOD.ControlModifier | MOD.ShiftModifier, "8-8-8-6"),
        (KEY.Key_Delete, MOD.NoModifier, "8-6"),
        (KEY.Key_Right, MOD.AltModifier, "8-6-8"),
    ],
)
def test_keys_edit_the_layer_they_are_on(bench, key, modifiers, hidden):
    table = bench().train()
    focus(table).go_to(Neuron(2, 1))
    QTest.keyClick(table.graph, key, modifiers)
    assert table.session.spec.hidden == hidden


def test_keys_that_mean_nothing_here_are_passed_on(bench):
    graph = focus(bench().train())
    space = _key_event(KEY.Key_Space)
    graph.keyPressEvent(space)
    assert not space.isAccepted()
    escape = _key_event(KEY.Key_Escape)
    graph.keyPressEvent(escape)
    assert not escape.isAccepted()


def _key_event(key):
    from PySide6.QtGui import QKeyEvent

    event = QKeyEvent(QKeyEvent.Type.KeyPress, key, MOD.NoModifier)
    event.ignore()
    return event


def test_enter_on_a_card_asks_for_its_settings(bench, qtbot):
    graph = focus(bench().train())
    graph.go_to(LayerCard(2))
    graph.card_wanted.disconnect()
    with qtbot.waitSignal(graph.card_wanted) as wanted:
        QTest.keyClick(graph, KEY.Key_Return)
    assert wanted.args == [2]
