"""What is in no file is kept until it is in one or given up, never more often than is cheap."""

import pytest
from PySide6.QtCore import QObject, Signal

from bplab.experiment.presets import PRESETS
from bplab.storage.document import Document
from bplab.storage.recovery import _folders, left_behind, look_into
from bplab.training.record import Record
from bplab.training.run import Run
from bplab.training.snapshot import RunState
from bplab.training.trainer import Trainer
from bplab.ui import autosave as module
from bplab.ui.autosave import REST, SOON, Autosave

LONG = 1e6  # seconds: its timer does nothing here


class Open(QObject):
    """A document as the window has it."""

    changed = Signal()

    def __init__(self):
        super().__init__()
        self.is_modified, self.name = True, "spiral.bplab"
        self.trainer = Trainer(PRESETS["circle"].spec)
        self.train()

    def train(self):
        self.trainer.run(steps=1)

    def freeze(self, take):
        run = Run(1, self.trainer)
        run.rest()
        take(Document.of((Record.of(run),), 1))

    def save(self):
        self.is_modified = False
        self.changed.emit()


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(module, "monotonic", clock)
    return clock


class Bench:
    def __init__(self, root, qtbot):
        self.root, self.qtbot = root, qtbot
        self.document, self.finished, self.closed = Open(), [], False
        self.autosave = Autosave(self.document, root, self.finish, LONG)

    def finish(self, document):
        self.finished.append(document)
        return document

    @property
    def kept(self):
        return next((found for folder in _folders(self.root) if (found := look_into(folder))), None)

    def settle(self):
        """Wait for the worker, and for what follows in the window."""
        done = []
        self.autosave._do(lambda: done.append(1))
        self.qtbot.waitUntil(lambda: bool(done) and not self.autosave._writing)


@pytest.fixture
def bench(qapp, qtbot, tmp_path, clock):
    bench = Bench(tmp_path / "sessions", qtbot)
    yield bench
    if not bench.closed:
        bench.autosave.close()


def test_a_snapshot_holds_the_document_and_its_name(bench, qtbot):
    done = []
    bench.autosave.keep(lambda: done.append(1))
    qtbot.waitUntil(lambda: bool(done))
    assert bench.kept.snapshot.document.run(1).now.step == 1
    assert bench.kept.snapshot.name == "spiral.bplab"
    assert len(bench.finished) == 1


def test_what_was_saved_is_kept_no_more(bench):
    bench.autosave.keep()
    bench.settle()
    assert bench.kept is not None
    bench.document.save()
    bench.settle()
    assert not bench.root.exists()
    bench.autosave.keep()
    bench.settle()
    assert not bench.root.exists()


def test_what_is_saved_while_it_is_frozen_is_not_kept(bench, monkeypatch):
    takes = []
    monkeypatch.setattr(bench.document, "freeze", takes.append)
    bench.autosave.keep()
    bench.document.is_modified = False
    Open().freeze(takes[0])
    bench.settle()
    assert not bench.root.exists()


def test_a_snapshot_that_never_comes_does_not_end_it(bench, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(bench.document, "freeze", lambda _take: None)  # a bug in the training thread
        bench.autosave._turn()
    bench.autosave._turn()
    bench.settle()
    assert bench.kept is not None


def test_training_begins_with_a_snapshot_but_not_each_time(bench, clock):
    bench.autosave.take_state(1, RunState.PAUSED)
    bench.settle()
    assert bench.kept is None
    for _ in range(3):
        bench.autosave.take_state(1, RunState.RUNNING)
        bench.settle()
        bench.document.train()
    assert bench.kept.snapshot.generation == 1
    clock.now += SOON
    bench.autosave.take_state(1, RunState.RUNNING)
    bench.settle()
    assert bench.kept.snapshot.generation == 2


def test_where_nothing_is_new_nothing_is_written(bench, clock):
    for _ in range(3):
        bench.autosave._turn()
        bench.settle()
        clock.now += 60
    assert bench.kept.snapshot.generation == 1
    bench.document.train()
    bench.autosave._turn()
    bench.settle()
    assert bench.kept.snapshot.generation == 2


def test_a_slow_disk_is_written_to_rarely(bench, clock):
    def slow(document):
        clock.now += 7
        return document

    bench.autosave._finish = slow
    begin = clock.now
    bench.autosave._turn()
    bench.settle()
    bench.document.train()
    clock.now = begin + REST * 7 - 1
    bench.autosave._turn()
    bench.settle()
    assert bench.kept.snapshot.generation == 1
    clock.now = begin + REST * 7
    bench.autosave._turn()
    bench.settle()
    assert bench.kept.snapshot.generation == 2


def test_why_nothing_can_be_kept_is_told_once_until_it_can(bench, clock):
    told = []
    bench.autosave.failed.connect(told.append)
    bench.root.parent.mkdir(exist_ok=True)
    bench.root.touch()
    for _ in range(2):
        bench.autosave._turn()
        bench.settle()
        clock.now += 60
    assert len(told) == 1
    assert "cannot be made" in told[0]
    bench.root.unlink()
    bench.autosave._turn()
    bench.settle()
    assert bench.kept is not None


def test_closing_leaves_nothing_whatever_comes_later(bench, qtbot, monkeypatch):
    bench.autosave.keep()
    bench.settle()
    takes = []
    monkeypatch.setattr(bench.document, "freeze", takes.append)
    bench.autosave.keep()
    bench.autosave.close()
    bench.closed = True
    Open().freeze(takes[0])
    bench.document.save()
    qtbot.waitUntil(lambda: not bench.root.exists())


def test_closing_unexpectedly_leaves_its_snapshot_unlocked_to_the_next_start(bench):
    bench.autosave.keep()
    bench.settle()
    bench.autosave.close(leave=True)
    bench.closed = True
    (folder,) = left_behind(bench.root)
    assert look_into(folder).snapshot.name == "spiral.bplab"
