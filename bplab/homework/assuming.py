"""What homework is checked as: what its file says, else the open experiment, else what fits its targets."""

from collections.abc import Collection
from typing import Any, NamedTuple

import numpy as np

from bplab.errors import UserError, quoted
from bplab.experiment.parts import HIDDEN_ACTIVATIONS
from bplab.experiment.shape import frame_of
from bplab.experiment.spec import Experiment
from bplab.homework.reading import Homework
from bplab.homework.recipe import CheckedAs
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.losses import LOSSES, REDUCTIONS

NOT_SAID = "the file does not say"


class Assumed(NamedTuple):
    """What homework is checked as, and where that comes from."""

    checked: CheckedAs
    source: str


def checked_as(homework: Homework, spec: Experiment | None, source: str = "") -> Assumed:
    """Find out as what to check; `source` says where the experiment is from.

    Raises: UserError if the file names something that the lab does not have.
    """
    fits = spec is not None and _fits(homework, spec)
    found = _like(homework, spec) if spec is not None and fits else _usual(homework)
    said = {name: value for name, value in homework.says.items() if value is not None}
    if not said:
        return Assumed(found, f"{source if fits else 'the usual for these targets'}; {NOT_SAID}")
    rate = said.get("l2", found.l2)
    if not isinstance(rate, int | float) or not 0 <= rate < np.inf:
        raise UserError(f"The file says l2 = {quoted(rate)}; it must be a number, 0 or more.")
    checked = CheckedAs(
        _activations(said, found.activations),
        _known("loss", said.get("loss", found.loss), LOSSES),
        _known("reduction", said.get("reduction", found.reduction), REDUCTIONS),
        float(rate),
    )
    whole = {"activations", "loss", "reduction"} <= set(said)
    return Assumed(checked, "as the file says" if whole else "partly as the file says")


def _like(homework: Homework, spec: Experiment) -> CheckedAs:
    """The open experiment's settings; with another number of layers, all hidden ones are as its first."""
    hidden = [layer.activation for layer in spec.layers] or ["tanh"]
    wanted = len(homework.weights) - 1
    chosen = hidden if len(hidden) == wanted else [hidden[0]] * wanted
    rate = spec.regularization_rate if spec.regularization == "l2" else 0.0
    return CheckedAs((*chosen, spec.output.activation), spec.loss, spec.reduction, rate)


def _fits(homework: Homework, spec: Experiment) -> bool:
    """Whether the experiment's loss can compare the outputs with these targets."""
    T, outputs = homework.T, homework.sizes[-1]
    if (outputs > 1) != (frame_of(spec).sizes[-1] > 1):
        return False
    if spec.loss == "categorical_cross_entropy" or spec.output.activation == "softmax":
        return outputs > 1
    return spec.loss != "binary_cross_entropy" or bool(((T >= 0) & (T <= 1)).all())


def _usual(homework: Homework) -> CheckedAs:
    """Cross-entropy for classes, half the squared error for numbers."""
    T, hidden = homework.T, ("tanh",) * (len(homework.weights) - 1)
    yes_no = bool(np.isin(T, (0, 1)).all())
    if yes_no and T.shape[1] > 1 and bool((T.sum(axis=1) == 1).all()):
        return CheckedAs((*hidden, "softmax"), "categorical_cross_entropy")
    if yes_no:
        return CheckedAs((*hidden, "sigmoid"), "binary_cross_entropy")
    return CheckedAs((*hidden, "identity"), "half_squared")


def _activations(said: dict[str, Any], usual: tuple[str, ...]) -> tuple[str, ...]:
    names = said.get("activations", list(usual))
    names = [names] if isinstance(names, str) else names
    if len(names) != len(usual):
        raise UserError(
            f"The file names {len(names):,} activation{'s' if len(names) != 1 else ''} for {len(usual):,} "
            f"layer{'s' if len(usual) != 1 else ''}; it needs one per layer, the output layer's last."
        )
    hidden = [_known("activation", name, HIDDEN_ACTIVATIONS) for name in names[:-1]]
    return (*hidden, _known("activation", names[-1], ACTIVATIONS))


def _known(what: str, name: Any, known: Collection[str]) -> str:
    if not isinstance(name, str) or name not in known:
        raise UserError(f"The file names the {what} {quoted(name)}; choose one of {', '.join(known)}.")
    return name
