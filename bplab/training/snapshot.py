"""An immutable snapshot of a run at one step: the only data that leaves the training thread."""

from dataclasses import dataclass, fields
from enum import Enum
from operator import attrgetter
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Array
from bplab.data.prepare import Prepared
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.training.build import Build
from bplab.training.checkpoint import Checkpoint, next_step
from bplab.training.divergence import Divergence
from bplab.training.evaluation import Evaluator
from bplab.training.histograms import Histograms, histograms
from bplab.training.history import History
from bplab.training.metrics import Evaluation, Worst
from bplab.training.outputs import (
    SHOWN,
    judged,
    mean_activations,
    neuron_curves,
    neuron_tiles,
    output_curve,
    output_map,
    predictions,
)
from bplab.training.rates import learning_rates
from bplab.training.signals import signals_in, signals_of
from bplab.training.step import StepTrace, effort_of, loss_after, pairs_of, read_only, trace_batch, trace_step
from bplab.training.trace import MEAN, ExampleTrace, example_of, trace_example

AT_ONCE = 0.02  # seconds that tracing a step, or a whole snapshot, may hold training


class RunState(Enum):
    """The state of a run; the value is the word shown to users."""

    IDLE = "Ready"
    RUNNING = "Training"
    PAUSED = "Paused"
    DONE = "Done"
    FAILED = "Failed"
    DIVERGED = "Diverged"
    REFUSED = "Refused"  # a run that could not be built; the previous one is kept


@dataclass(frozen=True)
class Needs:
    """What the visible views need; `|` combines the needs of several views."""

    evaluation: bool = False  # losses and accuracies of the current weights instead of the last epoch's
    parameters: bool = False
    gradients: bool = False
    updates: bool = False
    signals: bool = False  # per layer: norms of gradients, deltas and updates
    activations: bool = False  # per neuron, mean over the first training examples
    confusion: bool = False  # confusion matrix and worst examples (classification)
    map: int = 0  # samples per side of the output map of a 2-D set
    tiles: int = 0  # samples per side of every neuron's own map, or along the axis of a 1-D set
    trace: int = 0  # number of the example of the next batch to trace, from 1; trace.MEAN: all of them
    histograms: str = ""  # one of histograms.KINDS
    curve: int = 0  # samples along the axis of a 1-D set
    predictions: bool = False  # outputs for every example of the data set
    step: bool = False  # every value of the next step
    outcome: bool = False  # the loss of its batch after it

    @property
    def of_next_step(self) -> bool:
        """Whether any of it is of the step that comes next."""
        wanted = self.gradients or self.updates or self.signals or self.trace or self.step or self.outcome
        return bool(wanted or self.histograms == "gradients")

    def __or__(self, other: "Needs") -> "Needs":
        return self if self == other else Needs(*map(max, _all_of(self), _all_of(other)))


