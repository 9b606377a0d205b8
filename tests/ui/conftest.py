"""A whole lab in a window, driven as a person would, who waits for what is to be seen."""

import sys
import threading
from time import monotonic

import pytest

from bplab.app import make_lab
from bplab.training.snapshot import RunState

PATIENCE = 20_000  # ms; a busy machine is no failure


class Driver:
    """The open lab with the last snapshot that was shown."""

    def __init__(self, lab, qtbot):
        self.lab, self._qtbot = lab, qtbot
        self.snapshot = None
        self.patience = PATIENCE
        lab.pump.shown.connect(self._keep)

    def _keep(self, snapshot):
        self.snapshot = snapshot

    @property
    def state(self):
        return self.lab.commands.state

    def until(self, condition):
        self._qtbot.waitUntil(condition, timeout=self.patience)

    def until_shown(self):
        """Wait until every visible view has shown the state of now."""
        self.lab.pump.refresh()
        version = self.snapshot.version if self.snapshot else 0
        views = len(self.lab.parts.visible_views())
        self.until(lambda: self.snapshot is not None and self.snapshot.version >= version + views)

    def play(self, epochs):
        """Train some epochs and pause."""
        self.lab.commands.play_or_pause()
        self.until(lambda: self.snapshot is not None and self.snapshot.epoch >= epochs)
        if self.state is RunState.RUNNING:
            self.lab.runner.pause()
        self.until(lambda: self.state is not RunState.RUNNING)
        self.until_shown()

    def live(self, seconds):
        """Let the window live for a while."""
        end = monotonic() + seconds
        self._qtbot.waitUntil(lambda: monotonic() > end, timeout=self.patience)


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
