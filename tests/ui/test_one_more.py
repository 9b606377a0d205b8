"""One more optimizer, preset or setting needs a row and nothing else to be offered, set and trained."""

from dataclasses import dataclass

import numpy as np
import pytest

from bplab.cli.main import main
from bplab.experiment import edits
from bplab.experiment.preset import Preset
from bplab.experiment.presets import PRESETS
from bplab.experiment.rules import Number
from bplab.experiment.settings import setting
from bplab.experiment.spec import Experiment, Layer
from bplab.nn.optimizers import OPTIMIZERS, Optimizer
from bplab.training.runner import Runner
from bplab.ui.form import Form, sidebar, values
from bplab.ui.form.fields import ROWS, FormRow
from bplab.ui.live.bridge import Bridge
from bplab.ui.session import Session
from bplab.ui.style.theme import Theme


def signs(w, g, slots, t, eta, hyper, decays):
    m = slots["mean"] = hyper.beta1 * slots["mean"] + (1 - hyper.beta1) * g
    return w - eta / t**0.5 * np.sign(m)


@pytest.fixture
def one_more(monkeypatch):
    row = Optimizer("signs", "Signs", "w ← w − η sign m", "Only signs.", signs, ("mean",), ("beta1",))
    monkeypatch.setitem(OPTIMIZERS, "signs", row)
    spec = Experiment(layers=(Layer(3),), optimizer="signs", learning_rate=0.05)
    monkeypatch.setitem(PRESETS, "by_signs", Preset("Only signs", "How far signs lead.", spec))
    return spec


def test_the_command_line_lists_sets_and_trains_them(one_more, capsys):
    assert main(["list", "optimizers"]) == 0
    assert "w ← w − η sign m" in capsys.readouterr().out
    assert main(["list", "presets"]) == 0
    assert "Only signs" in capsys.readouterr().out
    assert main(["train", "by_signs", "--epochs", "3", "--set", "optimizer=adam"]) == 0
    other = capsys.readouterr().out
    assert main(["train", "circle", "--epochs", "3", "--set", "optimizer=signs"]) == 0
    assert main(["train", "by_signs", "--epochs", "3"]) == 0
    assert capsys.readouterr().out != other
    assert main(["explain", "by_signs", "--parameter", "W1[1,2]", "--step", "2"]) == 0
    assert "Signs(" in capsys.readouterr().out


def test_the_window_offers_and_trains_them(one_more, driver):
    lab = driver.lab
    files = next(menu for menu in lab.window.menus.actions() if menu.text() == "File").menu()
    presets = next(action for action in files.actions() if action.text() == "Open preset").menu()
    next(action for action in presets.actions() if action.text() == "Only signs").trigger()
    driver.until(lambda: driver.snapshot.spec == one_more)
    assert any(item.title == "Only signs" for item in lab.commands.help.items())
    form = lab.workspace.form
    assert form.editor("optimizer").choice.value == "signs"
    assert not form.editor("beta1").isHidden()
    assert form.editor("beta2").isHidden()
    driver.play(epochs=2)
    assert driver.snapshot.step > 0
    lab.commands.file.show_start()
    assert "by_signs" in lab.commands.file.start.gallery.cards


@dataclass(frozen=True)
class Wider(Experiment):
    """An experiment with one more setting."""

    patience: float = setting(0.5, "Patience of mine", Number(0, 1), "A setting of a test.", "live")


def test_a_setting_has_its_editor_its_undo_text_and_its_place_after_set(monkeypatch, qtbot):
    monkeypatch.setattr(values, "Experiment", Wider)
    monkeypatch.setattr(sidebar, "ROWS", (*ROWS, FormRow("patience", "training")))
    assert edits.set_field(Wider(), "patience", "0.25").patience == 0.25
    assert Wider(patience=0.25).to_dict()["patience"] == 0.25
    bridge = Bridge()
    session = Session(Runner(bridge.on_snapshot, bridge.on_run, bridge.on_error), Wider())
    form = Form(session, Theme("light"))
    qtbot.addWidget(form)
    editor = form.editor("patience")
    assert editor.label == "Patience of mine"
    form.edit("patience", 0.75)
    assert session.spec.patience == 0.75
    assert session.undo_stack.text(0) == "Change patience of mine to 0.75"
    session.undo_stack.undo()
    assert session.spec.patience == 0.5
