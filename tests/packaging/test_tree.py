"""What an installed program tells the desktop is complete, and consistent with the program."""

import gzip
import importlib
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QImage

from bplab import __version__
from bplab.cli.main import WINDOW, parser
from bplab.storage.container import MIMETYPE, START

ROOT = Path(__file__).parents[2]
ID = "org.bplab.BackpropLab"


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The tree, laid out once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "packaging" / "linux"))
        patch.setenv("SOURCE_DATE_EPOCH", "86400")
        root = tmp_path_factory.mktemp("prefix")
        importlib.import_module("tree").assemble(root, "/usr/lib/bplab")
        yield root
        for name in ("tree", "icons", "manual", "completion", "command_line", "terms"):
            sys.modules.pop(name, None)


def test_the_desktop_entry_starts_the_program_with_a_file(prefix: Path) -> None:
    entry = ConfigParser(interpolation=None)
    entry.read(prefix / "share" / "applications" / f"{ID}.desktop", encoding="utf-8")
    main = entry["Desktop Entry"]
    assert (main["Exec"], main["MimeType"]) == ("bplab %f", "application/x-bplab+zip;")
    assert main["Icon"] == ID
    for name, switch in (("new-window", "--new-window"), ("start-page", "--start-page")):
        assert name in main["Actions"].split(";")
        assert entry[f"Desktop Action {name}"]["Exec"] == f"bplab {switch}"
        assert switch in WINDOW


@pytest.mark.parametrize("name", [f"apps/{ID}", "mimetypes/application-x-bplab+zip"])
def test_icons_have_the_size_of_their_folder_and_are_not_empty(prefix: Path, name: str) -> None:
    theme = prefix / "share" / "icons" / "hicolor"
    assert (theme / "scalable" / f"{name}.svg").is_file()
    for size in (16, 48, 512):
        image = QImage(str(theme / f"{size}x{size}" / f"{name}.png"))
        assert (image.width(), image.height()) == (size, size)
        assert image.pixelColor(0, 0).alpha() == 0
        assert image.pixelColor(size // 2, size * 2 // 3).alpha() == 255


def test_files_are_known_by_their_name_and_by_how_they_begin(prefix: Path) -> None:
    kinds = ET.parse(prefix / "share" / "mime" / "packages" / f"{ID}.xml").getroot()
    space = {"": kinds.tag[1:].partition("}")[0]}
    kind = kinds.find("mime-type", space)
    assert kind is not None
    assert kind.attrib["type"] == MIMETYPE.content[0].decode()
    glob, begins = kind.find("glob", space), kind.find("magic/match/match", space)
    assert glob is not None
    assert glob.attrib["pattern"] == "*.bplab"
    assert begins is not None
    at, text = int(begins.attrib["offset"]), begins.attrib["value"].encode()
    assert START[at : at + len(text)] == text


def test_file_managers_get_pictures_by_a_command_that_there_is(prefix: Path) -> None:
    entry = ConfigParser(interpolation=None)
    entry.read(prefix / "share" / "thumbnailers" / f"{ID}.thumbnailer", encoding="utf-8")
    program, *words = entry["Thumbnailer Entry"]["Exec"].split()
    given = parser(words).parse_args([{"%s": "128"}.get(word, word) for word in words])
    assert (program, given.file, given.out, given.size) == ("bplab", "%i", "%o", 128)


def test_the_manual_and_the_completions_lie_where_they_are_looked_for(prefix: Path) -> None:
    page = gzip.decompress((prefix / "share" / "man" / "man1" / "bplab.1.gz").read_bytes()).decode()
    assert page.startswith(".TH BPLAB 1")
    assert "_bplab bplab" in (prefix / "share/bash-completion/completions/bplab").read_text(encoding="utf-8")
    zsh = (prefix / "share" / "zsh" / "vendor-completions" / "_bplab").read_text(encoding="utf-8")
    assert zsh.startswith("#compdef bplab")


def test_software_centers_read_the_version_its_day_and_pictures_that_there_are(prefix: Path) -> None:
    found = ET.parse(prefix / "share" / "metainfo" / f"{ID}.metainfo.xml").getroot()
    release = found.find("releases/release")
    assert release is not None
    assert (release.attrib["version"], release.attrib["date"]) == (__version__, "1970-01-02")
    assert found.findtext("id") == ID
    assert found.findtext("provides/mediatype") == MIMETYPE.content[0].decode()
    images = found.findall("screenshots/screenshot/image")
    assert len(images) == 4
    for each in images:
        picture = QImage(str(ROOT / "docs" / "screenshots" / (each.text or "").rpartition("/")[2]))
        size = int(each.attrib["width"]), int(each.attrib["height"])
        assert (picture.width(), picture.height()) == size


def test_the_licenses_of_all_that_is_contained_are_there_in_full(prefix: Path) -> None:
    text = (prefix / "share" / "doc" / "bplab" / "copyright").read_text(encoding="utf-8")
    for part in (
        "Backprop Lab contributors", "PYTHON SOFTWARE FOUNDATION LICENSE", "NumPy Developers", "pyqtgraph",
        "SIL OPEN FONT LICENSE", "CC BY 4.0", "GNU LESSER GENERAL PUBLIC LICENSE", "How to Apply These Terms",
    ):  # fmt: skip
        assert part in text


def test_the_same_commit_gives_the_same_bytes(prefix: Path, tmp_path: Path) -> None:
    write_packed = sys.modules["tree"].write_packed
    for name in ("one", "two"):
        write_packed(tmp_path / name, "the same")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    changes = gzip.decompress((prefix / "share" / "doc" / "bplab" / "changelog.gz").read_bytes()).decode()
    assert changes.rstrip().endswith("Fri, 02 Jan 1970 00:00:00 +0000")
