"""What tests of views share: runs in miniature, a theme, and pixels to look at."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.training.runs import Run as TrainedRun
from bplab.training.snapshot import Needs, RunState
from bplab.training.trainer import Trainer
from bplab.ui.theme import Theme

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


@pytest.fixture(autouse=True)
def shown_tips(monkeypatch):
    """Tips and menus are windows, which the offscreen platform cannot raise: they are only noted."""
    shown = []
    monkeypatch.setattr("bplab.ui.views.picture.QToolTip.showText", lambda _at, text, _on: shown.append(text))
    monkeypatch.setattr("bplab.ui.views.picture.QMenu.popup", lambda menu, _at: shown.append(menu))
    return shown


@pytest.fixture(params=["light", "dark"])
def themes(theme, request):
    theme.set_mode(request.param)
    return theme


class Stage:
    """A view on screen: its pixels, and a pointer on it."""

    def __init__(self, view) -> None:
        self.view = view

    def show(self, snapshot):
        self.view.show_snapshot(snapshot)
        QApplication.processEvents()
        return self.pixels()

    def pixels(self):
        QApplication.processEvents()
        return self.view.grab().toImage()

    def color(self, x: float, y: float) -> QColor:
        return self.pixels().pixelColor(round(x), round(y))

    def point_at(self, x: float, y: float, on=None) -> None:
        where = QPointF(x, y)
        none = Qt.MouseButton.NoButton
        move = QMouseEvent(QEvent.Type.MouseMove, where, where, none, none, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(on or self.view, move)

    def tip(self, x: float, y: float) -> str:
        return next((text for place, text in self.view.tips() if place.contains(QPointF(x, y))), "")

    def help(self, x: float, y: float) -> None:
        """Rest the pointer there, until a tip would come."""
        point = QPoint(round(x), round(y))
        QApplication.sendEvent(self.view, QHelpEvent(QEvent.Type.ToolTip, point, point))


@pytest.fixture
def stage(qtbot):
    """Put a view on screen."""

    def make(view, width: int = 336, height: int = 405) -> Stage:
        qtbot.addWidget(view)
        view.resize(width, height)
        view.show()
        QApplication.processEvents()
        return Stage(view)

    return make


def close(one: QColor, other: QColor, within: int = 3) -> bool:
    return all(abs(a - b) <= within for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


@pytest.fixture
def alike():
    return close
