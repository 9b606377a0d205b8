"""File managers get the picture of a file as a PNG of the size they ask for, or a sentence."""

import struct
import zlib

import pytest
from PySide6.QtGui import QImage

from bplab.storage.container import pack
from bplab.ui.start.thumbnail import png_of


@pytest.fixture
def file(tmp_path):
    """Give a function that writes a file with these bytes as its picture."""

    def write(png):
        path = tmp_path / "task.bplab"
        path.write_bytes(b"".join(pack({"document.json": b"{}"} | ({"thumbnail.png": png} if png else {}))))
        return path

    return write


def picture(width, height):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFF4F38C9)
    return png_of(image)


def claiming(width, height):
    """A PNG of a few bytes that claims to be of this size."""
    size = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + size + struct.pack(">I", zlib.crc32(size))


@pytest.mark.parametrize(("size", "shown"), [(64, (64, 32)), (256, (104, 52))])
def test_a_picture_is_made_smaller_and_never_larger(bplab, file, tmp_path, size, shown):
    out = tmp_path / "out.png"
    assert bplab("thumbnail", "--size", size, file(picture(104, 52)), out).code == 0
    found = QImage(str(out))
    assert (found.width(), found.height()) == shown
    assert found.pixel(0, 0) == 0xFF4F38C9


@pytest.mark.parametrize("png", [b"", b"\x89PNG\r\n\x1a\nnot at all", b"GIF89a", claiming(60_000, 60_000)])
def test_without_a_picture_that_the_lab_draws_nothing_is_written(bplab, file, tmp_path, png):
    done = bplab("thumbnail", file(png), tmp_path / "out.png")
    assert done.code == 2
    assert "icture in task.bplab" in done.err
    assert not (tmp_path / "out.png").exists()


def test_a_file_of_the_command_line_is_said_to_have_no_picture(bplab, tmp_path):
    run = tmp_path / "run.bplab"
    assert bplab("train", "circle", "--epochs", 1, "--out", run).code == 0
    done = bplab("thumbnail", run, tmp_path / "run.png")
    assert "only the window saves one" in done.err


@pytest.mark.parametrize("size", [0, -1, 4096])
def test_a_size_that_no_picture_has_is_refused(bplab, file, tmp_path, size):
    assert bplab("thumbnail", f"--size={size}", file(picture(8, 8)), tmp_path / "out.png").code == 2


def test_a_file_that_is_there_and_read_already_is_written_in_place(bplab, file, tmp_path):
    out = tmp_path / "out.png"
    out.write_bytes(bytes(100_000))
    with out.open("rb") as reader:
        assert bplab("thumbnail", file(picture(8, 8)), out).code == 0
        assert QImage.fromData(reader.read()).width() == 8


def test_a_place_that_cannot_be_written_is_told(bplab, file, tmp_path):
    done = bplab("thumbnail", file(picture(8, 8)), tmp_path / "none" / "out.png")
    assert (done.code, done.err.count("cannot be written")) == (2, 1)
