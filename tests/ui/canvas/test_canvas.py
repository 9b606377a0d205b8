"""The canvas as the window sees it: header, fields, legend, settings."""

from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from bplab.errors import UserError
from bplab.experiment.spec import Experiment
from bplab.training.runner import Runner
from bplab.ui import session
from bplab.ui.canvas.canvas import NetworkCanvas
from bplab.ui.canvas.cards.popover import InputPopover, LayerPopover
from bplab.ui.session import Session
from bplab.ui.stepper import Stepper
from bplab.ui.timeline import Timeline


def type_sizes(table, text: str) -> None:
    field = table.canvas.header.sizes
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_all_sizes_can_be_typed(bench):
    table = bench()
    type_sizes(table, "5-4")
    assert table.session.spec.hidden == table.canvas.header.sizes.text() == "5-4"
    table.session.undo_stack.undo()
    assert table.canvas.header.sizes.text() == "8-8-6"


def test_what_cannot_be_typed_is_explained_and_undone(bench, qtbot):
    table = bench()
    with qtbot.waitSignal(table.session.failed) as said:
        type_sizes(table, "8-600")
    assert "512" in said.args[0]
    assert table.canvas.header.sizes.text() == table.session.spec.hidden == "8-8-6"


def test_esc_brings_the_old_sizes_back(bench):
    table = bench()
    field = table.canvas.header.sizes
    QTest.keyClicks(field, "9")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "8-8-6"
    assert table.session.undo_stack.count() == 0


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        ("gradients", "blue ∂L/∂w > 0, orange < 0, width |∂L/∂w|"),
        ("weights", "blue w > 0, orange w < 0, width |w|"),
    ],
)
def test_the_legend_says_what_connections_show(bench, mode, text):
    canvas = bench().train().canvas
    canvas.header.edges.segment("updates").click()
    canvas.header.edges.segment(mode).click()
    assert canvas.header.legend.accessibleName() == text


def test_the_legend_tells_the_scale(bench):
    table = bench().train(steps=3)
    assert f"{table.graph.edges.scale:g}" in table.canvas.header.legend.toolTip()


def test_where_the_row_is_narrow_the_legend_stands_in_the_graph(bench):
    table = bench(width=690)
    assert not table.canvas.header.legend.isVisible()
    assert table.graph.scene.legend == "weights"
    table.canvas.resize(900, 520)
    assert table.canvas.header.legend.isVisible()
    assert not table.graph.scene.legend


def test_neurons_can_show_their_activation(bench):
    table = bench().train()
    table.canvas.header._choose_neurons("activation")
    assert table.canvas.needs.tiles == 0
    assert table.canvas.needs.activations


def test_columns_are_told_when_they_move(bench, qtbot):
    table = bench("4")
    assert table.canvas.columns() == [84, 420, 756]
    with qtbot.waitSignal(table.canvas.columns_changed) as told:
        table.canvas.edits.insert_after(1)
    assert told.args == [table.canvas.columns()]
    assert len(table.canvas.columns()) == 4


def test_columns_are_told_again_when_only_the_width_has_changed(theme):
    runner = Runner(*(lambda *_: None,) * 3)
    session = Session(runner, Experiment())
    canvas = NetworkCanvas(session, theme, Stepper(runner, session, Timeline(runner, session)))
    told = []
    canvas.columns_changed.connect(lambda columns: told.append((columns, canvas.width())))
    for width in (640, 840, 700):
        canvas.resize(width, 520)
        canvas.grab()
        assert told[-1] == (canvas.columns(), width)


def test_the_settings_of_a_layer_can_all_be_changed(bench, theme):
    table = bench()
    window = LayerPopover(table.session, theme, table.canvas.edits, 2, table.canvas)
    assert list(window._fields) == ["units", "activation", "init", "gain", "bias", "dropout"]
    window._fields["units"].edited.emit(11)
    window._fields["activation"].edited.emit("relu")
    window._fields["dropout"].edited.emit(0.25)
    layer = table.session.spec.layers[1]
    assert (layer.units, layer.activation, layer.dropout) == (11, "relu", 0.25)
    assert window._fields["units"].value == 11
    table.session.undo_stack.undo()
    assert window._fields["dropout"].value == 0


def test_the_output_has_no_size_to_choose(bench, theme):
    table = bench()
    window = LayerPopover(table.session, theme, table.canvas.edits, 4, table.canvas)
    assert list(window._fields) == ["activation", "init", "gain", "bias"]


