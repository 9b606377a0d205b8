"""The list of files opened last: one small file, which may be missing, damaged or of a newer version."""

import base64
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bplab.errors import UserError
from bplab.storage.reading import load_json
from bplab.storage.writing import write_file

MOST = 12
MOST_PICTURE = 64 << 10  # bytes; a larger picture is not kept
MOST_TEXT = 200
FILE = "recent.json"


@dataclass(frozen=True)
class Recent:
    """A file with what is shown of it without opening it.

    Units: time in seconds since 1970.
    """

    path: Path
    time: float
    about: str = ""  # circle 2-4-1 · epoch 120
    result: str = ""  # test 97.5 % (117/120)
    thumbnail: bytes = b""  # PNG

    @property
    def title(self) -> str:
        """The name of the file without its ending."""
        return self.path.stem


class RecentFiles:
    """The files in a folder's list, the last one first; what cannot be read or written counts as no list."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def read(self) -> tuple[Recent, ...]:
        """Read the list; damaged entries are left out."""
        try:
            entries = load_json(self._path)
        except UserError:
            return ()
        found = map(_recent_of, entries if isinstance(entries, list) else [])
        return tuple(recent for recent in found if recent is not None)[:MOST]

    def add(self, recent: Recent) -> None:
        """Put a file first."""
        others = (one for one in self.read() if one.path != recent.path)
        self._write((recent, *others))

    def remove(self, path: Path) -> None:
        """Take a file off the list."""
        self._write(one for one in self.read() if one.path != path)

    def clear(self) -> None:
        """Take all files off the list."""
        self._write(())

    def _write(self, recents: Iterable[Recent]) -> None:
        text = json.dumps([_entry_of(recent) for recent in (*recents,)[:MOST]], ensure_ascii=False, indent=1)
        with suppress(OSError, UserError):  # files can be opened without a list of them
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_file(self._path, lambda file: file.write(text.encode("utf-8", "surrogatepass")))


def _entry_of(recent: Recent) -> dict[str, Any]:
    picture = recent.thumbnail if len(recent.thumbnail) <= MOST_PICTURE else b""
    return {
        "path": str(recent.path),
        "time": recent.time,
        "about": recent.about,
        "result": recent.result,
        "thumbnail": base64.b64encode(picture).decode("ascii"),
    }


def _recent_of(entry: Any) -> Recent | None:
    """Read one entry; None if it names no file."""
    if not isinstance(entry, dict):
        return None
    path, time = entry.get("path"), entry.get("time")
    if not isinstance(path, str) or not path or not isinstance(time, int | float):
        return None
    texts = {name: str(entry.get(name, ""))[:MOST_TEXT] for name in ("about", "result")}
    try:
        picture = base64.b64decode(str(entry.get("thumbnail", "")), validate=True)
    except ValueError:
        picture = b""
    return Recent(Path(path), float(time), **texts, thumbnail=picture)
