"""The only currency out of the training thread: an immutable picture of a run at one step."""

from dataclasses import dataclass, fields
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from bplab.data.prepare import Prepared
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.training.build import Build
from bplab.training.history import History
from bplab.training.metrics import Evaluation, Worst
from bplab.training.pictures import judged, mean_activations, neuron_tiles, output_map
from bplab.training.postmortem import Divergence
from bplab.training.trainer import Trainer

Array = NDArray[np.floating]


class RunState(Enum):
    """What a run is doing; the value is the word users read."""

    IDLE = "Ready"
    RUNNING = "Training"
    PAUSED = "Paused"
    DONE = "Done"
    FAILED = "Failed"
    DIVERGED = "Diverged"


@dataclass(frozen=True)
class Needs:
    """What the visible views want to see; `|` joins the wishes of several views."""

    evaluation: bool = False  # losses and accuracies of this very moment instead of the last epoch's
    parameters: bool = False
    gradients: bool = False
    updates: bool = False
    activations: bool = False  # per neuron, mean over the first training examples
    confusion: bool = False  # confusion matrix and worst examples (classification)
    map: int = 0  # samples per side of the output map of a 2-D set
    tiles: int = 0  # samples per side of every neuron's own map

    def __or__(self, other: "Needs") -> "Needs":
        return Needs(*(max(getattr(self, item.name), getattr(other, item.name)) for item in fields(self)))


@dataclass(frozen=True)
class Snapshot:
    """A run at one step boundary; arrays are read-only copies, what nobody asked for is None.

    Shapes: per-layer lists start with the first hidden layer and end with the output layer.
    """

    run: int  # changes when training restarts with another run
    version: int  # grows with every snapshot
    spec: Experiment
    shape: Shape
    prepared: Prepared  # the data set, its split, and the scaling of its inputs
    state: RunState
    step: int
    epoch: int  # completed epochs
    steps_per_epoch: int
    learning_rate: float  # of the next step, after the schedule
    batch_loss: float | None  # of the last step
    gradient_norms: Array  # (layers,), NaN before the first step
    bias_gradient_norms: Array
    delta_norms: Array
    update_ratios: Array
    evaluation: Evaluation  # of the last evaluated epoch, or of this moment if asked for
    history: History  # live, safe to read at any time
    divergence: Divergence | None = None
    stopped: str = ""  # why the run is Done, in words
    weights: tuple[tuple[Array, Array], ...] | None = None  # (W (fan_in, fan_out), b) a layer
    gradients: tuple[tuple[Array, Array], ...] | None = None  # of the last step; zeros before it
    updates: tuple[tuple[Array, Array], ...] | None = None  # what the last step added to W and b
    activations: tuple[Array, ...] | None = None  # (units,) a layer, inputs first
    map: Array | None = None  # (outputs, n, n), row 0 at the bottom (smallest x2), targets' own units
    tiles: tuple[Array, ...] | None = None  # (units, n, n) a layer, inputs first
    confusion: NDArray[np.int64] | None = None  # (true class, predicted class) counts
    confusion_part: str = ""  # "test" or "train"
    worst: tuple[Worst, ...] = ()


def take_snapshot(trainer: Trainer, needs: Needs, run: int, version: int, state: RunState) -> Snapshot:
    """Picture a run between two steps; nothing of the run changes by it."""
    build, layers = trainer.build, len(trainer.build.shape.layers)
    parameters = trainer.parameters
    norms = trainer.last_row[1:].reshape(4, layers).copy()
    drawn = build.prepared.row.extent is not None
    with np.errstate(all="ignore"):
        counts, part, worst = judged(build, parameters) if needs.confusion else (None, "", ())
        return Snapshot(
            run, version, trainer.spec, build.shape, build.prepared, state, trainer.step, trainer.epoch,
            trainer.steps_per_epoch, trainer.learning_rate,
            float(trainer.last_row[0]) if trainer.step else None, *norms,
            trainer.evaluate() if needs.evaluation and trainer.evaluation.step != trainer.step else trainer.evaluation,
            trainer.history, trainer.divergence, trainer.stopped,
            weights=_pairs(build, parameters) if needs.parameters else None,
            gradients=_pairs(build, trainer.gradient) if needs.gradients else None,
            updates=_pairs(build, trainer.update) if needs.updates else None,
            activations=mean_activations(build, parameters) if needs.activations else None,
            map=output_map(build, parameters, needs.map) if needs.map and drawn else None,
            tiles=neuron_tiles(build, parameters, needs.tiles) if needs.tiles and drawn else None,
            confusion=counts, confusion_part=part, worst=worst,
        )  # fmt: skip


def _pairs(build: Build, flat: Array) -> tuple[tuple[Array, Array], ...]:
    flat.setflags(write=False)
    return tuple(build.layout.weights(flat))
