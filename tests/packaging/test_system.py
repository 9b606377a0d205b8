"""What the system lacks is named, and installed only where that is ours to do."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "packaging"))
    yield importlib.import_module("system")
    sys.modules.pop("system", None)


@pytest.fixture
def debian(system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A Debian 12 seen by root: gives the commands that it was asked to run."""
    asked: list[list[str]] = []

    def answer(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        known = not command[-1].endswith("t64")
        return subprocess.CompletedProcess(command, 0, "Package: x" if known else "", "")

    monkeypatch.setattr(system.shutil, "which", lambda name: name)
    monkeypatch.setattr(system.subprocess, "run", answer)
    monkeypatch.setattr(system.os, "geteuid", lambda: 0, raising=False)
    return asked


def needs(system: ModuleType) -> list[object]:
    return [system.Need("libglib-2.0.so.0", ("libglib2.0-0t64", "libglib2.0-0")), system.Need("x", ("libx",))]


def test_root_on_debian_gets_what_is_missing_under_the_name_of_this_release(
    system: ModuleType, debian: list[list[str]]
) -> None:
    system.provide(needs(system))
    assert debian[0] == ["apt-get", "-q", "update"]
    assert debian[-1][-2:] == ["libglib2.0-0", "libx"]


def test_nothing_missing_runs_nothing(system: ModuleType, debian: list[list[str]]) -> None:
    system.provide([])
    assert debian == []


def test_others_on_debian_are_told_the_command(
    system: ModuleType, debian: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(system.SetupError, match=r"sudo apt-get install libglib2\.0-0 libx"):
        system.provide(needs(system))


def test_elsewhere_the_libraries_are_named(system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.shutil, "which", lambda _name: None)
    with pytest.raises(system.SetupError, match=r"libglib-2\.0\.so\.0, x"):
        system.provide(needs(system))


def test_a_python_without_ensurepip_is_noticed(system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.importlib.util, "find_spec", lambda _name: None)
    (need,) = system.venv_needs()
    assert "ensurepip" in need.what
    assert need.packages[-1] == "python3-venv"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems bring their own libraries")
@pytest.mark.parametrize(
    ("environment", "sets"),
    [
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, ["offscreen"]),
        ({"DISPLAY": ":0"}, ["offscreen", "x11"]),
        ({"WAYLAND_DISPLAY": "wayland-0"}, ["offscreen", "wayland"]),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, ["offscreen", "wayland", "x11"]),
        ({"QT_QPA_PLATFORM": "xcb"}, ["offscreen", "x11"]),
        ({}, ["offscreen"]),
    ],
)
def test_the_screen_decides_which_libraries_qt_needs(
    system: ModuleType, environment: dict[str, str], sets: list[str]
) -> None:
    assert system.library_sets(environment) == sets


def test_a_library_that_is_not_there_is_a_need(system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    absent = system.Need("libdoes-not-exist.so.9", ("libnone",))
    monkeypatch.setitem(system.LIBRARIES, "offscreen", [absent])
    assert system.library_needs(["offscreen"]) == [absent]
