"""Reads and changes a setting by its path: `learning_rate`, `data.noise`, `layers.*.dropout`."""

from dataclasses import replace
from typing import Any

from bplab.experiment.edits import with_dataset, with_loss
from bplab.experiment.settings import Setting, setting_of
from bplab.experiment.spec import DataSpec, Experiment, Layer

USUAL_RATE = 0.001  # rate of a newly chosen penalty while its rate is zero, which would have no effect


def declared(path: str) -> Setting:
    """The declaration of a setting."""
    head, _, name = path.rpartition(".")
    return setting_of({"": Experiment, "data": DataSpec, "layers.*": Layer}[head], name)


def value_of(spec: Experiment, path: str) -> Any:
    """The value of a setting; for all hidden layers together, None if they differ or there are none."""
    head, _, name = path.rpartition(".")
    if head == "layers.*":
        values = {getattr(layer, name) for layer in spec.layers}
        return values.pop() if len(values) == 1 else None
    return getattr(spec.data if head == "data" else spec, name)


def with_value(spec: Experiment, path: str, value: Any) -> Experiment:
    """Change a setting together with everything that depends on it.

    Raises: UserError if the settings would not be consistent.
    """
    head, _, name = path.rpartition(".")
    if path == "data.name":
        return with_dataset(spec, value)
    if path == "loss":
        return with_loss(spec, value)
    if path == "regularization" and value != "none" and spec.regularization_rate == 0:
        return spec.but(regularization=value, regularization_rate=USUAL_RATE)
    if head == "data":
        return spec.but(data=replace(spec.data, **{name: value}))
    if head == "layers.*":
        return spec.but(layers=tuple(replace(layer, **{name: value}) for layer in spec.layers))
    return spec.but(**{name: value})
