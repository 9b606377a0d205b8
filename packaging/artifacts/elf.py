"""What the libraries of a bundle need from the host, and how they find each other."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path


def is_elf(path: Path) -> bool:
    """Whether a file is a program or library."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def strip(path: Path) -> None:
    """Drop debug symbols."""
    subprocess.run(["strip", "--strip-unneeded", path], check=True)


def set_search_path(path: Path, places: str) -> None:
    """Say where a library looks for others."""
    subprocess.run(["patchelf", "--set-rpath", places, path], check=True)


def needed(app: Path) -> tuple[set[str], str]:
    """The libraries that a bundle takes from the host, and the newest glibc it asks for."""
    asked, versions, own = set[str](), set[tuple[int, ...]](), set[str]()
    for path in filter(is_elf, app.rglob("*")):
        own.add(path.name)
        for library, version in requests(path):
            asked.add(library)
            versions |= {version} if version else set()
    return asked - own, ".".join(map(str, max(versions)))


def requests(path: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The libraries that one file asks for, each with a version of glibc's symbols or none."""
    command = ["objdump", "--private-headers", str(path)]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    versions = [
        tuple(map(int, found.split("."))) for found in re.findall(r" GLIBC_(2[.\d]+)$", text, re.MULTILINE)
    ]
    for library in re.findall(r"^ *NEEDED +(\S+)", text, re.MULTILINE):
        yield library, max(versions, default=())
