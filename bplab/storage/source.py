"""Reads the members of a container one by one, each checked; what is left over is of a newer version."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from bplab.errors import FileError, quoted
from bplab.storage.container import Container

MOST = 1 << 53  # of whole numbers: all up to here are also floating-point numbers


class Facts:
    """The entries of a JSON object.

    Raises: FileError for an entry that is missing, of another kind or out of bounds.
    """

    def __init__(self, found: Any, refuse: Callable[[str], FileError]) -> None:
        self._refuse = refuse
        if not isinstance(found, dict):
            self.fail(f"an object is wanted in place of {quoted(found)}")
        self._found, self._asked = found, set[str]()

    def fail(self, reason: str) -> NoReturn:
        """Refuse the file."""
        raise self._refuse(reason)

    def take(self, key: str) -> Any:
        """An entry of any kind."""
        if key not in self._found:
            self.fail(f"{quoted(key)} is missing")
        self._asked.add(key)
        return self._found[key]

    def whole(self, key: str, low: int = 0, high: int = MOST) -> int:
        """A whole number within bounds."""
        found = self.take(key)
        if type(found) is not int or not low <= found <= high:
            self.fail(f"{key} is {quoted(found)}, not a whole number from {low} to {high}")
        return found

    def wholes(self, keys: Sequence[str], low: int = 0) -> list[int]:
        """Several whole numbers."""
        return [self.whole(key, low) for key in keys]

    def text(self, key: str, longest: int) -> str:
        """A text."""
        found = self.take(key)
        if not isinstance(found, str) or len(found) > longest:
            self.fail(f"{key} is not a text of at most {longest:,} characters")
        return found

    def items(self, key: str, most: int) -> list[Any]:
        """A list."""
        found = self.take(key)
        if not isinstance(found, list) or len(found) > most:
            self.fail(f"{key} is not a list of at most {most:,}")
        return found

    def mapping(self, key: str) -> dict[str, Any]:
        """An object of which any content is taken."""
        return dict(self.part(key).unknown)

    def part(self, key: str) -> "Facts":
        """An object in the object."""
        return Facts(self.take(key), self._refuse)

    def parts(self, key: str, most: int) -> Iterator["Facts"]:
        """A list of objects."""
        return (Facts(item, self._refuse) for item in self.items(key, most))

    def maybe(self, key: str) -> "Facts | None":
        """An object in the object, or none."""
        return None if self.take(key) is None else self.part(key)

    @property
    def unknown(self) -> Mapping[str, Any]:
        """The entries that nobody asked for."""
        return {key: value for key, value in self._found.items() if key not in self._asked}


class Source:
    """The members in a folder of a container, and what of all folders has been read."""

    def __init__(self, container: Container, folder: str = "", read: set[str] | None = None) -> None:
        self._container, self._folder = container, folder
        self.read = set[str]() if read is None else read  # names of members

    def within(self, folder: str) -> "Source":
        """The members of a folder in this folder."""
        return Source(self._container, f"{self._folder}{folder}/", self.read)

    def __contains__(self, name: str) -> bool:
        return self._folder + name in self._container.members

    def refused(self, name: str, reason: str) -> FileError:
        """The error that says why a member cannot be used."""
        return self._container.refused(self._folder + name, reason)

    def facts(self, name: str) -> Facts:
        """A JSON object.

        Raises: FileError if it is missing or damaged.
        """
        return Facts(self.json(name), lambda reason: self.refused(name, reason))

    def json(self, name: str) -> Any:
        """Any JSON value."""
        return self._container.json(self._found(name))

    def raw(self, name: str) -> bytes:
        """The bytes of a member."""
        return bytes(self._container.members[self._found(name)])

    def array(self, name: str, kind: Any, shape: tuple[int, ...]) -> NDArray[Any]:
        """An array of one type and shape, read-only.

        Raises: FileError if it is missing, damaged or another.
        """
        found = self.any_array(name)
        if found.dtype != np.dtype(kind) or found.shape != shape:
            reason = f"it is {found.dtype} {found.shape}, and {np.dtype(kind)} {shape} is wanted"
            raise self.refused(name, reason)
        return found

    def any_array(self, name: str) -> NDArray[Any]:
        """An array of any type and shape."""
        return self._container.array(self._found(name))

    def side(self, name: str, axis: int) -> int:
        """The length of an array along an axis; 0 if it has not so many."""
        shape: tuple[int, ...] = self.any_array(name).shape
        return shape[axis] if axis < len(shape) else 0

    def _found(self, name: str) -> str:
        if name not in self:
            raise self.refused(name, "it is missing")
        self.read.add(self._folder + name)
        return self._folder + name
