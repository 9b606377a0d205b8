"""The numbers on the canvas: what they say, who they belong to, and how they are set."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip

from bplab.experiment.own import with_own_data
from bplab.experiment.parameters import Parameter
from bplab.explain.digits import printed as short
from bplab.numerals import parsed
from bplab.numerals import short as short_number
from bplab.training.given import dataset
from bplab.training.run import Run
from bplab.training.snapshot import RunState
from bplab.training.trace import MEAN
from bplab.training.trainer import Trainer
from bplab.ui.canvas.base.picks import Neuron
from bplab.ui.canvas.labels.values import LabelTexts

KEY, MOD = Qt.Key, Qt.KeyboardModifier


def test_weights_and_biases_are_those_of_the_run(small):
    table = small().train(steps=30)
    (W, b), _ = table.snapshot.weights
    said = table.texts("w")
    assert len(said) == 12
    assert parsed(said[Parameter(0, 1, 2)]) == pytest.approx(W[1, 2], abs=5e-4)
    assert parsed(table.texts("b")[Parameter(0, None, 3)].removeprefix("b ")) == pytest.approx(b[3], abs=5e-4)


def test_deltas_are_of_the_step_that_comes_next_and_so_known_before_the_first(small):
    table = small().train()
    for _ in range(2):
        assert table.texts("delta")[Neuron(2, 0)] == f"δ {short(table.snapshot.trace.delta[1][0])}"
        table.train(steps=1)


def test_the_output_is_explained(small):
    table = small().train(steps=5)
    speaker = LabelTexts(table.session.spec, table.session.shape, table.graph.numbers)
    (first, *_), (second, ink, _) = speaker.notes()
    trace = table.snapshot.trace
    assert first == f"a is P(blue) = {short(trace.a[-1][0])}"
    label = table.snapshot.prepared.dataset.targets[trace.row]
    assert (second, ink) == (("this point is blue", "pos") if label else ("this point is orange", "neg_text"))


def test_a_scaled_output_is_told_in_the_datas_own_units(bench):
    X = np.random.default_rng(1).normal(size=(40, 2))
    own = dataset(X, 17000 + X[:, 0])
    table = bench("2")
    table.session.edit("Import", with_own_data(table.session.spec, own))
    trainer = Trainer(table.session.spec, data=own)
    table.canvas.show_snapshot(Run(table.session.run, trainer).picture(table.canvas.needs, 1))
    trace = table.graph.numbers.trace
    speaker = LabelTexts(table.session.spec, table.session.shape, table.graph.numbers)
    (output, *_), (target, *_) = speaker.notes()
    said, true = trainer.build.prepared.outputs_of(trace.a[-1])[0], own.dataset.targets[trace.row, 0]
    assert output == f"in own units: {short_number(said, 5)}"
    assert target == f"example's target {short_number(true, 5)}"
    assert 16_900 < said < 17_100


def test_the_mean_keeps_the_example_that_was_picked(small):
    table = small().train(steps=5)
    picker = table.graph.values.picker
    picker.pick(5)
    table.train(steps=5)
    picker.pick(MEAN)
    table.train(steps=5)
    assert picker.text == "example 5 of 32"
    QTest.keyClick(picker, KEY.Key_Return)
    table.train(steps=5)
    assert (picker.stop, picker.text) == (5, "example 5 of 32")


def test_the_picker_steps_to_the_mean_and_back(small):
    table = small().train(steps=5)
    graph, picker = table.graph, table.graph.values.picker
    assert picker.isVisible()
    assert picker.text == "example 1 of 32"
    picker.setFocus()
    QTest.keyClick(picker, KEY.Key_Right)
    assert graph.needs.trace == 2
    QTest.keyClick(picker, KEY.Key_End)
    assert graph.needs.trace == MEAN
    table.train(steps=5)
    assert table.snapshot.trace.example is None
    assert picker.accessibleName() == "Numbers of mean of 32 examples"
    QTest.keyClick(picker, KEY.Key_Left)
    assert graph.needs.trace == 32
    QTest.keyClick(picker, KEY.Key_Home)
    assert graph.needs.trace == 1
    QTest.keyClick(picker, KEY.Key_Left)
    assert graph.needs.trace == 1


def test_the_picker_is_worked_by_mouse(small):
    picker = small().train(steps=5).graph.values.picker
    stops = []
    picker.edited.connect(stops.append)
    for x in (picker.width() - 70, picker.width() - 70, 8, picker.width() - 20, picker.width() // 2 - 40):
        QTest.mouseClick(picker, Qt.MouseButton.LeftButton, pos=QPoint(x, 14))
    assert stops == [2, 3, 2, MEAN, 2]


def test_where_no_number_is_to_be_seen_none_is_asked_for(bench):
    table = bench("8-8-6").train(steps=5)
    assert table.graph.needs.trace == 0
    assert not table.graph.values.picker.isVisible()
    table.graph.select(Neuron(2, 3))
    assert table.graph.needs.trace == 1
    table.train(steps=5)
    assert set(table.texts("z")) == {Neuron(2, 3)}
    assert table.graph.values.picker.isVisible()
    table.graph.select(None)
    assert table.graph.values.layer.pills == []
    assert not table.graph.values.picker.isVisible()


def test_a_click_on_a_number_asks_for_the_microscope(small):
    table = small().train(steps=5)
    wanted = []
    table.graph.microscope_wanted.connect(lambda _edit: wanted.append(table.graph.scene.selected))
    for kind, pick in (("w", Parameter(0, 1, 2)), ("b", Parameter(0, None, 1))):
        box = table.pill(kind, pick).box
        QTest.mouseClick(table.graph, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
        assert table.graph.scene.selected == pick
        assert wanted[-1] == pick


def test_keys_reach_every_weight_and_bias(small):
    table = small().train(steps=5)
    graph, wanted = table.graph, []
    graph.microscope_wanted.connect(lambda _edit: wanted.append(graph.scene.selected))
    graph.go_to(Neuron(1, 2))
    for _ in range(4):
        QTest.keyClick(graph, KEY.Key_BracketRight)
        QTest.keyClick(graph, KEY.Key_Return)
    assert wanted == [Parameter(0, 0, 2), Parameter(0, 1, 2), Parameter(1, 2, 0), Parameter(0, None, 2)]


def test_hovering_tells_all_digits_and_ctrl_c_copies_them(small, monkeypatch):
    table = small().train(steps=5)
    pill = table.pill("delta", Neuron(1, 2))
    table.graph.pointer.move(pill.box.center())
    said = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, *_: said.append(text))
    table.graph.event(QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(5, 5), QPoint(5, 5)))
    value = float(table.snapshot.trace.delta[0][2])
    assert f"= {value!r}".replace("-", "−") in said[0]
    assert "example 1 of 32" in said[0]
    QTest.keyClick(table.graph, KEY.Key_C, MOD.ControlModifier)
    assert float(QGuiApplication.clipboard().text()) == value


def test_ctrl_c_copies_what_is_selected(small):
    table = small().train(steps=5)
    table.graph.select(Parameter(0, None, 1))
    QTest.keyClick(table.graph, KEY.Key_C, MOD.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("b of Hidden 1, neuron 2 = ")


def test_edges_that_show_gradients_have_gradients_for_numbers(small):
    table = small().train(steps=5)
    table.graph.set_modes("gradients", "map")
    table.train(steps=5)
    said = parsed(table.texts("w")[Parameter(0, 1, 2)])
    assert said == pytest.approx(table.snapshot.gradients[0][0][1, 2], abs=5e-4)


def test_while_training_runs_numbers_are_painted_five_times_a_second_at_most(small, monkeypatch):
    table = small().train(steps=5, state=RunState.RUNNING)
    layer, shown = table.graph.values.layer, []
    show = layer.show
    monkeypatch.setattr(layer, "show", lambda *args: (shown.append(1), show(*args)))
    for _ in range(5):
        table.canvas.show_snapshot(table.snapshot)
    assert len(shown) <= 1


def test_frozen_ones_are_locked_where_no_number_says_so(bench, monkeypatch):
    from bplab.ui.canvas.labels import locks

    drawn = []
    monkeypatch.setattr(locks, "draw_lock", lambda _painter, at, _color: drawn.append(at.toTuple()))
    table = bench("8-8-6", frozen=("W2[1,1]", "b2[3]")).train(steps=5)
    table.graph.grab()
    column = table.graph.layout_.columns[2]
    corner = (column.xs[2] + column.tile / 2, column.ys[2] - column.tile / 2)
    assert corner in drawn
    assert len(set(drawn)) == 2


def test_neurons_can_show_the_error_that_flows_back(small, theme):
    table = small().train(steps=5)
    table.graph.set_modes("weights", "delta")
    assert table.graph.needs.trace == 1
    assert table.graph.needs.tiles == 0
    table.train(steps=5)
    inputs, hidden, _ = table.graph.numbers.of_neurons()
    assert not inputs.any()
    assert (hidden == table.snapshot.trace.delta[0]).all()
    largest = int(np.abs(hidden).argmax())
    at = table.at(1, largest).toPoint()
    color = table.graph.grab().toImage().pixelColor(at)
    assert color.rgb() == theme.ramp("tile")[255 if hidden[largest] > 0 else 0]
    table.graph.go_to(Neuron(1, largest))
    assert f"δ = {hidden[largest]:.6g}".replace("-", "−") in table.graph.accessibleDescription()


def test_pills_of_another_run_are_no_wider_than_its_numbers_need(small):
    table = small().train()
    before = table.pill("b", Parameter(0, None, 0)).box.width()
    W, b = table.snapshot.weights[0]
    wide = replace(table.snapshot, weights=((W, b - 1234.5e99), *table.snapshot.weights[1:]))
    table.canvas.show_snapshot(wide)
    assert table.pill("b", Parameter(0, None, 0)).box.width() > before
    table.session.restart()
    table.train()
    assert table.pill("b", Parameter(0, None, 0)).box.width() == before
