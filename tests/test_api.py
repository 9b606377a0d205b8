"""The names that scripts rely on, and the example of the README."""

import re
import subprocess
import sys
from dataclasses import fields
from inspect import signature
from pathlib import Path

import numpy as np
import pytest

import bplab
from bplab.experiment.presets import PRESETS

README = Path(__file__).parents[1] / "README.md"
LINK = "https://playground.tensorflow.org/#activation=tanh&networkShape=4,2&seed=0.12345"


def test_the_names_are_these_and_stay():
    assert bplab.__all__ == [
        "Diagnosis",
        "Document",
        "Experiment",
        "FileError",
        "Trainer",
        "UserError",
        "dataset",
        "dataset_from_csv",
        "dataset_from_npz",
        "diagnose",
        "experiment_for",
        "from_playground",
        "load",
        "preset",
        "save",
    ]
    assert set(bplab.__all__) <= set(dir(bplab))
    members = {
        "run",
        "at",
        "branch",
        "weights",
        "gradients",
        "trace",
        "predict",
        "evaluate",
        "history",
        "step",
        "epoch",
        "spec",
    }
    assert members <= {*dir(bplab.Trainer), *vars(bplab.Trainer(bplab.preset("circle")))}
    names = [field.name for field in fields(bplab.Trainer(bplab.preset("circle")).trace())]
    assert names == ["z", "a", "delta", "gradients", "updates", "loss", "batch"]
    assert str(signature(bplab.Trainer.at)) == "(self, step: int) -> Self"
    assert str(signature(bplab.Trainer.branch)) == "(self, **settings: Any) -> Self"
    with pytest.raises(AttributeError, match="no attribute 'presets_of'"):
        bplab.presets_of  # noqa: B018


def test_a_diagnosis_says_what_ails_a_trainer_and_nothing_else():
    assert [field.name for field in fields(bplab.Diagnosis)] == ["id", "sentence", "evidence", "layer"]
    assert list(signature(bplab.diagnose).parameters) == ["run"]
    assert bplab.diagnose(bplab.Trainer(bplab.preset("circle"))) == []
    with pytest.raises(bplab.UserError, match="diagnose takes a Trainer"):
        bplab.diagnose("ten-sigmoid")


@pytest.mark.parametrize(
    "ask",
    [
        lambda trainer: bplab.experiment_for("flowers.csv"),
        lambda trainer: bplab.Trainer(trainer.spec, data=[[1, 2]]),
        lambda trainer: bplab.Trainer(trainer.spec, "run.bplab"),
        lambda trainer: bplab.Trainer(trainer.spec, start=trainer),
        lambda trainer: trainer.evaluate(np.zeros(2)),
        lambda trainer: trainer.advance(1.5),
        lambda trainer: trainer.history[np.array(["train_loss", "test_loss"])],
        lambda trainer: bplab.Document(view={"tab": object()}).save("none.bplab"),
    ],
)
def test_arguments_of_another_kind_are_refused_in_a_sentence(ask, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(bplab.UserError):
        ask(bplab.Trainer(bplab.preset("circle")))


def test_importing_bplab_is_light_and_its_names_need_no_qt():
    program = (
        "import sys, bplab\n"
        "assert 'numpy' not in sys.modules\n"
        "bplab.Trainer(bplab.preset('circle')).run(steps=1)\n"
        "assert 'PySide6' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_experiments_come_from_presets_links_and_json():
    assert bplab.preset("spiral") == PRESETS["spiral"].spec
    assert bplab.from_playground(LINK).hidden == "4-2"
    assert bplab.Experiment.from_dict({"learning_rate": 0.1}).learning_rate == 0.1
    with pytest.raises(bplab.UserError, match="Did you mean 'spiral'"):
        bplab.preset("spiralle")


def test_the_example_of_the_readme_runs(capsys):
    text = README.read_text(encoding="utf-8").split("## From Python")[1]
    [example] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)[:1]
    names = {}
    exec(example, names)
    assert capsys.readouterr().out.count("\n") >= 2
    np.testing.assert_allclose(names["mean"], names["dL_dW"], 1e-10, 1e-15)
    assert names["trainer"].epoch == 203
    assert (names["earlier"].step, names["faster"].step) == (540, names["trainer"].step)
    assert names["faster"].spec == names["spec"].but(learning_rate=0.1)
    assert np.isfinite(names["trainer"].history["train_loss"]).all()
