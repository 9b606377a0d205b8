"""The vocabulary of formulas, besides numbers and x: operators, constants and functions."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Function:
    """A function that a formula may call."""

    name: str
    f: Callable[..., Any]
    many: bool = False  # takes two or more arguments rather than one


def _least(*numbers: Any) -> Any:
    return reduce(np.minimum, numbers)


def _largest(*numbers: Any) -> Any:
    return reduce(np.maximum, numbers)


OPERATORS: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
}

CONSTANTS: dict[str, float] = {"pi": np.pi, "e": np.e}

FUNCTIONS: dict[str, Function] = {
    "sin": Function("sin", np.sin),
    "cos": Function("cos", np.cos),
    "tan": Function("tan", np.tan),
    "atan": Function("atan", np.arctan),
    "sinh": Function("sinh", np.sinh),
    "cosh": Function("cosh", np.cosh),
    "tanh": Function("tanh", np.tanh),
    "exp": Function("exp", np.exp),
    "log": Function("log", np.log),
    "sqrt": Function("sqrt", np.sqrt),
    "abs": Function("abs", np.abs),
    "sign": Function("sign", np.sign),
    "floor": Function("floor", np.floor),
    "min": Function("min", _least, many=True),
    "max": Function("max", _largest, many=True),
}

KNOWN = ("x", *CONSTANTS, *FUNCTIONS)
