"""Weights come back whichever program wrote them and whichever way it arranged them."""

import numpy as np
import pytest

from bplab.errors import UserError
from bplab.experiment.presets import preset
from bplab.experiment.shape import shape_of
from bplab.storage.weights import read_start
from bplab.training.trainer import Trainer


def written(tmp_path, **arrays):
    path = tmp_path / "w.npz"
    np.savez(path, **arrays)
    return path


def named(trainer, *, torch=False):
    arrays = {}
    for number, (W, b) in enumerate(trainer.weights):
        names = (
            (f"{2 * number}.weight", f"{2 * number}.bias") if torch else (f"W{number + 1}", f"b{number + 1}")
        )
        arrays |= {names[0]: W.T if torch else W, names[1]: b}
    return arrays


@pytest.mark.parametrize("torch", [False, True])
@pytest.mark.parametrize("name", ["circle", "digits", "family-trees"])
def test_an_experiment_starts_from_weights_of_another_run(name, torch, tmp_path):
    trained = Trainer(preset(name))
    trained.run(steps=5)
    path = written(tmp_path, **named(trained, torch=torch))
    spec = preset(name).but(start=read_start(path, shape_of(preset(name))))
    assert np.array_equal(Trainer(spec).parameters, trained.parameters)


def test_the_usual_way_is_taken_where_both_fit_unless_the_other_is_asked_for(tmp_path):
    W, b = np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros(2)
    shape = shape_of(preset("xor"))
    path = written(tmp_path, W1=W, b1=b, W2=np.ones((2, 1)), b2=[0.5])
    assert read_start(path, shape)["W1[1,2]"] == 2.0
    square = written(tmp_path, **{"a.weight": W, "a.bias": b, "out.weight": [[1, 1]], "out.bias": [0.5]})
    assert read_start(square, shape)["W1[1,2]"] == 3.0
    lab = written(tmp_path, **{"a.weight": W, "a.bias": b, "out.weight": [[1], [1]], "out.bias": [0.5]})
    assert read_start(lab, shape, out_by_in=False)["W1[1,2]"] == 2.0


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({}, "W1 and b1"),
        ({"x": [1.0]}, "W1 and b1"),
        ({"W1": np.ones((2, 4))}, "b1"),
        ({"W1": np.ones((2, 4)), "b1": np.ones(4), "b3": np.ones(4)}, "no W3"),
        ({"W1": np.ones((2, 3)), "b1": np.ones(3), "W2": np.ones((3, 1)), "b2": [0.0]}, "2-4-1 neurons"),
        ({"W1": np.full((2, 4), np.nan), "b1": np.ones(4), "W2": np.ones((4, 1)), "b2": [0.0]}, "finite"),
        ({"W1": np.array([["a"] * 4] * 2), "b1": np.ones(4), "W2": np.ones((4, 1)), "b2": [0.0]}, "real"),
        (
            {"W1": np.full((2, 4), 1e7), "b1": np.ones(4), "W2": np.ones((4, 1)), "b2": [0.0]},
            "finite numbers",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_words(arrays, words, tmp_path):
    spec = preset("circle")
    with pytest.raises(UserError) as refused:
        spec.but(start=read_start(written(tmp_path, **arrays), shape_of(spec)))
    assert words in str(refused.value)
