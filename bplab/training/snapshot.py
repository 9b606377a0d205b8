"""The only currency out of the training thread: an immutable picture of a run at one step."""

from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.data.prepare import Prepared
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.training.build import Build
from bplab.training.histograms import Histograms, histograms
from bplab.training.history import History
from bplab.training.metrics import Evaluation, Worst
from bplab.training.pictures import (
    judged,
    mean_activations,
    neuron_tiles,
    output_curve,
    output_map,
    predictions,
)
from bplab.training.postmortem import Divergence
from bplab.training.trace import ExampleTrace, trace_example
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
    trace: int = 0  # number of the example of the last batch to follow, from 1; trace.MEAN: all of them
    histograms: str = ""  # one of histograms.KINDS
    curve: int = 0  # samples along the axis of a 1-D set
    predictions: bool = False  # of every example of the data set

    def __or__(self, other: "Needs") -> "Needs":
        return Needs(*(max(getattr(self, item.name), getattr(other, item.name)) for item in fields(self)))


@dataclass(frozen=True, eq=False)
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
    trace: ExampleTrace | None = None
    confusion: NDArray[np.int64] | None = None  # (true class, predicted class) counts
    confusion_part: str = ""  # "test" or "train"
    worst: tuple[Worst, ...] = ()
    histograms: Histograms | None = None
    curve: Array | None = (
        None  # (outputs, n) from the left end of a 1-D set's axis to the right, both included
    )
    predictions: Array | None = None  # (n, outputs) in the data set's order


def take_snapshot(trainer: Trainer, needs: Needs, run: int, version: int, state: RunState) -> Snapshot:
    """Picture a run between two steps; nothing of the run changes by it."""
    build = trainer.build
    norms, bias_norms, deltas, ratios = _read_only(*trainer.last_row[1:].reshape(4, -1).copy())
    with np.errstate(all="ignore"):
        return Snapshot(
            run=run,
            version=version,
            spec=trainer.spec,
            shape=build.shape,
            prepared=build.prepared,
            state=state,
            step=trainer.step,
            epoch=trainer.epoch,
            steps_per_epoch=trainer.steps_per_epoch,
            learning_rate=trainer.learning_rate,
            batch_loss=float(trainer.last_row[0]) if trainer.step else None,
            gradient_norms=norms,
            bias_gradient_norms=bias_norms,
            delta_norms=deltas,
            update_ratios=ratios,
            evaluation=trainer.measure() if needs.evaluation else trainer.evaluation,
            history=trainer.history,
            divergence=trainer.divergence,
            stopped=trainer.stopped,
            **_wanted(trainer, needs),
        )


def _wanted(trainer: Trainer, needs: Needs) -> dict[str, Any]:
    """The fields that somebody asked for."""
    build, parameters, found = trainer.build, trainer.parameters, dict[str, Any]()
    if needs.parameters:
        found["weights"] = _pairs(build, parameters)
    if needs.gradients:
        found["gradients"] = _pairs(build, trainer.gradient)
    if needs.updates:
        found["updates"] = _pairs(build, trainer.update)
    if needs.activations:
        found["activations"] = _read_only(*mean_activations(build, parameters))
    if needs.confusion:
        found["confusion"], found["confusion_part"], found["worst"] = judged(build, parameters)
    if needs.trace:
        found["trace"] = trace_example(build, parameters, trainer.last_batch, needs.trace)
    if needs.histograms:
        found["histograms"] = histograms(build, parameters, trainer.gradient, needs.histograms)
    return found | _answers(build, parameters, needs)


def _answers(build: Build, parameters: Array, needs: Needs) -> dict[str, Any]:
    """What the network answers, as far as somebody asked and the data set has such a picture."""
    found, row = dict[str, Any](), build.prepared.row
    if needs.predictions:
        found["predictions"] = _read_only(predictions(build, parameters))[0]
    if needs.curve and row.domain is not None:
        found["curve"] = _read_only(output_curve(build, parameters, needs.curve))[0]
    if needs.map and row.extent is not None:
        found["map"] = _read_only(output_map(build, parameters, needs.map))[0]
    if needs.tiles and row.extent is not None:
        found["tiles"] = _read_only(*neuron_tiles(build, parameters, needs.tiles))
    return found


def _pairs(build: Build, flat: Array) -> tuple[tuple[Array, Array], ...]:
    return tuple(build.layout.weights(*_read_only(flat)))


def _read_only(*arrays: Array) -> tuple[Array, ...]:
    for array in arrays:
        array.setflags(write=False)
    return arrays
