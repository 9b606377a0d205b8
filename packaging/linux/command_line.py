"""The command line as data, read from its parser, for the manual and the completions."""

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bplab.cli.main import COMMANDS, parser
from bplab.experiment.presets import PRESETS
from bplab.export.table import EXPORTS

VALUES = {"WHAT": tuple(PRESETS), "KIND": tuple(EXPORTS)}  # of arguments whose parser checks them itself
FILES = re.compile(r"(?:FILE|IN|OUT|NEW|WHAT)(?:\.(\w+))?")
TABLES = ("csv", "tsv", "txt", "npz")


@dataclass(frozen=True)
class Argument:
    """An option, or a positional argument, which has no names."""

    names: tuple[str, ...]
    value: str  # what follows the names, such as FILE; empty for a switch
    help: str
    choices: tuple[str, ...] = ()
    needed: bool = False
    repeated: bool = False

    @property
    def files(self) -> tuple[str, ...] | None:
        """The endings of files that it can be; () for any, None if it is no file."""
        if self.names == ("--data",):
            return TABLES
        found = FILES.fullmatch(self.value)
        if found is None or self.value == "KIND":
            return None
        return ("json", "bplab") if self.value == "WHAT" else tuple(filter(None, found.groups()))


@dataclass(frozen=True)
class Spoken:
    """A command, or the program without one."""

    name: str
    help: str
    about: str
    arguments: tuple[Argument, ...]

    @property
    def options(self) -> tuple[Argument, ...]:
        """What begins with a dash."""
        return tuple(each for each in self.arguments if each.names)

    @property
    def places(self) -> tuple[Argument, ...]:
        """What stands at a place of its own."""
        return tuple(each for each in self.arguments if not each.names)


def program() -> Spoken:
    """The program without a command."""
    top = parser([])
    return Spoken("bplab", "", top.description or "", arguments_of(top))


def commands() -> list[Spoken]:
    """All commands, in the order of the help."""
    inner = _subparsers(parser([*COMMANDS])).choices
    return [
        Spoken(name, COMMANDS[name].help, each.description or "", arguments_of(each))
        for name, each in inner.items()
    ]


def arguments_of(parts: argparse.ArgumentParser) -> tuple[Argument, ...]:
    """What a parser takes, in the order of its help."""
    found = [each for each in _actions(parts) if not isinstance(each, argparse._SubParsersAction)]
    return tuple(_argument(each) for each in found if each.help != argparse.SUPPRESS)


def _argument(action: argparse.Action) -> Argument:
    choices = tuple(map(str, action.choices or ()))
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    return Argument(
        tuple(action.option_strings),
        "" if action.nargs == 0 else "|".join(choices) or metavar,
        (action.help or "") % {**vars(action), "prog": "bplab"},
        choices or VALUES.get(metavar, ()) if action.nargs != 0 else (),
        needed=action.required,
        repeated=isinstance(action, argparse._AppendAction),
    )


def _subparsers(top: argparse.ArgumentParser) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    return next(each for each in _actions(top) if isinstance(each, argparse._SubParsersAction))


def _actions(parts: argparse.ArgumentParser) -> Sequence[argparse.Action]:
    return parts._actions
