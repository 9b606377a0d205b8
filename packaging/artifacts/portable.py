"""The portable folder as .tar.xz: it runs where it is unpacked, also from a stick."""

import shutil
from pathlib import Path

from artifacts.archive import write_tar, xz
from artifacts.freeze import settle
from artifacts.job import Job


def make_portable(job: Job) -> Path:
    """Make the archive.

    Raises: RuntimeError if a stick's file system could not hold it.
    """
    name = f"bplab-{job.version}-linux-x86_64"
    folder = job.room / name
    shutil.copytree(job.app, folder)
    for extra in (job.source / "packaging" / "common" / "portable").iterdir():
        shutil.copy(extra, folder)
    shutil.copy(job.source / "LICENSE", folder / "LICENSE.txt")
    settle(folder, job.time)
    check_names(folder)
    archive = job.dist / f"{name}.tar"
    write_tar(archive, folder, f"{name}/", job.time)
    return xz(archive)


def check_names(folder: Path) -> None:
    """A file system such as vfat has no symbolic links, and takes no names that differ in case only."""
    paths = list(folder.rglob("*"))
    links = [path for path in paths if path.is_symlink()]
    names = [path.relative_to(folder).as_posix().casefold() for path in paths]
    if links or len(names) != len(set(names)):
        raise RuntimeError(
            f"The portable folder would not survive a stick: {links or 'names differ in case only'}"
        )
