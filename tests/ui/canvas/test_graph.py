"""The graph under hands and keys."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip

from bplab.experiment.parameters import Parameter
from bplab.training.snapshot import Needs, RunState
from bplab.ui.canvas.base.markers import grip_boxes
from bplab.ui.canvas.base.picks import Neuron

KEY, MOD = Qt.Key, Qt.KeyboardModifier


def colors(widget) -> np.ndarray:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    words = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    return words & 0xFFFFFF


def rgb(color: QColor) -> int:
    return color.rgb() & 0xFFFFFF


def focus(table):
    table.graph.setFocus(Qt.FocusReason.TabFocusReason)
    table.graph.ring = True  # where no window manager gives the focus
    return table.graph


def point(table, at: QPointF) -> None:
    table.graph.pointer.move(at)


def test_an_untrained_network_is_shown_with_the_hint(bench):
    table = bench("4").train()
    assert table.graph.scene.hint
    table.train(steps=3)
    assert not table.graph.scene.hint


def test_the_hint_covers_no_neuron(bench):
    table = bench("8-8-6", height=400).train()
    hinted = colors(table.graph)
    table.graph.scene.hint = False
    table.graph.update()
    plain = colors(table.graph)
    assert (hinted != plain).any()
    for column in table.graph.layout_.columns:
        low, x, half = int(column.ys.max()), int(column.x), int(column.tile / 2)
        place = slice(low - half, low + half), slice(x - half, x + half)
        assert (hinted[place] == plain[place]).all()


def test_the_hint_is_away_while_training_runs(bench):
    table = bench("4").train(state=RunState.RUNNING)
    assert not table.graph.scene.hint


def test_the_ground_has_the_color_of_the_canvas_light_and_dark(bench, theme):
    table = bench("4").train(steps=1)
    assert colors(table.graph)[4, 400] == rgb(theme.color("canvas")) == 0xF8F9FB
    theme.set_mode("dark")
    assert colors(table.graph)[4, 400] == rgb(theme.color("canvas")) == 0x15181D


def test_a_tile_shows_its_neurons_map(bench, theme):
    table = bench("4").train(steps=1)
    column = table.graph.layout_.columns[0]
    picture, (x, y) = colors(table.graph), table.at(0, 0).toTuple()
    edge = int(column.tile / 2) - 5
    left, right = picture[int(y), int(x) - edge], picture[int(y), int(x) + edge]
    assert abs((left >> 16) - 0xC7) < 25  # x₁ is orange at the left,
    assert abs((right & 255) - 0xCA) < 25  # blue at the right


def test_new_numbers_change_the_picture_and_the_same_ones_do_not(bench):
    table = bench("4-4").train(steps=5)
    one = colors(table.graph)
    table.canvas.show_snapshot(table.snapshot)
    assert (colors(table.graph) == one).all()
    table.train(steps=200)
    assert (colors(table.graph) != one).mean() > 0.02


def test_numbers_of_a_network_no_longer_drawn_are_left_aside(bench):
    table = bench("4").train(steps=5)
    old = table.snapshot
    table.session.edit("other", table.session.spec.but(layers=table.session.spec.layers * 2))
    table.canvas.show_snapshot(old)
    assert table.graph.numbers.snapshot is None
    table.graph.grab()


@pytest.mark.parametrize(("mode", "wanted"), [("gradients", "gradients"), ("updates", "updates")])
def test_needs_follow_what_connections_show(bench, mode, wanted):
    table = bench("8-8-6").train()  # no room for the numbers of an example
    assert table.canvas.needs == Needs(parameters=True, activations=True, tiles=24)
    table.canvas.header.edges.segment(mode).click()
    assert getattr(table.canvas.needs, wanted)


def test_other_data_than_points_need_no_maps(bench):
    table = bench("16", data="digits").train()
    assert table.canvas.needs.tiles == 0
    assert table.canvas.needs.activations
    assert table.canvas.header.neurons.value == "activation"


def test_a_running_large_network_is_asked_only_now_and_then(bench):
    table = bench("300-300").train(state=RunState.RUNNING)
    assert table.canvas.needs == Needs()
    table.graph.numbers._asked -= 10
    assert table.canvas.needs.parameters


def test_hovering_a_neuron_lets_its_connections_stand_out(bench):
    table = bench().train(steps=5)
    before = colors(table.graph)
    point(table, table.at(1, 0))
    assert table.graph.scene.pointed == Neuron(1, 0)
    ground = rgb(table.theme.color("canvas"))
    strong = [
        np.abs((colors(table.graph) & 255).astype(int) - (ground & 255)),
        np.abs((before & 255).astype(int) - (ground & 255)),
    ]
    between = slice(int(table.at(2, 0).x()) + 30, int(table.at(3, 0).x()) - 30)
    assert strong[0][:, between].sum() < 0.35 * strong[1][:, between].sum()
    table.graph.pointer.leave()
    assert (colors(table.graph) == before).all()


def test_a_click_selects_and_esc_clears(bench, qtbot):
    table = bench().train(steps=5)
    with qtbot.waitSignal(table.canvas.selected) as told:
        QTest.mouseClick(table.graph, Qt.MouseButton.LeftButton, pos=table.at(2, 3).toPoint())
    assert told.args == [Neuron(2, 3)]
    assert rgb(table.theme.color("acc")) in set(colors(table.graph).ravel())
    with qtbot.waitSignal(table.canvas.selected) as told:
        QTest.keyClick(table.graph, KEY.Key_Escape)
    assert told.args == [None]


def test_a_click_on_a_connection_selects_its_weight_and_asks_for_the_microscope(bench):
    table = bench("4", height=300).train(steps=5)
    wanted = []
    table.graph.microscope_wanted.connect(lambda edit: wanted.append((table.graph.scene.selected, edit)))
    edges = table.graph.edges.shown
    edge = edges.find(Parameter(1, 0, 0))
    middle = QPointF(
        (edges.curves.x0[edge] + edges.curves.x1[edge]) / 2,
        (edges.curves.y0[edge] + edges.curves.y1[edge]) / 2,
    )
    QTest.mouseClick(table.graph, Qt.MouseButton.LeftButton, pos=middle.toPoint())
    QTest.mouseDClick(table.graph, Qt.MouseButton.LeftButton, pos=middle.toPoint())
    assert wanted == [(Parameter(1, 0, 0), False), (Parameter(1, 0, 0), True)]


def test_inputs_have_no_microscope_and_neurons_no_number_to_edit(bench):
    table = bench("4", height=300).train(steps=5)
    wanted = []
    table.graph.microscope_wanted.connect(wanted.append)
    QTest.mouseClick(table.graph, Qt.MouseButton.LeftButton, pos=table.at(0, 1).toPoint())
    assert wanted == []
    QTest.mouseClick(table.graph, Qt.MouseButton.LeftButton, pos=table.at(1, 2).toPoint())
    assert wanted == [False]
    QTest.keyClick(table.graph, Qt.Key.Key_F2)
    assert wanted == [False]
    table.graph.select(Parameter(0, None, 2))
    QTest.keyClick(table.graph, Qt.Key.Key_F2)
    assert wanted == [False, True]


def test_the_tooltip_of_a_connection_names_its_ends_and_its_number(bench, monkeypatch):
    table = bench("4").train(steps=5)
    table.graph.scene.pointed = Parameter(0, 1, 2)
    said = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, *_: said.append(text))
    table.graph.event(QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(5, 5), QPoint(5, 5)))
    weight = table.snapshot.weights[0][0][1, 2]
    assert said == [f"w from x₂ to Hidden 1, neuron 3 = {weight:.6g}".replace("-", "−")]


def test_the_tooltip_of_a_neuron_has_its_bias_and_output(bench):
    table = bench("4").train(steps=5)
    table.graph.go_to(Neuron(1, 2))
    text = table.graph.accessibleDescription()
    bias = table.snapshot.weights[0][1][2]
    assert text.startswith("Hidden 1, neuron 3, Tanh: ")
    assert f"bias b = {bias:.6g}".replace("-", "−") in text
    assert "mean output a = " in text


def test_the_grip_adds_a_neuron_by_click_and_many_by_drag_in_one_step(bench):
    table = bench().train(steps=5)
    point(table, table.at(3, 2))
    assert table.graph.scene.grip == 3
    ghost, _ = grip_boxes(table.graph.layout_.columns[3], table.graph.height())
    QTest.mouseClick(table.graph, Qt.MouseButton.LeftButton, pos=ghost.center().toPoint())
    assert (table.session.spec.hidden, table.undo_text) == ("8-8-7", "Add a neuron to Hidden 3")
    ghost, _ = grip_boxes(table.graph.layout_.columns[3], table.graph.height())
    start = ghost.center()
    pointer, row = table.graph.pointer, table.graph.layout_.row
    point(table, start)
    pointer.press(start)
    for far in np.linspace(0, 2 * row, 9):
        pointer.move(start + QPointF(0, far))
    assert table.graph.scene.grip_hint == "11 neurons"
    pointer.release(start + QPointF(0, 2 * row))
    assert (table.session.spec.hidden, table.undo_text) == ("8-8-11", "Resize Hidden 3 to 11")
    assert table.session.undo_stack.count() == 2
    table.session.undo_stack.undo()
    assert table.session.spec.hidden == "8-8-7"


def test_dragging_the_grip_up_removes_neurons_but_not_the_last(bench):
    table = bench("3").train()
    point(table, table.at(1, 0))
    ghost, _ = grip_boxes(table.graph.layout_.columns[1], table.graph.height())
    pointer = table.graph.pointer
    pointer.press(ghost.center())
    pointer.move(ghost.center() - QPointF(0, 400))
    pointer.release(ghost.center() - QPointF(0, 400))
    assert table.session.spec.hidden == "1"


def test_the_wheel_zooms_at_the_cursor_and_home_shows_all(bench, qtbot):
    table = bench().train(steps=5)
    at = table.at(2, 3)
    before = table.canvas.columns()
    with qtbot.waitSignal(table.canvas.columns_changed) as told:
        table.graph.wheelEvent(_wheel(at, 240))
    assert table.at(2, 3).x() == pytest.approx(at.x(), abs=0.01)
    assert told.args[0] == table.canvas.columns() != before
    QTest.keyClick(table.graph, KEY.Key_Home)
    assert table.canvas.columns() == before


def _wheel(at: QPointF, turn: int) -> QWheelEvent:
    none, no_keys, phase = Qt.MouseButton.NoButton, MOD.NoModifier, Qt.ScrollPhase.NoScrollPhase
    return QWheelEvent(at, at, QPoint(), QPoint(0, turn), none, no_keys, phase, False)


def test_dragging_empty_space_pans_and_never_loses_the_network(bench):
    table = bench("4").train()
    pointer, start = table.graph.pointer, QPointF(300, 40)
    pointer.press(start)
    pointer.move(start + QPointF(60, 0))
    assert table.graph.view.dx == pytest.approx(60)
    pointer.move(start + QPointF(9000, 9000))
    assert table.canvas.columns()[0] < table.graph.width()
    pointer.release(start)


def test_a_selection_that_no_longer_exists_is_told_away(bench, qtbot):
    table = bench().train()
    table.graph.select(Neuron(3, 5))
    with qtbot.waitSignal(table.canvas.selected) as told:
        table.canvas.edits.set_sizes("8-8")
    assert told.args == [None]
    assert table.graph.scene.selected is None


@pytest.mark.parametrize(
    "hidden", ["", "1", "16-16-12", "512-512", "-".join(["6"] * 10), "-".join(["30"] * 20)]
)
@pytest.mark.parametrize("data", ["circle", "digits", "plane", "worked_example"])
def test_every_network_can_be_drawn(bench, hidden, data):
    table = bench(hidden, data, width=690, height=330).train()
    table.canvas.grab()


def test_a_network_that_diverged_can_be_drawn(bench):
    table = bench("8-8", activation="relu", learning_rate=1e3).train(steps=60)
    assert any(not np.isfinite(W).all() or abs(W).max() > 1e6 for W, _ in table.snapshot.weights)
    table.canvas.grab()


def test_a_direct_link_and_groups_can_be_drawn(bench):
    table = bench("4", skip=True).train(steps=3)
    table.graph.go_to(Neuron(0, 0))
    table.canvas.grab()


def test_what_only_a_view_of_the_last_run_has_cannot_be_selected(bench):
    table = bench("4").train()
    for gone in (Parameter(5, 0, 0), Parameter(0, 0, 7), Neuron(3, 0)):
        table.graph.select(gone)
        assert table.graph.scene.selected is None
