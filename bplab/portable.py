"""Portable use: what the lab remembers and keeps lies in the program's own folder, and nowhere else."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

PORTABLE = "BPLAB_PORTABLE"  # the folder; child processes inherit it


def go_portable() -> None:
    """Keep everything in the program's own folder; before the first setting is read."""
    os.environ[PORTABLE] = str(own_folder())


def is_bundled() -> bool:
    """Whether this is a program that brings its own Python, frozen by PyInstaller."""
    return bool(getattr(sys, "frozen", False))


def own_folder() -> Path:
    """A folder beside a frozen program; else one in the environment of the Python that runs it."""
    place = Path(sys.executable).parent if is_bundled() else Path(sys.prefix)
    return place / "bplab-data"


def portable_folder() -> Path | None:
    """The folder of portable use, if it is that."""
    folder = os.environ.get(PORTABLE)
    return Path(folder) if folder else None


def is_among(switch: str, words: Sequence[str]) -> bool:
    """Whether a switch is among the words of a command line, as argparse would recognize it."""
    return any(len(word) > len("--") and switch.startswith(word) for word in words)
