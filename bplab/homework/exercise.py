"""An exercise: the arrays of a net's next step, for someone who is to compute its gradients."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.errors import UserError
from bplab.training.step import StepInput

MOST_EXAMPLES = 1000


def exercise(point: StepInput) -> dict[str, NDArray[Any]]:
    """X, T, W1, b1, ... of the next step, and in words what the arrays do not tell; no gradients.

    Of a larger batch, the first MOST_EXAMPLES examples.
    Raises: UserError for a network that is not a plain chain of layers.
    """
    build, spec, batch = point.build, point.spec, point.batch[:MOST_EXAMPLES]
    if spec.skip and spec.layers:
        raise UserError(
            "An exercise is of layers one after the other; switch off the link from input to output."
        )
    if any(layer.groups for layer in build.shape.layers):
        raise UserError("An exercise is of fully connected layers; remove the groups of this network.")
    arrays: dict[str, NDArray[Any]] = {"X": build.prepared.X[batch], "T": build.targets[batch]}
    for number, (W, b) in enumerate(build.layout.weights(point.parameters), 1):
        arrays[f"W{number}"], arrays[f"b{number}"] = W.copy(), b.copy()
    arrays["activations"] = np.array([layer.activation for layer in build.shape.layers])
    arrays["loss"], arrays["reduction"] = np.array(spec.loss), np.array(spec.reduction)
    if spec.regularization == "l2" and spec.regularization_rate:
        arrays["l2"] = np.array(spec.regularization_rate)
    return arrays
