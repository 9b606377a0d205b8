"""Standardizing: each input shifted and scaled to mean 0 and standard deviation 1 over the training set."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from bplab.data.dataset import Floats, frozen


@dataclass(frozen=True, eq=False)
class Scaler:
    """Remember the mean and the standard deviation of every input of a training set.

    (x - mean) / scale
    Shapes: mean (d,), scale (d,).
    """

    mean: Floats
    scale: Floats

    @classmethod
    def fit(cls, inputs: Floats) -> Self:
        """Measure the training inputs (n, d); an input that never changes becomes 0 and keeps its unit."""
        lowest = inputs.min(axis=0)
        constant = lowest == inputs.max(axis=0)
        # A mean of equal numbers may miss them by a rounding, which a deviation as tiny would blow up.
        mean = np.where(constant, lowest, inputs.mean(axis=0))
        scale = np.where(constant, 1.0, inputs.std(axis=0))
        return cls(frozen(mean), frozen(scale))

    def apply(self, inputs: Floats) -> Floats:
        """Standardize inputs (m, d) by the training set's figures."""
        return (inputs - self.mean) / self.scale
