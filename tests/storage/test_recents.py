"""The list of recent files survives what is missing, damaged or unwritable."""

import json
import os
from pathlib import Path

import pytest

from bplab.storage.recents import FILE, MOST, MOST_PICTURE, Recent, RecentFiles


def recent(name, **given):
    return Recent(Path("/data") / name, 1e9, **given)


def test_the_file_opened_last_is_first_and_is_listed_once(tmp_path):
    files = RecentFiles(tmp_path / "new")
    for name in ("a.bplab", "b.bplab", "a.bplab"):
        files.add(recent(name, about="circle 2-4-1 · epoch 120", thumbnail=b"\x89PNG"))
    assert [one.title for one in files.read()] == ["a", "b"]
    assert files.read()[0] == recent("a.bplab", about="circle 2-4-1 · epoch 120", thumbnail=b"\x89PNG")


def test_the_oldest_files_leave_the_list(tmp_path):
    files = RecentFiles(tmp_path)
    for number in range(MOST + 3):
        files.add(recent(f"{number}.bplab"))
    assert [one.title for one in files.read()] == [str(number) for number in range(MOST + 2, 2, -1)]


def test_files_can_be_taken_off_the_list_one_by_one_or_all(tmp_path):
    files = RecentFiles(tmp_path)
    for name in ("a", "b", "c"):
        files.add(recent(name))
    files.remove(Path("/data/b"))
    assert [one.title for one in files.read()] == ["c", "a"]
    files.clear()
    assert files.read() == ()


def test_a_name_that_is_no_text_is_kept(tmp_path):
    files, path = RecentFiles(tmp_path), Path(os.fsdecode(b"/data/\xff.bplab"))
    files.add(Recent(path, 1.0))
    assert [one.path for one in files.read()] in ([path], [])  # never an exception


def test_a_large_picture_is_left_out(tmp_path):
    files = RecentFiles(tmp_path)
    files.add(recent("a", thumbnail=bytes(MOST_PICTURE + 1)))
    assert files.read() == (recent("a"),)


@pytest.mark.parametrize(
    "text", ["", "{", "{}", "7", "[[]]", "null", "[" * 500, '"' + "x" * 9, "\0", "[" + "1," * 500_000 + "1]"]
)
def test_a_damaged_list_is_an_empty_one_and_is_replaced(text, tmp_path):
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    files = RecentFiles(tmp_path)
    assert files.read() == ()
    files.add(recent("a"))
    assert files.read() == (recent("a"),)


def test_damaged_entries_are_left_out(tmp_path):
    good = {"path": "/data/a", "time": 1e9, "about": "circle", "later": [1]}
    bad = [7, {}, {"path": 3, "time": 1}, {"path": "/b", "time": "x"}, {"path": "", "time": 1}]
    strange = {"path": "/data/c", "time": 1, "thumbnail": "?", "result": 7}
    (tmp_path / FILE).write_text(json.dumps([*bad, good, strange]), encoding="utf-8")
    found = RecentFiles(tmp_path).read()
    assert found == (recent("a", about="circle"), Recent(Path("/data/c"), 1.0, result="7"))


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").touch()
    files = RecentFiles(tmp_path / "file" / "within")
    files.add(recent("a"))
    files.clear()
    assert files.read() == ()
