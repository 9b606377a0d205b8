"""What stands in the way of building packages is said in a sentence before anything is made."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The script, as on Linux, in a checkout in which nothing is changed."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "packaging"))
    for name in ("package", "system"):
        sys.modules.pop(name, None)
    module = importlib.import_module("package")
    monkeypatch.setattr(module, "sys", SimpleNamespace(platform="linux"))
    monkeypatch.setattr(module, "platform", SimpleNamespace(machine=lambda: "x86_64"))
    answer(module, monkeypatch, 0, "")
    yield module
    for name in ("package", "system"):
        sys.modules.pop(name, None)


def answer(package: ModuleType, monkeypatch: pytest.MonkeyPatch, code: int, text: str) -> None:
    """Answer for git."""
    done = SimpleNamespace(returncode=code, stdout=text)
    monkeypatch.setattr(package, "subprocess", SimpleNamespace(run=lambda *_args, **_more: done))


def test_other_systems_are_sent_to_the_recipes(package: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    package.check_place()
    monkeypatch.setattr(package, "platform", SimpleNamespace(machine=lambda: "aarch64"))
    with pytest.raises(package.SetupError, match="recipes"):
        package.check_place()


def test_a_folder_without_git_is_refused(package: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(package, monkeypatch, 128, "")
    with pytest.raises(package.SetupError, match="git clone"):
        package.check_place()


def test_changes_that_are_left_out_are_counted(
    package: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(package, monkeypatch, 0, " M a\n?? b\n")
    package.check_place()
    assert "2 changed files are left out" in capsys.readouterr().out


def test_a_missing_tool_is_named_with_its_package(
    package: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package.shutil, "which", lambda tool: None if tool == "objdump" else tool)
    needs: list[object] = []

    def note(asked: list[object]) -> None:
        needs.extend(asked)
        raise package.SetupError("enough")

    monkeypatch.setattr(package, "provide", note)
    with pytest.raises(package.SetupError, match="enough"):
        package.package()
    assert needs == [package.Need("objdump", ("binutils",))]