_all_of = attrgetter(*(item.name for item in fields(Needs)))  # in order


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A run at one step boundary; arrays are read-only copies, and anything not requested is None.

    Everything belongs to the state at this step and to the next step: gradients, updates, signals and
    trace come from one StepTrace. If that step takes long to trace, a snapshot during training contains only
    one example's trace and the signals of the last step made. Losses and history belong to the
    steps made.

    Shapes: per-layer lists start with the first hidden layer and end with the output layer.
    """

    run: int  # changes when training restarts with another run
    version: int  # increases with every snapshot
    spec: Experiment
    shape: Shape
    prepared: Prepared  # the data set, its split, and the scaling of its inputs
    state: RunState
    step: int
    epoch: int  # completed epochs
    steps_per_epoch: int
    learning_rate: float  # of the next step, after the schedule
    batch_loss: float | None  # of the last step
    gradient_norms: Array  # (layers,); of the next step if signals were requested
    bias_gradient_norms: Array
    delta_norms: Array
    update_ratios: Array
    carried_norms: Array  # rms of dL/da of each hidden layer; NaN if the step was not traced
    evaluation: Evaluation  # of the last evaluated epoch, or of the current weights if requested
    history: History  # up to this step
    end: int = 0  # the number of steps that the run has made; more than `step` if the moment is past
    whole: History | None = None  # the history up to there, if the moment is past
    is_exact: bool = True  # False if another machine made this step, and here its last digits may differ
    notes: tuple[str, ...] = ()  # warnings about the data
    divergence: Divergence | None = None
    stopped: str = ""  # why the run is Done, as a sentence
    weights: tuple[tuple[Array, Array], ...] | None = None  # (W (fan_in, fan_out), b) per layer
    gradients: tuple[tuple[Array, Array], ...] | None = None  # without penalty
    updates: tuple[tuple[Array, Array], ...] | None = None  # what the next step will add to W and b
    activations: tuple[Array, ...] | None = None  # (units,) per layer, inputs first
    map: Array | None = None  # (outputs, n, n), row 0 at the bottom (smallest x2), targets' own units
    tiles: tuple[Array, ...] | None = None  # (units, n, n) per layer, inputs first; (units, n) for a 1-D set
    trace: ExampleTrace | None = None
    next_step: StepTrace | None = None
    next_loss: float | None = None  # of the next step's batch with the parameters that it makes
    confusion: NDArray[np.int64] | None = None  # (true class, predicted class) counts
    confusion_part: str = ""  # "test" or "train"
    worst: tuple[Worst, ...] = ()
    histograms: Histograms | None = None
    curve: Array | None = (
        None  # (outputs, n) from the left end of a 1-D set's axis to the right, both included
    )
    predictions: Array | None = None  # (n, outputs) in the data set's order
    seconds: float = 0.0  # that it took

    @property
    def is_past(self) -> bool:
        """Whether the run has made more steps than this snapshot shows."""
        return self.whole is not None

    @property
    def made(self) -> History:
        """The history of all steps that the run has made."""
        return self.history if self.whole is None else self.whole

    @property
    def past(self) -> float | None:
        """The moment in epochs, with fractions, if it is past."""
        return None if self.whole is None else self.step / self.steps_per_epoch


def take_snapshot(
    build: Build,
    checkpoint: Checkpoint,
    history: History,
    needs: Needs,
    *,
    spec: Experiment,
    run: int,
    version: int,
    state: RunState,
) -> Snapshot:
    """Take a snapshot of a run at a checkpoint; `spec` is the experiment with the changes made so far."""
    begin, history = perf_counter(), history.until(checkpoint.step, checkpoint.epoch)
    last, pace = history.steps.last("batch_loss"), build.batches.steps_per_epoch
    with np.errstate(all="ignore"):
        return Snapshot(
            run=run,
            version=version,
            spec=spec,
            shape=build.shape,
            prepared=build.prepared,
            state=state,
            step=checkpoint.step,
            epoch=checkpoint.epoch,
            steps_per_epoch=pace,
            learning_rate=float(learning_rates(spec, pace, checkpoint.step, 1)[0]),
            batch_loss=None if last is None else last[1],
            evaluation=_measured(build, spec, checkpoint) if needs.evaluation else checkpoint.evaluation,
            history=history,
            end=checkpoint.step,
            notes=build.notes,
            divergence=checkpoint.divergence,
            stopped=checkpoint.stopped,
            **_of_state(build, checkpoint.parameters, needs),
            **(_of_last_step(build, history) | _of_next_step(build, spec, checkpoint, needs, state)),
            seconds=perf_counter() - begin,
        )


def effort_for(build: Build, spec: Experiment, needs: Needs, state: RunState) -> float:
    """About how long a snapshot takes, in seconds: by the examples that pass forward for it, or back."""
    row, everything = build.prepared.row, build.prepared.dataset.count
    single = (needs.map**2 + needs.tiles**2) if row.planar else 0  # in single precision
    forward = SHOWN * needs.activations + needs.curve
    forward += everything * (needs.evaluation + needs.confusion + needs.predictions)
    batch = spec.batch_size or everything
    backward = 0 if state is RunState.RUNNING else batch * needs.of_next_step
    size = np.dtype(spec.dtype).itemsize
    passes = (single / 3, 4), (forward / 3 + backward, size)
    return sum(effort_of(build, examples, itemsize) for examples, itemsize in passes if examples)


def _measured(build: Build, spec: Experiment, checkpoint: Checkpoint) -> Evaluation:
    return Evaluator(build).measure(spec, checkpoint.parameters, checkpoint.step, checkpoint.epoch)


def _of_state(build: Build, parameters: Array, needs: Needs) -> dict[str, Any]:
    """The requested values that depend on the parameters alone, if they are defined for the data set."""
    found, row = dict[str, Any](), build.prepared.row
    if needs.activations:
        found["activations"] = _read_only(*mean_activations(build, parameters))
    if needs.confusion:
        found["confusion"], found["confusion_part"], found["worst"] = judged(build, parameters)
    if needs.predictions:
        found["predictions"] = read_only(predictions(build, parameters))
    if needs.curve and row.domain is not None:
        found["curve"] = read_only(output_curve(build, parameters, needs.curve))
    if needs.map and row.planar:
        found["map"] = read_only(output_map(build, parameters, needs.map))
    if needs.tiles and row.planar:
        found["tiles"] = _read_only(*neuron_tiles(build, parameters, needs.tiles))
    if needs.tiles and row.domain is not None:
        found["tiles"] = _read_only(*neuron_curves(build, parameters, needs.tiles))
    if needs.parameters:
        found["weights"] = pairs_of(build.layout, parameters.copy())
    return found


def _of_last_step(build: Build, history: History) -> dict[str, Any]:
    """The signals of the last step made."""
    row = history.steps.newest()
    return vars(signals_in(np.full(1 + 4 * len(build.shape.layers), np.nan) if row is None else row))


def _of_next_step(
    build: Build, spec: Experiment, checkpoint: Checkpoint, needs: Needs, state: RunState
) -> dict[str, Any]:
    """The requested values of the next step."""
    found, counted = dict[str, Any](), needs.histograms == "gradients"
    if not needs.of_next_step and not needs.histograms:
        return found
    start = next_step(build, spec, checkpoint)
    start = start.kept() if needs.step else start
    if needs.histograms and not counted:
        found["histograms"] = histograms(start, needs.histograms)
    if state is RunState.RUNNING and start.effort > AT_ONCE:
        return found | ({"trace": trace_example(start, needs.trace)} if 0 < needs.trace < MEAN else {})
    if needs.trace and not (
        needs.gradients or needs.updates or needs.signals or needs.step or needs.outcome or counted
    ):
        return found | {"trace": example_of(trace_batch(start), needs.trace)}
    return found | (_traced(trace_step(start), needs) if needs.of_next_step else {})


def _traced(trace: StepTrace, needs: Needs) -> dict[str, Any]:
    """The requested values, all from one trace."""
    found = dict[str, Any]()
    if needs.gradients:
        found["gradients"] = trace.gradients
    if needs.updates:
        found["updates"] = trace.updates
    if needs.signals:
        found |= vars(signals_of(trace))
    if needs.step:
        found["next_step"] = trace
    if needs.outcome:
        found["next_loss"] = loss_after(trace)
    if needs.trace:
        found["trace"] = example_of(trace, needs.trace)
    if needs.histograms == "gradients":
        found["histograms"] = histograms(trace.start, needs.histograms, trace.gradients)
    return found


def _read_only(*arrays: Array) -> tuple[Array, ...]:
    return tuple(map(read_only, arrays))
