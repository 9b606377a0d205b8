"""`bplab export` writes what the window writes, and refuses in words."""

import numpy as np

from bplab.experiment.presets import preset
from bplab.training.trainer import Trainer


def test_weights_are_those_of_a_trained_experiment(bplab, tmp_path):
    out = tmp_path / "w.npz"
    assert bplab("export", "weights", "circle", "--epochs", 2, "--out", out).code == 0
    trainer = Trainer(preset("circle"))
    trainer.run(epochs=2)
    with np.load(out) as archive:
        assert np.array_equal(archive["W1"], trainer.weights[0][0])


def test_an_unknown_kind_is_answered_with_the_nearest(bplab, tmp_path):
    done = bplab("export", "numpi", "circle", "--out", tmp_path / "x.py")
    assert done.code == 2
    assert "numpy" in done.err
    assert not list(tmp_path.iterdir())


def test_nothing_is_trained_for_a_place_that_cannot_be_written(bplab, tmp_path):
    done = bplab("export", "numpy", "circle", "--out", tmp_path / "nowhere" / "x.py")
    assert done.code == 2
    assert "cannot be written" in done.err
