"""The command-line parser: chooses the command to run."""

import argparse
from collections.abc import Callable, Sequence

from bplab.cli import bench, explain, listing, playground, seeds, train, verify
from bplab.cli.ending import ended, ending_at_once, open_streams
from bplab.training.machine import about

NATIVE = "use this machine's fastest arithmetic; the last digits may then differ from other machines"
COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "train": train.run,
    "seeds": seeds.run,
    "list": listing.run,
    "verify": verify.run,
    "explain": explain.run,
    "bench": bench.run,
    "playground": playground.run,
}


def parser() -> argparse.ArgumentParser:
    """Declare the command line."""
    top = argparse.ArgumentParser(
        prog="bplab",
        description="Backprop Lab: draw a neural network, train it and watch backpropagation work. Without a "
        "command it opens the window.",
    )
    top.add_argument(
        "--version", action="store_true", help="show the versions and the arithmetic in use, and exit"
    )
    top.add_argument(
        "--selftest",
        action="store_true",
        help="open the window, train, draw and close; exit code 0 if everything works",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for module in (train, seeds, listing, verify, explain, bench, playground):
        module.add_parser(commands)
    for each in (top, *commands.choices.values()):
        each.add_argument("--native", action="store_true", help=NATIVE)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; without one, open the window."""
    open_streams()
    return ended(lambda: _run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    given = parser().parse_args(arguments)
    if given.version:
        print(*about(), sep="\n")
        return 0
    if given.command is None:
        return _window(given.selftest)
    return COMMANDS[given.command](given)


def _window(selftest: bool) -> int:
    with ending_at_once():
        from bplab import app  # Qt is loaded only for the window

        if not selftest:
            return app.open_window()
        good, report = app.selftest()
    print(report)
    return 0 if good else 1
