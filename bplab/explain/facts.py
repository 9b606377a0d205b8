"""The numbers of a chain as plain data."""

from math import isfinite
from typing import Any

from bplab.explain.chain import Chain
from bplab.explain.updates import Update


def facts_of(chain: Chain) -> dict[str, Any]:
    """Return plain JSON data; values that are not finite become None.

    Units: example counts from 1, batch holds rows of the data set from 0; contributions are δ a of each
    example.
    """
    trace, start, update = chain.trace, chain.trace.start, Update(chain.trace, chain.parameter)
    return {
        "parameter": chain.parameter.name,
        "step": start.step,
        "epoch": start.epoch,
        "batch": start.batch.tolist(),
        "example": chain.example + 1,
        "value": _finite(update.old.value),
        "loss": _finite(trace.loss),
        "gradient": _finite(update.of(trace.gradients)),
        "penalty_gradient": _finite(update.of(trace.penalty_gradients)),
        "used_gradient": _finite(update.used.value),
        "learning_rate": start.learning_rate,
        "update": _finite(update.of(trace.updates)),
        "new_value": _finite(update.of(trace.parameters)),
        "frozen": update.is_frozen,
        "contributions": [_finite(value) for value in chain.contributions.tolist()],
        "delta": _finite(chain.delta),
        "activation": _finite(chain.activation),
        "example_loss": _finite(float(trace.losses[chain.example])),
    }


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None
