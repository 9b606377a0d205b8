"""Work that several changes ask for, done once after the last of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Protocol, TypeVar


class Merging:
    """Within a block keeps what is asked for, and does the most thorough of it at the end."""

    def __init__(self) -> None:
        self._blocks = 0
        self._most: tuple[int, Callable[[], object]] | None = None

    @contextmanager
    def block(self) -> Iterator[None]:
        """Begin a block; one may be within another."""
        self._blocks += 1
        try:
            yield
        finally:
            self._blocks -= 1
            if not self._blocks and self._most is not None:
                (_, work), self._most = self._most, None
                work()

    def ask(self, rank: int, work: Callable[[], object]) -> None:
        """Do something now, or at the end of the block; work of a higher rank includes that of a lower."""
        if not self._blocks:
            work()
        elif self._most is None or rank > self._most[0]:
            self._most = rank, work


class Merges(Protocol):
    """Something whose work is merged."""

    merging: Merging


Self = TypeVar("Self", bound=Merges)


def merged(rank: int) -> Callable[[Callable[[Self], None]], Callable[[Self], None]]:
    """Have a method done once in a block, with its rank."""

    def decorate(method: Callable[[Self], None]) -> Callable[[Self], None]:
        @wraps(method)
        def ask(self: Self) -> None:
            self.merging.ask(rank, lambda: method(self))

        return ask

    return decorate
