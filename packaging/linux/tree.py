"""Lays out what a Linux desktop wants to know of an installed program, beside the program itself."""

from pathlib import Path
from shutil import copytree

from icons import write_icons

HERE = Path(__file__).resolve().parent


def assemble(root: Path, app_dir: str) -> None:
    """Lay out share/ below a prefix, such as /usr; the frozen program is in a folder such as /usr/lib/bplab.

    Called with a Python that has the lab's dependencies, and `bplab` on its path.
    """
    copytree(HERE / "share", root / "share", dirs_exist_ok=True)
    write_icons(root / "share" / "icons" / "hicolor")
