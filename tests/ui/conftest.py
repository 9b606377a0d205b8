"""Runs in miniature, a theme, and a whole lab driven as a person would, who waits for what is to be seen."""

import gc
import sys
import threading
from dataclasses import replace
from itertools import count

import pytest
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QEventLoop, QTimer
from PySide6.QtGui import QColor

from bplab.app import make_lab
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.training import gate
from bplab.training import runner as runner_module
from bplab.training.run import Run as TrainedRun
from bplab.training.runner import Runner
from bplab.training.snapshot import Needs, RunState
from bplab.training.trainer import Trainer
from bplab.ui.commands.train import TrainCommands
from bplab.ui.live import pump
from bplab.ui.session import Session
from bplab.ui.stepper import Stepper
from bplab.ui.style.theme import Theme
from bplab.ui.timeline import Timeline

EVERYTHING = Needs(
    parameters=True,
    gradients=True,
    updates=True,
    signals=True,
    activations=True,
    confusion=True,
    map=100,
    tiles=24,
)
SPECS = {
    "circle": Experiment(layers=(Layer(),)),
    "moons": Experiment(
        data=DataSpec(name="moons", train_percent=50, validation_percent=25), layers=(Layer(units=6),)
    ),
    "tanh": Experiment(
        data=DataSpec(name="xor_points"),
        layers=(Layer(),),
        output=Output(activation="tanh"),
        loss="half_squared",
    ),
    "softmax": Experiment(
        layers=(Layer(),), output=Output(activation="softmax"), loss="categorical_cross_entropy"
    ),
    "plane": Experiment(
        data=DataSpec(name="plane"),
        layers=(Layer(),),
        output=Output(activation="identity"),
        loss="half_squared",
    ),
    "ten": Experiment(layers=(Layer(units=6, activation="sigmoid"),) * 10),
    "twenty": Experiment(layers=(Layer(units=3),) * 20),
    "digits": Experiment(
        data=DataSpec(name="digits"),
        layers=(Layer(units=16),),
        output=Output(activation="softmax"),
        loss="categorical_cross_entropy",
    ),
    "worked": Experiment(
        data=DataSpec(name="worked_example"),
        layers=(Layer(units=2, activation="sigmoid"),),
        loss="half_squared",
    ),
}

SHOWN = Needs(step=True, parameters=True)
PATIENCE = 60_000  # ms; a busy machine is no failure
ENDED = count(1)  # labs


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

    def __init__(self, lab):
        self.lab = lab
        self.snapshot = None
        lab.pump.shown.connect(self._keep)

    def _keep(self, snapshot):
        self.snapshot = snapshot

    @property
    def state(self):
        return self.lab.commands.train.state

    def until(self, condition):
        """Let the window live until something is so, which is looked at after whatever happens in it."""
        patience, looks = QDeadlineTimer(PATIENCE), QTimer(interval=10)  # not all of it happens in the window
        looks.start()
        loop = QEventLoop()
        while not condition():
            assert not patience.hasExpired(), "It does not come about."
            loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as in a loop that runs

    def until_shown(self):
        """Wait until every visible view has shown the state of now."""
        self.lab.pump.refresh()
        self.until(lambda: self.lab.pump.settled)

    def settle(self):
        _settle()

    def play(self, epochs):
        """Train some epochs and pause."""
        self.lab.commands.train.play_or_pause()
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
def driver(qapp, qtbot, monkeypatch):
    """A lab that is taken down afterwards; no thread may be left behind."""
    monkeypatch.setattr(pump, "SHARE", 0.5)  # rounds follow soon: many a test waits for several
    hooks = sys.excepthook, threading.excepthook
    lab = make_lab(qapp)
    sys.excepthook, threading.excepthook = hooks  # pytest-qt watches for what nobody caught
    qtbot.addWidget(lab.window)
    lab.window.show()
    driver = Driver(lab)
    driver.until(lambda: driver.snapshot is not None)
    yield driver
    lab.window.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "bplab-runner"]
    end(lab)


def end(lab):
    """Destroy a lab that is closed: each that is left makes those after it slower."""
    lab.window.deleteLater()
    lab.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if next(ENDED) % 4 == 0:  # the window itself would leave them for seconds, and many come in these
        gc.collect()


class Table:
    """A runner whose thread is this one: what is asked of it is done at `turn`."""

    def __init__(self, spec):
        self.shots, self.states = [], []
        states = self.states  # the runner must not hold the table: a ring with Qt in it is not safe
        self.runner = Runner(self.shots.append, lambda *state: states.append(state), print)
        self.session = Session(self.runner, spec)
        self.timeline = Timeline(self.runner, self.session)
        self.stepper = Stepper(self.runner, self.session, self.timeline)
        self.commands = TrainCommands(self.runner, self.session, self.stepper)
        self.shot = None
        self.turn()

    def turn(self):
        """Let the runner obey, and the window hear of it and take a picture."""
        loop = self.runner._loop
        loop.take_turn()
        while self.states:
            for listener in (self.commands, self.timeline, self.stepper):
                listener.take_state(*self.states[0])
            self.states.pop(0)
            loop.take_turn()
        if self.stepper.past is None:
            self.runner.ask(SHOWN)
        else:
            self.runner.picture(self.stepper.past, SHOWN, self.shots.append)
        loop.take_turn()
        self.runner.open_gate()
        self.shot = self.shots.pop()
        self.timeline.take(self.shot)
        self.stepper.take(self.shot)

    def move(self, *moves):
        for name in moves:
            getattr(self.stepper, name)()
            self.turn()

    @property
    def trainer(self):
        return self.runner._runs.current.trainer


@pytest.fixture
def table(qapp, monkeypatch):
    monkeypatch.setattr(runner_module, "IDLE_SECONDS", 0.0)
    monkeypatch.setattr(gate, "LONGEST", 0.0)
    return Table


class Run:
    """A run in miniature: step it, and take a snapshot with everything in it."""

    def __init__(self, spec: Experiment, number: int = 1) -> None:
        self.trainer, self.number, self.version = Trainer(spec), number, 0

    def snapshot(self, steps: int = 0, epochs: int = 0, state: RunState = RunState.PAUSED, **changes):
        if steps:
            self.trainer.run(steps=steps)
        if epochs:
            self.trainer.run(epochs=epochs)
        self.version += 1
        made = TrainedRun(self.number, self.trainer, state).picture(EVERYTHING, self.version)
        return replace(made, **changes)

    def past(self, step: int):
        """A snapshot of a step made before."""
        self.version += 1
        return TrainedRun(self.number, self.trainer).picture_at(step, EVERYTHING, self.version)


@pytest.fixture
def start():
    """Start a run of one of the specs, with settings changed."""
    return lambda name, number=1, **changes: Run(replace(SPECS[name], **changes), number)


@pytest.fixture
def theme(qapp):
    theme = Theme("light")
    theme.apply(qapp)
    yield theme
    theme.set_mode("light")
    qapp.setStyleSheet("")
    theme.deleteLater()


def close(one: QColor, other: QColor, within: int = 3) -> bool:
    return all(abs(a - b) <= within for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


@pytest.fixture
def alike():
    return close
