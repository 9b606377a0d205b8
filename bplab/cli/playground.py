"""`bplab playground`: converts a TensorFlow Playground link to an experiment, and an experiment to a link."""

import argparse

from bplab.cli.ending import tell
from bplab.cli.going_on import A_FILE, experiment_for
from bplab.cli.json_text import json_text
from bplab.cli.what import add_what
from bplab.errors import UserError, quoted
from bplab.experiment.playground import format_link, is_link, parse_link


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.description = (
        "Print the experiment of a TensorFlow Playground link as JSON, with notes on "
        "standard error. With --link, print an experiment as a link; exit code 2 if that is not possible."
    )
    add_what(parser, more=A_FILE)
    parser.add_argument("--link", action="store_true", help="print WHAT as a link instead")


def run(given: argparse.Namespace) -> int:
    """Print a spec, or a link."""
    if not given.link and not is_link(given.what):
        raise UserError(
            f"{quoted(given.what)} is not a Playground link. To convert an experiment to a link, use "
            "bplab playground --link WHAT."
        )
    spec = experiment_for(given)
    kept = parse_link(given.what).kept if is_link(given.what) else {}
    if given.link:
        text, notes = format_link(spec, kept)
    else:
        text = json_text(spec.to_dict(), indent=1)
        notes = (f"Not part of an experiment, and kept only by a link: {', '.join(kept)}.",) if kept else ()
    print(text)
    for note in notes:
        tell(note)
    return 0
