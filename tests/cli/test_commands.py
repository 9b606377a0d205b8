"""The other commands: list, verify, bench, version; and that none of them loads Qt."""

import gc
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bplab import __version__
from bplab.cli.listing import TABLES
from bplab.cli.main import COMMANDS, file_among, main
from bplab.training import verification
from bplab.training.machine import about


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_listed_for_people_and_as_json(bplab, table):
    done, data = bplab("list", table), json.loads(bplab("list", table, "--json").out)
    assert done.code == 0
    assert list(data) == list(TABLES[table])
    for name, row in TABLES[table].items():
        assert name in done.out
        assert row.title in done.out
        assert row.help in done.out
    if table != "presets":
        assert all(facts["title"] and facts["help"] for facts in data.values())


def test_the_tables_are_those_that_can_be_chosen_from():
    assert list(TABLES) == ["activations", "initializers", "losses", "optimizers", "datasets", "presets"]


def test_an_unknown_table_or_command_is_refused(bplab):
    assert bplab("list", "layers").code == 2
    assert bplab("trian", "circle").code == 2


def test_verify_says_how_many_gradients_agree(bplab):
    done = bplab("verify", "circle", "--set", "layers.0.dropout=0.3")
    assert done.code == 0
    assert done.out.startswith("17 gradients of the loss: largest relative error ")
    assert done.out.rstrip().endswith("tolerance 1e-06 max(|g|, |numeric|): all agree")


def test_verify_counts_what_it_cannot_judge_and_says_what_the_gradient_is_of(bplab):
    done = bplab("verify", "zero-start")
    assert done.code == 0
    assert " too small to judge; " in done.out
    assert "all agree" not in done.out
    done = bplab("verify", "circle", "--set", "regularization=l2", "--set", "regularization_rate=10")
    assert "gradients of the loss with L2 penalty" in done.out


def test_verify_ends_with_1_where_a_gradient_is_off(bplab, monkeypatch):
    monkeypatch.setattr(verification, "gradient_at", lambda point, parameters: parameters)
    done = bplab("verify", "circle")
    assert done.code == 1
    assert "NOT all agree" in done.out
    assert bplab("verify", "none").code == 2


def test_version_and_help(bplab):
    assert bplab("--version").lines == list(about())
    assert bplab("--version").lines[0].startswith(f"Backprop Lab {__version__}, commit ")
    top = " ".join(bplab("--help").out.split())
    for name, command in COMMANDS.items():
        assert f" {name} {command.help} " in f"{top} "
        done = bplab(name, "--help")
        assert done.code == 0
        assert "--native" in done.out
        assert done.lines[0].startswith(f"usage: bplab {name} [-h]")
        assert len(done.lines[0].split()) > 4  # its own arguments, not only -h and --native


def test_training_loads_neither_qt_nor_another_command():
    program = (
        "import sys; from bplab.cli.main import COMMANDS, main;"
        "code = main(['train', 'circle', '--epochs', '1']);"
        "others = {each.module for name, each in COMMANDS.items() if name != 'train'};"
        "print(code, sorted({'PySide6', 'shiboken6', 'pyqtgraph', *others} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"


def test_a_first_argument_that_is_no_command_is_a_file_for_the_window(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").touch()
    assert file_among(["circle-task.bplab"]) == "circle-task.bplab"
    assert file_among(["--native", "CIRCLE.BPLAB"]) == "CIRCLE.BPLAB"
    assert file_among(["there"]) == "there"
    for words in ([], ["--selftest"], ["trian"], ["train", "task.bplab"], ["\0"], ["verify"]):
        assert file_among(words) is None


@pytest.fixture
def collecting():
    """Python looks for garbage, also after the test."""
    gc.enable()
    yield
    gc.enable()


def test_nothing_looks_for_garbage_while_the_window_is_loaded(collecting, monkeypatch):
    seen = []
    monkeypatch.setattr("bplab.app.open_window", lambda *_: seen.append(gc.isenabled()) or 0)
    assert main([]) == 0
    assert seen == [False]


def test_a_file_is_opened_in_the_window(collecting, monkeypatch):
    opened = []
    monkeypatch.setattr("bplab.app.open_window", lambda *given: opened.append(given) or 0)
    assert main(["circle-task.bplab", "--native"]) == 0
    assert main([]) == 0
    assert opened == [(Path.cwd() / "circle-task.bplab", None), (None, None)]


@pytest.mark.parametrize(("switch", "begins"), [("--start-page", True), ("--new-window", False)])
def test_the_window_begins_with_the_start_page_or_without_it_as_asked(
    collecting, monkeypatch, switch, begins
):
    opened = []
    monkeypatch.setattr("bplab.app.open_window", lambda *given: opened.append(given) or 0)
    assert main([switch, "--portable"]) == 0
    assert opened == [(None, begins)]
