"""A whole lab in a window, driven as a person would, who waits for what is to be seen."""

import sys
import threading

import pytest
from PySide6.QtCore import QEventLoop, QTimer

from bplab.app import make_lab
from bplab.training.snapshot import RunState

PATIENCE = 60_000  # ms; a busy machine is no failure


def _settle():
    """Let Qt do all that is posted: layouts, resizes, paints."""
    loop = QEventLoop()
    for _ in range(10_000):
        if not loop.processEvents():
            return
    raise AssertionError("The window does not come to rest.")


@pytest.fixture
def settle(qapp):
    return _settle


class Driver:
    """The open lab with the last snapshot that was shown."""

    def __init__(self, lab, qtbot):
        self.lab, self._qtbot = lab, qtbot
        self.snapshot = None
        lab.pump.shown.connect(self._keep)

    def _keep(self, snapshot):
        self.snapshot = snapshot

    @property
    def state(self):
        return self.lab.commands.state

    def until(self, condition):
        self._qtbot.waitUntil(condition, timeout=PATIENCE)

    def until_shown(self):
        """Wait until every visible view has shown the state of now."""
        self.lab.pump.refresh()
        self.until(lambda: self.lab.pump.settled)

    def settle(self):
        _settle()

    def play(self, epochs):
        """Train some epochs and pause."""
        self.lab.commands.play_or_pause()
        self.until(lambda: self.snapshot is not None and self.snapshot.epoch >= epochs)
        if self.state is RunState.RUNNING:
            self.lab.runner.pause()
        self.until(lambda: self.state is not RunState.RUNNING)
        self.until_shown()

    def live(self, seconds):
        """Let the window live for a while, in Qt's own loop: polling would starve the training."""
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop, loop.quit)
        loop.exec()


@pytest.fixture
def driver(qapp, qtbot):
    """A lab that is taken down afterwards; no thread may be left behind."""
    hooks = sys.excepthook, threading.excepthook
    lab = make_lab(qapp)
    sys.excepthook, threading.excepthook = hooks  # pytest-qt watches for what nobody caught
    qtbot.addWidget(lab.window)
    lab.window.show()
    driver = Driver(lab, qtbot)
    driver.until(lambda: driver.snapshot is not None)
    yield driver
    lab.window.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "bplab-runner"]
