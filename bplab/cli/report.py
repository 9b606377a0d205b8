"""What commands that train share: a line of progress, and scores in words."""

import sys
from collections.abc import Callable
from time import monotonic

from bplab.training.metrics import PartScore

SECONDS = 0.2  # between two lines of progress


class ProgressLine:
    """A line on a terminal, overwritten in place; silent elsewhere, and where it is not wanted."""

    def __init__(self, *, wanted: bool = True) -> None:
        self._stream = sys.stderr
        self._on = wanted and self._stream.isatty()
        self._next = monotonic() + SECONDS

    def show(self, text: Callable[[], str]) -> None:
        """Overwrite the line, if the last time was long ago."""
        if self._on and monotonic() >= self._next:
            self._next = monotonic() + SECONDS
            self._stream.write(f"\r\x1b[K{text()} ")
            self._stream.flush()

    def clear(self) -> None:
        """Remove the line."""
        if self._on:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def loss_text(part: PartScore) -> str:
    """A loss, or a dash."""
    return "-" if part.loss is None else f"{part.loss:.6g}"


def accuracy_text(part: PartScore) -> str:
    """An accuracy with its counts, or a dash."""
    if part.accuracy is None:
        return "-"
    return f"{100 * part.accuracy:.1f} % ({part.correct}/{part.count})"
