"""Data of one's own, from a file or a script: passed by value, and known by the digest of its bytes."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bplab.data.dataset import Dataset
from bplab.data.dataset_row import DatasetRow
from bplab.data.facts import Facts, facts_in
from bplab.errors import UserError, quoted

LONGEST_NAME = 256
LARGEST = 1e15  # whose squares are far from the end of the range of all precisions
MOST_INPUTS = 10_000
MOST_OUTPUTS = 1_000  # classes, or columns of targets
OWN = "own"  # the name of every such set in the settings
Arrays = Mapping[str, NDArray[Any]]


class Known(NamedTuple):
    """What settings need to know of own data, without its examples."""

    row: DatasetRow
    facts: Facts
    test_rows: int


@dataclass(frozen=True, eq=False)
class OwnData:
    """A data set of one's own; two are equal if all of their bytes are.

    The last `test_rows` examples came as a test part of their own; if there are none, a share of all examples
    is for testing. `encoding` says in plain JSON data how the columns of a table became inputs and targets,
    for rows to come. `extent` and `domain` are half the width of the picture of points in the plane and of a
    curve, as in `DatasetRow`.

    Raises: UserError if there is nothing to learn from, or a number is not finite.
    """

    name: str
    dataset: Dataset
    test_rows: int = 0
    encoding: Mapping[str, Any] = field(default_factory=dict)
    extent: float | None = None
    domain: float | None = None

    def __post_init__(self) -> None:
        """Check everything, once."""
        check_name(self.name, "name of the data")
        object.__setattr__(self, "encoding", _plain(self.encoding))
        _check_examples(self.dataset)
        if not 0 <= self.test_rows < self.dataset.count:
            raise UserError("The data has no examples to train on: all are for testing.")
        for width, inputs in ((self.extent, 2), (self.domain, 1)):
            _check_width(width, inputs, self.dataset)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OwnData) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that it holds, in hexadecimal."""
        facts, arrays = self.to_parts()
        found = hashlib.sha256(json.dumps(facts, sort_keys=True, allow_nan=False).encode())
        for name, array in sorted(arrays.items()):
            found.update(f"\n{name} {array.dtype.str} {array.shape}\n".encode())
            found.update(array.data)
        return found.hexdigest()

    @cached_property
    def known(self) -> Known:
        """What settings need to know of it."""
        given, is_measured = self.dataset, self.extent is None and self.domain is None
        row = DatasetRow(
            OWN, self.name, f"Your own data: {given.count:,} examples.", _not_drawn, given.count,
            fixed=True, noise=False, standardize=is_measured, extent=self.extent, domain=self.domain,
            source="", license="",
        )  # fmt: skip
        return Known(row, facts_in(given), self.test_rows)

    def to_parts(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """Return plain JSON data, and arrays by name, little-endian and row by row.

        Shapes: inputs (n, d); targets (n,) class numbers or (n, k) values.
        """
        given = self.dataset
        facts = {
            "name": self.name,
            "inputs": list(given.input_names),
            "classes": list(given.classes),
            "targets": list(given.target_names),
            "image": list(given.image_shape or ()),
            "bits": given.bits,
            "test_rows": self.test_rows,
            "extent": self.extent,
            "domain": self.domain,
            "encoding": self.encoding,
        }
        arrays = {"inputs": given.inputs, "targets": given.targets}
        little = {
            name: array.astype(array.dtype.newbyteorder("<"), copy=False) for name, array in arrays.items()
        }
        return facts, little

    @classmethod
    def from_parts(cls, facts: Mapping[str, Any], arrays: Arrays) -> "OwnData":
        """Read what `to_parts` returns, strictly.

        Raises: UserError saying what is wrong.
        """
        _check_facts(facts)
        if set(arrays) != {"inputs", "targets"}:
            raise _damaged(f"its arrays are {', '.join(sorted(map(str, arrays)))}")
        width = [None if facts[name] is None else float(facts[name]) for name in ("extent", "domain")]
        return cls(facts["name"], _read_set(facts, **arrays), facts["test_rows"], facts["encoding"], *width)


def missing(name: str) -> UserError:
    """What to say when the settings refer to data that is not at hand."""
    return UserError(f'The data "{name}" is not in this file; import it again.')


def check_name(name: object, what: str) -> None:
    """Check a name that will be shown.

    Raises: UserError if it is empty, too long or has characters that cannot be shown.
    """
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise UserError(f"The {what} must be one line of 1 to {LONGEST_NAME} characters, not {quoted(name)}.")


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
    for values in (dataset.inputs, dataset.targets):
        if not (np.abs(values) <= LARGEST).all():  # NaN is not
            raise UserError(f"The data has a value that is no number from -{LARGEST:g} to {LARGEST:g}.")
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


_KINDS: dict[str, tuple[type, ...]] = {
    "name": (str,), "inputs": (list,), "classes": (list,), "targets": (list,), "image": (list,),
    "bits": (bool,), "test_rows": (int,), "extent": (float, int, type(None)),
    "domain": (float, int, type(None)), "encoding": (dict,),
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


def _read_set(facts: Mapping[str, Any], inputs: NDArray[Any], targets: NDArray[Any]) -> Dataset:
    """The examples; types are compared, because converting an array would change its bytes."""
    wanted = "<i8" if facts["classes"] else "<f8"
    if (inputs.dtype.str, targets.dtype.str, inputs.ndim) != ("<f8", wanted, 2):
        raise _damaged("an array has another type")
    classes, names, outputs = (tuple(facts[name]) for name in ("classes", "inputs", "targets"))
    try:
        return Dataset(inputs, targets, classes, names, tuple(facts["image"]) or None, outputs, facts["bits"])
    except ValueError as error:
        raise _damaged(str(error)) from None


def _not_drawn(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    raise AssertionError("own data is given, not drawn")


def _damaged(why: str) -> UserError:
    return UserError(f"The data in this file is damaged: {why}.")
