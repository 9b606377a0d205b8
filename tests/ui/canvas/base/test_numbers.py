"""Whose numbers the canvas tells: those of the run it draws, all of one moment."""

import re

import pytest
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QToolTip

from bplab.experiment.parameters import Parameter
from bplab.ui.canvas.base.picks import Neuron

NUMBER = re.compile(r"\d\.\d")


@pytest.mark.parametrize("hidden", ["4-4-4", "3", "6"])
def test_numbers_of_another_network_are_not_told_of_this_one(small, hidden):
    table = small().train(steps=5)
    graph, old = table.graph, table.snapshot
    table.canvas.header.sizes.edited.emit(hidden)
    sizes = table.session.shape.sizes
    everything = [Neuron(column, unit) for column, size in enumerate(sizes) for unit in range(size)]
    everything += [graph.connections.parameter(edge) for edge in range(graph.connections.count)]
    everything += [Parameter(pick.column - 1, None, pick.unit) for pick in everything[2 : sum(sizes)]]
    for late in (False, True):
        if late:
            table.canvas.show_snapshot(old)  # it was under way when the network was edited
        for pick in everything:
            graph.select(pick)
            assert not NUMBER.search(graph.accessibleDescription())
            graph.point_at(pick)
        assert graph.values.layer.pills == []
        assert not graph.values.picker.isVisible()
        assert graph.copy()
        assert not NUMBER.search(QGuiApplication.clipboard().text())


def test_after_a_reset_no_number_of_the_run_before_is_told_or_copied(small, qtbot):
    table = small().train(steps=5)
    graph = table.graph
    pill = table.pill("delta", Neuron(1, 2))
    graph.pointer.move(pill.box.center())
    table.session.restart()
    assert graph.values.layer.hovered_text == graph.values.layer.hovered_copy == ""
    assert graph.scale == 0
    qtbot.waitUntil(lambda: graph.values.layer.pills == [])  # not at once, or it would flicker
    table.session.undo_stack.undo()  # back to the run whose numbers are still there
    qtbot.waitUntil(lambda: graph.values.layer.pills != [])


def test_the_numbers_told_are_all_of_one_moment(small):
    table = small().train(steps=5)
    table.graph.set_modes("gradients", "map")
    table.train(steps=5)
    table.graph.set_modes("weights", "map")
    table.train(steps=9)
    table.graph.select(Parameter(0, 0, 0))
    assert "∂L/∂w" not in table.graph.accessibleDescription()  # it was the gradient of step 5


def test_an_open_tooltip_says_the_newest_numbers(small, monkeypatch):
    table = small().train(steps=5)
    shown = [""]
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, *_: shown.append(text))
    monkeypatch.setattr(QToolTip, "text", lambda: shown[-1])
    monkeypatch.setattr(QToolTip, "isVisible", lambda: bool(shown[-1]))
    at = table.pill("delta", Neuron(1, 2)).box.center()
    table.graph.pointer.move(at)
    table.graph.event(QHelpEvent(QHelpEvent.Type.ToolTip, at.toPoint(), at.toPoint()))
    for steps in (30, 60):
        table.train(steps=steps)
        assert repr(float(table.snapshot.trace.delta[0][2])).replace("-", "−") in shown[-1]
    told = len(shown)
    table.canvas.show_snapshot(table.snapshot)
    assert len(shown) == told  # nothing new to say
    table.canvas.header.sizes.edited.emit("4-4")
    assert not NUMBER.search(shown[-1])


def test_which_example_has_numbers_is_told_with_its_run(small):
    table = small().train(steps=5)
    told = []
    table.canvas.example_shown.connect(lambda run, example: told.append((run, example)))
    table.train(steps=6)
    assert told == [(1, table.snapshot.trace.row)]
    table.canvas.show_snapshot(table.snapshot)
    assert len(told) == 1
    table.graph.values.picker.pick(2)
    table.train(steps=6)
    assert told[-1] == (1, table.snapshot.trace.row)
    table.canvas.edits.insert_after(1)
    assert told[-1] == (2, None)
