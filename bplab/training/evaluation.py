"""Measures the three parts of the data with the weights of one moment: dropout off, without penalty."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bplab.experiment.spec import Experiment
from bplab.nn.penalties import PENALTIES
from bplab.training.batches import Indices
from bplab.training.build import Build
from bplab.training.forward import Forward
from bplab.training.kernel.layout import Array
from bplab.training.metrics import Evaluation, PartScore, classes, score


@dataclass(frozen=True, eq=False)
class _Part:
    """What stays the same from one evaluation to the next. Shapes: targets (n, outputs), labels (n,)."""

    forward: Forward
    targets: Array
    labels: NDArray[np.int64] | None  # None for regressions


class Evaluator:
    """Made once for a run, so that an evaluation costs little more than its arithmetic."""

    def __init__(self, build: Build) -> None:
        self._build = build
        split = build.prepared.split
        self._parts = [self._part(rows) for rows in (split.train, split.validation, split.test)]

    def _part(self, rows: Indices) -> _Part:
        build = self._build
        X = build.prepared.X[rows].astype(build.spec.dtype)
        targets, coding = build.targets[rows], build.shape.coding
        labels = None if coding.name == "values" else classes(targets, coding)
        return _Part(Forward(build.layout, build.spec.skip, X), targets, labels)

    def measure(self, spec: Experiment, parameters: Array, step: int, epoch: int) -> Evaluation:
        """Measure all parts; `spec` says with which penalty."""
        train, validation, test = (self._score(part, parameters) for part in self._parts)
        return Evaluation(step, epoch, train, validation, test, self._penalty(spec, parameters))

    def _score(self, part: _Part, parameters: Array) -> PartScore:
        if not len(part.targets):
            return PartScore()
        z, y = part.forward.run(parameters)
        spec, coding = self._build.spec, self._build.shape.coding
        return score(spec.loss, spec.reduction, coding, z, y, part.targets, part.labels)

    def _penalty(self, spec: Experiment, parameters: Array) -> float:
        penalty, rate = PENALTIES[spec.regularization], spec.regularization_rate
        if not rate:
            return 0.0
        weights = (W.astype(np.float64) for W, _ in self._build.layout.weights(parameters))
        return float(sum(penalty.value(W, rate) for W in weights))
