"""The Python to build with is the newest that can be frozen."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def newest(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "packaging"))
    return importlib.import_module("newest")


@pytest.mark.parametrize(
    ("there", "chosen"),
    [
        ({"a": (3, 12, 1), "b": (3, 13, 0), "c": (3, 11, 7)}, "b"),
        ({"a": (3, 13, 9), "b": (3, 13, 10)}, "b"),
        ({"a": (3, 99, 0), "b": (3, 12, 1), "c": None}, "b"),
    ],
)
def test_the_newest_supported_python_is_chosen(
    newest: ModuleType, monkeypatch: pytest.MonkeyPatch, there: dict[str, tuple[int, ...] | None], chosen: str
) -> None:
    monkeypatch.setattr(newest, "candidates", lambda: list(there))
    monkeypatch.setattr(newest, "version_of", there.get)
    assert newest.newest() == (chosen, there[chosen])


def test_without_one_the_present_python_builds(newest: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newest, "candidates", list)
    assert newest.newest() == (sys.executable, tuple(sys.version_info[:3]))


def test_a_program_that_is_no_python_is_passed_over(newest: ModuleType, tmp_path: Path) -> None:
    assert newest.version_of(str(tmp_path / "nothing")) is None
