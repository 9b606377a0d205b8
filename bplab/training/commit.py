"""Names the commit that the program was made from."""

import os
from pathlib import Path

from bplab.data.files import resource_path
from bplab.errors import UserError

CHECKOUT = Path(__file__).resolve().parents[2]
DIGITS = 12
UNKNOWN = "unknown"


def commit() -> str:
    """The first digits of the commit, which a build writes into a file, or git says in a checkout."""
    try:
        return resource_path("commit.txt").read_text(encoding="ascii")[:DIGITS]
    except UserError:
        return commit_of(CHECKOUT) if (CHECKOUT / ".git").exists() else UNKNOWN


def commit_of(checkout: Path) -> str:
    """What git says of a checkout; "-dirty" follows where files differ from the commit."""
    import subprocess  # noqa: PLC0415 - slow at every start, and rarely needed

    ask = ["git", "-C", str(checkout), "describe", "--always", "--dirty", "--exclude=*", f"--abbrev={DIGITS}"]
    try:
        told = subprocess.run(  # noqa: S603 - a fixed command
            ask, capture_output=True, encoding="ascii", timeout=5, check=True,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"},
        )  # fmt: skip
    except (OSError, ValueError, subprocess.SubprocessError):
        return UNKNOWN
    return told.stdout.strip() or UNKNOWN
