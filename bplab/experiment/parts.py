"""The parts of an experiment: its data, its hidden layers and its output layer."""

import re
from dataclasses import dataclass, field
from typing import Any

from bplab.data.curves import USUAL
from bplab.data.dataset_row import DatasetRow
from bplab.data.datasets import DATASETS, row_of
from bplab.data.facts import Facts, facts_of
from bplab.data.features import FEATURES
from bplab.data.own import OWN, Known, check_name, missing
from bplab.data.split import count_train
from bplab.errors import UserError, quoted
from bplab.experiment.rules import Choice, Flag, Formula, Names, Number, Text, Whole
from bplab.experiment.serial import Nested
from bplab.experiment.settings import check_settings, setting
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.initializers import INITIALIZERS

MAX_UNITS = 512
HIDDEN_ACTIVATIONS = {name: row for name, row in ACTIVATIONS.items() if not row.output_only}
SEED = Whole(0, 2**32 - 1)

Groups = tuple[tuple[int, int], ...]  # (inputs, units) of each block; () = fully connected


class SetName(Choice):
    """A data set of the table, or one's own."""

    def check(self, value: Any) -> str:
        """Return `value` if it names a set.

        Raises: ValueError if it does not.
        """
        return OWN if value == OWN else super().check(value)


@dataclass(frozen=True)
class OwnName:
    """Which data of one's own; the examples themselves come to `build`.

    `known` follows from the digest: it is no part of the value, nor of the JSON data.
    """

    title: str = ""
    digest: str = ""  # SHA-256, in hexadecimal
    known: Known | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        check_name(self.title, "name of the data")
        if not re.fullmatch("[0-9a-f]{64}", str(self.digest)):
            raise UserError(
                f"The digest of the data must be 64 hexadecimal digits, not {quoted(self.digest)}."
            )

    @property
    def of_it(self) -> Known:
        """What is known of it.

        Raises: UserError if that is nothing, because the data is not at hand.
        """
        if self.known is None:
            raise missing(self.title)
        return self.known


