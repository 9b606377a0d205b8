"""Ctrl-C during startup, when nothing can be lost: the process ends immediately, with one line.

It imports almost nothing, because it runs before everything else.
"""

import os
import signal
import sys
from types import FrameType

INTERRUPTED = 130  # the exit code


def is_the_command() -> bool:
    """Whether `python -m bplab` or `bplab` is being started, rather than a script that imports bplab."""
    program = sys.argv[0] if sys.argv else ""
    return program == "-m" or os.path.basename(program).split(".")[0] in {"bplab", "bplab-script"}  # noqa: PTH119


def end_at_once() -> None:
    """Make Ctrl-C end the process, unless a handler is already installed.

    During an import, Python would turn it into an error of the import.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


def end_in_order() -> None:
    """Make Ctrl-C raise KeyboardInterrupt again."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(_signal: int, _frame: FrameType | None) -> None:
    try:
        os.write(2, b"\nbplab: interrupted\n")
    finally:
        os._exit(INTERRUPTED)
