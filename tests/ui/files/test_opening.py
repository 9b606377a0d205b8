"""What is read and not wanted any more is given up where its data takes long to draw."""

from threading import Event

import pytest

from bplab.data.wanted import go_on
from bplab.ui.files.opening import Opening
from bplab.ui.files.worker import FileWorker


@pytest.fixture
def worker(qtbot):
    worker = FileWorker("test")
    yield worker
    worker.close()


class Drawing:
    """The data of a file that is drawn until it is given up."""

    def __init__(self):
        self.begun, self.is_drawn = Event(), False

    def draw(self):
        self.begun.set()
        for _ in range(10**7):
            go_on()
        self.is_drawn = True


def test_a_file_is_given_up_when_another_is_wanted(worker, qtbot):
    opening, drawing, told, reports = Opening(worker), Drawing(), [], []
    worker.bug.connect(reports.append)
    opening.do("first", drawing.draw, told.append, told.append)
    assert drawing.begun.wait(10)
    opening.do("second", lambda: "second", told.append, told.append)
    qtbot.waitUntil(lambda: told == ["second"])
    assert not drawing.is_drawn
    assert not reports


def test_closing_does_not_wait_until_the_data_of_a_file_is_drawn(worker, qtbot):
    opening, drawing = Opening(worker), Drawing()
    opening.do("first", drawing.draw, print, print)
    assert drawing.begun.wait(10)
    opening.forget()
    worker.close()
    assert not drawing.is_drawn
