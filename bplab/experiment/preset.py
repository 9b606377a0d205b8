"""A preset: an experiment with a title and the one idea it shows."""

from dataclasses import dataclass
from typing import Any

from bplab.experiment.spec import Experiment, Layer


@dataclass(frozen=True)
class Preset:
    """A named experiment and the idea it shows."""

    title: str
    help: str
    spec: Experiment


def hidden(*units: int, activation: str = "tanh", **values: Any) -> tuple[Layer, ...]:
    """Hidden layers that differ only in size."""
    return tuple(Layer(size, activation, **values) for size in units)
