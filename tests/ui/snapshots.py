"""Snapshots for tests of pictures: a plain gradient descent in `nn`, with no thread and no trainer."""

from dataclasses import replace

import numpy as np

from bplab.data.features import expand
from bplab.data.prepare import Prepared, prepare
from bplab.experiment.shape import Shape, shape_of
from bplab.experiment.spec import Experiment
from bplab.nn.initializers import INITIALIZERS
from bplab.nn.losses import LOSSES
from bplab.nn.network import Layer, backward, forward
from bplab.training.history import History
from bplab.training.metrics import Evaluation, PartScore, Worst
from bplab.training.snapshot import RunState, Snapshot


class Play:
    """A run in miniature: step it, and take a snapshot with everything in it."""

    def __init__(self, spec: Experiment, run: int = 1) -> None:
        self.spec, self.run, self.version, self.step = spec, run, 0, 0
        self.shape, self.prepared = shape_of(spec), prepared_of(spec)
        self.layers = first_layers(spec, self.shape)
        self.targets = coded(self.prepared, self.shape)
        self.history = History(len(self.layers), spec.evaluate_every)
        count, size = len(self.prepared.split.train), spec.batch_size or len(self.prepared.split.train)
        self.steps_per_epoch = -(-count // size)
        self._order = np.random.default_rng(spec.seed)
        self._batches: list[np.ndarray] = []
        nothing = np.full(len(self.layers), np.nan)
        self.last = dict.fromkeys(("gradient", "bias_gradient", "delta", "ratio"), nothing) | {"loss": None}
        self.gradients = tuple((0 * layer.W, 0 * layer.b) for layer in self.layers)
        self.updates = self.gradients
        self._velocity = [(0 * layer.W, 0 * layer.b) for layer in self.layers]
        self._evaluate()

    def steps(self, count: int) -> "Play":
        for _ in range(count):
            self._step()
        return self

    def _step(self) -> None:
        if not self._batches:
            shuffled = self._order.permutation(self.prepared.split.train)
            self._batches = np.array_split(shuffled, self.steps_per_epoch)
        batch = self._batches.pop()
        trace = forward(self.layers, self.prepared.X[batch], skip=self.spec.skip)
        found = backward(self.layers, trace, self.targets[batch], self.spec.loss, self.spec.reduction)
        losses = LOSSES[self.spec.loss].per_example(trace.y, trace.z[-1], self.targets[batch])
        self._move(list(zip(found.dL_dW, found.dL_db, strict=True)))
        self.last |= {
            "loss": float(losses.mean()),
            "gradient": np.array([np.linalg.norm(g) for g in found.dL_dW]),
            "bias_gradient": np.array([np.linalg.norm(g) for g in found.dL_db]),
            "delta": np.array([np.sqrt((d * d).mean()) for d in found.delta]),
        }
        self.step += 1
        rows = [self.last[name] for name in ("gradient", "bias_gradient", "delta", "ratio")]
        self.history.steps.append(np.concatenate([[losses.mean()], *rows])[None])
        if not self._batches:
            self._evaluate()

    def _move(self, gradients: list) -> None:
        momentum = self.spec.momentum if self.spec.optimizer == "momentum" else 0.0
        eta = self.spec.learning_rate
        pairs = zip(self._velocity, gradients, strict=True)
        self._velocity = [(momentum * vW + gW, momentum * vb + gb) for (vW, vb), (gW, gb) in pairs]
        self.gradients = tuple(gradients)
        self.updates = tuple((-eta * vW, -eta * vb) for vW, vb in self._velocity)
        sizes = [(np.linalg.norm(u[0]), np.linalg.norm(layer.W)) for u, layer in self._both()]
        self.last["ratio"] = np.array([u / w if w else np.nan for u, w in sizes])
        self.layers = [replace(layer, W=layer.W + u[0], b=layer.b + u[1]) for u, layer in self._both()]

    def _both(self) -> list:
        return list(zip(self.updates, self.layers, strict=True))

    def _evaluate(self) -> None:
        split = self.prepared.split
        parts = [self._score(part) for part in (split.train, split.validation, split.test)]
        self.evaluation = Evaluation(self.step, self.step // self.steps_per_epoch, *parts)
        losses = [np.nan if part.loss is None else part.loss for part in parts]
        accuracies = [np.nan if part.accuracy is None else part.accuracy for part in parts]
        self.history.epochs.append(np.array([[*losses, *accuracies]]))

    def _score(self, part: np.ndarray) -> PartScore:
        if not len(part):
            return PartScore()
        trace = forward(self.layers, self.prepared.X[part], skip=self.spec.skip)
        loss = LOSSES[self.spec.loss].per_example(trace.y, trace.z[-1], self.targets[part]).mean()
        if not self.prepared.dataset.classes:
            return PartScore(float(loss), None, len(part))
        right = self._classes(trace.y) == self.prepared.dataset.targets[part]
        return PartScore(float(loss), int(right.sum()), len(part))

    def _classes(self, y: np.ndarray) -> np.ndarray:
        return y.argmax(axis=1) if y.shape[1] > 1 else (y[:, 0] > self.shape.coding.threshold).astype(int)

    def snapshot(self, map_side: int = 100, tile_side: int = 24, **changes) -> Snapshot:
        self.version += 1
        made = Snapshot(
            run=self.run, version=self.version, spec=self.spec, shape=self.shape, prepared=self.prepared,
            state=RunState.PAUSED if self.step else RunState.IDLE, step=self.step,
            epoch=self.step // self.steps_per_epoch, steps_per_epoch=self.steps_per_epoch,
            learning_rate=self.spec.learning_rate, batch_loss=self.last["loss"],
            gradient_norms=self.last["gradient"], bias_gradient_norms=self.last["bias_gradient"],
            delta_norms=self.last["delta"], update_ratios=self.last["ratio"], evaluation=self.evaluation,
            history=self.history, weights=tuple((layer.W, layer.b) for layer in self.layers),
            gradients=self.gradients, updates=self.updates, activations=self._activations(),
            **self._pictures(map_side, tile_side), **self._confusion(),
        )  # fmt: skip
        return replace(made, **changes)

    def _activations(self) -> tuple:
        seen = self.prepared.X[self.prepared.split.train[: self.spec.batch_size or None]]
        trace = forward(self.layers, seen, skip=self.spec.skip)
        return tuple(a.mean(axis=0) for a in (seen, *trace.a))

    def _pictures(self, map_side: int, tile_side: int) -> dict:
        if self.prepared.row.extent is None:
            return {}
        return {"map": self._grid(map_side)[-1], "tiles": tuple(self._grid(tile_side))}

    def _grid(self, side: int) -> list[np.ndarray]:
        """Every layer's outputs over the square, inputs first: (units, side, side), smallest x2 first."""
        line = ((np.arange(side) + 0.5) / side * 2 - 1) * self.prepared.row.extent
        x, y = np.meshgrid(line, line)
        seen = expand(np.stack([x.ravel(), y.ravel()], axis=1), self.prepared.features)
        seen = self.prepared.scaler.apply(seen) if self.prepared.scaler else seen
        trace = forward(self.layers, seen, skip=self.spec.skip)
        return [a.T.reshape(-1, side, side) for a in (seen, *trace.a)]

    def _confusion(self) -> dict:
        dataset, part = self.prepared.dataset, self.prepared.split.test
        if not dataset.classes or not len(part):
            return {}
        y = forward(self.layers, self.prepared.X[part], skip=self.spec.skip).y
        taken, true = self._classes(y), dataset.targets[part]
        counts = np.zeros((len(dataset.classes),) * 2, np.int64)
        np.add.at(counts, (true, taken), 1)
        sure = y.max(axis=1) if y.shape[1] > 1 else np.where(taken == 1, y[:, 0], 1 - y[:, 0])
        wrong = np.flatnonzero(taken != true)
        order = wrong[np.argsort(-sure[wrong])][:8]
        worst = tuple(Worst(int(part[i]), int(true[i]), int(taken[i]), float(sure[i])) for i in order)
        return {"confusion": counts, "confusion_part": "test", "worst": worst}


def make_snapshot(spec: Experiment, step: int = 0, seed: int | None = None, **changes) -> Snapshot:
    """Take a snapshot of a run after some steps; changes replace its fields."""
    return Play(spec if seed is None else spec.but(seed=seed)).steps(step).snapshot(**changes)


def prepared_of(spec: Experiment) -> Prepared:
    data = spec.data
    return prepare(
        data.name, data.points, data.noise, data.features, data.train_percent, data.validation_percent,
        data.stratify, data.standardize, data.seed,
    )  # fmt: skip


def first_layers(spec: Experiment, shape: Shape) -> list[Layer]:
    rng = np.random.default_rng(spec.seed)
    layers = zip(shape.layers, shape.fan_in, shape.sizes[1:], strict=True)
    return [
        Layer(INITIALIZERS[row.init].draw(rng, fan_in, out, row.gain), np.full(out, row.bias), row.activation)
        for row, fan_in, out in layers
    ]


def coded(prepared: Prepared, shape: Shape) -> np.ndarray:
    """The targets as numbers: (examples, outputs)."""
    targets, coding = prepared.dataset.targets, shape.coding
    if not prepared.dataset.classes:
        return targets
    yes = targets[:, None] == np.arange(shape.sizes[-1]) if shape.sizes[-1] > 1 else targets[:, None] == 1
    return np.where(yes, coding.high, coding.low)
