"""Writes an experiment as a TensorFlow Playground link if the Playground can express it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bplab.errors import UserError
from bplab.experiment.choices import ORDERS
from bplab.experiment.link_keys import (
    ACTIVATIONS,
    CLASSIFICATION,
    HIDE,
    INPUTS,
    KEYS,
    PREFIX,
    REGRESSION,
    REGULARIZATIONS,
    as_in_a_hash,
)
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.nn.activations import ACTIVATIONS as OUR_ACTIVATIONS
from bplab.nn.losses import LOSSES
from bplab.nn.optimizers import OPTIMIZERS
from bplab.nn.penalties import PENALTIES

Words = Iterator[str]
LONGEST_LIST = 2000  # settings that the Playground lacks are listed; none of this text was typed by the user
NONE = ("regularization", "none")  # keys that the Playground does not write


def format_link(spec: Experiment, kept: Mapping[str, str] | None = None) -> tuple[str, tuple[str, ...]]:
    """Write the Playground's keys in its order; `kept` holds the parts of a `Link` besides its experiment.

    Returns the link, and notes on what will differ in the Playground.
    Raises: UserError naming everything that the Playground cannot express.
    """
    reasons = list(_obstacles(spec))
    if reasons:
        raise UserError(
            "A Playground link cannot express this experiment. It has "
            + "; ".join(reasons)
            + ". Change that to copy it as a link.",
            longest=LONGEST_LIST,
        )
    kept = kept or {}
    values = {key: row.default for key, row in KEYS.items() if row.default is not None}
    values |= {key: kept[key] for key in KEYS if key in kept} | _values(spec)
    hides = {name: value for name, value in kept.items() if name.endswith(HIDE)}
    shown = [key for key, feature in INPUTS.items() if feature in spec.data.features]
    conflicts = [key + HIDE for key in shown if hides.get(key + HIDE) == "true"]
    pairs = [(key, values[key]) for key in KEYS if key in values and (key, values[key]) != NONE]
    pairs += [(name, value) for name, value in hides.items() if name not in conflicts]
    link = PREFIX + "&".join(f"{name}={_text(value)}" for name, value in pairs)
    return link, tuple(_notes(spec, conflicts))


def _values(spec: Experiment) -> dict[str, Any]:
    """The values of the keys that follow from the experiment."""
    data, regression = spec.data, spec.data.name in REGRESSION.values()
    first = spec.output.init == "zeros"
    words = {ours: word for word, ours in {**CLASSIFICATION, **REGRESSION}.items()}
    values = {
        "batchSize": spec.batch_size or _train_count(spec),
        "regDataset" if regression else "dataset": words[data.name],
        "learningRate": spec.learning_rate,
        "regularizationRate": spec.regularization_rate,
        "noise": data.noise,
        "networkShape": ",".join(str(layer.units) for layer in spec.layers),
        "seed": data.playground_seed or str(data.seed),
        "percTrainData": data.train_percent,
        "problem": "regression" if regression else "classification",
        "initZero": first,
    }
    values |= {key: feature in data.features for key, feature in INPUTS.items()}
    penalty = next(word for word, ours in REGULARIZATIONS.items() if ours == spec.regularization)
    if spec.layers:
        ours = spec.layers[0].activation
        values["activation"] = next(word for word, known in ACTIVATIONS.items() if known == ours)
    return values | {"regularization": penalty}


def _text(value: Any) -> str:
    """Write a value as JavaScript does."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        number = f"{value:g}" if float(f"{value:g}") == value else repr(value)
        return format(Decimal(number), "f") if 1e-6 <= value < 1e21 else number
    return str(value)


def _train_count(spec: Experiment) -> int:
    return spec.data.points * spec.data.train_percent // 100


def _notes(spec: Experiment, conflicts: list[str]) -> Words:
    if not spec.data.playground_seed:
        yield (
            "The Playground draws its own points, split and initial weights, which differ from those here: "
            "set a Playground seed to use the same here."
        )
    if spec.epochs or spec.stop != "never":
        yield "The Playground trains until it is paused: the rule for stopping is left out."
    if conflicts:
        yield f"Left out, because they would remove an input: {', '.join(conflicts)}."


