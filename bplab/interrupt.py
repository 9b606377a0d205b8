"""Ctrl-C while the program begins and there is nothing to lose: it ends on the spot, with one line.

It loads next to nothing, for it comes before everything else.
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
    """Have Ctrl-C end the process, unless somebody wants it otherwise.

    Inside an import, Python would turn it into whatever error the import makes of it.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


def end_in_order() -> None:
    """Have Ctrl-C be a KeyboardInterrupt again."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(_signal: int, _frame: FrameType | None) -> None:
    try:
        os.write(2, b"\nbplab: interrupted\n")
    finally:
        os._exit(INTERRUPTED)
