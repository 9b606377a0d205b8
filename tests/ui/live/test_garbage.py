"""Rings of references that hold objects of Qt are collected in the window's thread, and in no other."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from bplab.ui.live import garbage
from bplab.ui.live.garbage import Garbage, collect_in_this_thread


class Ring(QObject):
    def __init__(self):
        super().__init__()
        self.itself = self


@pytest.fixture
def collecting(qapp):
    gc.collect()
    own = Garbage()
    yield own
    own.deleteLater()


def make_many():
    kept = [[] for _ in range(20 * gc.get_threshold()[0])]
    kept.clear()
    return [[] for _ in range(2 * gc.get_threshold()[0])]


def test_a_training_thread_collects_nothing_while_there_is_a_lab(driver):
    where, trained = [], []

    def note(_phase, _info):
        where.append(threading.current_thread())

    def look(_trainer):
        trained.append((threading.current_thread(), make_many()))

    gc.callbacks.append(note)
    try:
        driver.lab.runner.look(look)
        driver.until(lambda: bool(trained))
    finally:
        gc.callbacks.remove(note)
    assert trained[0][0] is not threading.main_thread()
    assert {*where} <= {threading.main_thread()}


def test_a_ring_that_another_thread_leaves_behind_ends_in_the_window_s_thread(collecting):
    ended = []
    weakref.finalize(Ring(), lambda: ended.append(threading.current_thread()))
    many = []
    thread = threading.Thread(target=lambda: many.append(make_many()))
    thread.start()
    thread.join()
    assert not ended
    collecting.look()
    assert ended == [threading.main_thread()]


def test_nothing_is_collected_before_it_is_due(collecting):
    ended = weakref.ref(Ring())
    collecting.look()
    assert ended() is not None


def test_everything_is_collected_seldom_if_it_takes_long(collecting, monkeypatch):
    times = iter((100.0, 100.0, 102.0, 110.0, 110.0, 301.9, 301.9, 302.0, 302.0, 302.5))
    monkeypatch.setattr(garbage, "perf_counter", lambda: next(times, 400.0))
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 99))
    whole = []
    monkeypatch.setattr(gc, "collect", whole.append)
    for _ in range(4):
        collecting.look()
    assert whole == [2, 1, 1, 2]  # the first took 2 s


@pytest.mark.parametrize(
    ("counts", "due"),
    [((700, 10, 10), None), ((701, 0, 0), 0), ((7_711, 0, 0), 1), ((700, 11, 0), 1), ((84_821, 0, 0), 2),
     ((0, 0, 11), 2)],
)  # fmt: skip
def test_what_python_would_have_collected_in_several_goes_is_due_in_one(monkeypatch, counts, due):
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    monkeypatch.setattr(gc, "get_count", lambda: counts)
    assert garbage.due_generation() == due


def test_an_application_collects_once(qapp):
    collect_in_this_thread(qapp)
    collect_in_this_thread(qapp)
    assert len(qapp.findChildren(Garbage)) == 1
