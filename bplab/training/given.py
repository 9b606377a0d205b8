"""Examples given as arrays by a script or a file, as data of one's own."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bplab.data.dataset import Dataset
from bplab.data.own import OwnData
from bplab.errors import UserError, quoted
from bplab.training.arguments import numbers_of

MOST_NUMBERED = 100  # classes that are recognized by their numbers alone


def dataset(
    X: ArrayLike,
    y: ArrayLike,
    *,
    name: str = "data",
    names: Sequence[str] | None = None,
    classes: Sequence[str] | None = None,
    test: tuple[ArrayLike, ArrayLike] | None = None,
) -> OwnData:
    """Make data of one's own from arrays, for `Trainer(spec, data=...)`.

    y holds values, or classes: as texts, as true and false, or as the whole numbers 0, 1, 2, ... if each of
    them occurs. `classes` names them, in the order of their numbers; classes=() says that y holds values.
    `names` are those of the inputs. `test` holds test examples (X, y) that are given separately.

    Shapes: X (n, d), y (n,) or (n, k).
    Raises: UserError if the arrays do not fit together, or a value is not a finite number.
    """
    inputs, targets, test_rows = _inputs(X), _array(y), 0
    if test is not None:
        more, others = _pair(test)
        if more.shape[1] != inputs.shape[1] or _columns(others) != _columns(targets):
            raise UserError("The test examples have other columns than those to train on.")
        test_rows = len(more)
        inputs, targets = np.concatenate([inputs, more]), np.concatenate([targets, others])
    if targets.ndim not in (1, 2) or len(targets) != len(inputs):
        raise UserError(
            f"y must have one row per row of X: {len(inputs):,}, not be of shape {targets.shape}."
        )
    found, values = _targets(targets, classes)
    labels = tuple(f"x{number}" for number in range(1, inputs.shape[1] + 1)) if names is None else (*names,)
    if len(labels) != inputs.shape[1]:
        raise UserError(f"There are {len(labels)} names for {inputs.shape[1]} inputs.")
    return OwnData(name, Dataset(inputs, values, found, labels), test_rows)


def _inputs(X: ArrayLike) -> NDArray[np.float64]:
    found = numbers_of(X)
    if found is None or found.ndim != 2:
        raise UserError("X must be rows of numbers, one row per example.")
    return found


def _array(y: ArrayLike) -> NDArray[Any]:
    try:
        return np.asarray(y)
    except ValueError:
        raise UserError("y must have rows of the same length.") from None


def _columns(targets: NDArray[Any]) -> tuple[int, ...]:
    """The sides beside the rows, of which a single value has none."""
    return targets.shape[1:] if targets.ndim else (0,)


def _pair(test: Any) -> tuple[NDArray[np.float64], NDArray[Any]]:
    try:
        X, y = test
    except (TypeError, ValueError):
        raise UserError(f"test takes a pair of arrays, (X, y), not {quoted(test)}.") from None
    return _inputs(X), _array(y)


def _targets(targets: NDArray[Any], classes: Sequence[str] | None) -> tuple[tuple[str, ...], NDArray[Any]]:
    """The names of the classes, none for values, and the targets as numbers."""
    if classes is not None and len(classes):
        return tuple(map(str, classes)), _numbers_of_classes(targets, classes)
    if classes is None and targets.ndim == 1 and _are_classes(targets):
        found, places = np.unique(targets, return_inverse=True)
        return tuple(str(each).lower() if targets.dtype.kind == "b" else str(each) for each in found), places
    values = numbers_of(targets)
    if values is None:
        raise UserError("y must be numbers, or one class per row.")
    return (), values if values.ndim == 2 else values[:, None]


def _are_classes(targets: NDArray[Any]) -> bool:
    if targets.dtype.kind in "iu":
        found = np.unique(targets)
        return 2 <= len(found) <= MOST_NUMBERED and np.array_equal(found, np.arange(len(found)))
    texts = targets.dtype.kind == "O" and all(isinstance(each, str) for each in targets.flat)
    return texts or targets.dtype.kind in "bU"


def _numbers_of_classes(targets: NDArray[Any], classes: Sequence[str]) -> NDArray[np.int64]:
    """The places of classes in their list; given as its names or as places."""
    if targets.ndim != 1:
        raise UserError("y must hold one class per row.")
    if targets.dtype.kind in "biu":
        return targets.astype(np.int64)  # whose range is checked with the rest
    places = {str(name): place for place, name in enumerate(classes)}
    unknown = [text for text in map(str, targets) if text not in places]
    if unknown:
        raise UserError(f"y has {quoted(unknown[0])}, which is none of the classes.")
    return np.array([places[text] for text in map(str, targets)])
