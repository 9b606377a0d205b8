"""Lays out what a Linux desktop wants to know of an installed program, beside the program itself."""

import gzip
import os
from pathlib import Path
from shutil import copytree

from completion import bash, zsh
from icons import write_icons
from manual import manual

HERE = Path(__file__).resolve().parent


def assemble(root: Path, app_dir: str) -> None:
    """Lay out share/ below a prefix, such as /usr; the frozen program is in a folder such as /usr/lib/bplab.

    Called with a Python that has the lab's dependencies, and `bplab` on its path. SOURCE_DATE_EPOCH is the
    time of the commit, so that a commit always gives the same bytes.
    """
    share, made = root / "share", int(os.environ["SOURCE_DATE_EPOCH"])
    copytree(HERE / "share", share, dirs_exist_ok=True)
    write_icons(share / "icons" / "hicolor")
    write_packed(share / "man" / "man1" / "bplab.1.gz", manual(app_dir, made))
    write(share / "bash-completion" / "completions" / "bplab", bash())
    write(share / "zsh" / "vendor-completions" / "_bplab", zsh())


def write(path: Path, text: str) -> None:
    """Write a text, and the folders that lead to it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_packed(path: Path, text: str) -> None:
    """Write a text compressed, without the time of writing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
