"""The watch over the training thread."""

from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QLabel

from bplab.ui.live.watchdog import Watchdog
from bplab.ui.shell.status import StatusBar
from bplab.ui.style.theme import Theme

NOW = 1000.0


@pytest.fixture
def status(qapp, qtbot):
    bar = StatusBar(Theme("light"))
    qtbot.addWidget(bar)
    return bar


def said(status):
    return " ".join(label.text() for label in status.findChildren(QLabel))


@pytest.fixture(autouse=True)
def _a_clock_that_stands(monkeypatch):
    monkeypatch.setattr("bplab.ui.live.watchdog.monotonic", lambda: NOW)


def test_a_silent_thread_is_told_of_and_taken_back_when_it_answers(status):
    runner = SimpleNamespace(heartbeat=NOW - 7)
    watch = Watchdog(runner, status)
    watch.look()
    assert "not responded for 7 s" in said(status)
    runner.heartbeat = NOW
    watch.look()
    assert "responded" not in said(status)


def test_a_thread_that_turns_once_a_second_is_well(status):
    watch = Watchdog(SimpleNamespace(heartbeat=NOW - 1), status)
    watch.look()
    assert "responded" not in said(status)
