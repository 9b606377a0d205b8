"""The command line: `bplab` opens the window, `bplab train spiral` trains without one."""

import sys
from collections.abc import Sequence

from bplab.baseline import take_native
from bplab.cli.ending import ending_at_once, open_streams
from bplab.portable import go_portable, is_among, is_bundled


def main() -> int:
    """Select the arithmetic before anything loads NumPy, then run the command."""
    if is_bundled():  # it starts its child processes by starting itself
        from multiprocessing import freeze_support

        freeze_support()
    open_streams()
    with ending_at_once():
        if is_among("--portable", sys.argv[1:]):
            go_portable()
        if wants_native(sys.argv[1:]):
            take_native()
        from bplab.cli.main import main as command_line

    return command_line()


def wants_native(words: Sequence[str]) -> bool:
    """Whether --native was given, as argparse would recognize it, or the window remembers this setting."""
    if is_among("--native", words):
        return True
    from bplab.cli.main import WINDOW, file_among

    if [word for word in words if word not in WINDOW] not in ([], [file_among(words)]):
        return False
    from bplab.ui.preferences import Preferences

    return Preferences().flag("native", default=False)


if __name__ == "__main__":
    sys.exit(main())
