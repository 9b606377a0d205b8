"""Archives whose bytes depend on nothing but their contents and the commit's time."""

import gzip
import subprocess
import tarfile
from pathlib import Path

from artifacts.tree import files


def write_tar(target: Path, folder: Path, inside: str, time: int) -> None:
    """Pack a folder: names sorted, all files root's, all of one time."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = time
        return member

    folders = {path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink()}
    with tarfile.open(target, "w", format=tarfile.GNU_FORMAT) as archive:
        for path in sorted([*folders, *files(folder)]):
            archive.add(path, f"{inside}{path.relative_to(folder).as_posix()}", recursive=False, filter=plain)


def xz(path: Path) -> Path:
    """Compress a file in blocks, so that the number of cores does not change the result."""
    command = ["xz", "--force", "--threads=2", "--block-size=32MiB", "-3", str(path)]
    subprocess.run(command, check=True)
    return path.with_name(f"{path.name}.xz")


def gz(path: Path) -> bytes:
    """A file's content, compressed in the form that every system unpacks."""
    return gzip.compress(path.read_bytes(), 9, mtime=0)
