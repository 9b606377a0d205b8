"""The meaning of the output map's values: range, threshold and axis."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bplab.data.dataset import BINARY_CLASSES
from bplab.numerals import plain
from bplab.training.snapshot import Snapshot
from bplab.ui.views.base.ticks import round_up

PROBABILITIES = ("sigmoid", "softmax")


@dataclass(frozen=True)
class MapScale:
    """The axis under the map; without classes there is no decision, and the threshold is None."""

    low: float
    high: float
    threshold: float | None
    title: str  # "P(blue)", "output"
    help: str
    classes: tuple[str, ...] = ()

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Tick marks at both ends and the middle."""
        middle = (self.low + self.high) / 2
        return tuple((value, plain(value)) for value in (self.low, middle, self.high))

    def fraction(self, value: float) -> float:
        """The position of a value between low and high, 0 to 1."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    @property
    def many(self) -> bool:
        """Whether there are more than two classes, of which one wins."""
        return len(self.classes) > BINARY_CLASSES

    def decided(self, value: float) -> str:
        """The class that a value stands for, of two."""
        return self.classes[int(self.threshold is not None and value >= self.threshold)]


def scale_of(snapshot: Snapshot) -> MapScale:
    """Compute the axis of a run's map."""
    dataset, coding = snapshot.prepared.dataset, snapshot.shape.coding
    if not dataset.classes:
        reach = round_up(float(np.abs(dataset.targets).max()) or 1.0)
        return MapScale(-reach, reach, None, "output", "The network's output, in the units of the targets.")
    if len(dataset.classes) > BINARY_CLASSES:
        says = "Color: the class with the largest output; the paler, the closer the second largest."
        return MapScale(coding.low, coding.high, None, "", says, dataset.classes)
    blue = dataset.classes[-1]
    if snapshot.spec.output.activation in PROBABILITIES:
        says = f"The probability of {blue} according to the network."
        return MapScale(0.0, 1.0, 0.5, f"P({blue})", f"{says} The line is where it is 0.5.", dataset.classes)
    says = f"The network's output: {plain(coding.low)} stands for {dataset.classes[0]}, "
    says += f"{plain(coding.high)} for {blue}. The line is at {plain(coding.threshold)}."
    return MapScale(coding.low, coding.high, coding.threshold, "output", says, dataset.classes)


def decided_ramp(ramp: npt.NDArray[np.uint32], scale: MapScale) -> npt.NDArray[np.uint32]:
    """Keep only the ends of a ramp of two classes, which meet at the threshold; other ramps are unchanged."""
    if scale.threshold is None:
        return ramp
    above = np.arange(len(ramp)) >= scale.fraction(scale.threshold) * (len(ramp) - 1)
    ends: npt.NDArray[np.uint32] = np.where(above, ramp[-1], ramp[0])
    return ends


def values_of(snapshot: Snapshot) -> npt.NDArray[np.floating] | None:
    """Select the outputs to draw: all for more than two classes, else the only one, or the last class's.

    Shapes: (n, n), or (classes, n, n); the first row the lowest.
    """
    found: npt.NDArray[np.floating] | None = snapshot.map
    if found is None or len(snapshot.prepared.dataset.classes) > BINARY_CLASSES:
        return found
    one: npt.NDArray[np.floating] = found[-1]
    return one
