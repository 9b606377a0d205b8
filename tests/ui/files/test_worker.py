"""What reads and writes files does one thing after another, and tells of bugs."""

from threading import Event

import pytest

from bplab.errors import UserError
from bplab.ui.files.worker import BUG, FileWorker


@pytest.fixture
def worker(qtbot):
    worker = FileWorker("test")
    yield worker
    worker.close()


def test_what_follows_is_done_in_the_order_of_the_work(worker, qtbot):
    done = []
    for number in range(3):
        worker.do(lambda number=number: number, done.append, done.append)
    qtbot.waitUntil(lambda: done == [0, 1, 2])


def test_a_refusal_is_told_and_a_bug_is_reported(worker, qtbot):
    failed, reports, refusal = [], [], UserError("The disk is full.")
    worker.bug.connect(reports.append)

    def refuse():
        raise refusal

    worker.do(refuse, print, failed.append)
    worker.do(lambda: 1 / 0, print, failed.append)
    qtbot.waitUntil(lambda: failed == [refusal, BUG])
    assert "ZeroDivisionError" in reports[0]


def test_once_closed_it_begins_nothing(worker):
    begun = []
    worker.close()
    worker.do(lambda: begun.append(1), print, print)
    worker.close()
    assert not begun


def test_a_closed_worker_tells_nobody_what_it_ends(qtbot):
    begun, may_end, told = Event(), Event(), []
    worker = FileWorker("test")
    worker._ended.connect(told.append)

    def work():
        begun.set()
        may_end.wait(10)

    worker.do(work, told.append, told.append)
    assert begun.wait(10)
    worker.close()
    may_end.set()
    worker._pool.shutdown(wait=True)
    assert told == []
