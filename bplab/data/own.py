"""Data of one's own, from a file or a script: passed by value, and known by the digest of its bytes."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.data.dataset import Dataset
from bplab.errors import UserError, quoted

LONGEST_NAME = 256
MOST_INPUTS = 10_000
MOST_OUTPUTS = 1_000  # classes, or columns of targets
Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, eq=False)
class OwnData:
    """A data set of one's own; two are equal if all of their bytes are.

    `test` holds test examples that come from elsewhere; without it, a share of the examples is for testing.
    `encoding` says in plain JSON data how the columns of a table became inputs and targets, for rows to come.
    `extent` and `domain` are half the width of the picture of points in the plane and of a curve, as in
    `DatasetRow`.

    Raises: UserError if there is nothing to learn from, or a number is not finite.
    """

    name: str
    examples: Dataset
    test: Dataset | None = None
    encoding: Mapping[str, Any] = field(default_factory=dict)
    extent: float | None = None
    domain: float | None = None

    def __post_init__(self) -> None:
        """Check everything, once."""
        check_name(self.name, "name of the data")
        object.__setattr__(self, "encoding", _plain(self.encoding))
        _check_examples(self.examples)
        if self.test is not None:
            _check_examples(self.test)
            if _columns(self.test) != _columns(self.examples):
                raise UserError("The test examples have other columns or classes than those to train on.")
        for width, inputs in ((self.extent, 2), (self.domain, 1)):
            _check_width(width, inputs, self.examples)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OwnData) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that it holds, in hexadecimal."""
        facts, arrays = self.to_parts()
        found = hashlib.sha256(_text(facts).encode())
        for name, array in sorted(arrays.items()):
            found.update(f"\n{name} {array.dtype.str} {array.shape}\n".encode())
            found.update(array.data)
        return found.hexdigest()

    @cached_property
    def whole(self) -> Dataset:
        """All examples, those of a separate test part last."""
        if self.test is None:
            return self.examples
        inputs = np.concatenate([self.examples.inputs, self.test.inputs])
        return Dataset(
            inputs, np.concatenate([self.examples.targets, self.test.targets]), *_columns(self.examples)
        )

    def to_parts(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """Return plain JSON data, and arrays by name, little-endian and row by row.

        Shapes: inputs (n, d), targets (n,) or (n, k); test_inputs and test_targets likewise.
        """
        given = self.examples
        facts = {
            "name": self.name,
            "inputs": list(given.input_names),
            "classes": list(given.classes),
            "targets": list(given.target_names),
            "image": list(given.image_shape or ()),
            "bits": given.bits,
            "extent": self.extent,
            "domain": self.domain,
            "encoding": self.encoding,
        }
        arrays = {"inputs": given.inputs, "targets": given.targets}
        if self.test is not None:
            arrays |= {"test_inputs": self.test.inputs, "test_targets": self.test.targets}
        return facts, {name: array.astype(array.dtype.newbyteorder("<")) for name, array in arrays.items()}

    @classmethod
    def from_parts(cls, facts: Mapping[str, Any], arrays: Arrays) -> "OwnData":
        """Read what `to_parts` returns, strictly.

        Raises: UserError saying what is wrong.
        """
        _check_facts(facts)
        names = {"inputs", "targets"}
        if set(arrays) not in (names, names | {"test_inputs", "test_targets"}):
            raise _damaged(f"it has the arrays {', '.join(sorted(map(str, arrays)))}")
        examples = _read_part(facts, arrays["inputs"], arrays["targets"])
        test = None
        if "test_inputs" in arrays:
            test = _read_part(facts, arrays["test_inputs"], arrays["test_targets"])
        width = [None if facts[name] is None else float(facts[name]) for name in ("extent", "domain")]
        return cls(facts["name"], examples, test, facts["encoding"], *width)


def check_name(name: object, what: str) -> None:
    """Check a name that will be shown.

    Raises: UserError if it is empty, too long or has characters that cannot be shown.
    """
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise UserError(f"The {what} must be one line of 1 to {LONGEST_NAME} characters, not {quoted(name)}.")


def _columns(dataset: Dataset) -> tuple[Any, ...]:
    return dataset.classes, dataset.input_names, dataset.image_shape, dataset.target_names, dataset.bits


def _check_examples(dataset: Dataset) -> None:
    outputs = len(dataset.classes) or dataset.targets.shape[1]
    if not dataset.count:
        raise UserError("The data has no examples to learn from.")
    for count, most, what in (
        (len(dataset.input_names), MOST_INPUTS, "inputs"),
        (outputs, MOST_OUTPUTS, "classes" if dataset.classes else "targets"),
    ):
        if not 1 <= count <= most:
            raise UserError(f"The data has {count:,} {what}; it needs 1 to {most:,}.")
    if len(dataset.classes) == 1:
        raise UserError(f"Every example is of class {quoted(dataset.classes[0])}: nothing to tell apart.")
    for names, what in (
        (dataset.input_names, "input"), (dataset.classes, "class"), (dataset.target_names, "target")
    ):  # fmt: skip
        for name in names:
            check_name(name, f"name of each {what}")
        if len(set(names)) < len(names):
            raise UserError(f"Two {what} names of the data are the same.")
    _check_numbers(dataset)


def _check_numbers(dataset: Dataset) -> None:
    if not (np.isfinite(dataset.inputs).all() and np.isfinite(dataset.targets).all()):
        raise UserError("The data has a value that is not a finite number.")
    targets = dataset.targets
    if dataset.classes and not (targets.min() >= 0 and targets.max() < len(dataset.classes)):
        raise UserError(f"Classes must be given by their numbers, 0 to {len(dataset.classes) - 1}.")


def _check_width(width: object, inputs: int, dataset: Dataset) -> None:
    fits = isinstance(width, float) and math.isfinite(width) and width > 0
    if width is not None and not (fits and len(dataset.input_names) == inputs):
        raise UserError("The data says how wide its picture is, but it is not one that can be drawn.")


def _plain(encoding: object) -> dict[str, Any]:
    """A copy of plain JSON data."""
    try:
        copy = json.loads(json.dumps(encoding, allow_nan=False))
    except (TypeError, ValueError, RecursionError):
        copy = None
    if not isinstance(copy, dict) or copy != encoding:
        raise UserError("The encoding of the data's columns must be plain JSON data.")
    return copy


def _text(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, sort_keys=True, allow_nan=False)


_KINDS: dict[str, tuple[type, ...]] = {
    "name": (str,), "inputs": (list,), "classes": (list,), "targets": (list,), "image": (list,),
    "bits": (bool,), "extent": (float, int, type(None)), "domain": (float, int, type(None)),
    "encoding": (dict,),
}  # fmt: skip


def _check_facts(facts: object) -> None:
    if not isinstance(facts, Mapping) or set(facts) != set(_KINDS):
        raise _damaged("its description has other entries")
    for name, kinds in _KINDS.items():
        if type(facts[name]) not in kinds:
            raise _damaged(f"its {name} is {quoted(facts[name])}")
    for name in ("inputs", "classes", "targets"):
        if not all(isinstance(each, str) for each in facts[name]):
            raise _damaged(f"its {name} are not names")
    sides = facts["image"]
    if sides and not (len(sides) == 2 and all(type(side) is int and side > 0 for side in sides)):
        raise _damaged(f"its image is {quoted(sides)}")
    if sides and math.prod(sides) != len(facts["inputs"]):
        raise _damaged("its image has another number of pixels than inputs")


def _read_part(facts: Mapping[str, Any], inputs: NDArray[Any], targets: NDArray[Any]) -> Dataset:
    """A part of the data; types are compared, because converting an array would change its bytes."""
    wanted = "<i8" if facts["classes"] else "<f8"
    if (inputs.dtype.str, targets.dtype.str, inputs.ndim) != ("<f8", wanted, 2):
        raise _damaged("an array has another type")
    classes, names, outputs = (tuple(facts[name]) for name in ("classes", "inputs", "targets"))
    try:
        return Dataset(inputs, targets, classes, names, tuple(facts["image"]) or None, outputs, facts["bits"])
    except ValueError as error:
        raise _damaged(str(error)) from None


def _damaged(why: str) -> UserError:
    return UserError(f"The data in this file is damaged: {why}.")
