"""A saved file survives what can happen to a disk: power failure, no room, no rights, and other writers."""

import errno
import os
import stat
import subprocess
import sys
import tempfile
from contextlib import suppress
from itertools import takewhile
from pathlib import Path

import pytest

from bplab.errors import UserError
from bplab.storage import container
from bplab.storage.container import pack, read_container, write_container
from bplab.storage.writing import write_file

OLD = pack({"document.json": b'{\n"note": "old"\n}\n'})
NEW = pack({"document.json": b'{\n"note": "new"\n}\n', "data/large.bin": bytes(1 << 20)})
ELSE = 65534  # the user who owns nothing


def note(path):
    return read_container(path).json("document.json")["note"]


def test_the_content_is_on_the_disk_before_it_replaces_anything_and_the_folder_after(tmp_path, monkeypatch):
    done = []
    fsync, replace = os.fsync, Path.replace

    def settle(handle):
        found = os.fstat(handle)
        done.append("folder" if stat.S_ISDIR(found.st_mode) else found.st_size)
        fsync(handle)

    def take_place(temporary, place):
        done.append("replace")
        return replace(temporary, place)

    monkeypatch.setattr(os, "fsync", settle)
    monkeypatch.setattr(Path, "replace", take_place)
    write_container(tmp_path / "a.bplab", NEW)
    assert done == [sum(map(len, NEW)), "replace", "folder"]


def test_a_disk_that_fails_to_keep_what_was_written_replaces_nothing(tmp_path, monkeypatch):
    def fail(handle):
        raise OSError(errno.EIO, "Input/output error")

    path = tmp_path / "a.bplab"
    write_container(path, OLD)
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UserError, match=r"cannot be written: Input/output error\. Choose another folder"):
        write_container(path, NEW)
    assert note(path) == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_read_again_replaces_nothing(tmp_path):
    path = tmp_path / "a.bplab"
    write_container(path, OLD)
    with pytest.raises(
        UserError, match=r"a\.bplab cannot be written: what was written cannot be read again \("
    ):
        write_container(path, [*NEW[:-1], b"a bug of the writer"])
    assert note(path) == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_secret_file_is_no_more_readable_while_it_is_written(tmp_path):
    path = tmp_path / "a.bplab"
    write_container(path, OLD)
    path.chmod(0o600)
    write_file(path, lambda file: modes.append(stat.S_IMODE(os.fstat(file.fileno()).st_mode)), lambda _: None)
    assert modes == [0o600]


modes = []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_rights_and_links_of_a_file_are_kept(tmp_path):
    path, link = tmp_path / "a.bplab", tmp_path / "link.bplab"
    write_container(path, OLD)
    path.chmod(0o640)
    link.symlink_to("a.bplab")
    write_container(link, NEW)
    assert note(path) == "new"
    assert link.readlink() == Path("a.bplab")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_what_killed_writers_left_long_ago_is_deleted_and_nothing_else(tmp_path):
    left, fresh, own = (
        tmp_path / name
        for name in (".bplab-0123456789abcdef.tmp", ".bplab-fedcba9876543210.tmp", ".bplab-notes.tmp")
    )
    for path in (left, fresh, own):
        path.touch()
        if path != fresh:
            os.utime(path, (0, 0))
    write_container(tmp_path / "a.bplab", OLD)
    assert sorted(path.name for path in tmp_path.iterdir()) == [fresh.name, own.name, "a.bplab"]


