"""Every hostile file is refused in words, within a second and 100 MB."""

import os
import re
import tracemalloc
from contextlib import suppress
from itertools import islice
from pathlib import Path
from time import process_time

import pytest
from hostile import sealed
from hostile.all_files import MAKERS, hostile_files, right_members

from bplab.errors import LONGEST, FileError, UserError
from bplab.storage.document import Document

SENTENCE = re.compile(r"a\.bplab .{20,}[^.]\.")


def test_the_file_that_they_are_made_from_is_right():
    data = sealed(right_members())
    assert b"".join(Document.read(data).pack()) == data


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("every", [20, pytest.param(1, marks=pytest.mark.slow)])
def test_hostile_files_are_refused_in_words(maker, every, tmp_path):
    path = tmp_path / "a.bplab"
    for kind, name, data in islice(MAKERS[maker](right_members()), 0, None, every):
        path.write_bytes(data)
        assert complaints(path) == [], f"{kind}: {name}"


def test_what_is_no_file_is_not_waited_for(tmp_path):
    folder, loop, nowhere, pipe = (tmp_path / name for name in ("folder", "loop", "nowhere", "pipe"))
    folder.mkdir()
    loop.symlink_to(loop)
    nowhere.symlink_to(tmp_path / "gone")
    if hasattr(os, "mkfifo"):
        getattr(os, "mkfifo")(pipe)  # noqa: B009 - Windows lacks it
    for path in (folder, loop, nowhere, pipe, Path(os.devnull), tmp_path / "\0", tmp_path / ("x" * 300)):
        with pytest.raises(UserError, match=r"cannot be read: .+\.$|is not a file of Backprop Lab"):
            Document.open(path)


def complaints(path):
    """What is wrong with the way in which a file is refused."""
    begin = process_time()
    try:
        Document.open(path)
    except FileError as error:
        sentence = str(error)
    else:
        return ["it is opened"]
    seconds, most = process_time() - begin, memory(path)
    return [
        *([f"{seconds:.1f} s"] if seconds > 1 else []),
        *([f"{most / 1e6:.0f} MB"] if most > 100e6 else []),
        *(
            []
            if SENTENCE.fullmatch(sentence) and sentence.isprintable() and len(sentence) < LONGEST
            else [sentence]
        ),
    ]


def memory(path):
    """The most that it takes to refuse a file, in bytes."""
    tracemalloc.start()
    with suppress(FileError):
        Document.open(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


@pytest.mark.slow
def test_there_are_at_least_150_files_of_30_kinds_and_no_two_are_equal():
    files = list(hostile_files())
    assert len({data for _, _, data in files}) == len(files) >= 150
    assert len({kind for kind, *_ in files}) >= 30
    print(len(files), len({kind for kind, *_ in files}))
