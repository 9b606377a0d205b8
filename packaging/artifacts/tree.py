"""Lays out the folder /usr of an installed program: program, command, and what the desktop reads."""

import shutil
import sys
from pathlib import Path

from artifacts.freeze import settle
from artifacts.job import Job

APP = "/usr/lib/bplab"


def lay_out(job: Job) -> None:
    """Make the tree that .deb, .rpm and .run contain."""
    shutil.copytree(job.app, job.tree / "lib" / "bplab", symlinks=True)
    (job.tree / "bin").mkdir()
    (job.tree / "bin" / "bplab").symlink_to("../lib/bplab/bplab")
    places = [str(job.source), str(job.source / "packaging" / "linux")]
    script = f"import sys, pathlib; sys.path[:0] = {places!r}; from tree import assemble; "
    job.run(sys.executable, "-c", f"{script}assemble(pathlib.Path({str(job.tree)!r}), {APP!r})")
    settle(job.tree, job.time)


def files(folder: Path) -> list[Path]:
    """All files and symbolic links below a folder, in one order everywhere."""
    found = [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())
