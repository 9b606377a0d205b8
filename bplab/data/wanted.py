"""Drawing that takes long is given up as soon as whoever waits for it wants it no more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class GivenUp(Exception):  # noqa: N818 - no error: nobody wants it any more
    """What was to be drawn is not wanted any more."""


_is_wanted: ContextVar[Callable[[], bool]] = ContextVar("is_wanted", default=lambda: True)


@contextmanager
def while_wanted(is_wanted: Callable[[], bool]) -> Iterator[None]:
    """Draw what is drawn in this block only as long as it is wanted.

    A context and no argument: what is drawn, and what is cached of it, does not depend on who waits.
    """
    before = _is_wanted.set(is_wanted)
    try:
        yield
    finally:
        _is_wanted.reset(before)


def go_on() -> None:
    """Called now and then while something is drawn.

    Raises: GivenUp if it is not wanted any more.
    """
    if not _is_wanted.get()():
        raise GivenUp
