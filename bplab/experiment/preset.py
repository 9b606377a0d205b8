"""What a preset is: an experiment with a title and the one idea it shows."""

from dataclasses import dataclass
from typing import Any

from bplab.experiment.spec import Experiment, Layer


@dataclass(frozen=True)
class Preset:
    """A named experiment and what it shows."""

    title: str
    help: str
    spec: Experiment


def hidden(*units: int, activation: str = "tanh", **values: Any) -> tuple[Layer, ...]:
    """Make hidden layers that differ in size alone."""
    return tuple(Layer(size, activation, **values) for size in units)
