"""Freezes the lab with PyInstaller, and frees the result from all traces of this machine."""

import os
import sys
from pathlib import Path

from artifacts.elf import is_elf, set_search_path, strip
from artifacts.job import Job


def freeze(job: Job) -> None:
    """Make the folder of the frozen program."""
    job.run(
        *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"),
        *("--distpath", job.app.parent, "--workpath", job.room / "pyinstaller"),
        job.source / "packaging" / "bplab.spec",
    )
    clean(job.app)
    settle(job.app, job.time)


def clean(app: Path) -> None:
    """Drop debug symbols of Python's own libraries, and this machine's folders, where they would look."""
    inner = app / "_internal"
    modules = [*inner.glob("python3.*/lib-dynload/*.so")]
    libraries = [path for path in inner.glob("lib*.so*") if is_elf(path)]
    for path in [*modules, *libraries]:
        strip(path)
        set_search_path(path, "$ORIGIN/../.." if path in modules else "$ORIGIN")


def settle(folder: Path, time: int) -> None:
    """Give all files the commit's time and the usual rights: only programs can be executed."""
    for path in [*folder.rglob("*"), folder]:
        if not path.is_symlink():
            executable = (
                path.is_dir() or path.read_bytes()[:2] == b"#!" or (path.parent / "_internal").is_dir()
            )
            path.chmod(0o755 if executable else 0o644)
        os.utime(path, (time, time), follow_symlinks=False)
