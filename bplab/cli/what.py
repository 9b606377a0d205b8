"""The WHAT argument: a preset's name, an experiment file or a Playground link, changed by --set."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from bplab.cli.ending import tell
from bplab.data.own import OwnData
from bplab.errors import UserError, quoted
from bplab.experiment.edits import set_field
from bplab.experiment.own import experiment_for, with_own_data
from bplab.experiment.playground import is_link, parse_link
from bplab.experiment.presets import PRESETS, preset
from bplab.experiment.shape import shape_of
from bplab.experiment.spec import Experiment
from bplab.storage.reading import load_json


def add_what(parser: argparse.ArgumentParser, *, optional: bool = False, more: str = "") -> None:
    """Declare WHAT and --set."""
    parser.add_argument(
        "what",
        metavar="WHAT",
        nargs="?" if optional else None,
        help="a preset's name (see: bplab list presets), a spec .json file or a TensorFlow Playground link"
        + more,
    )
    parser.add_argument(
        "--set",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        dest="settings",
        help="change a setting: learning_rate=0.1, data.noise=20, layers.0.units=8 (the first hidden layer), "
        "layers.*.activation=relu (all), output.init=zeros, hidden=8-8-6, start.W1[1,2]=0.5; may be repeated",
    )


def _is_there(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:  # no file can have such a name
        return False


def read_what(given: argparse.Namespace, own: OwnData | None = None) -> Experiment:
    """Return the experiment, with data of one's own if there is any; notes on a link go to standard error.

    Raises: UserError if there is none, or it is not consistent.
    """
    spec = _with_data(given, own)
    spec = with_settings(spec, given.settings)
    shape_of(spec)
    return spec


def with_settings(spec: Experiment, settings: Iterable[str]) -> Experiment:
    """The experiment with the settings of --set.

    Raises: UserError if there is no such setting, or its value is not valid.
    """
    for setting in settings:
        field, equals, value = setting.partition("=")
        if not equals:
            raise UserError(f"--set takes FIELD=VALUE, such as learning_rate=0.1, not {quoted(setting)}.")
        spec = set_field(spec, field.strip(), value)
    return spec


def _with_data(given: argparse.Namespace, own: OwnData | None) -> Experiment:
    if own is None:
        if given.what is None:
            raise UserError("What is to be trained? Name a preset, such as circle, or give --data FILE.csv.")
        return _named(given)
    return experiment_for(own) if given.what is None else with_own_data(_named(given), own)


def _named(given: argparse.Namespace) -> Experiment:
    """The experiment that WHAT names."""
    if is_link(given.what):
        link = parse_link(given.what)
        spec = link.spec
        for note in link.notes:
            tell(note)
    elif given.what not in PRESETS and (given.what.endswith(".json") or _is_there(given.what)):
        spec = Experiment.from_dict(load_json(Path(given.what)))
    else:
        spec = preset(given.what)
    return spec
