"""Links on the command line: trained, printed as an experiment, and written."""

import json

from bplab.experiment.playground import from_playground, parse_link
from bplab.experiment.spec import Experiment

LINK = (
    "https://playground.tensorflow.org/#dataset=xor&regularization=L1&regularizationRate=0.003&seed=0.12345"
)


def test_a_link_is_trained_as_any_experiment(bplab):
    done = bplab("train", LINK, "--epochs", "1", "--json")
    assert (done.code, done.err) == (0, "")
    assert abs(done.rows()[1]["train_loss"] / 0.49682177294733443 - 1) < 1e-12  # of the reference trace


def test_a_link_becomes_a_spec_that_is_read_back(bplab, tmp_path):
    done = bplab("playground", LINK)
    assert (done.code, done.err) == (0, "")
    assert Experiment.from_dict(json.loads(done.out)) == from_playground(LINK)
    path = tmp_path / "spec.json"
    path.write_text(done.out)
    back = bplab("playground", "--link", path)
    assert back.code == 0
    assert from_playground(back.out) == from_playground(LINK)


def test_what_is_odd_is_said_on_standard_error(bplab):
    done = bplab("playground", LINK + "&noise=abc&playButton_hide=true", "--set", "learning_rate=0.5")
    assert done.code == 0
    assert json.loads(done.out)["learning_rate"] == 0.5
    assert "noise='abc' is not a number" in done.err
    assert "playButton_hide" in done.err


def test_a_link_to_a_link_keeps_what_it_hides(bplab):
    done = bplab("playground", "--link", LINK + "&playButton_hide=true")
    assert parse_link(done.out).hidden == ("playButton",)


def test_what_cannot_be_expressed_ends_with_2(bplab):
    done = bplab("playground", "--link", "spiral")
    assert (done.code, done.out) == (2, "")
    assert "Momentum" in done.err
    assert bplab("playground", "spiral").code == 2
    assert bplab("train", "#networkShape=0").code == 2
    assert bplab("playground", "--link", "nothing").code == 2
