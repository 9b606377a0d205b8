"""Standardization: shift and scale each column to mean 0 and standard deviation 1 on the training set."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from bplab.arrays import Array, Floats
from bplab.data.dataset import frozen


@dataclass(frozen=True, eq=False)
class Scaler:
    """The mean and the standard deviation of every input, or target, of a training set.

    Formula: (x - mean) / scale
    Shapes: mean (d,), scale (d,).
    """

    mean: Floats
    scale: Floats

    @classmethod
    def fit(cls, inputs: Floats) -> Self:
        """Measure the training values (n, d); a constant column becomes 0 and keeps its scale."""
        lowest = inputs.min(axis=0)
        constant = lowest == inputs.max(axis=0)
        # The mean of equal numbers may be off by rounding, which dividing by a tiny deviation would amplify.
        mean = np.where(constant, lowest, inputs.mean(axis=0))
        scale = np.where(constant, 1.0, inputs.std(axis=0))
        return cls(frozen(mean), frozen(scale))

    def apply(self, inputs: Floats) -> Floats:
        """Standardize values (m, d) with the training set's mean and standard deviation."""
        return (inputs - self.mean) / self.scale

    def undo(self, values: Array) -> Array:
        """Return standardized values (m, d) to their own units.

        Formula: x scale + mean
        """
        return values * self.scale + self.mean
