"""An exercise: the arrays of the next step, for someone who is to compute its gradients."""

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.errors import UserError
from bplab.export.source import Source
from bplab.training.checkpoint import next_step

MOST_EXAMPLES = 1000


def exercise_npz(source: Source) -> bytes:
    """X, T, W1, b1, ... of the next step, and in words what the arrays do not tell; no gradients.

    Of a larger batch, the first MOST_EXAMPLES examples.
    Raises: UserError for a network that is not a plain chain of layers.
    """
    build, spec = source.build, source.spec
    if spec.skip and spec.layers:
        raise UserError(
            "An exercise is of layers one after the other; switch off the link from input to output."
        )
    if any(layer.groups for layer in build.shape.layers):
        raise UserError("An exercise is of fully connected layers; remove the groups of this network.")
    batch = next_step(build, spec, source.now).batch[:MOST_EXAMPLES]
    arrays: dict[str, NDArray[Any]] = {
        "X": build.prepared.X[batch],
        "T": build.targets[batch],
        **source.layers(source.now.parameters),
        "activations": np.array([layer.activation for layer in build.shape.layers]),
        "loss": np.array(spec.loss),
        "reduction": np.array(spec.reduction),
    }
    if spec.regularization == "l2" and spec.regularization_rate:
        arrays["l2"] = np.array(spec.regularization_rate)
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()
