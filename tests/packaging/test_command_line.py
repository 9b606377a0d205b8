"""The manual and the completions say of every command what its parser takes, and shells can read them."""

import importlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from bplab.cli.main import COMMANDS, WINDOW
from bplab.experiment.presets import PRESETS

ROOT = Path(__file__).parents[2]
NAMES = ("command_line", "manual", "completion")


@pytest.fixture(scope="module")
def modules() -> Iterator[dict[str, ModuleType]]:
    """The writers, imported as a build does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "packaging" / "linux"))
        yield {name: importlib.import_module(name) for name in NAMES}
        for name in NAMES:
            sys.modules.pop(name, None)


def test_every_command_and_option_of_the_parser_is_read(modules: dict[str, ModuleType]) -> None:
    found = {each.name: each for each in modules["command_line"].commands()}
    assert list(found) == list(COMMANDS)
    train = {each.names[-1]: each for each in found["train"].options}
    assert train["--task"].choices == ("classification", "regression")
    assert (train["--set"].value, train["--set"].repeated) == ("FIELD=VALUE", True)
    assert (train["--out"].files, train["--epochs"].files, train["--fill"].value) == (("bplab",), None, "")
    assert found["verify"].places[0].choices == tuple(PRESETS)
    top = {name for each in modules["command_line"].program().options for name in each.names}
    assert {*WINDOW, "--version", "--native"} <= top


def test_the_manual_names_them_all_and_its_day_is_the_commits(modules: dict[str, ModuleType]) -> None:
    page = modules["manual"].manual("/opt/bplab", 86_400)
    assert page.startswith('.TH BPLAB 1 "1970-01-02" "Backprop Lab ')
    assert "/opt/bplab/" in page.replace(r"\-", "-")
    sections = page.split("\n.SS ")
    for section, command in zip(sections[1:], modules["command_line"].commands(), strict=True):
        plain = section.replace(r"\-", "-")
        assert plain.startswith(command.name)
        for option in command.options:
            assert f"\\fB{option.names[-1]}\\fR" in plain


def test_no_line_of_the_manual_is_taken_for_a_macro_that_is_none(modules: dict[str, ModuleType]) -> None:
    macros = re.findall(r"(?m)^[.'](\w*)", modules["manual"].manual("/opt/bplab", 0))
    assert set(macros) == {"TH", "SH", "SS", "PP", "TP", "B", "br"}


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash here")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["tr"], ["train"]),
        (["--st"], ["--start-page"]),
        (["train", "--task", "c"], ["classification"]),
        (["train", "--data", ""], ["sub", "rows.csv"]),
        (["show", ""], ["sub", "run.bplab"]),
        (["verify", "spi"], ["spiral"]),
        (["bench", "--against", ""], ["sub"]),
        (["export", "numpy", "--epochs", ""], []),
        (["ru"], ["run.bplab"]),
    ],
)
def test_bash_offers_what_can_follow(
    modules: dict[str, ModuleType], tmp_path: Path, words: list[str], offered: list[str]
) -> None:
    for name in ("run.bplab", "rows.csv", "spiral.log"):
        (tmp_path / name).touch()
    (tmp_path / "sub").mkdir()
    quoted = " ".join(f"'{word}'" for word in ["bplab", *words])
    ask = f'COMP_WORDS=({quoted}); COMP_CWORD={len(words)}; _bplab; printf "%s\\n" "${{COMPREPLY[@]}}"'
    done = subprocess.run(
        ["bash", "-c", f"{modules['completion'].bash()}\n{ask}"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == offered


@pytest.mark.skipif(not shutil.which("zsh"), reason="there is no zsh here")
def test_zsh_can_read_its_completion(modules: dict[str, ModuleType], tmp_path: Path) -> None:
    (tmp_path / "_bplab").write_text(modules["completion"].zsh(), encoding="utf-8")
    subprocess.run(["zsh", "-n", str(tmp_path / "_bplab")], check=True)
