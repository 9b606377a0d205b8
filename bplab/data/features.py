"""Input features: the functions of a point (x, y) that the network receives."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bplab.arrays import Floats
from bplab.errors import UserError, quoted


@dataclass(frozen=True)
class Feature:
    """One input feature."""

    name: str
    title: str
    help: str
    f: Callable[[Floats, Floats], Floats]


def expand(points: Floats, names: tuple[str, ...]) -> Floats:
    """Compute the named features of 2-D points, one column per feature, in the order of the names.

    Shapes: points (n, 2) -> (n, len(names)).
    Raises: UserError for an unknown feature, one named twice, or none at all.
    """
    check_features(names)
    x, y = points[:, 0], points[:, 1]
    return np.stack([FEATURES[name].f(x, y) for name in names], axis=1)  # (n, len(names))


def check_features(names: tuple[str, ...]) -> None:
    """Check that a choice of features can be the input of a network.

    Raises: UserError for an unknown feature, one named twice, or none at all.
    """
    if not names:
        raise UserError("The network needs at least one input: choose a feature, such as x.")
    for name in names:
        if name not in FEATURES:
            raise UserError(f"There is no input feature {quoted(name)}. There are {', '.join(FEATURES)}.")
        if names.count(name) > 1:
            raise UserError(f"The input feature {name} is chosen twice: choose it once.")


FEATURES: dict[str, Feature] = {
    "x": Feature("x", "x₁", "The horizontal coordinate.", lambda x, _: x),
    "y": Feature("y", "x₂", "The vertical coordinate.", lambda _, y: y),
    "x_squared": Feature("x_squared", "x₁²", "Distance from the vertical axis, squared.", lambda x, _: x * x),
    "y_squared": Feature(
        "y_squared", "x₂²", "Distance from the horizontal axis, squared.", lambda _, y: y * y
    ),
    "xy": Feature("xy", "x₁x₂", "Positive where both coordinates have the same sign.", lambda x, y: x * y),
    "sin_x": Feature("sin_x", "sin x₁", "A wave from left to right.", lambda x, _: np.sin(x)),
    "sin_y": Feature("sin_y", "sin x₂", "A wave from bottom to top.", lambda _, y: np.sin(y)),
}
