"""Setting up says in one sentence what is in its way, and never trusts what was left half-made."""

import ast
import importlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ModuleType]:
    """The script as a module, at work in a folder of its own."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    module = importlib.import_module("run")
    venv = tmp_path / ".venv"
    monkeypatch.setattr(module, "VENV", venv)
    monkeypatch.setattr(module, "PYTHON", venv / "python")
    monkeypatch.setattr(module, "STAMP", venv / "stamp.json")
    monkeypatch.setattr(module, "UNFINISHED", venv / "unfinished")
    monkeypatch.setattr(module, "provide", lambda _needs: None)
    monkeypatch.setattr(module, "try_qt", lambda: None)
    yield module
    for name in ("run", "system"):
        sys.modules.pop(name, None)


class Pip:
    """Stands for the programs that are run: writes down what was asked, and makes what they would make."""

    def __init__(self, run: ModuleType) -> None:
        self.run, self.asked, self.code, self.text = run, list[str](), 0, ""

    def __call__(self, command: list[str]) -> tuple[int, str]:
        known = (name for name in ("venv", "pip", "compileall") if name in command)
        self.asked.append(next(known, "probe"))
        if "venv" in command:
            self.run.PYTHON.touch()
        if self.asked[-1] == "pip":
            return self.code, self.text
        return 0, f"True {self.run.VERSION}\n"


@pytest.fixture
def pip(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Pip:
    fake = Pip(run)
    monkeypatch.setattr(run, "run", fake)
    return fake


def test_the_second_start_runs_nothing(run: ModuleType, pip: Pip) -> None:
    run.set_up(["test"], ["offscreen"])
    assert pip.asked == ["venv", "pip", "compileall"]
    run.set_up(["test"], ["offscreen"])
    run.set_up([], [])
    assert pip.asked == ["venv", "pip", "compileall"]


def test_another_extra_is_added_to_what_is_there(run: ModuleType, pip: Pip) -> None:
    run.set_up(["test"], [])
    run.set_up(["dev"], [])
    assert pip.asked == ["venv", "pip", "compileall", "probe", "pip", "compileall"]
    assert json.loads(run.STAMP.read_text())["extras"] == ["dev", "test"]


def test_other_constraints_are_installed_into_the_same_environment(
    run: ModuleType, pip: Pip, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.set_up([], [])
    monkeypatch.setattr(run, "key", lambda: "another")
    run.set_up([], [])
    assert pip.asked == ["venv", "pip", "compileall", "probe", "pip", "compileall"]


def test_an_interrupted_set_up_is_made_anew(run: ModuleType, pip: Pip) -> None:
    run.set_up([], [])
    run.UNFINISHED.touch()
    (run.VENV / "half a package").touch()
    run.set_up([], [])
    assert pip.asked == ["venv", "pip", "compileall"] * 2
    assert not (run.VENV / "half a package").exists()
    assert not run.UNFINISHED.exists()


def test_a_pip_that_gives_up_costs_no_environment(run: ModuleType, pip: Pip) -> None:
    pip.code, pip.text = 1, "Temporary failure in name resolution"
    with pytest.raises(run.SetupError, match="network"):
        run.set_up([], [])
    pip.code = 0
    run.set_up([], [])
    assert pip.asked == ["venv", "pip", "probe", "pip", "compileall"]


def test_an_environment_that_is_in_use_is_not_half_removed_in_silence(
    run: ModuleType, pip: Pip, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> None:
        raise OSError(39, "Directory not empty")

    run.VENV.mkdir()
    monkeypatch.setattr(run.shutil, "rmtree", refuse)
    with pytest.raises(run.SetupError, match="delete it, and start again"):
        run.set_up([], [])
    assert pip.asked == []


def test_a_damaged_stamp_is_no_stamp(run: ModuleType, pip: Pip) -> None:
    run.set_up([], [])
    run.STAMP.write_text('{"key": 3')
    run.set_up([], [])
    assert pip.asked == ["venv", "pip", "compileall", "probe", "pip", "compileall"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("error: externally-managed-environment", "belongs to the system"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("SSLError(SSLCertVerificationError(1, 'certificate verify failed", "PIP_CERT"),
        ("NewConnectionError('<x>: Failed to establish a new connection'", "is there a network"),
        ("ERROR: No matching distribution found for numpy==9", "no numpy==9 for Python"),
        ("PermissionError: [Errno 13] Permission denied: 'x'", "may not write"),
        ("something new", "last output of pip:\n    something new"),
    ],
)
def test_what_pip_says_becomes_a_sentence(run: ModuleType, said: str, told: str) -> None:
    assert told in run.pip_trouble(said)


def test_a_stamp_that_cannot_be_written_whole_leaves_the_old_one(
    run: ModuleType, pip: Pip, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_the_disk(path: Path, text: str) -> None:
        path.write_bytes(text[:9].encode())
        raise OSError(28, "No space left on device")

    run.set_up(["test"], [])
    old = run.STAMP.read_text()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_text", fill_the_disk)
        with pytest.raises(OSError, match="space"):
            run.write_stamp({"key": ["another"]})
    assert run.STAMP.read_text() == old


@pytest.mark.parametrize("args", [[], ["--native"], ["bench", "--window"], ["bench", "--drag"]])
def test_a_window_without_a_screen_is_refused_with_a_way_out(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], args: list[str]
) -> None:
    monkeypatch.setattr(run, "screen", lambda _environment: False)
    assert run.main(args) == 1
    assert "--selftest" in capsys.readouterr().err


def test_the_selftest_needs_no_screen(run: ModuleType, pip: Pip, monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(run, "screen", lambda _environment: False)
    monkeypatch.setattr(run, "become", lambda *what: became.append(what) or 0)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    assert run.main(["--selftest"]) == 0
    ((command, environment),) = became
    assert command[1:] == ["-m", "bplab", "--selftest"]
    assert environment["QT_QPA_PLATFORM"] == "offscreen"


def test_an_old_python_can_read_as_far_as_the_sentence() -> None:
    ast.parse((ROOT / "packaging" / "run.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_the_script_explains_itself_without_setting_anything_up() -> None:
    script = str(ROOT / "packaging" / "run.py")
    done = subprocess.run([sys.executable, script, "--help"], capture_output=True, text=True, check=True)
    assert "run.py test" in done.stdout


def pinned() -> dict[str, Version]:
    lines = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if not line.startswith("#")]
    return {re.sub(r"[-_.]+", "-", name).lower(): Version(version) for name, version in pairs}


def test_constraints_pin_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    wanted += project["optional-dependencies"]["package"]
    for text in [*wanted, *project["optional-dependencies"]["dev"]]:
        requirement = Requirement(text)
        assert pinned()[requirement.name.lower()] in requirement.specifier, text
