"""What is said of the homework in the design's picture, as text, as data, and on the command line."""

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bplab.cli.main import main
from bplab.experiment.presets import preset
from bplab.export.source import Source
from bplab.export.table import EXPORTS
from bplab.homework.assuming import checked_as
from bplab.homework.check import check
from bplab.homework.reading import homework_of
from bplab.homework.text import as_text, facts_of
from bplab.homework.verdict import largest_differences, tried
from bplab.training.replay import replay
from bplab.training.step import trace_step
from bplab.training.trainer import Trainer

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture(scope="module")
def pictured():
    """Circle with seed 8 and data seed 3 after 180 steps, and homework on its first 32 training examples."""
    spec = preset("circle")
    trainer = Trainer(spec.but(seed=8, data=replace(spec.data, seed=3)))
    replay(trainer, 180)
    rows = trainer.build.prepared.split.train[:32]
    arrays = {"X": trainer.build.prepared.X[rows], "T": trainer.build.targets[rows]}
    for number, (W, b) in enumerate(trainer.weights, 1):
        arrays[f"W{number}"], arrays[f"b{number}"] = W, b
    a1 = np.tanh(arrays["X"] @ arrays["W1"] + arrays["b1"])
    y = 1 / (1 + np.exp(-(a1 @ arrays["W2"] + arrays["b2"])))
    delta2 = (y - arrays["T"]) / 32
    delta1 = delta2 @ arrays["W2"].T
    arrays |= {"dW1": arrays["X"].T @ delta1, "db1": delta1.sum(axis=0), "dW2": a1.T @ delta2}
    arrays["db2"] = delta2.sum(axis=0)
    return spec, arrays


@pytest.fixture(scope="module")
def result(pictured):
    spec, arrays = pictured
    homework = homework_of(arrays, "homework-3.npz")
    assumed = checked_as(homework, spec, "from the open experiment")
    return check(homework, assumed.checked), assumed


def test_the_largest_differences_are_those_of_the_picture(result):
    rows = largest_differences(result[0])
    found = [(each.parameter.name, round(each.mine, 5), round(each.ratio, 2)) for each in rows]
    assert found == [
        ("b1[3]", 0.05593, -1.12), ("b1[2]", 0.02637, -1.72), ("b1[4]", 0.04894, -2.1),
        ("W1[2,2]", 0.06603, -6.5), ("W1[1,4]", -0.0698, -16.44), ("b1[1]", 0.05015, 5.99),
        ("W1[1,1]", -0.07153, 4.58),
    ]  # fmt: skip


def test_what_was_tried_is_listed_as_in_the_picture(result):
    found = [(each.title, f"{each.left:.1f}") for each in tried(result[0])[1:]]
    assert found == [
        ("factor 1/n", "1.0"), ("another activation: sigmoid", "1.2"), ("factor 1/2", "1.4"),
        ("sum for mean (factor n = 32)", "1.5"), ("sign", "1.9"), ("factor 2", "2.0"),
        ("another activation: ReLU", "2.0"),
    ]  # fmt: skip
    first = tried(result[0])[0]
    assert (first.title, first.fits) == ("f′(z) missing", True)
    assert first.left < 1e-15


def test_the_text_says_which_mistake_it_is_and_what_does_not_apply(result):
    text = as_text(*result)
    head = (
        r"W1 and b1 differ by the missing factor f′\(z\): left out in the lab too, they agree to \d\.\de−16"
    )
    assert re.search(head, text)
    assert "f is tanh, so f′(z) = 1 − a²." in text
    assert "from the open experiment; the file does not say" in text
    assert "Does not fit in shape: transpose. Does not apply here: softmax, L2." in text
    assert "17 gradients in float64 · the file was only read" in text


def test_the_data_name_the_cause_and_where_it_is(result):
    facts = json.loads(json.dumps(facts_of(*result), allow_nan=False))
    assert facts["causes"] == [{"kind": "slope", "title": "f′(z) missing", "in": ["W1", "b1"]}]
    assert [layer["differ"] for layer in facts["layers"]] == [12, 0]


def test_the_command_prints_text_or_json_and_its_code_says_whether_all_agree(pictured, homework_file, capsys):
    path = str(homework_file(**pictured[1]))
    assert main(["check-gradients", path]) == 1
    assert "missing factor f′(z)" in capsys.readouterr().out
    assert main(["check-gradients", path, "--like", "spiral", "--set", "reduction=sum", "--json"]) == 1
    facts = json.loads(capsys.readouterr().out)
    assert facts["checked_as"]["reduction"] == "sum"
    assert [cause["kind"] for cause in facts["causes"]] == ["slope", "1/n"]


def test_an_exercise_solved_by_the_lab_is_right(homework_file, capsys):
    for name in ("worked-example", "digits", "spiral"):
        trainer = Trainer(preset(name))
        with np.load(io.BytesIO(EXPORTS["exercise"].make(Source.of(trainer)))) as archive:
            arrays = dict(archive)
        assert not [each for each in arrays if each.startswith("d")]
        point = trainer.next_step()
        trace = trace_step(point.on(point.batch))  # without dropout
        for number, (dW, db) in enumerate(trace.used_gradients, 1):
            arrays |= {f"dW{number}": dW, f"db{number}": db}
        assert main(["check-gradients", str(homework_file(**arrays))]) == 0
        out = capsys.readouterr().out
        assert "agree with the lab's" in out
        assert "(as the file says)" in out


def test_the_readme_makes_homework_in_ten_lines(tmp_path, monkeypatch, capsys):
    section = README.read_text(encoding="utf-8").split("Check my gradients")[1]
    code = re.search(r"```python\n(.*?)```", section, re.DOTALL)[1]
    assert len([line for line in code.splitlines() if line]) <= 10
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    assert main(["check-gradients", "homework.npz"]) == 1
    assert "W1 and b1 differ by the missing factor f′(z)" in capsys.readouterr().out
