"""What tests of the canvas share: a session at rest, and a canvas that shows a run in miniature."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bplab.experiment.edits import with_dataset
from bplab.experiment.parameters import Parameter
from bplab.experiment.spec import Experiment, Layer
from bplab.training.run import Run
from bplab.training.runner import Runner
from bplab.training.snapshot import RunState
from bplab.training.trainer import Trainer
from bplab.ui.canvas.base.picks import Neuron
from bplab.ui.canvas.canvas import NetworkCanvas
from bplab.ui.canvas.labels.layer import Pill
from bplab.ui.session import Session
from bplab.ui.stepper import Stepper
from bplab.ui.style.theme import Theme
from bplab.ui.timeline import Timeline


def net(hidden: str, data: str = "circle", activation: str = "tanh", **settings) -> Experiment:
    layers = tuple(Layer(units=int(units), activation=activation) for units in hidden.split("-") if units)
    spec = Experiment(layers=layers, **settings)
    return spec if data == "circle" else with_dataset(spec, data)


class Bench:
    """A canvas on a table: its session, its theme, and a way to put numbers on it."""

    def __init__(self, theme: Theme, spec: Experiment, width: int, height: int) -> None:
        self.theme = theme
        runner = Runner(_nothing, _nothing, _nothing)
        self.session = Session(runner, spec)
        self.timeline = Timeline(runner, self.session)
        self.stepper = Stepper(runner, self.session, self.timeline)
        self.canvas = NetworkCanvas(self.session, theme, self.stepper)
        self.graph = self.canvas.graph
        self.canvas.resize(width, height)
        self.canvas.show()
        QApplication.processEvents()

    def train(self, steps: int = 0, state: RunState = RunState.PAUSED) -> "Bench":
        trainer = Trainer(self.session.spec)
        trainer.run(steps=steps)
        self.snapshot = Run(self.session.run, trainer, state).picture(self.canvas.needs, steps)
        self.canvas.show_snapshot(self.snapshot)
        QApplication.processEvents()
        for _ in range(10_000):
            if self.graph.edges._planner._running is None:
                return self
            QTest.qWait(5)
        raise AssertionError("The edges are never drawn.")

    def at(self, column: int, row: int) -> QPointF:
        """Where a neuron stands on the graph."""
        place = self.graph.layout_.columns[column]
        return QPointF(float(place.xs[row]), float(place.ys[row]))

    def texts(self, kind: str) -> dict[Neuron | Parameter, str]:
        """What the numbers of a kind say."""
        layer = self.graph.values.layer
        said = {
            pill.position.pick: layer._texts.say(pill.position)
            for pill in layer.pills
            if pill.position.kind == kind
        }
        return {pick: saying.words for pick, saying in said.items()}

    def pill(self, kind: str, pick: Neuron | Parameter) -> Pill:
        """A number where it stands."""
        pills = self.graph.values.layer.pills
        return next(pill for pill in pills if (pill.position.kind, pill.position.pick) == (kind, pick))

    @property
    def undo_text(self) -> str:
        return self.session.undo_stack.undoText()


def _nothing(*_args) -> None: ...


@pytest.fixture
def bench(theme) -> Iterator[Callable[..., Bench]]:
    made: list[Bench] = []

    def make(hidden="8-8-6", data="circle", width=840, height=520, **settings) -> Bench:
        spec = hidden if isinstance(hidden, Experiment) else net(hidden, data, **settings)
        made.append(Bench(theme, spec, width, height))
        return made[-1]

    yield make
    for each in made:
        each.canvas.close()
        each.canvas.deleteLater()
        each.session.deleteLater()  # with its undo stack, which PySide does not survive as garbage of a ring
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def small(bench):
    """A network that has room for all its numbers."""

    def make(**settings):
        return bench("4", height=640, **settings)

    return make
