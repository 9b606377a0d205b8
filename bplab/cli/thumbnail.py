"""`bplab thumbnail`: writes the picture in a .bplab file as a PNG, as file managers ask for it."""

import argparse
from pathlib import Path

from bplab.errors import FileError, UserError, named
from bplab.storage.member import read_member
from bplab.storage.parts import MOST_THUMBNAIL, THUMBNAIL

SIDE = 256
MOST_SIDE = 1024


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.description = __doc__
    parser.add_argument("file", metavar="FILE.bplab", help="the file; only its picture is read")
    parser.add_argument("out", metavar="OUT.png", help="the picture to write")
    parser.add_argument(
        "--size", metavar="N", type=int, default=SIDE, help=f"at most so many pixels a side (default {SIDE})"
    )


def run(given: argparse.Namespace) -> int:
    """Write the picture, drawn anew, so that nothing of another's file is passed on as it is."""
    if not 1 <= given.size <= MOST_SIDE:
        raise UserError(f"A picture has 1 to {MOST_SIDE:,} pixels a side, not {given.size:,}.")
    path = Path(given.file)
    found = read_member(path, THUMBNAIL, MOST_THUMBNAIL)
    if not found:
        raise UserError(f"There is no picture in {named(path.name)}: only the window saves one.")
    from bplab.ui.start.thumbnail import scaled_png

    png = scaled_png(found, given.size)
    if not png:
        raise FileError(f"The picture in {named(path.name)} is none that the lab draws.")
    _write(Path(given.out), png)
    return 0


def _write(out: Path, png: bytes) -> None:
    """Write into the very file that a file manager has made and reads: one in its place it would not see."""
    try:
        out.write_bytes(png)
    except (OSError, ValueError) as error:
        raise UserError(f"{named(out)} cannot be written: {getattr(error, 'strerror', error)}.") from None
