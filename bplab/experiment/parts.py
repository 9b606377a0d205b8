"""The parts of an experiment: its data, its hidden layers and its output layer."""

from dataclasses import dataclass
from typing import Any

from bplab.data.curves import USUAL
from bplab.data.datasets import DATASETS, DatasetRow, row_of
from bplab.data.facts import Facts, facts_of
from bplab.data.features import FEATURES
from bplab.data.split import count_train
from bplab.errors import UserError
from bplab.experiment.rules import Choice, Flag, Formula, Names, Number, Text, Whole
from bplab.experiment.settings import check_settings, setting
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.initializers import INITIALIZERS

MAX_UNITS = 512
HIDDEN_ACTIVATIONS = {name: row for name, row in ACTIVATIONS.items() if not row.output_only}
SEED = Whole(0, 2**32 - 1)

Groups = tuple[tuple[int, int], ...]  # (inputs, units) of each block; () = fully connected


@dataclass(frozen=True)
class DataSpec:
    """Which examples, how noisy, how they are split and scaled."""

    name: str = setting("circle", "Data set", Choice(DATASETS), "The examples to learn from.", "data")
    points: int = setting(
        400,
        "Points",
        Whole(2, 100_000),
        "How many examples are drawn. Fixed sets keep their own size.",
        "data",
    )
    noise: float = setting(
        0.0,
        "Noise",
        Number(0, 80),
        "0 to 50 as in TensorFlow Playground (80 by its links): each set says what it blurs.",
        "data",
    )
    train_percent: int = setting(
        70, "Train / test", Whole(1, 100), "Share of the examples used for training; the rest tests.", "data"
    )
    validation_percent: int = setting(
        0,
        "Validation",
        Whole(0, 80),
        "Share of all examples kept to decide when to stop, taken from the test part.",
        "data",
    )
    stratify: bool = setting(
        True, "Stratified split", Flag(), "Keep the shares of the classes the same in every part.", "data"
    )
    standardize: bool = setting(
        False,
        "Standardize inputs",
        Flag(),
        "Shift and scale each input to mean 0 and deviation 1 (training part).",
        "data",
    )
    features: tuple[str, ...] = setting(
        ("x", "y"),
        "Input features",
        Names(FEATURES, wants="a list of feature names: " + ", ".join(FEATURES)),
        "What the network is given of each point of a 2-D set.",
        "data",
    )
    formula: str = setting(
        USUAL,
        "y = f(x)",
        Formula(),
        "The curve to learn, for the data set of that name: + − * / ^, sin, cos, exp, sqrt, abs and more.",
        "data",
    )
    seed: int = setting(1, "Data seed", SEED, "Draws and splits the examples: same seed, same data.", "data")
    playground_seed: str = setting(
        "",
        "Playground seed",
        Text(),
        "Draws examples, split and first weights as TensorFlow Playground does; empty: as the lab does.",
        "data",
    )

    def __post_init__(self) -> None:
        check_settings(self)
        if not self.features:
            raise UserError("A network needs at least one input feature; add x or y.")
        if self.train_percent + self.validation_percent > 100:
            raise UserError(
                f"Train {self.train_percent} % and validation {self.validation_percent} % add up to more "
                "than 100 %; lower one of them."
            )

    @property
    def row(self) -> DatasetRow:
        """The data set, by value."""
        return row_of(self.name)

    @property
    def facts(self) -> Facts:
        """What holds for every draw of it. Raises UserError where a file that it is read from is damaged."""
        return facts_of(self.row)

    @property
    def count(self) -> int:
        """How many examples there are."""
        return self.row.points if self.row.fixed else self.points

    @property
    def train_count(self) -> int:
        """How many of them are for training."""
        shares = self.train_percent, self.validation_percent
        return count_train(self.count, *shares) if self.row.split else self.count


GAIN = Number(0, 100)
BIAS = Number(-100, 100)


@dataclass(frozen=True)
class Output:
    """The output layer; how many neurons it has follows from the data."""

    activation: str = setting(
        "sigmoid",
        "Output activation",
        Choice(ACTIVATIONS),
        "Turns the output neuron's sum z into the prediction.",
    )
    init: str = setting(
        "xavier_uniform", "Initializer", Choice(INITIALIZERS), "How the first weights are drawn."
    )
    gain: float = setting(1.0, "Gain", GAIN, "Scales the initializer: its gain, range, deviation or value.")
    bias: float = setting(0.0, "Starting bias", BIAS, "The value every bias of the layer starts at.")
    groups: Groups = ()

    def __post_init__(self) -> None:
        check_settings(self)
        object.__setattr__(self, "groups", _groups(self.groups))


@dataclass(frozen=True)
class Layer:
    """One hidden layer."""

    units: int = setting(4, "Neurons", Whole(1, MAX_UNITS), "How many neurons the layer has.")
    activation: str = setting(
        "tanh",
        "Activation",
        Choice(HIDDEN_ACTIVATIONS),
        "Turns each neuron's sum z into its output a = f(z).",
    )
    init: str = setting(
        "xavier_uniform", "Initializer", Choice(INITIALIZERS), "How the first weights are drawn."
    )
    gain: float = setting(1.0, "Gain", GAIN, "Scales the initializer: its gain, range, deviation or value.")
    bias: float = setting(0.0, "Starting bias", BIAS, "The value every bias of the layer starts at.")
    dropout: float = setting(
        0.0, "Dropout", Number(0, 0.95), "Chance that a neuron is silenced for one step of training.", "live"
    )
    groups: Groups = ()

    def __post_init__(self) -> None:
        check_settings(self)
        object.__setattr__(self, "groups", _groups(self.groups))


def _groups(value: Any) -> Groups:
    try:
        groups = tuple((Whole(1, 10_000).check(i), Whole(1, MAX_UNITS).check(u)) for i, u in value)
    except (TypeError, ValueError):
        raise UserError(
            "Groups must be a list of [inputs, neurons] pairs of whole numbers, such as [[24, 6], [12, 6]]; "
            "leave it empty for a fully connected layer."
        ) from None
    return groups