def test_a_gain_that_means_nothing_cannot_be_typed(bench, theme):
    table = bench()
    window = LayerPopover(table.session, theme, table.canvas.edits, 1, table.canvas)
    window._fields["init"].edited.emit("zeros")
    assert not window._fields["gain"].isEnabled()


def test_features_are_chosen_and_one_always_stays(bench, theme):
    table = bench()
    window = InputPopover(table.session, theme, table.canvas.edits, table.canvas)
    window._checks["sin_x"].click()
    window._checks["x"].click()
    window._checks["y"].click()
    assert table.session.spec.data.features == ("sin_x",)
    assert not window._checks["sin_x"].isEnabled()


def test_everything_has_a_name_for_screen_readers(bench):
    canvas = bench().canvas
    named = [
        canvas.graph,
        canvas.header.edges,
        canvas.header.neurons,
        canvas.header.sizes,
        *canvas.cards._plus,
    ]
    assert all(widget.accessibleName() for widget in named)


def test_under_titles_picker_and_legend_stand_over_them_and_go_back(bench):
    table = bench("4", height=700)
    table.canvas.set_essentials(True)
    table.train(steps=1)
    header, picker = table.canvas.header, table.graph.values.picker
    assert picker.isVisible()
    assert header.rect().contains(picker.geometry())
    assert picker.x() == 16
    assert header.width() - header.legend.geometry().right() < 24
    table.canvas.set_essentials(False)
    table.train(steps=1)
    assert picker.parentWidget() is table.graph
    assert picker.isVisible()
    assert picker.geometry().bottom() > table.graph.height() - 20


def test_sizes_that_do_not_fit_end_in_dots_and_are_told_whole(bench):
    table = bench("-".join(["6"] * 20), width=683)
    field = table.canvas.header.sizes
    assert field.is_cut
    assert field.toolTip().startswith("-".join(["6"] * 20))
    cut = field.grab().toImage()
    field.setText("8-8-6")
    assert not field.is_cut
    assert field.grab().toImage() != cut


@pytest.mark.parametrize("width", [640, 683, 720, 790, 806, 840, 856, 1200])
@pytest.mark.parametrize("edges", ["weights", "gradients", "updates"])
def test_all_that_the_header_shows_stands_in_whole_whatever_is_typed(bench, width, edges):
    table = bench("-".join(["6"] * 20), width=width)
    header = table.canvas.header
    header.edges.set_value(edges)
    header.modes_edited.emit()
    QApplication.processEvents()
    parts = [part for part in header.children() if isinstance(part, QWidget) and part.isVisible()]
    for part in parts:
        assert header.rect().contains(part.geometry()), part
        assert part.width() >= (part.minimumWidth() or part.minimumSizeHint().width()), part
    for one, other in combinations(parts, 2):
        assert not one.geometry().intersects(other.geometry()), (one, other)
    assert header.legend.isVisible() == (not table.graph.scene.legend)


def test_the_header_asks_for_no_more_than_its_controls_need(bench):
    table = bench("8-8-6", width=1200)
    assert table.canvas.header.legend.isVisible()
    assert table.canvas.minimumSizeHint().width() <= 683


def test_settings_that_are_not_drawn_draw_nothing_again_however_often_they_change(bench, monkeypatch):
    on, shown = bench().train(9), []
    edges, cards = on.graph.edges, on.canvas.cards
    monkeypatch.setattr(edges, "show", lambda *_: shown.append("numbers"))
    monkeypatch.setattr(cards, "show_layers", lambda *_: shown.append("cards"))
    for rate in (0.1, 0.2):
        on.session.edit("Rate", on.session.spec.but(learning_rate=rate))
    assert not shown
    on.session.edit("Hold", on.session.spec.but(frozen=("W1",)))
    assert sorted(shown) == ["cards", "numbers"]


def test_the_canvas_shows_what_holds_after_an_edit_was_refused(bench, monkeypatch):
    on = bench("8-8")
    stepper, activation, *_ = on.canvas.cards.cards[1]._parts
    told = []
    on.session.failed.connect(told.append)
    monkeypatch.setattr(session, "check", refuse)
    stepper.buttons[1].click()
    assert (stepper.value, on.session.spec.layers[0].units) == (8, 8)
    activation.setFocus()
    QTest.keyClick(activation, Qt.Key.Key_Down)
    assert activation.value == on.session.spec.layers[0].activation
    type_sizes(on, "9-9")
    assert on.canvas.header.sizes.text() == "8-8"
    assert told == ["It is too large."] * 3


def refuse(_spec):
    raise UserError("It is too large.")
