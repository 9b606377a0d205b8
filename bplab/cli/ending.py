"""How a command ends: with its own exit code, whatever happens to its streams.

Exit codes: 0 success, 1 check failed, 2 error, 130 interrupted.
"""

import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO

from bplab.errors import UserError
from bplab.interrupt import INTERRUPTED, end_at_once, end_in_order

IMPOSSIBLE = 2


@contextmanager
def ending_at_once() -> Iterator[None]:
    """Make Ctrl-C end the process immediately while nothing can be lost."""
    end_at_once()
    try:
        yield
    finally:
        end_in_order()


@contextmanager
def ending_between_steps() -> Iterator[Callable[[], bool]]:
    """Let Ctrl-C end the work between two steps, so that it can be kept; pressed again, at once.

    What is given says whether it was pressed; then KeyboardInterrupt follows after the work.
    """
    pressed: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        if pressed:
            raise KeyboardInterrupt
        pressed.append(number)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def open_streams() -> None:
    """Replace closed streams, and escape characters that they cannot encode."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open until the end
            setattr(sys, name, nowhere)
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def ended(run: Callable[[], int]) -> int:
    """Run a command and return its exit code; errors for the user are printed as sentences."""
    try:
        code = _outcome(run)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has stopped, as `head` does; that is not an error
        silence(sys.stdout)
        return 0
    except OSError as error:
        if (
            error.filename is not None
        ):  # an error of a file, which should have been reported by the code that opened it
            raise
        silence(sys.stdout)
        tell(f"the output cannot be written: {error.strerror or error}.")
        return IMPOSSIBLE
    return code


def _outcome(run: Callable[[], int]) -> int:
    try:
        return run()
    except SystemExit as asked:  # argparse, after help or a usage error
        return asked.code if isinstance(asked.code, int) else 0
    except UserError as error:
        tell(str(error))
        return IMPOSSIBLE
    except KeyboardInterrupt:
        tell("interrupted", before="\n")
        return INTERRUPTED


def tell(sentence: str, before: str = "") -> None:
    """Print to standard error, if it is open."""
    try:
        print(f"{before}bplab: {sentence}", file=sys.stderr)
    except OSError:
        silence(sys.stderr)


def silence(stream: IO[str]) -> None:
    """Discard a stream that cannot be written; else Python would try again at exit and complain."""
    with suppress(OSError), Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())
