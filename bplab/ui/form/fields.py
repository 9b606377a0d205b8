"""The table of the form: which settings it shows, how, and when each applies."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from bplab.experiment.spec import Experiment
from bplab.ui.controls.options import Option
from bplab.ui.controls.scales import BatchScale, DecadeScale, Even, Scale
from bplab.ui.form import conditions as when
from bplab.ui.form import wording

Section = Literal["data", "training", "more data", "more training"]


def always(_spec: Experiment) -> bool:
    """It applies to every experiment."""
    return True


def free(_spec: Experiment) -> str:
    """It can always be changed."""
    return ""


@dataclass(frozen=True)
class FormRow:
    """One setting in the form; everything not given here comes from its declaration.

    A scale makes it a slider; beside is a second setting in the same row; dice adds a "New" button that draws
    a whole number. shown hides the row, why disables it with a reason.
    """

    path: str
    section: Section
    label: str | Callable[[Experiment], str] = ""
    scale: Scale | None = None
    text: Callable[[Any, Experiment], str] = wording.plain_number
    shown: Callable[[Experiment], bool] = always
    why: Callable[[Experiment], str] = free
    options: Callable[[Experiment], tuple[Option, ...]] | None = None
    beside: "FormRow | None" = None
    dice: bool = False


def _used(field: str) -> FormRow:
    return FormRow(field, "more training", shown=partial(when.uses, field))


def _stops_at(rule: str, field: str) -> FormRow:
    return FormRow(field, "more training", shown=lambda spec: spec.stop == rule)


ROWS: tuple[FormRow, ...] = (
    FormRow("data.formula", "data", text=wording.as_typed, shown=when.has_formula),
    FormRow("data.noise", "data", scale=Even(0, 50, 1), text=wording.noise_text, why=when.why_no_noise),
    FormRow(
        "data.train_percent",
        "data",
        label=wording.split_label,
        scale=Even(10, 90, 5),
        text=wording.split_text,
        why=when.why_no_share,
    ),
    FormRow("batch_size", "data", scale=BatchScale(128), text=wording.batch_text),
    FormRow("loss", "training", options=when.loss_options),
    FormRow("optimizer", "training"),
    FormRow("learning_rate", "training", scale=DecadeScale(-4, 1)),
    FormRow(
        "regularization",
        "training",
        beside=FormRow("regularization_rate", "training", why=when.why_no_rate),
    ),
    FormRow("seed", "training", dice=True),
    FormRow("data.points", "more data", why=when.why_no_size),
    FormRow("data.validation_percent", "more data", label="Validation %", why=when.why_no_split),
    FormRow(
        "data.features", "more data", label="Inputs", text=wording.features_text, why=when.why_no_features
    ),
    FormRow("data.standardize", "more data"),
    FormRow("data.scale_targets", "more data", why=when.why_no_target_scaling),
    FormRow("data.stratify", "more data", shown=when.has_split),
    FormRow("data.seed", "more data", dice=True),
    _used("momentum"),
    _used("beta1"),
    _used("beta2"),
    _used("alpha"),
    _used("weight_decay"),
    FormRow("schedule", "more training"),
    _used("schedule_epochs"),
    _used("schedule_factor"),
    FormRow("layers.*.dropout", "more training", why=when.why_no_dropout),
    FormRow("clip", "more training"),
    FormRow("skip", "more training", why=when.why_no_skip),
    FormRow("reduction", "more training", label="Reduction"),
    FormRow("order", "more training"),
    FormRow("last_batch", "more training"),
    FormRow("dtype", "more training"),
    FormRow("stop", "more training"),
    _stops_at("loss_below", "stop_loss"),
    _stops_at("no_progress", "stop_patience"),
    FormRow("epochs", "more training"),
    FormRow("evaluate_every", "more training"),
)
