"""What the canvas needs to know of a run: the session's, or another that is only looked at."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from bplab.experiment.shape import Shape, shape_of
from bplab.experiment.spec import Experiment


class DrawnRun(Protocol):
    """A run whose network is drawn, and perhaps edited."""

    @property
    def spec(self) -> Experiment:
        """Its settings at the moment that is shown."""

    @property
    def shape(self) -> Shape:
        """What they imply: sizes, coding, parameters."""

    @property
    def run(self) -> int:
        """Its number."""

    @property
    def spec_changed(self) -> SignalInstance:
        """Reports other settings."""

    @property
    def run_changed(self) -> SignalInstance:
        """Reports another run."""

    @property
    def failed(self) -> SignalInstance:
        """Says in a sentence why an edit was not possible."""

    def edit(self, text: str, spec: Experiment, merge: str = "") -> bool:
        """Change its settings; return whether that was possible."""

    def set_parameter(self, name: str, value: float, old: float, started: bool) -> bool:
        """Set a weight or bias by hand; return whether that was possible."""


def structure_of(run: DrawnRun) -> object:
    """What decides where everything stands."""
    groups = tuple(layer.groups for layer in run.shape.layers)
    return run.shape.sizes, run.shape.fan_in, groups, run.spec.data.row


def content_of(spec: Experiment) -> object:
    """What is drawn there of the settings; a learning rate, for one, is not, however often it changes."""
    return spec.data, spec.layers, spec.output, spec.frozen, spec.loss, spec.reduction


class LookedAt(QObject):
    """A run that nothing edits."""

    spec_changed = Signal()
    run_changed = Signal()
    failed = Signal(str)

    def __init__(self, run: int, spec: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.run, self.spec = run, spec
        self.shape = shape_of(spec)

    def show_spec(self, spec: Experiment) -> None:
        """Show other settings, of another moment."""
        if spec != self.spec:
            self.spec, self.shape = spec, shape_of(spec)
            self.spec_changed.emit()

    def edit(self, _text: str, _spec: Experiment, _merge: str = "") -> bool:
        """Nothing is edited."""
        return False

    def set_parameter(self, _name: str, _value: float, _old: float, _started: bool) -> bool:
        """Nothing is set by hand."""
        return False
