"""`bplab diagnose` names what ails an experiment or a file's run, and tries what may help."""

import bplab as library
from bplab.experiment.presets import PRESETS
from bplab.training.scripting import Trainer

KEYS = ["epoch", "step", "diagnoses"]


def test_ten_sigmoid_layers_are_diagnosed_in_words(bplab):
    done = bplab("diagnose", "ten-sigmoid", "--steps", 120 * 9 - 1)
    assert (done.code, done.err) == (0, "")
    assert done.lines == [
        "Epoch 119: train loss 0.6948",
        "Vanishing gradient (vanishing): sigmoid's slope f′ is the cause, not W; loss 0.69, as guessing",
        "  rms δ falls 78,000-fold from Output to Hidden 1; Hidden 1 moves 5.9e−7 of its size per step",
    ]


def test_json_has_what_the_library_finds(bplab):
    [found] = bplab("diagnose", "constant-start", "--epochs", 20, "--json").rows()
    trainer = Trainer(PRESETS["constant-start"].spec)
    trainer.run(epochs=20)
    [expected] = library.diagnose(trainer)
    assert list(found) == KEYS
    assert (found["epoch"], found["step"]) == (20, 180)
    assert found["diagnoses"] == [{
        "id": "identical", "title": "Identical neurons",
        "sentence": expected.sentence, "evidence": expected.evidence,
    }]  # fmt: skip


def test_a_run_in_a_file_is_diagnosed_as_it_was_saved_or_further_on(bplab, tmp_path):
    trainer = Trainer(PRESETS["zero-start"].spec)
    trainer.run(epochs=3)
    library.save(tmp_path / "run.bplab", trainer)
    [saved] = bplab("diagnose", tmp_path / "run.bplab", "--json").rows()
    [later] = bplab("diagnose", tmp_path / "run.bplab", "--epochs", 2, "--json").rows()
    assert (saved["epoch"], later["epoch"]) == (3, 5)
    assert saved["diagnoses"][0]["id"] == later["diagnoses"][0]["id"] == "near_zero"


def test_a_run_that_diverged_is_diagnosed_too(bplab, tmp_path):
    trainer = Trainer(PRESETS["diverging"].spec)
    trainer.run(epochs=1)
    library.save(tmp_path / "run.bplab", trainer)
    [found] = bplab("diagnose", tmp_path / "run.bplab", "--json").rows()
    assert found["diagnoses"][0]["id"] == "rate_too_large"


def test_fixes_are_tried_and_the_best_comes_first(bplab):
    what = ("constant-start", "--set", "data.points=60", "--epochs", 5, "--fix")
    [found] = bplab("diagnose", *what, "--json").rows()
    assert list(found) == [*KEYS, "below", "part", "steps", "fixes"]
    assert (found["below"], found["part"], found["steps"]) == (0.2, "train", 40)
    assert {fix["title"] for fix in found["fixes"]} == {"ReLU + He", "Xavier", "He"}
    assert [set(fix) for fix in found["fixes"]] == [
        {"changes", "title", "reached", "below_at_end", "count", "median_epoch"}
    ] * len(found["fixes"])
    assert all(fix["count"] == 5 for fix in found["fixes"])


def test_where_nothing_is_wrong_this_is_said_and_nothing_is_tried(bplab):
    done = bplab("diagnose", "circle", "--epochs", 2, "--fix")
    assert done.lines[1:] == ["Nothing is wrong so far."]
