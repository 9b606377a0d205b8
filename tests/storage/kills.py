"""Kills a process that saves a file of 5 MB again and again, and reads the file after each kill.

Run by hand: python tests/storage/kills.py 1000 (a second number draws other moments)
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bplab.storage.container import pack, read_container, write_container
from bplab.storage.npy import array_chunks
from bplab.storage.strict_json import dump_json

NUMBERS = 5_000_000 // 8
LONGEST = 0.06  # seconds from a save that was made until the kill; a save takes about half of it


class Kill(NamedTuple):
    """What a kill left: the last save that was reported, the one in the file, and how many halves."""

    reported: int
    found: int
    halves: int


def save_on_and_on(path: Path, first: int, reports: Connection) -> None:
    """Save numbered files until somebody ends this process; report each when it is saved."""
    for number in range(first, sys.maxsize):
        members = {
            "document.json": dump_json({"number": number}),
            "data/numbers.npy": array_chunks(np.full(NUMBERS, number)),
            "runs/1/state.json": dump_json({"number": number}),
        }
        write_container(path, pack(members))
        reports.send(number)


def number_in(path: Path) -> int:
    """The number in a file, which is the same in all its parts."""
    found = read_container(path)
    numbers = found.array("data/numbers.npy")
    parts = {found.json(name)["number"] for name in ("document.json", "runs/1/state.json")}
    parts |= {int(numbers.min()), int(numbers.max())}
    assert len(parts) == 1, f"the file is mixed: {parts}"
    return parts.pop()


def kills(count: int, seed: int, folder: Path) -> Iterator[Kill]:
    """Kill so often, each time at another moment."""
    drawn = random.Random(seed)
    path = folder / "a.bplab"
    context = get_context("fork" if "fork" in get_all_start_methods() else "spawn")
    found = 0
    for _ in range(count):
        ours, theirs = context.Pipe(duplex=False)
        writer = context.Process(target=save_on_and_on, args=(path, found + 1, theirs))
        writer.start()
        theirs.close()
        reported = ours.recv()
        writer.join(drawn.uniform(0, LONGEST))
        writer.kill()
        writer.join()
        reported = last_report(ours, reported)
        found = number_in(path)
        halves = list(folder.glob(".bplab-*.tmp"))
        for half in halves:
            half.unlink()
        assert sorted(folder.iterdir()) == [path]
        yield Kill(reported, found, len(halves))


def last_report(reports: Connection, reported: int) -> int:
    """Read the reports that the dead process has sent; one that it was just sending counts for nothing."""
    try:
        while reports.poll():
            reported = reports.recv()
    except (EOFError, OSError):
        pass
    reports.close()
    return reported


def main(count: int, seed: int) -> None:
    """Print what was found, or fail at the first file that is not whole."""
    within = newer = 0
    with tempfile.TemporaryDirectory() as folder:
        for kill in kills(count, seed, Path(folder)):
            assert kill.reported <= kill.found <= kill.reported + 1, f"a save was lost: {kill}"
            within += kill.halves
            newer += kill.found > kill.reported
    print(
        f"{count} kills, {within} of them within a save and {newer} before its report: every file was whole"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
