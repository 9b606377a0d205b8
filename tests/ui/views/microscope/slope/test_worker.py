"""Computing beside the window."""

import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from bplab.ui.views.microscope.slope.worker import SlopeWorker


def test_only_the_last_wish_comes_back(qtbot, qapp):
    worker, gate, made, ended = SlopeWorker(), threading.Event(), [], []
    worker.ready.connect(lambda found, _seconds: made.append(found))

    def first(turn):
        try:
            assert gate.wait(60)
            turn()
        finally:
            ended.append("first")

    worker.ask(first)
    worker.ask(lambda turn: "second")
    worker.ask(lambda turn: "third")
    gate.set()
    qtbot.waitUntil(lambda: not worker.busy, timeout=20_000)
    assert made == ["third"]
    assert ended == ["first"]


def test_what_is_taken_back_ends_at_its_next_turn_and_does_not_come(qtbot, qapp):
    worker, begun, gate, made, after = SlopeWorker(), threading.Event(), threading.Event(), [], []
    worker.ready.connect(lambda *found: made.append(found))

    def work(turn):
        begun.set()
        assert gate.wait(60)
        turn()
        after.append("went on")

    worker.ask(work)
    assert begun.wait(60)
    job = worker._running
    worker.forget()
    gate.set()
    qtbot.waitUntil(lambda: job.finished, timeout=20_000)
    assert not made
    assert not after


def test_it_works_in_a_thread_of_its_own(qtbot, qapp):
    worker, names = SlopeWorker(), []
    for _ in range(2):
        with qtbot.waitSignal(worker.ready, timeout=20_000):
            worker.ask(lambda turn: names.append(threading.current_thread()))
    assert names[0] is names[1] is not threading.main_thread()


@pytest.mark.parametrize("moment", ["working", "done"])
def test_a_window_taken_down_while_it_works_does_no_harm(qapp, moment):
    worker, begun, gate = SlopeWorker(), threading.Event(), threading.Event()
    worker.ask(lambda turn: begun.set() or gate.wait(60))
    job, pool = worker._running, worker._jobs._pool
    assert begun.wait(60)
    if moment == "done":
        gate.set()
        job._future.result(60)
    worker.deleteLater()
    QCoreApplication.sendPostedEvents(worker, QEvent.Type.DeferredDelete.value)
    gate.set()
    pool.shutdown()
    assert job.result() is True
    with pytest.raises(RuntimeError):
        pool.submit(print)
