"""Lays out what a Linux desktop wants to know of an installed program, beside the program itself."""

import gzip
import os
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from shutil import copytree

from completion import bash, zsh
from icons import write_icons
from manual import manual
from terms import terms

from bplab import __version__

METAINFO = "org.bplab.BackpropLab.metainfo.xml"
CHANGES = """\
bplab ({version}) stable; urgency=medium

  * Every change is in the history of the project's repository.

 -- Backprop Lab contributors <noreply@bplab.org>  {date}
"""
HERE = Path(__file__).resolve().parent


def assemble(root: Path, app_dir: str) -> None:
    """Lay out share/ below a prefix, such as /usr; the frozen program is in a folder such as /usr/lib/bplab.

    Called with a Python that has the lab's dependencies, and `bplab` on its path. SOURCE_DATE_EPOCH is the
    time of the commit, so that a commit always gives the same bytes.
    """
    share, made = root / "share", int(os.environ["SOURCE_DATE_EPOCH"])
    copytree(HERE / "share", share, dirs_exist_ok=True)
    day = datetime.fromtimestamp(made, UTC)
    fill(share / "metainfo" / METAINFO, {"@VERSION@": __version__, "@DATE@": day.date().isoformat()})
    write_icons(share / "icons" / "hicolor")
    write_packed(share / "man" / "man1" / "bplab.1.gz", manual(app_dir, made))
    write(share / "bash-completion" / "completions" / "bplab", bash())
    write(share / "zsh" / "vendor-completions" / "_bplab", zsh())
    write(share / "doc" / "bplab" / "copyright", terms())
    changes = CHANGES.format(version=__version__, date=format_datetime(day))
    write_packed(share / "doc" / "bplab" / "changelog.gz", changes)


def fill(path: Path, values: dict[str, str]) -> None:
    """Put values in the place of their names in a file."""
    text = path.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(name, value)
    write(path, text)


def write(path: Path, text: str) -> None:
    """Write a text, and the folders that lead to it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_packed(path: Path, text: str) -> None:
    """Write a text compressed, without the time of writing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