def mount(folder, *options):
    done = subprocess.run(["mount", *options, folder], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"mounting needs more rights: {done.stderr}")


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 1 MB; only the superuser of Linux can have it."""
    if sys.platform != "linux":
        pytest.skip("needs Linux")
    folder = tmp_path / "disk"
    folder.mkdir()
    mount(folder, "-t", "tmpfs", "-o", "size=1m", "tmpfs")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_on_a_full_disk_the_old_file_stays_and_the_sentence_says_what_to_do(small_disk):
    path = small_disk / "a.bplab"
    write_container(path, OLD)
    with pytest.raises(
        UserError, match=r"No space left on device\. Make room there, or choose another folder"
    ):
        write_container(path, NEW)
    assert path.read_bytes() == b"".join(OLD)
    assert list(small_disk.iterdir()) == [path]


def test_a_disk_that_became_full_by_others_takes_the_save_once_there_is_room(small_disk):
    path, other = small_disk / "a.bplab", small_disk / "other"
    write_container(path, OLD)
    with suppress(OSError), other.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    with pytest.raises(UserError, match="No space left on device"):
        write_container(path, OLD)
    assert note(path) == "old"
    other.unlink()
    write_container(path, OLD)
    assert list(small_disk.iterdir()) == [path]


def test_a_disk_that_cannot_be_written_is_told(small_disk):
    path = small_disk / "a.bplab"
    write_container(path, OLD)
    mount(small_disk, "-o", "remount,ro")
    with pytest.raises(UserError, match=r"cannot be written: it is write-protected\. Choose another folder"):
        write_container(path, OLD)
    with pytest.raises(UserError, match=r"cannot be written: Read-only file system\. Choose another folder"):
        write_container(small_disk / "b.bplab", OLD)
    assert note(path) == "old"


AS_ANOTHER = """
import os, sys
from pathlib import Path
from bplab.errors import UserError
from bplab.storage import container
from bplab.storage.container import pack, read_container, write_container
path, nobody = Path(sys.argv[1]), int(sys.argv[2])
if os.getuid() == 0:
    os.setgroups([]), os.setgid(nobody), os.setuid(nobody)
for call in (lambda: write_container(path, pack({"document.json": b"{}"})), lambda: read_container(path)):
    try:
        call()
        print("done")
    except UserError as error:
        print(error)
"""


def as_another(path):
    """What happens when a user without rights writes a file and reads it."""
    done = subprocess.run(
        [sys.executable, "-c", AS_ANOTHER, path, str(ELSE)], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


@pytest.fixture
def open_folder(tmp_path):
    """A folder that every user reaches."""
    top = Path(tempfile.gettempdir()).resolve()
    if top not in tmp_path.parents:
        pytest.skip("the folders of tests are not where every user can be")
    for folder in takewhile(
        lambda each: each != top, (tmp_path, *tmp_path.parents)
    ):  # pytest's own are closed
        folder.chmod(folder.stat().st_mode | 0o011)
    return tmp_path


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "writing", "reading"),
    [
        (0o555, 0o666, "written: Permission denied. Choose", "done"),
        (0o777, 0o444, "written: it is write-protected. Choose", "done"),
        (0o777, 0o000, "written: it is write-protected. Choose", "read: Permission denied"),
        (0o000, 0o666, "written: Permission denied. Choose", "read: Permission denied"),
    ],
)
def test_who_has_no_rights_is_told_and_changes_nothing(folder_mode, file_mode, writing, reading, open_folder):
    folder = open_folder / "of someone"
    folder.mkdir()
    path = folder / "a.bplab"
    write_container(path, OLD)
    path.chmod(file_mode)
    folder.chmod(folder_mode)
    found = as_another(path)
    folder.chmod(0o755)
    path.chmod(0o644)
    assert writing in found[0]
    assert reading in found[1]
    assert path.read_bytes() == b"".join(OLD)
    assert list(folder.iterdir()) == [path]


@pytest.mark.parametrize("large", [False, True])
def test_what_a_disk_has_changed_replaces_nothing(tmp_path, monkeypatch, large):
    path = tmp_path / "a.bplab"
    write_container(path, OLD)
    new = pack({"document.json": b"{}\n", "data/big.bin": bytes(5_000_000 if large else 10)})

    def spoil(temporary):
        with temporary.open("r+b") as file:
            file.seek(-30, os.SEEK_END)
            file.write(b"x")

    real = container.opened
    monkeypatch.setattr(container, "opened", lambda where: (spoil(where), real(where))[1])
    with pytest.raises(UserError, match="cannot be read again"):
        write_container(path, new)
    monkeypatch.undo()
    assert note(path) == "old"
    assert list(tmp_path.iterdir()) == [path]
