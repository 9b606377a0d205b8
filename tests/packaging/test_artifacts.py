"""What goes into the artifacts, and that their bytes depend on nothing else."""

import importlib
import os
import shutil
import subprocess
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

import bplab

ROOT = Path(__file__).parents[2]


@pytest.fixture
def packaging(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The scripts as modules."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    names = ("archive", "bill", "freeze", "host", "packages", "portable", "self_extracting", "tree")
    parts: dict[str, ModuleType] = {name: importlib.import_module(f"artifacts.{name}") for name in names}
    return SimpleNamespace(trim=importlib.import_module("trim"), **parts)


@pytest.mark.parametrize(
    ("name", "source", "kind"),
    [
        ("libGL.so.1", "/lib/x86_64-linux-gnu/libGL.so.1", "BINARY"),
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        ("PySide6/Qt/translations/qt_de.qm", "/venv/x", "DATA"),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", "/venv/x", "BINARY"),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", "/venv/x", "BINARY"),
    ],
)
def test_what_the_host_has_and_the_lab_never_loads_stays_out(
    packaging: SimpleNamespace, name: str, source: str, kind: str
) -> None:
    assert packaging.trim.kept([(name, source, kind)]) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("PySide6/Qt/lib/libQt6Network.so.6", "/venv/libQt6Network.so.6"),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/venv/x"),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", "/venv/x"),
        ("libffi.so.8", "/lib/x86_64-linux-gnu/libffi.so.8"),
        ("python3.13/lib-dynload/_json.so", "/usr/lib/python3.13/lib-dynload/_json.so"),
        ("bplab/_resources/fonts/Inter-Regular.ttf", "/source/x"),
        ("numpy-2.4.6.dist-info/METADATA", "/venv/x"),
    ],
)
def test_what_the_lab_needs_stays_in(packaging: SimpleNamespace, name: str, source: str) -> None:
    entry = (name, source, "BINARY")
    assert packaging.trim.kept([entry]) == [entry]


RECIPES = (
    "windows/build.ps1",
    "windows/bplab.nsi",
    "macos/build.sh",
    "macos/entitlements.plist",
    "appimage/build.sh",
    "flatpak/org.bplab.BackpropLab.yml",
    "../.github/workflows/packages.yml",
)


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_says_that_it_was_never_tried(name: str) -> None:
    assert "not tried here" in (ROOT / "packaging" / name).read_text(encoding="utf-8").lower()


def test_the_flatpak_takes_the_package_of_this_version() -> None:
    recipe = (ROOT / "packaging" / "flatpak" / "org.bplab.BackpropLab.yml").read_text(encoding="utf-8")
    assert f"bplab_{bplab.__version__}_amd64.deb" in recipe


def test_a_library_becomes_a_package_or_stops_the_build(packaging: SimpleNamespace) -> None:
    found = packaging.host.for_deb({"libGL.so.1", "libc.so.6", "libglib-2.0.so.0"}, "2.36")
    assert found == ["libc6 (>= 2.36)", "libgl1", "libglib2.0-0t64 | libglib2.0-0"]
    with pytest.raises(RuntimeError, match=r"libnew\.so\.1"):
        packaging.host.for_deb({"libnew.so.1"}, "2.36")
    assert packaging.host.for_rpm({"libGL.so.1"}, "2.36")[0] == "libGL.so.1()(64bit)"


def make_tree(folder: Path) -> Path:
    """A small installed program."""
    for name in ("bin/", "lib/bplab/_internal/", "share/applications/", "share/doc/bplab/"):
        (folder / name).mkdir(parents=True)
    (folder / "lib/bplab/bplab").write_text("#!/bin/sh\necho started\n")
    (folder / "lib/bplab/_internal/data").write_text("data")
    (folder / "share/applications/org.bplab.BackpropLab.desktop").write_text("Exec=bplab %f\n")
    (folder / "bin/bplab").symlink_to("../lib/bplab/bplab")
    return folder


def make_job(room: Path) -> SimpleNamespace:
    """What the self-extracting file is made of."""
    tree = make_tree(room / "usr")
    return SimpleNamespace(tree=tree, room=room, dist=room, source=ROOT, version="9", time=1_700_000_000)


