"""One member is read past all others, and nothing else than what was written is taken for it."""

import pytest

from bplab.errors import FileError, UserError
from bplab.storage.container import pack
from bplab.storage.member import read_member

PARTS = {"document.json": b"{}", "runs/1/large.npy": bytes(3 << 20), "thumbnail.png": b"picture"}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "some.bplab"
    path.write_bytes(b"".join(pack(PARTS)))
    return path


def test_a_member_is_read_alone(file):
    assert read_member(file, "thumbnail.png", 100) == b"picture"
    assert read_member(file, "document.json", 2) == b"{}"
    assert read_member(file, "none.png", 100) == b""


def test_more_than_it_may_have_is_not_read(file):
    with pytest.raises(FileError, match="too large"):
        read_member(file, "thumbnail.png", 6)


@pytest.mark.parametrize("place", range(5))
def test_a_changed_header_on_the_way_is_found(file, place):
    pieces = file.read_bytes().split(b"PK\3\4")  # what precedes the first header, then one for each member
    pieces[place + 1] = b"\1" + pieces[place + 1][1:]
    file.write_bytes(b"PK\3\4".join(pieces))
    with pytest.raises(FileError):
        read_member(file, "thumbnail.png", 100)


@pytest.mark.parametrize(("here", "there"), [(b"picture", b"pidture"), (b'"bplab"', b'"bplat"')])
def test_changed_content_is_found(file, here, there):
    file.write_bytes(file.read_bytes().replace(here, there, 1))
    with pytest.raises(FileError, match="was changed"):
        read_member(file, "thumbnail.png", 100)


@pytest.mark.parametrize("length", [0, 10, 60, 150, 300])
def test_a_file_that_ends_too_early_is_refused(file, length):
    file.write_bytes(file.read_bytes()[:length])
    with pytest.raises(FileError):
        read_member(file, "thumbnail.png", 100)


def test_a_size_beyond_the_end_of_the_file_is_refused(file):
    data = bytearray(file.read_bytes())
    at = data.rfind(b"PK\3\4", 0, data.rfind(b"picture"))
    data[at + 18 : at + 26] = (b"\xff\xff\xff\x7f") * 2
    file.write_bytes(data)
    with pytest.raises(FileError, match="changed"):
        read_member(file, "thumbnail.png", 1 << 40)


def test_what_is_no_file_of_the_lab_is_refused(tmp_path):
    (tmp_path / "text").write_text("PK or not", encoding="utf-8")
    with pytest.raises(FileError, match="not a file of Backprop Lab"):
        read_member(tmp_path / "text", "thumbnail.png", 100)
    with pytest.raises(UserError, match="a folder"):
        read_member(tmp_path, "thumbnail.png", 100)
