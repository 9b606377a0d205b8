"""Which settings apply to an experiment, and why others cannot be changed now."""

from dataclasses import replace
from functools import cache

from bplab.errors import UserError
from bplab.experiment.edits import output_for
from bplab.experiment.spec import Experiment
from bplab.nn.codings import Kind, coding
from bplab.nn.losses import LOSSES
from bplab.nn.optimizers import OPTIMIZERS
from bplab.nn.schedules import SCHEDULES
from bplab.ui.controls.options import Option, options_of

SHORT = {  # short titles that fit into a field of the sidebar; the open list has the full titles
    "binary_cross_entropy": "Cross-entropy",
    "categorical_cross_entropy": "Cross-entropy",
    "mae": "Mean absolute",
    "momentum": "SGD + momentum",
    "nesterov": "SGD + Nesterov",
    "shuffle": "Shuffled",
}


def why_no_noise(spec: Experiment) -> str:
    """Say why noise does not apply, or return an empty text."""
    row = spec.data.row
    return "" if row.noise else f"{row.title} is a fixed data set, without noise."


def why_no_size(spec: Experiment) -> str:
    """Say why the number of examples cannot be chosen, or return an empty text."""
    row = spec.data.row
    return f"{row.title} always has {row.points:,} examples." if row.fixed else ""


def why_no_split(spec: Experiment) -> str:
    """Say why there is no test part, or return an empty text."""
    row = spec.data.row
    return "" if row.split else f"{row.title} has so few examples that all of them are used for training."


def why_no_share(spec: Experiment) -> str:
    """Say why the share of the test part cannot be chosen, or return an empty text."""
    given = f"{spec.data.row.title} has test examples of its own."
    return given if spec.data.test_rows else why_no_split(spec)


def why_no_features(spec: Experiment) -> str:
    """Say why input features cannot be chosen, or return an empty text."""
    row = spec.data.row
    return "" if row.planar else f"{row.title} is not a 2-D data set: its inputs are used unchanged."


def why_no_target_scaling(spec: Experiment) -> str:
    """Say why targets cannot be scaled, or return an empty text."""
    return "" if spec.data.facts.kind == "regression" else "Only targets that are numbers can be scaled."


def why_no_rate(spec: Experiment) -> str:
    """Say why the regularization rate has no effect, or return an empty text."""
    return "Choose L1 or L2 first." if spec.regularization == "none" else ""


def why_no_dropout(spec: Experiment) -> str:
    """Say why dropout has no effect, or return an empty text."""
    return "" if spec.layers else "Dropout acts on hidden layers, but there are none."


def why_no_skip(spec: Experiment) -> str:
    """Say why a skip link has no effect, or return an empty text."""
    return "" if spec.layers else "The link skips hidden layers, but there are none."


def has_split(spec: Experiment) -> bool:
    """Whether the data are split into parts."""
    return spec.data.row.split


def has_formula(spec: Experiment) -> bool:
    """Whether the data are a user-defined curve."""
    return spec.data.row.with_formula is not None


def uses(field: str, spec: Experiment) -> bool:
    """Whether the chosen optimizer or schedule uses a setting."""
    return field in OPTIMIZERS[spec.optimizer].uses or field in SCHEDULES[spec.schedule].uses


def loss_options(spec: Experiment) -> tuple[Option, ...]:
    """All losses; those that do not fit the data say why."""
    return _loss_options(spec.output.activation, spec.data.facts.kind)


@cache  # few pairs, and every edit asks
def _loss_options(activation: str, kind: Kind) -> tuple[Option, ...]:
    return tuple(
        replace(option, why=_misfit(option.value, activation, kind))
        for option in options_of(LOSSES, short=SHORT)
    )


def _misfit(loss: str, activation: str, kind: Kind) -> str:
    try:
        coding(loss, output_for(loss, activation), kind)
    except UserError as error:
        return str(error)
    return ""
