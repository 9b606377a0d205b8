"""Commands take the run of a .bplab file as it was saved: with its weights, its changes and its own data."""

import json

import numpy as np
import pytest

import bplab as lab
from bplab.experiment.own import with_own_data
from bplab.experiment.playground import parse_link


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A run on data of one's own, in the middle of an epoch, with a change on the way; and its file."""
    rng = np.random.default_rng(5)
    X = rng.normal(size=(40, 2))
    data = lab.dataset(X, (X[:, 0] > 0).astype(int), name="mine")
    spec = lab.preset("circle").but(learning_rate=0.2)
    trainer = lab.Trainer(with_own_data(spec, data), data=data)
    trainer.run(steps=7)
    trainer.change(trainer.spec.but(learning_rate=0.05))
    trainer.run(steps=6)
    path = tmp_path_factory.mktemp("runs") / "mine.bplab"
    lab.save(path, trainer)
    return trainer, path


def test_the_next_step_of_a_file_is_explained_and_any_before_it(bplab, trained):
    trainer, path = trained
    for step in (13, 4):
        asked = () if step == 13 else ("--step", step)
        done = bplab("explain", path, "--parameter", "W1[2,1]", "--json", *asked)
        facts, at = json.loads(done.out), trainer.at(step)
        assert facts["step"] == step
        assert facts["value"] == at.weights[0][0][1, 0]
        assert facts["gradient"] == pytest.approx(at.trace().gradients[0][0][1, 0], rel=1e-12)


def test_the_weights_of_a_file_are_exported_as_they_are_or_trained_further(bplab, trained, tmp_path):
    trainer, path = trained
    further = lab.load(path)
    further.run(steps=5)
    for wanted, length in ((trainer, ()), (further, ("--steps", 5))):
        out = tmp_path / "w.npz"
        assert bplab("export", "weights", path, "--out", out, *length).code == 0
        with np.load(out) as archive:
            assert np.array_equal(archive["W1"], wanted.weights[0][0])


def test_the_gradients_of_a_files_next_step_are_verified(bplab, trained):
    done = bplab("verify", trained[1])
    assert done.code == 0
    assert "agree" in done.out


def test_other_seeds_of_a_file_repeat_its_changes_for_as_many_steps(bplab, trained):
    trainer, path = trained
    done = bplab("seeds", path, "--count", 2, "--json")
    first, second = json.loads(done.out)["runs"]
    assert first["step"] == second["step"] == 13
    assert first["train_loss"] == trainer.measure().train.loss
    assert second["train_loss"] != first["train_loss"]


def test_settings_of_a_file_are_those_with_which_it_goes_on(bplab, tmp_path):
    trainer = lab.Trainer(parse_link("https://playground.tensorflow.org/#dataset=gauss").spec)
    trainer.change(trainer.spec.but(learning_rate=0.03))
    path = tmp_path / "circle.bplab"
    lab.save(path, trainer)
    assert "learningRate=0.03" in bplab("playground", "--link", path).out
