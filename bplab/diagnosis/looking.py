"""Looks at a run between two steps and collects the facts that diagnoses rest on."""

import numpy as np

from bplab.arrays import Array, Indices
from bplab.diagnosis.by_layer import by_layer
from bplab.diagnosis.equal_neurons import EqualNeurons, equal_neurons
from bplab.diagnosis.facts import STRETCHES, Facts, Losses, LowestLoss
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.losses import LOSSES
from bplab.nn.network import ForwardTrace, forward
from bplab.nn.step import join
from bplab.training.build import Build
from bplab.training.checkpoint import next_step
from bplab.training.guessing import guessing_loss
from bplab.training.history import History
from bplab.training.kernel.book import book_layers
from bplab.training.signals import signals_of
from bplab.training.step import StepInput, StepTrace, trace_step
from bplab.training.trainer import Trainer

EXAMPLES = 256  # of the training part, on which neurons are judged
SECONDS = 0.002  # about as long one pass may take: fewer examples of a large network
EPOCHS = 40  # stretches of the whole run, and newest epochs, of which losses are kept
STEPS = 64  # newest steps
LARGE = 100_000  # parameters: of a larger network neither neurons nor longer steps are compared
FLAT = 0.05  # a slope below this share of the steepest one is flat
MOST_OF = 0.9  # of the examples, for which a saturated neuron answers on a flat part
BOUNDED = {name for name, row in ACTIVATIONS.items() if np.isfinite((row.low, row.high)).all()}


def facts_of(trainer: Trainer) -> Facts:
    """Look at a run in the thread that trains it; the run stays as it is.

    It takes a few milliseconds, also of large networks, of which it looks at fewer examples.
    """
    with np.errstate(all="ignore"):
        start = next_step(trainer.build, trainer.spec, trainer.checkpoint(lent=True))
        return _facts(trainer, start, trace_step(_few(start)))


def _facts(trainer: Trainer, start: StepInput, step: StepTrace) -> Facts:
    build, history, signals = trainer.build, trainer.history, signals_of(step)
    rows = build.prepared.split.train[:EXAMPLES]
    sample = _few(start.on(rows)).batch
    passed, weights = _forward(start, start.parameters, sample), build.layout.weights(start.parameters)
    return Facts(
        spec=trainer.spec,
        shape=build.shape,
        step=trainer.step,
        epoch=trainer.epoch,
        steps_per_epoch=trainer.steps_per_epoch,
        learning_rate=start.learning_rate,
        divergence=trainer.divergence,
        guessing=guessing_loss(build),
        train=_losses(history, "train_loss", trainer.epoch),
        test=_losses(history, "test_loss", trainer.epoch),
        lowest=_lowest(history),
        accuracy=trainer.evaluation.train.accuracy,
        tested=trainer.evaluation.test.count,
        signal=by_layer(signals.delta_norms, signals.carried_norms),
        first_signal=_first(history, "delta_norm", len(weights)),
        moves=tuple(signals.update_ratios.tolist()),
        moved=_newest(history, "update_ratio", len(weights), trainer.step),
        dead=_dead(build, passed),
        saturated=_saturated(build, passed),
        equal=_equal(build, weights, step),
        gains=tuple(float(np.sqrt(np.mean(W**2) * len(W))) for W, _ in weights),
        along=_along(start, sample),
        inputs=_sizes(build.prepared.input_names, build.prepared.X[rows]),
        targets=_largest(build, rows),
    )


def _few(start: StepInput) -> StepInput:
    """The step with so few of its examples that it is soon traced."""
    count = len(start.batch)
    return start.only(slice(max(1, min(count, int(count * SECONDS / max(start.effort, 1e-9))))))


def _forward(start: StepInput, parameters: Array, rows: Indices) -> ForwardTrace:
    X = start.build.prepared.X[rows].astype(parameters.dtype)
    return forward(book_layers(start.build.layout, parameters), X, skip=start.spec.skip)


def _along(start: StepInput, rows: Indices) -> tuple[float, ...]:
    """The loss of some training examples after multiples of the update that they themselves would make."""
    targets, spec = start.build.targets[rows], start.spec
    if start.build.layout.size > LARGE:
        return ()
    update = join(trace_step(start.on(rows)).updates)
    losses = list[float]()
    for stretch in STRETCHES:
        passed = _forward(start, start.parameters + stretch * update, rows)
        losses.append(float(LOSSES[spec.loss].per_example(passed.y, passed.z[-1], targets).mean()))
    return tuple(losses)


def _losses(history: History, name: str, epoch: int) -> Losses:
    whole = history.epochs.read(name, EPOCHS)
    last = history.epochs.read(name, EPOCHS, first=epoch - EPOCHS)
    return Losses(whole.x, whole.mean, last.mean)


def _lowest(history: History) -> LowestLoss | None:
    every = max(history.epochs.count, 1)
    test, train = (history.epochs.read(f"{part}_loss", every) for part in ("test", "train"))
    known = np.flatnonzero(np.isfinite(test.low))
    if not len(known):
        return None
    at = known[np.argmin(test.low[known])]
    return LowestLoss(float(test.x[at]), float(test.low[at]), float(train.mean[at]))


def _first(history: History, name: str, layers: int) -> tuple[float, ...]:
    """A series of each layer at the first steps that are known."""
    found = (history.steps.read(f"{name}/{layer}", STEPS, last=STEPS).mean for layer in range(layers))
    return tuple(float(curve[0]) for curve in found if len(curve))


def _newest(history: History, name: str, layers: int, step: int) -> tuple[float, ...]:
    """The median of a series of each layer over the newest steps."""
    found = (history.steps.read(f"{name}/{layer}", STEPS, first=step - STEPS).mean for layer in range(layers))
    return tuple(float(np.median(curve)) for curve in found if len(curve))


def _dead(build: Build, passed: ForwardTrace) -> tuple[float, ...]:
    hidden = zip(build.shape.layers[:-1], passed.a, strict=False)
    return tuple(
        float((a.max(axis=0) <= 0).mean()) if layer.activation == "relu" else np.nan for layer, a in hidden
    )


def _saturated(build: Build, passed: ForwardTrace) -> tuple[float, ...]:
    hidden = zip(build.shape.layers[:-1], passed.z, passed.a, strict=False)
    return tuple(
        _flat_share(layer.activation, z, a) if layer.activation in BOUNDED else np.nan
        for layer, z, a in hidden
    )


def _flat_share(activation: str, z: Array, a: Array) -> float:
    """The share of neurons that answer most examples on a flat part of their activation."""
    f, middle = ACTIVATIONS[activation], np.zeros((1, 1))
    steepest = float(f.slope(middle, f.f(middle))[0, 0])
    is_flat = np.abs(f.slope(z, a)) < FLAT * steepest
    return float((is_flat.mean(axis=0) >= MOST_OF).mean())


def _equal(build: Build, weights: list[tuple[Array, Array]], step: StepTrace) -> tuple[EqualNeurons, ...]:
    return equal_neurons(weights, step.gradients) if build.layout.size <= LARGE else ()


def _sizes(names: tuple[str, ...], X: Array) -> tuple[tuple[str, float], ...]:
    return tuple(zip(names, np.sqrt((X**2).mean(axis=0)).tolist(), strict=True))


def _largest(build: Build, rows: Indices) -> float:
    """The largest rms of a numeric target, as the network learns it; 0 for classes."""
    if build.prepared.dataset.has_right_answers:
        return 0.0
    return float(np.sqrt((build.targets[rows] ** 2).mean(axis=0)).max())
