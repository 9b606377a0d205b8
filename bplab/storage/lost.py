"""What of a damaged file is lost, in the words of the lab."""

import re
from collections.abc import Collection, Iterable

from bplab.storage.manifest import MANIFEST
from bplab.storage.parts import DOCUMENT, THUMBNAIL

RUN = re.compile(r"runs/(\d+)/")
IN_WORDS = {
    DOCUMENT: "the note, bookmarks, and what was shown",
    THUMBNAIL: "the picture",
    MANIFEST: "the table of contents",
}


def lost_in_words(lost: Iterable[str], runs: Collection[int]) -> str:
    """Name what is lost of a file of which these runs, by number, are left: "8 of 10 runs, the picture"."""
    names = list(lost)
    damaged = {int(found[1]) for found in map(RUN.match, names) if found}
    gone, hurt = len(damaged - {*runs}), len(damaged & {*runs})
    parts = [f"{gone:,} of {gone + len(runs):,} runs"] if gone else []
    if hurt:
        parts.append(f"parts of {hurt:,} run{'s' if hurt > 1 else ''}")
    others = (IN_WORDS.get(name, name) for name in names if not RUN.match(name))
    return ", ".join([*parts, *dict.fromkeys(others)])
