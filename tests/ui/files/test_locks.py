"""Another process sees that a file is open, until the first one ends, however it ends."""

import subprocess
import sys

import pytest

from bplab.ui.files.locks import FileLock

HOLD = """
import sys
from pathlib import Path
from bplab.ui.files.locks import FileLock
lock = FileLock(Path(sys.argv[1]), Path(sys.argv[2]))
print(lock.take(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def elsewhere(tmp_path):
    """Another process that has the file."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "a.bplab"), str(tmp_path / "locks")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "True\n"
        yield process
        process.kill()


def test_a_file_of_another_process_is_free_again_when_that_is_killed(elsewhere, tmp_path):
    mine = FileLock(tmp_path / "a.bplab", tmp_path / "locks")
    assert not mine.take()
    assert FileLock(tmp_path / "b.bplab", tmp_path / "locks").take()
    elsewhere.kill()
    elsewhere.wait()
    assert mine.take()
    mine.release()


def test_where_nothing_can_be_noted_a_file_counts_as_free(tmp_path):
    (tmp_path / "locks").touch()
    assert FileLock(tmp_path / "a.bplab", tmp_path / "locks").take()


def test_two_links_to_a_file_are_one_file(tmp_path):
    path, link = tmp_path / "one.bplab", tmp_path / "link.bplab"
    path.touch()
    link.symlink_to(path)
    first, second = (FileLock(each, tmp_path / "locks") for each in (path, link))
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()
