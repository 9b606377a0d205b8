"""What reads and writes files does one thing after another, and tells of bugs."""

import threading
import weakref
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QObject

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


def test_closing_waits_until_its_thread_has_ended_and_tells_nobody_what_it_ended(qtbot):
    begun, may_end, told = Event(), Event(), []
    worker = FileWorker("test")

    def work():
        begun.set()
        may_end.wait(10)

    worker.do(work, told.append, told.append)
    thread = next(each for each in threading.enumerate() if each.name.startswith("test"))
    assert begun.wait(10)
    threading.Thread(target=may_end.set).start()
    worker.close()
    assert not thread.is_alive()
    QCoreApplication.sendPostedEvents()
    assert told == []


class Dialog(QObject):
    def take(self, _done):
        self.deleteLater()


def test_its_thread_is_never_the_last_to_hold_what_follows(worker, qtbot):
    ended, may_end, dialog = [], Event(), Dialog()
    weakref.finalize(dialog, lambda: ended.append(threading.current_thread()))
    worker.do(lambda: may_end.wait(10), dialog.take, dialog.take)
    del dialog
    may_end.set()
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == [threading.main_thread()]
