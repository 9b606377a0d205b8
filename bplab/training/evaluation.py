"""Measures the three parts of the data with the current weights, without dropout or penalty.

Scaled targets and the outputs are returned to the data's own units first.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Array, Indices, Mask
from bplab.experiment.spec import Experiment
from bplab.nn.losses import LOSSES
from bplab.nn.penalties import PENALTIES
from bplab.training.build import Build
from bplab.training.forward import Forward
from bplab.training.metrics import NOTHING, Evaluation, PartScore, answers, score
from bplab.training.step import effort_of

LONG = 0.02  # seconds, by the estimate; shorter evaluations are not interrupted
Interrupted = Callable[[], bool]  # whether something else is to be done first


def never() -> bool:
    """Nothing else is to be done."""
    return False


@dataclass(frozen=True, eq=False)
class _Group:
    """Parts that are measured together: what stays the same between evaluations.

    Shapes: targets (n, outputs), answers as `metrics.answers`.
    """

    forward: Forward
    targets: Array
    answers: Mask | NDArray[np.int64] | None  # the right ones; None if outputs cannot be right or wrong
    parts: list[slice]  # of the examples


class Evaluator:
    """Created once per run, so that an evaluation costs little more than its arithmetic."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._passes: Iterator[None] | None = None  # left to do of a measurement that was interrupted
        examples, itemsize = build.prepared.dataset.count, np.dtype(build.spec.dtype).itemsize
        self._is_long = effort_of(build, examples / 3, itemsize) > LONG

    @cached_property
    def _groups(self) -> list[_Group]:
        build, split = self._build, self._build.prepared.split
        parts = [split.train, split.validation, split.test]
        # The loss over several outputs is a sum, whose last bits depend on the memory layout.
        together = [parts] if build.layout.units[-1] == 1 else [[part] for part in parts]
        return [self._group(parts) for parts in together]

    def _group(self, parts: list[Indices]) -> _Group:
        build, rows = self._build, np.concatenate(parts)
        ends = [int(end) for end in np.cumsum([len(part) for part in parts])]
        X = build.prepared.X[rows].astype(build.spec.dtype)
        targets, coding = build.measured_targets[rows], build.shape.coding
        right = answers(targets, coding) if build.prepared.dataset.has_right_answers else None
        forward = Forward(build.layout, build.spec.skip, X, cuts=ends[:-1])
        return _Group(forward, targets, right, [slice(*pair) for pair in pairwise([0, *ends])])

    def measure(
        self, spec: Experiment, parameters: Array, step: int, epoch: int, *, passed: bool = False
    ) -> Evaluation:
        """Measure all parts; `spec` determines the penalty. What has `passed` forward is not passed again."""
        self._passes = None
        train, validation, test = (
            found for group in self._groups for found in self._scores(group, parameters, passed)
        )
        return Evaluation(step, epoch, train, validation, test, self._penalty(spec, parameters))

    def measure_unless(
        self, interrupted: Interrupted, spec: Experiment, parameters: Array, step: int, epoch: int
    ) -> Evaluation | None:
        """Measure all parts; None if it takes long and is interrupted: the next call goes on with it."""
        if self._is_long:
            passes, self._passes = self._passes or self._in_parts(parameters), None
            for _ in passes:
                if interrupted():
                    self._passes = passes
                    return None
        return self.measure(spec, parameters, step, epoch, passed=self._is_long)

    def _in_parts(self, parameters: Array) -> Iterator[None]:
        yield  # at first: who waits for the last step has waited long enough
        for group in self._groups:
            yield from group.forward.run_in_parts(parameters)

    def _scores(self, group: _Group, parameters: Array, passed: bool) -> list[PartScore]:
        if not len(group.targets):
            return [NOTHING for _ in group.parts]
        z, y = group.forward.results() if passed else group.forward.run(parameters)
        spec, coding = self._build.spec, self._build.shape.coding
        y = self._build.prepared.outputs_of(y)
        losses = LOSSES[spec.loss].per_example(y, z, group.targets)
        right = None
        if group.answers is not None:
            same = answers(y, coding) == group.answers
            right = same[:, 0] if same.shape[1] == 1 else np.logical_and.reduce(same, axis=1)
        return [
            score(spec.reduction, losses[part], None if right is None else right[part])
            for part in group.parts
        ]

    def _penalty(self, spec: Experiment, parameters: Array) -> float:
        penalty, rate = PENALTIES[spec.regularization], spec.regularization_rate
        if not rate:
            return 0.0
        weights = (W.astype(np.float64) for W, _ in self._build.layout.weights(parameters))
        return float(sum(penalty.value(W, rate) for W in weights))
