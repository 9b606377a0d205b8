"""The newest numbers of the network on the canvas, kept until newer ones of the same run come."""

from time import monotonic
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from bplab.experiment.shape import Shape
from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.training.trace import ExampleTrace
from bplab.ui.canvas.connections import Matrices

EdgeMode = Literal["weights", "gradients", "updates"]
NeuronMode = Literal["map", "activation", "delta"]
Arrays = tuple[npt.NDArray[Any], ...]
LARGE = 40_000  # parameters; beyond it, numbers are asked for only now and then while training runs
HUGE = 1_000_000  # beyond it, no maps of neurons at all
NOW_AND_THEN = 0.5  # seconds


class Numbers:
    """What the last snapshots said; what one leaves out stays as another had it."""

    def __init__(self) -> None:
        self.edge_mode: EdgeMode = "weights"
        self.neuron_mode: NeuronMode = "map"
        self.snapshot: Snapshot | None = None
        self.matrices: dict[str, Matrices] = {}
        self.tiles: Arrays | None = None
        self.activations: Arrays | None = None
        self.trace: ExampleTrace | None = None
        self.stop = 1  # the example picked, from 1; MEAN stands behind the last
        self._asked = 0.0

    def take(self, snapshot: Snapshot) -> bool:
        """Take a snapshot in; True if it is of another run than the last one."""
        last, self.snapshot = self.snapshot, snapshot
        other = last is None or last.run != snapshot.run or not _same(last.shape, snapshot.shape)
        if other:
            self.matrices, self.tiles, self.activations, self.trace = {}, None, None, None
        for name in ("weights", "gradients", "updates"):
            found = getattr(snapshot, name)
            if found is not None:
                self.matrices[name] = found
        self.tiles = self.tiles if snapshot.tiles is None else snapshot.tiles
        self.activations = self.activations if snapshot.activations is None else snapshot.activations
        self.trace = self.trace if snapshot.trace is None else snapshot.trace
        if snapshot.weights is not None:
            self._asked = monotonic()
        return other

    def fit(self, shape: Shape) -> bool:
        """Whether they are numbers of this network."""
        return self.snapshot is not None and _same(self.snapshot.shape, shape)

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

    def needs(self, planar: bool, samples: int, parameters: int, traced: bool = False) -> Needs:
        """Say what to ask for, for a 2-D set or another, with so many samples a tile's side.

        `traced`: numbers of an example are to be seen.
        """
        running = self.snapshot is not None and self.snapshot.state is RunState.RUNNING
        if parameters > LARGE and running and monotonic() - self._asked < NOW_AND_THEN:
            return Needs()
        maps = planar and self.neuron_mode == "map" and parameters <= HUGE
        return Needs(
            parameters=True,
            gradients=self.edge_mode == "gradients",
            updates=self.edge_mode == "updates",
            activations=not maps or parameters <= LARGE,
            tiles=samples if maps else 0,
            trace=self.stop if self.neuron_mode == "delta" or (traced and parameters <= LARGE) else 0,
        )


def _same(one: Shape, other: Shape) -> bool:
    groups = [[layer.groups for layer in shape.layers] for shape in (one, other)]
    return one.sizes == other.sizes and one.fan_in == other.fan_in and groups[0] == groups[1]
