"""The command-line parser: chooses the command to run."""

import argparse
import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from bplab.cli.ending import ended, ending_at_once, open_streams
from bplab.errors import UserError, named

NATIVE = "use this machine's fastest arithmetic; the last digits may then differ from other machines"

WINDOW = {
    "--selftest": "open the window, train, draw and close; exit code 0 if everything works",
    "--new-window": "open the window without the start page",
    "--start-page": "open the window with the start page, whatever was chosen there",
    "--portable": "keep settings, recent files and what is not saved yet in the program's own folder",
}


class Command(NamedTuple):
    """A command and the module that declares and runs it, which is imported only for this command."""

    module: str
    help: str


COMMANDS = {
    "train": Command("bplab.cli.train", "train an experiment"),
    "show": Command(
        "bplab.cli.show", "show what a .bplab file holds, or save what is intact of a damaged one"
    ),
    "seeds": Command("bplab.cli.seeds", "train with several seeds: what is chance"),
    "diagnose": Command("bplab.cli.diagnose", "say why an experiment does not learn, and try what may help"),
    "list": Command("bplab.cli.listing", "list the available activations, losses, presets and so on"),
    "verify": Command("bplab.cli.verify", "check all gradients by central differences"),
    "check-gradients": Command("bplab.cli.check_gradients", "compare gradients of your own code, in an .npz"),
    "explain": Command("bplab.cli.explain", "show the chain rule of one weight or bias in one step"),
    "predict": Command("bplab.cli.predict", "predict the rows of a table with a trained network"),
    "export": Command("bplab.cli.export", "write an experiment as a script, a table or weights"),
    "thumbnail": Command("bplab.cli.thumbnail", "write the picture of a .bplab file, for file managers"),
    "bench": Command("bplab.cli.bench", "measure the speed of training"),
    "playground": Command("bplab.cli.playground", "convert from or to a TensorFlow Playground link"),
}


def parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Declare the command line, with the arguments of the commands among its words."""
    top = argparse.ArgumentParser(
        prog="bplab",
        description="Backprop Lab: draw a neural network, train it and watch backpropagation work. Without a "
        "command it opens the window; `bplab FILE.bplab` opens a file there.",
    )
    top.add_argument(
        "--version", action="store_true", help="show the versions and the arithmetic in use, and exit"
    )
    for switch, text in WINDOW.items():
        top.add_argument(switch, action="store_true", help=text)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for name, command in COMMANDS.items():
        parts = commands.add_parser(name, help=command.help)
        if name in words:
            module = import_module(command.module)
            module.declare(parts)
            parts.set_defaults(run=module.run)
    for each in (top, *commands.choices.values()):
        each.add_argument("--native", action="store_true", help=NATIVE)
    return top


def file_among(words: Sequence[str]) -> str | None:
    """The file that the window is to open: a first argument that is no command, but one of ours or there."""
    first = next((word for word in words if not word.startswith("-")), None)
    if first is None or first in COMMANDS:
        return None
    return first if first.casefold().endswith(".bplab") or _is_there(first) else None


def _is_there(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # no file can have such a name
        return False


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; without one, open the window."""
    open_streams()
    return ended(lambda: _run(sys.argv[1:] if arguments is None else arguments))


def _run(words: Sequence[str]) -> int:
    file = file_among(words)
    with ending_at_once():
        given = parser(words).parse_args([word for word in words if word != file])
    if given.version:
        return _version()
    if given.command is None:
        return _window(given, None if file is None else _absolute(file))
    return int(given.run(given))


def _absolute(name: str) -> Path:
    """The path of a file that is to be opened.

    Raises: UserError if it is relative to a folder that is gone.
    """
    try:
        return Path(name).absolute()
    except OSError:
        raise UserError(f"{named(name)} cannot be opened: the current folder no longer exists.") from None


def _version() -> int:
    with ending_at_once():
        from bplab.training.machine import about  # loads NumPy
    print(*about(), sep="\n")
    return 0


def _window(given: argparse.Namespace, file: Path | None) -> int:
    gc.disable()  # what is loaded stays; from then on the window collects garbage itself
    with ending_at_once():
        from bplab import app  # Qt is loaded only for the window

        if not given.selftest:
            begins = True if given.start_page else False if given.new_window else None
            return app.open_window(file, begins)
        good, report = app.selftest()
    print(report)
    return 0 if good else 1
