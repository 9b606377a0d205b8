"""Experiments with data of one's own: how they refer to it, and what suits it."""

from dataclasses import replace

from bplab.data.own import OWN, OwnData, missing
from bplab.errors import UserError, quoted
from bplab.experiment.edits import with_data
from bplab.experiment.parts import OwnName
from bplab.experiment.spec import DataSpec, Experiment, Layer

MANY_INPUTS = 16
FEW_UNITS, MANY_UNITS = 8, 32


def name_of(own: OwnData) -> OwnName:
    """How an experiment refers to the data."""
    return OwnName(own.name, own.digest, own.known)


def bound(spec: Experiment, own: OwnData | None) -> Experiment:
    """The same experiment, knowing its own data's columns; any other is returned as it is.

    Raises: UserError if it refers to data that is not the given one.
    """
    named = spec.data.own
    if named is None:
        return spec
    if own is None or own.digest != named.digest:
        raise missing(named.title)
    if named.known is not None:
        return spec
    return replace(spec, data=replace(spec.data, own=name_of(own)))


def with_own_data(spec: Experiment, own: OwnData) -> Experiment:
    """Choose data of one's own; loss and output activation suit its task.

    An experiment that refers to this data stays as it is; of one whose data is not at hand, the rest is kept.
    """
    named = spec.data.own
    if named is not None and named.digest == own.digest:
        return bound(spec, own)
    if named is not None and named.known is None:
        spec = replace(spec, data=replace(spec.data, name=DataSpec().name, own=None))
    return with_data(spec, replace(spec.data, name=OWN, own=name_of(own), playground_seed=""))


def experiment_for(own: OwnData) -> Experiment:
    """An experiment to begin with: one hidden layer, with more neurons for many inputs.

    Raises: UserError if it is given something else than data of one's own.
    """
    if not isinstance(own, OwnData):
        raise UserError(f"experiment_for takes what bplab.dataset and its like return, not {quoted(own)}.")
    units = MANY_UNITS if len(own.dataset.input_names) >= MANY_INPUTS else FEW_UNITS
    return with_own_data(Experiment(layers=(Layer(units),), learning_rate=0.1), own)
