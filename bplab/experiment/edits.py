"""Edits of an experiment as pure functions that return a new, consistent experiment."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from bplab.data.datasets import DATASETS
from bplab.data.replay import MAKERS as PLAYGROUND_SETS
from bplab.errors import UserError, cut, quoted
from bplab.experiment.paths import meant
from bplab.experiment.settings import setting_of, settings_of
from bplab.experiment.shape import frame_of
from bplab.experiment.spec import MAX_HIDDEN_LAYERS, DataSpec, Experiment, Layer, Output
from bplab.nn.initializers import INITIALIZERS
from bplab.nn.losses import LOSSES

FAMILY_TREES = "family_trees"
LONGEST_PATH = 60  # characters of a path quoted in a message
S = TypeVar("S", bound=DataSpec | Layer | Output | Experiment)


def with_layers(spec: Experiment, layers: Iterable[Layer]) -> Experiment:
    """Replace the hidden layers.

    Groups, frozen parameters and initial weights refer to the old structure; they are dropped.
    """
    plain = tuple(replace(layer, groups=()) for layer in layers)
    return replace(spec, layers=plain, output=replace(spec.output, groups=()), start={}, frozen=())


def resize(spec: Experiment, layer: int, units: int) -> Experiment:
    """Set the number of neurons of hidden layer `layer` (from 0).

    Raises: UserError if it is out of bounds.
    """
    layers = list(spec.layers)
    layers[layer] = replace(layers[layer], units=units, groups=())
    return with_layers(spec, layers)


def insert_layer(spec: Experiment, at: int) -> Experiment:
    """Insert a copy of the layer before position `at` (or of the first one).

    Raises: UserError if there are too many layers.
    """
    if len(spec.layers) >= MAX_HIDDEN_LAYERS:
        raise UserError(f"A network can have at most {MAX_HIDDEN_LAYERS} hidden layers; remove one first.")
    copied = spec.layers[max(at - 1, 0)] if spec.layers else Layer()
    return with_layers(spec, (*spec.layers[:at], copied, *spec.layers[at:]))


def remove_layer(spec: Experiment, layer: int) -> Experiment:
    """Remove hidden layer `layer` (from 0)."""
    return with_layers(spec, (*spec.layers[:layer], *spec.layers[layer + 1 :]))


def move_layer(spec: Experiment, layer: int, to: int) -> Experiment:
    """Move hidden layer `layer` so that it becomes number `to` (both from 0)."""
    layers = list(spec.layers)
    layers.insert(to, layers.pop(layer))
    return with_layers(spec, layers)


def with_hidden(spec: Experiment, text: str) -> Experiment:
    """Resize all hidden layers from text such as `8-8-6` (empty: none).

    Raises: UserError if it is no such text.
    """
    if not re.fullmatch(r"\s*(\d{1,6}(\s*[-,\s]\s*\d{1,6})*)?\s*", text):
        raise UserError(
            f"Type hidden layers as numbers separated by dashes, such as 8-8-6, not {quoted(text)}."
        )
    sizes = [int(size) for size in re.findall(r"\d+", text)]
    last = spec.layers[-1] if spec.layers else Layer()
    kept = [*spec.layers[: len(sizes)], *[last] * (len(sizes) - len(spec.layers))]
    return with_layers(spec, (replace(layer, units=units) for layer, units in zip(kept, sizes, strict=True)))


def with_layer_value(spec: Experiment, layer: int, name: str, value: Any) -> Experiment:
    """Set one value of a layer (from 0; the one after the hidden layers is the output layer).

    A new initializer sets its default gain; a new output activation may change the loss.
    """
    if layer == len(spec.layers):
        return settled(fitting_output(replace(spec, output=with_field(spec.output, name, value))))
    layers = list(spec.layers)
    layers[layer] = with_field(layers[layer], name, value)
    return settled(replace(spec, layers=tuple(layers)))


def with_field(part: S, name: str, value: Any) -> S:
    """Set one value of a part; a new initializer sets its default gain."""
    changed = replace(part, **{name: value})
    if name == "init" and isinstance(changed, Layer | Output):
        return replace(changed, gain=INITIALIZERS[changed.init].gain)
    return changed


def with_dataset(spec: Experiment, name: str) -> Experiment:
    """Choose another data set; loss and output activation change if they do not fit it.

    So does scaling, unless it was changed from the old set's default. Family trees set their network.
    """
    replayed = spec.data.playground_seed if name in PLAYGROUND_SETS else ""
    return with_data(spec, replace(spec.data, name=name, own=None, playground_seed=replayed))


def with_data(spec: Experiment, data: DataSpec) -> Experiment:
    """Choose other data, as in `with_dataset`."""
    if spec.data.standardize == spec.data.row.standardize:
        data = replace(data, standardize=data.row.standardize)
    if spec.data.scale_targets == spec.data.scales_targets:
        data = replace(data, scale_targets=data.scales_targets)
    changed = replace(spec, data=data, start={}, frozen=())
    if data.name == FAMILY_TREES:
        return _for_family_trees(changed)
    is_similar = spec.data.name != FAMILY_TREES and (data.own is None or spec.data.own is not None)
    if data.facts.kind == spec.data.facts.kind and is_similar:
        return settled(changed)
    loss, output = {
        "binary": ("binary_cross_entropy", "sigmoid"),
        "multiclass": ("categorical_cross_entropy", "softmax"),
        "regression": ("half_squared", "identity"),
    }[data.facts.kind]
    return settled(replace(changed, loss=loss, output=replace(spec.output, activation=output)))


def _for_family_trees(spec: Experiment) -> Experiment:
    """Hinton's network of 1986: people and relationships each feed six neurons of their own."""
    first = replace(spec.layers[0] if spec.layers else Layer(), units=12, groups=((24, 6), (12, 6)))
    output = replace(spec.output, activation="sigmoid")
    return settled(replace(spec, layers=(first, *spec.layers[1:]), output=output, loss="half_squared"))


