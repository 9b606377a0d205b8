"""A file is written whole or not at all, whatever happens meanwhile."""

import errno
import os
import stat
from contextlib import suppress

import pytest

from bplab.errors import UserError
from bplab.storage.writing import check_writable, write_file


def full_disk(file):
    file.write(b"half")
    raise OSError(errno.ENOSPC, "No space left on device")


def bug(file):
    file.write(b"half")
    raise ZeroDivisionError


def interrupted(file):
    file.write(b"half")
    raise KeyboardInterrupt


@pytest.mark.parametrize("fill", [full_disk, bug, interrupted])
@pytest.mark.parametrize("old", [None, b"old"])
def test_what_fails_leaves_everything_as_it_was(fill, old, tmp_path):
    path = tmp_path / "a.npz"
    if old is not None:
        path.write_bytes(old)
    with suppress(ZeroDivisionError, KeyboardInterrupt, UserError):
        write_file(path, fill)
        pytest.fail("the failure was lost")
    assert [file.read_bytes() for file in tmp_path.iterdir()] == ([] if old is None else [old])


def test_a_full_disk_is_told_in_words(tmp_path):
    with pytest.raises(
        UserError, match=r"a\.npz cannot be written: No space left on device\. Make room there, or choose"
    ):
        write_file(tmp_path / "a.npz", full_disk)


def test_what_is_new_takes_the_place_of_what_was_there(tmp_path):
    path = tmp_path / "a.npz"
    for content in (b"first", b"second"):
        write_file(path, lambda file, content=content: file.write(content))
        assert [file.read_bytes() for file in tmp_path.iterdir()] == [content]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_rights_are_kept_and_new_files_have_the_usual_ones(tmp_path):
    path, usual = tmp_path / "a.npz", tmp_path / "usual"
    usual.touch()
    write_file(path, lambda file: None)
    assert path.stat().st_mode == usual.stat().st_mode
    path.chmod(0o640)
    write_file(path, lambda file: None)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_keeps_leading_to_the_file(tmp_path):
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "a.npz", tmp_path / "link.npz"
    link.symlink_to(target)
    for content in (b"first", b"second"):
        write_file(link, lambda file, content=content: file.write(content))
        assert link.is_symlink()
        assert target.read_bytes() == content
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.npz", "far", "link.npz"]


def places(tmp_path):
    """What cannot be written, whoever asks."""
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    yield tmp_path
    yield tmp_path / "none" / "a.npz"
    yield tmp_path / "file" / "a.npz"
    yield tmp_path / ("x" * 300 + ".npz")
    yield tmp_path / "loop"
    yield tmp_path / "\0.npz"
    if os.name != "nt":
        (tmp_path / "device").symlink_to(os.devnull)
        yield tmp_path / "device"


def test_what_cannot_be_written_is_told_beforehand_and_afterwards(tmp_path):
    for path in places(tmp_path):
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(UserError, match="cannot be written"):
            check_writable(path)
        with pytest.raises(UserError, match="cannot be written"):
            write_file(path, lambda file: file.write(b"new"))
        assert sorted(tmp_path.rglob("*")) == before


def test_what_is_write_protected_stays(tmp_path, monkeypatch):
    path = tmp_path / "a.npz"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda place, how: False)  # the superuser may write everything
    with pytest.raises(UserError, match="it is write-protected"):
        write_file(path, lambda file: file.write(b"new"))
    assert path.read_bytes() == b"old"


def test_asking_writes_nothing(tmp_path):
    path = tmp_path / "a.npz"
    check_writable(path)
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(b"old")
    check_writable(path)
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"old"]
