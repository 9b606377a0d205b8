"""The latest numbers of the network on the canvas, all from one snapshot of its own run."""

from collections.abc import Callable
from time import monotonic
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from bplab.experiment.spec import Experiment
from bplab.training.own_point import numbers_of, pass_forward
from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.training.step import StepTrace
from bplab.training.trace import ExampleTrace
from bplab.ui.canvas.base.connections import Matrices
from bplab.ui.canvas.base.picks import Neuron
from bplab.ui.canvas.stages.light import Light

EdgeMode = Literal["weights", "gradients", "updates"]
NeuronMode = Literal["map", "activation", "delta"]
Arrays = tuple[npt.NDArray[Any], ...]
LARGE = 40_000  # parameters; above this, numbers are requested only occasionally while training runs
HUGE = 1_000_000  # above this, neurons have no maps at all
NOW_AND_THEN = 0.5  # seconds


def pictured(spec: Experiment) -> bool:
    """Whether neurons can show their output over all data: a map of the plane, or a curve along x."""
    return spec.data.row.planar or spec.data.row.domain is not None


class Numbers:
    """The content of the last snapshot of the run that is drawn; other runs are ignored.

    All numbers belong to one snapshot. A snapshot without them updates only the run's state.
    """

    def __init__(self, run: Callable[[], int]) -> None:
        self._edge_mode: EdgeMode = "weights"
        self.neuron_mode: NeuronMode = "map"
        self.stop = 1  # the selected example, from 1; MEAN follows the last
        self.light = Light()
        self.point: tuple[float, float] | None = None  # an own one, in a walk
        self._own: tuple[object, StepTrace | None] = (None, None)
        self._own_numbers: ExampleTrace | None = None
        self._run = run  # the number of the run that trains what is drawn
        self._held: Snapshot | None = None
        self._running = False
        self._asked = 0.0

    @property
    def edge_mode(self) -> EdgeMode:
        """What connections show: weights while a step is walked through, else what was chosen."""
        return "weights" if self.light.on else self._edge_mode

    @edge_mode.setter
    def edge_mode(self, mode: EdgeMode) -> None:
        self._edge_mode = mode

    @property
    def step(self) -> StepTrace | None:
        """Every number of the step that is walked through."""
        return self.snapshot.next_step if self.light.on and self.snapshot is not None else None

    @property
    def silenced(self) -> frozenset[Neuron]:
        """The neurons that dropout silences for the example in the step that is walked through."""
        step, trace = self.step, self.trace
        if step is None or trace is None or trace.example is None:
            return frozenset()
        return frozenset(
            Neuron(layer + 1, int(unit))
            for layer, mask in enumerate(step.start.masks)
            if mask is not None and self.light.outputs(layer + 1)
            for unit in np.flatnonzero(mask[trace.example] == 0)
        )

    def take(self, snapshot: Snapshot) -> bool:
        """Take a snapshot, unless it is from another run; return whether it was taken."""
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
        """The snapshot that all numbers come from."""
        return self._held if self._held is not None and self._held.run == self._run() else None

    @property
    def running(self) -> bool:
        """Whether training runs, so that newer numbers will arrive."""
        return self._running and self.snapshot is not None

    @property
    def matrices(self) -> dict[str, Matrices]:
        """Weights and biases, gradients, updates: those that were requested, by name."""
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
        """The selected example, or the own point, traced through the network."""
        if self.own is not None:
            return self._own_numbers
        return self.snapshot.trace if self.snapshot is not None else None

    @property
    def own(self) -> StepTrace | None:
        """The forward pass of the own point, with the weights of the step that is walked through."""
        step = self.step
        if step is None or self.point is None:
            return None
        if self._own[0] != (step, self.point):
            own = pass_forward(step, np.array(self.point))
            self._own, self._own_numbers = ((step, self.point), own), numbers_of(own, len(step.x))
        return self._own[1]

    def of_neurons(self) -> Arrays | None:
        """The values shown by the tiles: deltas, maps if chosen and available, else activations."""
        if self.neuron_mode == "delta":
            return self._deltas()
        return self.tiles if self.neuron_mode == "map" and self.tiles is not None else self.activations

    def _deltas(self) -> Arrays | None:
        """The example's deltas; the inputs, which come first, have none."""
        if self.trace is None:
            return None
        return np.zeros(len(self.trace.x)), *self.trace.delta

    def needs(self, spec: Experiment, samples: int, parameters: int, traced: bool = False) -> Needs:
        """What to request, with so many samples per side of a tile.

        `traced`: numbers of an example are visible.
        """
        if parameters > LARGE and self.running and monotonic() - self._asked < NOW_AND_THEN:
            return Needs()
        traced = self.light.on or self.neuron_mode == "delta" or (traced and parameters <= LARGE)
        maps = pictured(spec) and self.neuron_mode == "map" and parameters <= HUGE
        return Needs(
            parameters=True,
            gradients=self.edge_mode == "gradients",
            updates=self.edge_mode == "updates",
            activations=not maps or parameters <= LARGE,
            tiles=samples if maps else 0,
            trace=self.stop if traced else 0,
            step=self.light.on,
        )