def with_loss(spec: Experiment, loss: str) -> Experiment:
    """Choose another loss; the output activation changes if the loss does not allow it."""
    activation = output_for(loss, spec.output.activation)
    if activation != spec.output.activation:
        return settled(replace(spec, loss=loss, output=replace(spec.output, activation=activation)))
    return replace(spec, loss=loss)


def output_for(loss: str, activation: str) -> str:
    """The output activation that goes with a loss: the same, if the loss allows it."""
    allowed = LOSSES[loss].outputs
    return activation if allowed is None or activation in allowed else min(allowed)


def fitting_output(spec: Experiment) -> Experiment:
    """After the output activation has changed, replace a loss that does not fit it."""
    allowed = LOSSES[spec.loss].outputs
    if allowed is None or spec.output.activation in allowed:
        return spec
    kind = spec.data.facts.kind
    matching = {"sigmoid": "binary_cross_entropy", "softmax": "categorical_cross_entropy"}
    loss = matching.get(spec.output.activation, "half_squared") if kind != "regression" else "half_squared"
    return replace(spec, loss=loss)


def settled(spec: Experiment) -> Experiment:
    """Drop groups that no longer cover a layer, and parameters that no longer exist."""
    frame = frame_of(spec)
    layers = tuple(
        layer if frame.fits(number, layer.groups) else replace(layer, groups=())
        for number, layer in enumerate(spec.layers)
    )
    fits = frame.fits(len(layers), spec.output.groups)
    return replace(
        spec,
        layers=layers,
        output=spec.output if fits else replace(spec.output, groups=()),
        frozen=tuple(name for name in spec.frozen if frame.has(name)),
        start={name: value for name, value in spec.start.items() if frame.has(name)},
    )


def set_field(spec: Experiment, path: str, text: str) -> Experiment:
    """Set a setting given as text by its dotted path: `learning_rate`, `data.noise`, `layers.0.units`, ...

    `layers.*.activation` sets all hidden layers, `hidden=8-8-6` resizes them; `output.init` and the like set
    the output layer; `start.W1[1,2]=0.5` sets an initial weight. Groups, and all initial weights at once, are
    written as in the JSON. Layers count from 0, as there; a new initializer sets its default gain.

    Raises: UserError if the path or the value is not valid.
    """
    head, *rest = path.strip().split(".")
    if path == "hidden":
        return with_hidden(spec, text)
    if path == "data.name" and text in DATASETS:
        return with_dataset(spec, text)
    if head == "start" and len(rest) <= 1:
        return replace(spec, start=_starting_values(spec, rest, text, path))
    if head in ("data", "output") and len(rest) == 1:
        return replace(spec, **{head: _replaced(getattr(spec, head), rest[0], text, path)})
    if head == "layers" and len(rest) == 2:
        return _set_layers(spec, rest[0], rest[1], text, path)
    return _replaced(spec, head if not rest else path, text, path)


def _set_layers(spec: Experiment, which: str, name: str, text: str, path: str) -> Experiment:
    numbers = range(len(spec.layers))
    if which != "*" and which not in map(str, numbers):
        raise UserError(
            f"There is no hidden layer {quoted(which)} for {cut(path, LONGEST_PATH)}; there are "
            f"{len(spec.layers)}, counted from 0."
        )
    chosen = set(numbers) if which == "*" else {int(which)}
    layers = [
        _replaced(layer, name, text, path) if number in chosen else layer
        for number, layer in zip(numbers, spec.layers, strict=True)
    ]
    return replace(spec, layers=tuple(layers))


def _replaced(part: S, name: str, text: str, path: str) -> S:
    if name == "groups" and isinstance(part, Layer | Output):
        return with_field(part, name, _json(text, path, "[[24, 6], [12, 6]]"))
    names = [known for known, _ in settings_of(part)]
    if name not in names:
        raise UserError(f"There is no setting {quoted(path)}.{meant(path, names)}")
    declared = setting_of(part, name)
    try:
        value = declared.rule.parse(text)
    except ValueError:
        raise UserError(
            f"{declared.title} ({path}) must be {declared.rule.wants}, not {quoted(text)}."
        ) from None
    return with_field(part, name, value)


def _json(text: str, path: str, example: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise UserError(f"{path} is written as JSON, such as {example}, not {quoted(text)}.") from None


def _starting_values(spec: Experiment, names: list[str], text: str, path: str) -> Any:
    """Replace all initial weights, or set a single one."""
    if not names:
        return _json(text, path, '{"W1[1,2]": 0.5}')
    return {**spec.start, names[0]: _number(text, path)}


def _number(text: str, path: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UserError(f"{cut(path, LONGEST_PATH)} must be a number, not {quoted(text)}.") from None