def test_the_same_files_in_another_folder_at_another_time_give_the_same_archive(
    packaging: SimpleNamespace, tmp_path: Path
) -> None:
    made = []
    for name in ("first", "second"):
        folder = make_tree(tmp_path / name)
        packaging.archive.write_tar(tmp_path / f"{name}.tar", folder, "x/", 1_700_000_000)
        os.utime(folder / "lib/bplab/_internal/data", (1, 1))
        made.append((tmp_path / f"{name}.tar").read_bytes())
    assert made[0] == made[1]


def test_names_that_a_stick_cannot_hold_stop_the_build(packaging: SimpleNamespace, tmp_path: Path) -> None:
    (tmp_path / "Data").write_text("")
    packaging.portable.check_names(tmp_path)
    (tmp_path / "data").write_text("")
    with pytest.raises(RuntimeError, match="case"):
        packaging.portable.check_names(tmp_path)


def test_a_package_owns_its_own_folders_alone(packaging: SimpleNamespace, tmp_path: Path) -> None:
    entries = packaging.packages.contents(SimpleNamespace(tree=make_tree(tmp_path)), "deb")
    folders = [entry["dst"] for entry in entries if entry.get("type") == "dir"]
    assert folders == ["/usr/lib/bplab", "/usr/lib/bplab/_internal", "/usr/share/doc/bplab"]
    assert {"src": "../lib/bplab/bplab", "dst": "/usr/bin/bplab", "type": "symlink"} in entries


def test_the_bill_leaves_out_what_is_only_for_building(packaging: SimpleNamespace) -> None:
    edges = {"lab": ["A_part==1", "tool==2"], "A_part==1": ["b==1"], "tool==2": ["c==1"]}
    bill = {
        "metadata": {"component": {"bom-ref": "lab"}},
        "dependencies": [{"ref": ref, "dependsOn": others} for ref, others in edges.items()],
    }
    assert packaging.bill.reachable(bill, ["a-part>=1"]) == {"lab", "A_part==1", "b==1"}


@pytest.mark.skipif(os.name == "nt", reason="a shell script for Linux")
def test_the_self_extracting_file_installs_upgrades_and_leaves_nothing(
    packaging: SimpleNamespace, tmp_path: Path
) -> None:
    job = make_job(tmp_path)
    file = packaging.self_extracting.make_self_extracting(job)
    prefix = tmp_path / "a folder"
    command = ["sh", str(file), "--prefix", str(prefix)]
    for _ in range(2):
        subprocess.run(command, check=True, capture_output=True)
    start = prefix / "bin" / "bplab"
    assert subprocess.run([start], check=True, capture_output=True).stdout == b"started\n"
    entry = (prefix / "share/applications/org.bplab.BackpropLab.desktop").read_text()
    assert entry == f'Exec="{start}" %f\n'
    subprocess.run([*command, "--uninstall"], check=True, capture_output=True)
    assert not prefix.exists()


@pytest.mark.skipif(os.name == "nt", reason="a shell script for Linux")
def test_uninstalling_keeps_folders_that_were_there_before(
    packaging: SimpleNamespace, tmp_path: Path
) -> None:
    job = make_job(tmp_path)
    command = [
        "sh",
        str(packaging.self_extracting.make_self_extracting(job)),
        "--prefix",
        str(tmp_path / "p"),
    ]
    (tmp_path / "p" / "bin").mkdir(parents=True)
    subprocess.run(command, check=True, capture_output=True)
    subprocess.run([*command, "--uninstall"], check=True, capture_output=True)
    assert [path.name for path in (tmp_path / "p").rglob("*")] == ["bin"]


@pytest.mark.skipif(shutil.which("sh") is None, reason="a shell script for Linux")
def test_a_damaged_self_extracting_file_installs_nothing(packaging: SimpleNamespace, tmp_path: Path) -> None:
    job = make_job(tmp_path)
    file = packaging.self_extracting.make_self_extracting(job)
    file.write_bytes(file.read_bytes()[:-9])
    done = subprocess.run(
        ["sh", file, "--prefix", tmp_path / "p"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "get it again" in done.stderr) == (1, True)
    assert not (tmp_path / "p").exists()
