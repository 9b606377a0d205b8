"""The layer of connections: when it is made anew, and what it chooses."""

import numpy as np

from bplab.ui.canvas.edges import layer as edge_layer
from bplab.ui.canvas.edges import strokes


def test_a_small_network_is_drawn_at_once(bench):
    table = bench("4").train()
    assert table.graph.edges.settled


def test_after_a_zoom_the_old_picture_is_stretched_until_the_new_one_is_there(bench, qtbot):
    table = bench("4").train(steps=2)
    table.graph.zoom_by(1.5)
    assert not table.graph.edges.settled
    table.graph.grab()
    qtbot.waitUntil(lambda: table.graph.edges.settled, timeout=20_000)


def test_a_large_one_is_worked_out_beside_the_window(bench, qtbot, monkeypatch):
    monkeypatch.setattr(edge_layer, "AT_ONCE", 0)
    table = bench("4").train()
    qtbot.waitUntil(lambda: table.graph.edges.settled, timeout=20_000)
    table.canvas.edits.add(1, 1)
    table.canvas.edits.add(1, 1)
    qtbot.waitUntil(lambda: table.graph.edges.settled, timeout=20_000)
    assert table.graph.edges.shown.count == 6 * 2 + 6


def test_only_the_strongest_are_drawn_and_that_is_said(bench, qtbot):
    table = bench("64-32", "digits").train()
    qtbot.waitUntil(lambda: table.graph.edges.settled, timeout=20_000)
    edges = table.graph.edges
    assert edges.selective
    assert edges.shown.count == edge_layer.MOST
    drawn = np.abs(edges.shown.values(table.snapshot.weights)).min()
    left_out = np.setdiff1d(
        np.abs(edges._all.values(table.snapshot.weights)), np.abs(edges.shown.values(table.snapshot.weights))
    )
    assert drawn >= left_out.max()


def test_lines_that_outgrow_their_room_get_more(bench, qtbot):
    table = bench("2").train()
    layer, (first, *rest) = table.graph.edges, table.snapshot.weights
    thin = ((first[0] * 0 + [[1.0, 0.01], [0.01, 0.01]], first[1]), *rest)
    layer.show("weights", thin)
    layer._plan(at_once=True)
    narrow = layer._image.plan.reach
    assert narrow[0] > narrow[1]
    layer._pause.stop()
    layer.show("weights", ((first[0] * 0 + 1.0, first[1]), *rest))
    qtbot.waitUntil(lambda: bool(layer._image.plan.reach[1] > narrow[1]), timeout=20_000)


def test_another_run_begins_with_another_scale(bench):
    table = bench("4").train(steps=5)
    layer = table.graph.edges
    layer.show("weights", tuple((W * 1e3, b) for W, b in table.snapshot.weights))
    assert layer.scale > 100
    table.session.restart()
    table.train()
    assert layer.scale < 10


def test_pixels_planned_without_numbers_are_planned_anew_once_they_come(bench, qtbot):
    table = bench("4").train(steps=5)
    layer = table.graph.edges
    for _ in range(2):
        layer.show("weights", None)
        layer._plan()  # as after a change of size, while a new run is being built
        layer.show("weights", table.snapshot.weights)
        qtbot.waitUntil(lambda: layer._planner._running is None, timeout=20_000)
        widths, _, _ = layer._strokes(layer._drawn)
        assert not strokes.outgrown(widths, layer._image.plan.reach / layer._drawn.ratio)


def test_a_change_of_a_setting_moves_nothing(bench):
    table = bench("4").train()
    place = table.graph.edges._wanted
    table.session.edit("rate", table.session.spec.but(learning_rate=0.1))
    table.canvas.edits.set_value(1, "activation", "relu")
    assert table.graph.edges._wanted is place


def test_lines_that_outgrow_their_room_soon_after_a_look_get_more_later(bench, qtbot, monkeypatch):
    monkeypatch.setattr(edge_layer, "AGAIN", 50)
    table = bench("2").train()
    layer, (first, *rest) = table.graph.edges, table.snapshot.weights
    qtbot.waitUntil(lambda: not layer._pause.isActive(), timeout=20_000)
    layer.show("weights", ((first[0] * 0 + [[1.0, 0.01], [0.01, 0.01]], first[1]), *rest))
    layer._plan(at_once=True)
    narrow = layer._image.plan.reach
    layer.show("weights", ((first[0] * 0 + 1.0, first[1]), *rest))
    assert layer._image.plan.reach is narrow
    qtbot.waitUntil(lambda: bool(layer._image.plan.reach[1] > narrow[1]), timeout=20_000)