def _obstacles(spec: Experiment) -> Words:
    """List what the Playground cannot express, to be read after "It has"."""
    yield from _in_data(spec.data)
    yield from _in_layers(spec)
    yield from _in_training(spec)


def _in_data(data: DataSpec) -> Words:
    regression = data.name in REGRESSION.values()
    if data.own is not None:
        yield f"your own data {data.own.title}, which a link cannot carry"
        return
    if not regression and data.name not in CLASSIFICATION.values():
        yield f"the data set {data.row.title}, which the Playground lacks"
        return
    points = 1200 if regression else 500
    if data.points != points:
        yield f"{data.points:,} points, where the Playground always draws {points:,}"
    if data.validation_percent:
        yield "a validation part"
    if data.stratify and not regression:
        yield "a stratified split"
    if data.standardize:
        yield "standardized inputs"
    if data.scale_targets and regression:
        yield "scaled targets"
    if data.features != tuple(feature for feature in INPUTS.values() if feature in data.features):
        yield f"inputs in another order than {', '.join(INPUTS.values())}"
    if as_in_a_hash(data.playground_seed) != data.playground_seed or set("&=") & set(data.playground_seed):
        yield "a Playground seed with characters that a link cannot carry"


def _in_layers(spec: Experiment) -> Words:
    parts: tuple[Layer | Output, ...] = (*spec.layers, spec.output)
    activations = {layer.activation for layer in spec.layers}
    odd = sorted(activations - set(ACTIVATIONS.values()))
    if odd:
        yield f"{OUR_ACTIVATIONS[odd[0]].title} in hidden layers, which the Playground lacks"
    elif len(activations) > 1:
        yield "different activations in its hidden layers"
    output = "identity" if spec.data.name in REGRESSION.values() else "tanh"
    if spec.output.activation != output:
        ours = OUR_ACTIVATIONS[spec.output.activation].title
        yield f"{ours} at the output, where the Playground has {output}"
    zero = all((part.init, part.bias) == ("zeros", 0.0) for part in parts)
    usual = all((part.init, part.gain, part.bias) == ("uniform", 0.5, 0.1) for part in parts)
    if not zero and not usual:
        yield "other initial weights than uniform with range 0.5 and bias 0.1, or zeros with bias 0"
    if any(part.groups for part in parts) or spec.skip:
        yield "grouped layers or a link from input to output"
    if any(layer.dropout for layer in spec.layers):
        yield "dropout"
    if spec.start or spec.frozen:
        yield "frozen weights or weights set by hand"


def _in_training(spec: Experiment) -> Words:
    if spec.loss != "half_squared" or spec.reduction != "mean":
        loss = f"{LOSSES[spec.loss].title} ({spec.reduction})"
        yield f"the loss {loss}, where the Playground has half squared error (mean)"
    if spec.optimizer != "sgd":
        yield f"the optimizer {OPTIMIZERS[spec.optimizer].title}, where the Playground has SGD"
    if spec.schedule != "constant":
        yield "a schedule of the learning rate"
    if spec.regularization not in REGULARIZATIONS.values():
        penalty = PENALTIES[spec.regularization].title
        yield f"the penalty {penalty}, where the Playground has L1 with pruning and L2"
    if spec.clip:
        yield "gradient clipping"
    if spec.order != "fixed":
        yield f"the order {ORDERS[spec.order].title.lower()}, where the Playground's is fixed"
    count = _train_count(spec)
    size = spec.batch_size or count
    if spec.last_batch != "carry" and 0 < size < count and count % size:
        yield "a last batch that is not carried into the next epoch"
    if size > count and spec.last_batch != "carry":
        yield f"a batch of {size}, which in the Playground would never fill"
    if spec.dtype != "float64":
        yield "single precision"
