"""Every hostile file is refused in words, within a second and 100 MB."""

import re
import tracemalloc
from contextlib import suppress
from time import process_time

import pytest
from hostile import sealed
from hostile.all_files import MAKERS, hostile_files, right_members

from bplab.errors import LONGEST, FileError
from bplab.storage.container import read_container, unpack

SENTENCE = re.compile(r"a\.bplab [ -~]{20,}\.")


def opened(path):
    found = read_container(path)
    for name in found.members:
        (found.json if name.endswith(".json") else found.array)(name)


def test_the_file_that_they_are_made_from_is_right():
    assert unpack(sealed(right_members())).members == right_members()


@pytest.mark.parametrize("maker", MAKERS)
def test_every_hostile_file_is_refused_in_words(maker, tmp_path):
    path = tmp_path / "a.bplab"
    wrong = []
    for kind, name, data in MAKERS[maker](right_members()):
        path.write_bytes(data)
        wrong += [f"{kind}, {name}: {what}" for what in complaints(path)]
    assert wrong == []


def complaints(path):
    """What is wrong with the way in which a file is refused."""
    begin = process_time()
    try:
        opened(path)
    except FileError as error:
        sentence = str(error)
    else:
        return ["it is opened"]
    seconds, most = process_time() - begin, memory(path)
    return [
        *([f"{seconds:.1f} s"] if seconds > 1 else []),
        *([f"{most / 1e6:.0f} MB"] if most > 100e6 else []),
        *([sentence] if not SENTENCE.fullmatch(sentence) or len(sentence) >= LONGEST else []),
    ]


def memory(path):
    """The most that it takes to refuse a file, in bytes."""
    tracemalloc.start()
    with suppress(FileError):
        opened(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


@pytest.mark.slow
def test_there_are_at_least_150_files_of_30_kinds_and_no_two_are_equal():
    files = list(hostile_files())
    assert len({data for _, _, data in files}) == len(files) >= 150
    assert len({kind for kind, *_ in files}) >= 24
    print(len(files), len({kind for kind, *_ in files}))
