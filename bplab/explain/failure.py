"""How a run came to fail: what grew in its last steps, and the step from which it is best continued."""

from typing import NamedTuple

import numpy as np

from bplab.numerals import short
from bplab.training.divergence import Divergence
from bplab.training.history import History

LOOKS_BACK = 200  # steps


class Failure(NamedTuple):
    """The last steps before the first value that is not finite."""

    go_on_from: int  # the step of the lowest batch loss among them
    growth: str  # a sentence; empty if there is nothing to compare


def failure_of(history: History, divergence: Divergence, layer_title: str) -> Failure:
    """Look back at up to 200 steps; `layer_title` names the layer that failed.

    The batch loss of a step, and its gradient, are those of the weights before it.
    """
    first = divergence.step - LOOKS_BACK
    losses = history.steps.read("batch_loss", LOOKS_BACK, first=first)
    if not np.isfinite(losses.mean).any():
        return Failure(0, "")
    lowest = int(losses.x[np.nanargmin(losses.mean)]) - 1
    return Failure(lowest, _growth(history, divergence.layer, lowest + 1, layer_title))


def _growth(history: History, layer: int, first: int, layer_title: str) -> str:
    """Compare the gradient of the layer that failed with what it was."""
    norms = history.steps.read(f"gradient_norm/{layer}", LOOKS_BACK, first=first)
    steps, values = norms.x[np.isfinite(norms.mean)], norms.mean[np.isfinite(norms.mean)]
    if len(values) < 2 or values[-1] <= values[0]:
        return ""
    began, ended = int(steps[0]), int(steps[-1])
    return (
        f"|∂L/∂W| of {layer_title} grew from {short(values[0])} in step {began:,} "
        f"to {short(values[-1])} in step {ended:,}."
    )
