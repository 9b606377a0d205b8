"""What a diagnosis rests on: figures of the next step, of some examples, and of the losses so far."""

from dataclasses import dataclass
from typing import NamedTuple

from bplab.arrays import Floats
from bplab.diagnosis.by_layer import ByLayer
from bplab.diagnosis.equal_neurons import EqualNeurons
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.training.divergence import Divergence

STRETCHES = (0.0, 1.0, 10.0, 100.0, 1e3, 1e4, 1e5)  # of the next update, after which the loss is tried


@dataclass(frozen=True, eq=False)
class Losses:
    """A loss over the epochs: in up to 40 stretches of the whole run, and exactly at its end.

    Shapes: epochs, means (n,) from the start; last (m,) of the newest epochs, the newest last.
    """

    epochs: Floats
    means: Floats
    last: Floats


class LowestLoss(NamedTuple):
    """The lowest test loss of all epochs; of epochs long past, only about when it was is known."""

    epoch: float  # with a fraction if it is one of some neighbors
    test: float
    train: float  # at that epoch

    @property
    def when(self) -> str:
        """In words: "epoch 330"."""
        return f"{'' if self.epoch.is_integer() else 'about '}epoch {round(self.epoch):,}"


@dataclass(frozen=True, eq=False)
class Facts:
    """A run at one step; every layer's figures begin with the first hidden layer.

    Units: shares from 0 to 1; `gains` are rms W times the root of fan-in, about 1 where a signal keeps its
    size; `along` are the losses of some examples after STRETCHES of the update that they would make, () of a
    large network.
    """

    spec: Experiment  # with the changes made so far
    shape: Shape
    step: int
    epoch: int
    steps_per_epoch: int
    learning_rate: float  # of the next step
    divergence: Divergence | None
    guessing: float  # the loss of the best constant answer
    train: Losses
    test: Losses
    lowest: LowestLoss | None  # None if no test loss is known
    accuracy: float | None  # on the training part
    tested: int  # examples of the test part
    signal: ByLayer  # of the next step
    first_signal: tuple[float, ...]  # rms δ of each layer in the first step that is known
    moves: tuple[float, ...]  # |new W − W| / |W| of the next step
    moved: tuple[float, ...]  # the median of it over the last steps
    dead: tuple[float, ...]  # share of each hidden layer's ReLU neurons that answer 0 to all; NaN: no ReLU
    saturated: tuple[float, ...]  # share of each hidden layer's neurons on a flat part; NaN: there is none
    equal: tuple[EqualNeurons, ...]
    gains: tuple[float, ...]
    along: tuple[float, ...]
    inputs: tuple[tuple[str, float], ...]  # the rms of each input, as the network receives it
    targets: float  # the largest rms of a numeric target as it is learned; 0 for classes

    @property
    def loss(self) -> float:
        """The train loss of the last evaluated epoch."""
        return float(self.train.last[-1]) if len(self.train.last) else float("nan")

    @property
    def share(self) -> float:
        """The loss as a share of guessing."""
        return self.loss / self.guessing if self.guessing > 0 else float("nan")