@dataclass(frozen=True)
class DataSpec:
    """Which examples, how noisy, and how they are split and scaled."""

    name: str = setting("circle", "Data set", SetName(DATASETS), "The examples to learn from.", "data")
    points: int = setting(
        400,
        "Examples",
        Whole(2, 100_000),
        "The number of examples drawn. Fixed data sets have their own size.",
        "data",
    )
    noise: float = setting(
        0.0,
        "Noise",
        Number(0, 80),
        "0 to 50 as in TensorFlow Playground (up to 80 in its links); its effect depends on the data set.",
        "data",
    )
    train_percent: int = setting(
        70,
        "Train / test",
        Whole(1, 100),
        "The share of examples used for training; the rest is for testing.",
        "data",
    )
    validation_percent: int = setting(
        0,
        "Validation",
        Whole(0, 80),
        "The share of all examples used to decide when to stop; taken from the test part.",
        "data",
    )
    stratify: bool = setting(
        True,
        "Same class shares in each part",
        Flag(),
        "A stratified split: every part has the same class shares.",
        "data",
    )
    standardize: bool = setting(
        False,
        "Scale inputs",
        Flag(),
        "Standardizes each input to mean 0 and standard deviation 1 on the training part.",
        "data",
    )
    scale_targets: bool = setting(
        False,
        "Scale targets",
        Flag(),
        "Standardizes numeric targets on the training part; losses and outputs stay in the data's own units.",
        "data",
    )
    features: tuple[str, ...] = setting(
        ("x", "y"),
        "Input features",
        Names(FEATURES, wants="a list of feature names: " + ", ".join(FEATURES)),
        "The functions of a 2-D point that the network receives as inputs.",
        "data",
    )
    formula: str = setting(
        USUAL,
        "y = f(x)",
        Formula(),
        "The curve to learn, or the boundary of two classes: + − * / ^, sin, cos, exp, sqrt, abs and more.",
        "data",
    )
    seed: int = setting(
        1, "Data seed", SEED, "Determines how the examples are drawn and split: same seed, same data.", "data"
    )
    playground_seed: str = setting(
        "",
        "Playground seed",
        Text(),
        "Draws examples, split and initial weights as TensorFlow Playground does; leave empty to use the "
        "lab's seeds.",
        "data",
    )

    own: OwnName | None = field(default=None, metadata=Nested(OwnName).metadata)

    def __post_init__(self) -> None:
        check_settings(self)
        if (self.name == OWN) != isinstance(self.own, OwnName):
            raise UserError(
                "Data of your own needs its examples: import a file, or use bplab.dataset in a script."
                if self.name == OWN
                else f"The data set {self.name} is not one of your own."
            )
        if not self.features:
            raise UserError("The network needs at least one input feature; add x or y.")
        if self.train_percent + self.validation_percent > 100:
            raise UserError(
                f"Train {self.train_percent} % and validation {self.validation_percent} % add up to more "
                "than 100 %; lower one of them."
            )

    @property
    def row(self) -> DatasetRow:
        """The data set's row in the table.

        Raises: UserError if it is data of one's own that is not at hand.
        """
        return row_of(self.name) if self.own is None else self.own.of_it.row

    @property
    def facts(self) -> Facts:
        """What holds for every draw of the data set.

        Raises: UserError if a file that it needs is damaged, or the data is not at hand.
        """
        return facts_of(self.row) if self.own is None else self.own.of_it.facts

    @property
    def scales_targets(self) -> bool:
        """Whether targets are scaled unless one chooses otherwise: numbers of one's own are."""
        return self.own is not None and self.facts.kind == "regression"

    @property
    def count(self) -> int:
        """The number of examples."""
        return self.row.points if self.row.fixed else self.points

    @property
    def test_rows(self) -> int:
        """How many examples came as a test part of their own."""
        return 0 if self.own is None else self.own.of_it.test_rows

    @property
    def train_count(self) -> int:
        """The number of training examples."""
        first, shares = self.count - self.test_rows, (self.train_percent, self.validation_percent)
        if self.test_rows:
            shares = 100 - self.validation_percent, self.validation_percent
        return count_train(first, *shares) if self.row.split else first


GAIN = Number(0, 100)
BIAS = Number(-100, 100)


@dataclass(frozen=True)
class Output:
    """The output layer; its number of neurons follows from the data."""

    activation: str = setting(
        "sigmoid",
        "Output activation",
        Choice(ACTIVATIONS),
        "Turns the weighted sum z of an output neuron into the prediction.",
    )
    init: str = setting(
        "xavier_uniform", "Initializer", Choice(INITIALIZERS), "The rule that draws the initial weights."
    )
    gain: float = setting(1.0, "Gain", GAIN, "Gain, range, standard deviation or value of the initializer.")
    bias: float = setting(0.0, "Initial bias", BIAS, "The initial value of every bias of the layer.")
    groups: Groups = ()

    def __post_init__(self) -> None:
        check_settings(self)
        object.__setattr__(self, "groups", _groups(self.groups))


@dataclass(frozen=True)
class Layer:
    """One hidden layer."""

    units: int = setting(4, "Neurons", Whole(1, MAX_UNITS), "The number of neurons in the layer.")
    activation: str = setting(
        "tanh",
        "Activation",
        Choice(HIDDEN_ACTIVATIONS),
        "Turns each neuron's weighted sum z into its output a = f(z).",
    )
    init: str = setting(
        "xavier_uniform", "Initializer", Choice(INITIALIZERS), "The rule that draws the initial weights."
    )
    gain: float = setting(1.0, "Gain", GAIN, "Gain, range, standard deviation or value of the initializer.")
    bias: float = setting(0.0, "Initial bias", BIAS, "The initial value of every bias of the layer.")
    dropout: float = setting(
        0.0,
        "Dropout",
        Number(0, 0.95),
        "The probability that a neuron is dropped for one training step.",
        "live",
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
