"""The parts of a file beside its runs, and the names of its members."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from bplab.storage.manifest import MINOR

DOCUMENT, THUMBNAIL, RUNS, TIMELINE = "document.json", "thumbnail.png", "runs", "/timeline/"
LONGEST_NOTE = 2_000  # characters
MOST_THUMBNAIL = 1 << 20  # bytes
PNG = b"\x89PNG\r\n\x1a\n"  # how every such picture begins


@dataclass(frozen=True)
class Bookmark:
    """A step of a run with a name."""

    run: int
    step: int
    name: str


@dataclass(frozen=True)
class Kept:
    """What a newer version of the lab wrote into a file: written back as it was, and not used otherwise.

    By name of the member: whole ones, and the JSON of further entries of those that are known otherwise.
    """

    minor: int = MINOR  # the version of the format
    members: Mapping[str, bytes] = field(default_factory=dict)
    entries: Mapping[str, bytes] = field(default_factory=dict)

    def of_runs(self, numbers: Collection[int]) -> "Kept":
        """Only what belongs to these runs, or to none."""
        folders = {f"{RUNS}/{number}/" for number in numbers}
        return Kept(self.minor, _within(self.members, folders), _within(self.entries, folders))


def _within(found: Mapping[str, bytes], folders: Collection[str]) -> dict[str, bytes]:
    return {
        name: data
        for name, data in found.items()
        if not name.startswith(f"{RUNS}/") or name[: name.find("/", len(RUNS) + 1) + 1] in folders
    }


def is_thumbnail(data: bytes) -> bool:
    """Whether it can be the picture of a document, or is none."""
    return not data or (data.startswith(PNG) and len(data) <= MOST_THUMBNAIL)


def optional_among(names: Iterable[str]) -> set[str]:
    """The members without which a document is one still."""
    return {name for name in names if name == THUMBNAIL or TIMELINE in name}


def name_in_run(number: int, name: str) -> str:
    """The full name of a member of a run."""
    return f"{RUNS}/{number}/{name}"
