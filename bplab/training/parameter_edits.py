"""Weights and biases set by hand during a run, one at a time or a whole layer at once."""

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Array
from bplab.errors import UserError, quoted
from bplab.experiment.parameters import PATTERN, parse_block, parse_parameter
from bplab.training.arguments import numbers_of
from bplab.training.kernel.layout import ParameterLayout

LARGEST = 1e6  # as for initial weights


def is_parameter(field: str) -> bool:
    """Whether a change's field is a parameter: `W1[2,3]`, `b1[3]`, or a whole `W1` or `b1`."""
    return re.fullmatch(PATTERN, field, re.ASCII) is not None


def plain_value(layout: ParameterLayout, name: str, value: Any) -> Any:
    """Return a value as a change stores it: a float, or lists of floats for a whole `W1` or `b1`.

    Raises: UserError if there is no such parameter, or the value does not fit it.
    """
    shape = places_of(layout, name).shape
    numbers = numbers_of(value)
    if numbers is None or numbers.shape != shape or not (np.abs(numbers) <= LARGEST).all():
        size = " x ".join(map(str, shape))
        wanted = (
            f"an array of {size} finite numbers" if shape else f"a number from −{LARGEST:g} to {LARGEST:g}"
        )
        raise UserError(f"{name} must be {wanted}.")
    return numbers.tolist()


def places_of(layout: ParameterLayout, name: str) -> NDArray[np.int64]:
    """The indices of a parameter in the flat vector.

    Shapes: () for a single one, W's or b's for a whole `W1` or `b1`.
    Raises: UserError if the network has no such parameter.
    """
    try:
        name = str(name)
        whole = parse_block(name)
        layer = whole[0] if whole else parse_parameter(name).layer
        places = np.arange(layout.size)
        W, b = layout.weights(places)[layer]
        if whole:
            return b if whole[1] else W
        parameter = parse_parameter(name)
        found = b[parameter.unit] if parameter.source is None else W[parameter.source, parameter.unit]
    except (ValueError, IndexError):
        raise UserError(
            f"This network has no parameter {quoted(name)}; names look like W1[2,3] or b1[3]."
        ) from None
    connected = layout.connected()
    if connected is not None and not connected[found]:
        raise UserError(f"{name} is not a parameter: these two neurons are not connected.")
    return np.asarray(found, np.int64)


def with_parameter(layout: ParameterLayout, flat: Array, name: str, value: Any) -> Array:
    """Return a flat vector with other values at a parameter; absent connections stay 0."""
    places, changed = places_of(layout, name), flat.copy()
    changed[places] = value
    connected = layout.connected()
    return changed if connected is None else np.where(connected, changed, 0).astype(flat.dtype)
