"""Finds the files shipped with Backprop Lab, in a checkout and in an installed package alike."""

from pathlib import Path

from bplab.errors import UserError

_PACKAGE = Path(__file__).resolve().parents[1]
_PLACES = (_PACKAGE.parent / "resources", _PACKAGE / "_resources")


def resource_path(name: str) -> Path:
    """Find a shipped file by its name below resources/, such as "data/digits.npz".

    Raises: UserError if it is not installed.
    """
    for place in _PLACES:
        path = place / name
        if path.is_file():
            return path
    raise UserError(f"The file {name}, part of Backprop Lab, is missing. Reinstall Backprop Lab.")
