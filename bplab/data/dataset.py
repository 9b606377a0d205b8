"""A data set: its inputs and targets."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Floats, Indices

Kind = Literal["binary", "multiclass", "regression"]

BINARY_CLASSES = 2


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples and their targets, read-only.

    Shapes: inputs (n, d). targets (n,) class indices for classification, (n, k) values for regression.
    A regression set has no classes, but may name its k values; with `bits`, each is a yes (1) or a no (0).
    An image set gives the rows and columns of its d inputs.
    """

    inputs: Floats
    targets: NDArray[Any]
    classes: tuple[str, ...]
    input_names: tuple[str, ...]
    image_shape: tuple[int, int] | None = None
    target_names: tuple[str, ...] = ()
    bits: bool = False

    def __post_init__(self) -> None:
        """Store private, read-only copies with the declared types."""
        targets = frozen_indices(self.targets) if self.classes else frozen(self.targets)
        object.__setattr__(self, "inputs", frozen(self.inputs))
        object.__setattr__(self, "targets", targets)
        if self.inputs.shape != (self.count, len(self.input_names)):
            raise ValueError(f"{self.inputs.shape} inputs do not match {len(self.input_names)} names")
        if self.targets.shape[0] != self.count or self.targets.ndim != (1 if self.classes else 2):
            raise ValueError(f"targets of shape {self.targets.shape} do not match {self.count} examples")
        if self.target_names and (self.classes or self.targets.shape[1] != len(self.target_names)):
            raise ValueError(f"{self.targets.shape} targets do not match {len(self.target_names)} names")

    @property
    def kind(self) -> Kind:
        """Whether the task is classification or regression."""
        if not self.classes:
            return "regression"
        return "binary" if len(self.classes) == BINARY_CLASSES else "multiclass"

    @property
    def has_right_answers(self) -> bool:
        """Whether an output counts as right or wrong, rather than as near or far."""
        return bool(self.classes) or self.bits

    @property
    def count(self) -> int:
        """Count the examples."""
        return int(self.inputs.shape[0])


def frozen(values: NDArray[Any]) -> Floats:
    """Copy values into a read-only, row-major float64 array."""
    copy = np.array(values, dtype=np.float64, order="C")
    copy.setflags(write=False)
    return copy


def frozen_indices(values: NDArray[np.integer]) -> Indices:
    """Copy whole numbers into a read-only int64 array."""
    copy = np.array(values, dtype=np.int64)
    copy.setflags(write=False)
    return copy
