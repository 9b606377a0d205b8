"""Neurons glide when the network is edited, and only then."""

from unittest.mock import Mock

from PySide6.QtCore import QRectF

from bplab.ui.canvas.base.picks import Neuron

OLD, NEW = QRectF(0, 0, 10, 10), QRectF(100, 50, 20, 20)


def test_a_neuron_glides_from_its_old_place_to_its_new_one(bench, qtbot):
    motion = bench("4").train().graph._motion
    motion.begin({Neuron(1, 0): OLD})
    motion._clock.pause()
    motion._clock.setCurrentTime(60)
    motion._clock.resume()
    assert 0 < motion.place(Neuron(1, 0), NEW).x() < 100
    grown = motion.place(Neuron(1, 1), NEW)
    assert NEW.contains(grown)
    assert grown.center() == NEW.center()
    qtbot.waitUntil(lambda: motion.progress == 1)
    assert motion.place(Neuron(1, 0), NEW) == NEW


def test_edits_begin_it_and_numbers_do_not(bench):
    table = bench("4").train()
    table.train(steps=3)
    assert table.graph._motion.progress == 1
    table.canvas.edits.add(1, 1)
    assert table.graph._motion.progress < 1
    table.graph.grab()


def test_a_resized_window_is_there_at_once(bench):
    table = bench("4").train()
    table.canvas.edits.add(1, 1)
    table.canvas.resize(900, 500)
    assert table.graph._motion.progress == 1


def test_no_motion_where_none_is_wanted(bench):
    motion = bench("4").train().graph._motion
    motion._widget = Mock(**{"isVisible.return_value": True, "style.return_value.styleHint.return_value": 0})
    motion.begin({Neuron(1, 0): OLD})
    assert motion.progress == 1
