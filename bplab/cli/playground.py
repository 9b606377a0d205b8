"""`bplab playground`: a TensorFlow Playground link as an experiment, and an experiment as a link."""

import argparse
from typing import Any

from bplab.cli.ending import tell
from bplab.cli.json_text import json_text
from bplab.cli.what import add_what, read_what
from bplab.errors import UserError, quoted
from bplab.experiment.playground import format_link, is_link, parse_link


def add_parser(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "playground",
        help="read or write a TensorFlow Playground link",
        description="Print the experiment of a TensorFlow Playground link as JSON, and on standard error "
        "what is odd about it. With --link, print an experiment as a link; exit code 2 where that cannot be.",
    )
    add_what(parser)
    parser.add_argument("--link", action="store_true", help="print WHAT as a link instead")


def run(given: argparse.Namespace) -> int:
    """Print a spec, or a link."""
    if not given.link and not is_link(given.what):
        raise UserError(
            f"{quoted(given.what)} is not a Playground link. An experiment is written as one by: "
            "bplab playground --link WHAT."
        )
    spec = read_what(given)
    kept = parse_link(given.what).kept if is_link(given.what) else {}
    if given.link:
        text, notes = format_link(spec, kept)
    else:
        text = json_text(spec.to_dict(), indent=1)
        notes = (
            (f"No part of an experiment, so that only a link keeps it: {', '.join(kept)}.",) if kept else ()
        )
    print(text)
    for note in notes:
        tell(note)
    return 0
