"""The newest numbers of the network on the canvas: those of its own run, all of one moment."""

from collections.abc import Callable
from time import monotonic
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from bplab.experiment.spec import Experiment
from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.training.trace import ExampleTrace
from bplab.ui.canvas.base.connections import Matrices

EdgeMode = Literal["weights", "gradients", "updates"]
NeuronMode = Literal["map", "activation", "delta"]
Arrays = tuple[npt.NDArray[Any], ...]
LARGE = 40_000  # parameters; beyond it, numbers are asked for only now and then while training runs
HUGE = 1_000_000  # beyond it, no maps of neurons at all
NOW_AND_THEN = 0.5  # seconds


def pictured(spec: Experiment) -> bool:
    """Whether neurons can show what they answer to all of the data: a map of the plane, a curve along x."""
    return spec.data.row.planar or spec.data.row.domain is not None


class Numbers:
    """What the last snapshot of the run that is drawn said; numbers of any other run are none.

    All of them are of one moment. A snapshot that leaves them out brings only the run's state.
    """

    def __init__(self, run: Callable[[], int]) -> None:
        self.edge_mode: EdgeMode = "weights"
        self.neuron_mode: NeuronMode = "map"
        self.stop = 1  # the example picked, from 1; MEAN stands behind the last
        self._run = run  # the number of the run that trains what is drawn
        self._held: Snapshot | None = None
        self._running = False
        self._asked = 0.0

    def take(self, snapshot: Snapshot) -> bool:
        """Take a snapshot in, unless it is of another run; say if it was taken."""
        if snapshot.run != self._run():
            return False
        self._running = snapshot.state is RunState.RUNNING
        if self.snapshot is None or snapshot.weights is not None:
            self._held = snapshot
        if snapshot.weights is not None:
            self._asked = monotonic()
        return True

    @property
    def snapshot(self) -> Snapshot | None:
        """The snapshot that all numbers are from."""
        return self._held if self._held is not None and self._held.run == self._run() else None

    @property
    def running(self) -> bool:
        """Whether training goes on, and newer numbers are on their way."""
        return self._running and self.snapshot is not None

    @property
    def matrices(self) -> dict[str, Matrices]:
        """Weights and biases, gradients, updates: as many as were asked for, by their name."""
        found = {name: getattr(self.snapshot, name, None) for name in get_args(EdgeMode)}
        return {name: each for name, each in found.items() if each is not None}

    @property
    def tiles(self) -> Arrays | None:
        """Every neuron's map or curve."""
        return self.snapshot.tiles if self.snapshot is not None else None

    @property
    def activations(self) -> Arrays | None:
        """Every neuron's mean output."""
        return self.snapshot.activations if self.snapshot is not None else None

    @property
    def trace(self) -> ExampleTrace | None:
        """The example picked, on its way through the network."""
        return self.snapshot.trace if self.snapshot is not None else None

    def of_neurons(self) -> Arrays | None:
        """Give what the tiles show: deltas, maps if wanted and there, else activations."""
        if self.neuron_mode == "delta":
            return self._deltas()
        return self.tiles if self.neuron_mode == "map" and self.tiles is not None else self.activations

    def _deltas(self) -> Arrays | None:
        """The example's deltas, inputs first, which have none."""
        if self.trace is None:
            return None
        return np.zeros(len(self.trace.x)), *self.trace.delta

    def needs(self, spec: Experiment, samples: int, parameters: int, traced: bool = False) -> Needs:
        """Say what to ask for, with so many samples a tile's side.

        `traced`: numbers of an example are to be seen.
        """
        if parameters > LARGE and self.running and monotonic() - self._asked < NOW_AND_THEN:
            return Needs()
        maps = pictured(spec) and self.neuron_mode == "map" and parameters <= HUGE
        return Needs(
            parameters=True,
            gradients=self.edge_mode == "gradients",
            updates=self.edge_mode == "updates",
            activations=not maps or parameters <= LARGE,
            tiles=samples if maps else 0,
            trace=self.stop if self.neuron_mode == "delta" or (traced and parameters <= LARGE) else 0,
        )
