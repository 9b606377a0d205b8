"""The experiment: every setting of a run as immutable data, declared once and checked on construction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from bplab.errors import UserError, quoted
from bplab.experiment.choices import DTYPES, LAST_BATCHES, ORDERS, REDUCTIONS, STOPS
from bplab.experiment.parameters import PATTERN, parse_parameter
from bplab.experiment.parts import HIDDEN_ACTIVATIONS, MAX_UNITS, SEED, DataSpec, Layer, Output
from bplab.experiment.rules import Choice, Flag, Names, Number, Whole, nearest
from bplab.experiment.serial import Nested, plain, read
from bplab.experiment.settings import check_settings, setting
from bplab.nn.losses import LOSSES
from bplab.nn.optimizers import OPTIMIZERS
from bplab.nn.penalties import PENALTIES
from bplab.nn.schedules import SCHEDULES

__all__ = [
    "HIDDEN_ACTIVATIONS",
    "MAX_HIDDEN_LAYERS",
    "MAX_UNITS",
    "DataSpec",
    "Experiment",
    "Layer",
    "Output",
]

MAX_HIDDEN_LAYERS = 20
LARGE = Number(-1e6, 1e6)  # for an initial weight


@dataclass(frozen=True)
class Experiment:
    """All settings of a run: together with its changes, they determine every number of it to the bit."""

    data: DataSpec = field(default_factory=DataSpec, metadata=Nested(DataSpec).metadata)
    layers: tuple[Layer, ...] = field(default=(Layer(),), metadata=Nested(Layer, MAX_HIDDEN_LAYERS).metadata)
    output: Output = field(default_factory=Output, metadata=Nested(Output).metadata)
    skip: bool = setting(
        False, "Link from input to output", Flag(), "The output layer also receives the inputs directly."
    )
    loss: str = setting(
        "binary_cross_entropy", "Loss", Choice(LOSSES), "The quantity that training minimizes."
    )
    reduction: str = setting(
        "mean",
        "Batch reduction",
        Choice(REDUCTIONS),
        "Whether the gradient of a batch is the mean or the sum over its examples.",
    )
    optimizer: str = setting(
        "sgd", "Optimizer", Choice(OPTIMIZERS), "The rule that turns gradients into weight updates."
    )
    learning_rate: float = setting(
        0.3, "Learning rate η", Number(0, 1000, log=True),
        "The step size of gradient descent: W_new = W − η ∂L/∂W.", "live",
    )  # fmt: skip
    momentum: float = setting(
        0.9, "Momentum μ", Number(0, 1), "The share of the velocity kept from step to step.", "live"
    )
    beta1: float = setting(
        0.9, "β₁", Number(0, 0.999999), "Decay rate of the running mean of the gradient.", "live"
    )
    beta2: float = setting(
        0.999, "β₂", Number(0, 0.999999), "Decay rate of the running mean of the squared gradient.", "live"
    )
    alpha: float = setting(
        0.99,
        "α",
        Number(0, 0.999999),
        "Decay rate of the running mean of the squared gradient.",
        "live",
    )
    weight_decay: float = setting(
        0.01,
        "Weight decay",
        Number(0, 1),
        "Each step shrinks the weights by η times this share.",
        "live",
    )
    schedule: str = setting(
        "constant", "Schedule", Choice(SCHEDULES), "How the learning rate η changes over the epochs.", "live"
    )
    schedule_epochs: float = setting(
        50.0,
        "Schedule epochs",
        Number(0, 1_000_000, above_low=True),
        "The schedule's length or period.",
        "live",
    )
    schedule_factor: float = setting(
        0.5,
        "Schedule factor γ",
        Number(0, 1, above_low=True),
        "The factor that multiplies the learning rate η.",
        "live",
    )
    regularization: str = setting(
        "none", "Regularize", Choice(PENALTIES), "A penalty on large weights, added to the loss.", "live"
    )
    regularization_rate: float = setting(
        0.0, "Regularization rate", Number(0, 100), "The strength λ of the penalty.", "live"
    )
    clip: float = setting(
        0.0,
        "Clip gradient at",
        Number(0, 1_000_000),
        "The largest allowed norm of the whole gradient; 0 means no clipping.",
        "live",
    )
    batch_size: int = setting(
        32,
        "Batch size",
        Whole(0, 1_000_000, "full batch"),
        "The number of examples per step (mini-batch); 0 means all training examples.",
    )
    order: str = setting("shuffle", "Order", Choice(ORDERS), "The order in which the examples are used.")
    last_batch: str = setting(
        "keep", "Last batch", Choice(LAST_BATCHES), "What happens to examples that do not fill a batch."
    )
    dtype: str = setting("float64", "Precision", Choice(DTYPES), "The number of digits of the arithmetic.")
    seed: int = setting(
        1, "Seed", SEED, "Determines the initial weights, the order and dropout: same seed, same run."
    )
    epochs: int = setting(
        0,
        "Stop after epochs",
        Whole(0, 10_000_000, "no limit"),
        "Training pauses after this many epochs.",
        "live",
    )
    stop: str = setting("never", "Stop", Choice(STOPS), "The rule that ends training.", "live")
    stop_loss: float = setting(
        0.01,
        "Stop below loss",
        Number(0, 1e12),
        "Training stops when the training loss falls below this value.",
        "live",
    )
    stop_patience: int = setting(
        20,
        "Patience",
        Whole(1, 1_000_000),
        "The number of epochs without improvement before training stops.",
        "live",
    )
    evaluate_every: int = setting(
        1,
        "Evaluate every",
        Whole(1, 1_000_000),
        "The number of epochs between measurements of the training and test loss.",
    )
    frozen: tuple[str, ...] = setting(
        (), "Frozen", Names(pattern=PATTERN, wants="a list of parameters such as W1[2,3], b1[3], W1 or b1"),
        "Weights and biases that keep their values; their gradients remain visible.", "live",
    )  # fmt: skip
    start: Mapping[str, float] = field(default_factory=dict)  # values set by hand, e.g. {"W1[1,2]": 0.5}

    def __post_init__(self) -> None:
        check_settings(self)
        object.__setattr__(self, "layers", _layers(self.layers))
        object.__setattr__(self, "start", _start(self.start))

        _check_part("data", self.data, DataSpec)
        _check_part("output", self.output, Output)

    def __hash__(self) -> int:
        return hash((self.data, self.layers, self.output, self.seed, self.learning_rate, self.loss))

    @property
    def hidden(self) -> str:
        """The hidden layers' sizes as typed, such as `8-8-6`."""
        return "-".join(str(layer.units) for layer in self.layers)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON data that `from_dict` converts back to an equal experiment."""
        return dict(plain(self))

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> "Experiment":
        """Read plain JSON data; missing settings take their defaults.

        Raises: UserError naming what is wrong.
        """
        return read(Experiment, data, "an experiment")

    def but(self, **changes: Any) -> "Experiment":
        """Return a copy with some settings changed.

        Raises: UserError if the result is not valid.
        """
        known = [item.name for item in fields(self)]
        for name in changes:
            if name not in known:
                raise UserError(f"There is no setting {quoted(name)} in an experiment.{nearest(name, known)}")
        return replace(self, **changes)


def _check_part(name: str, value: Any, kind: type) -> None:
    if not isinstance(value, kind):
        raise UserError(
            f"The {name} of an experiment must be {kind.__name__}(...), not {quoted(value)}; "
            "Experiment.from_dict reads plain values."
        )


def _layers(value: Any) -> tuple[Layer, ...]:
    if not isinstance(value, Iterable):
        raise UserError(f"The layers of an experiment must be a list of Layer(...), not {quoted(value)}.")
    layers = tuple(value)
    if len(layers) > MAX_HIDDEN_LAYERS:
        raise UserError(
            f"{len(layers):,} hidden layers are too many; a network can have at most {MAX_HIDDEN_LAYERS}."
        )
    for layer in layers:
        _check_part("layers", layer, Layer)
    return layers


class _InitialWeights(dict[str, float]):
    """Weights that have been checked, so that other edits need not check them again."""


def _start(value: Any) -> dict[str, float]:
    if isinstance(value, _InitialWeights):
        return value
    if not isinstance(value, Mapping):
        raise UserError('Initial weights must be given by name, such as {"W1[1,2]": 0.5}.')
    try:
        checked = ((parse_parameter(name).name, LARGE.check(number)) for name, number in value.items())
        return _InitialWeights(checked)
    except (TypeError, ValueError):
        raise UserError(
            'Initial weights must be finite numbers by parameter name, such as {"W1[1,2]": 0.5, "b1[2]": 0}.'
        ) from None
