"""The same experiment with other values of one setting: named, checked, and trained as far."""

import numpy as np
import pytest

from bplab.errors import UserError
from bplab.experiment.presets import PRESETS
from bplab.training.changes import Change
from bplab.training.trainer import Trainer
from bplab.trials.same_start import same_start
from bplab.trials.trial import train

SPIRAL = PRESETS["spiral"].spec  # momentum, learning rate 0.03


def titles(*given, **options):
    return [variant.title for variant in same_start(SPIRAL, *given, 90, **options)]


@pytest.mark.parametrize(
    ("path", "values", "named"),
    [
        ("optimizer", ["sgd", "momentum", "rmsprop", "adam"], ["SGD", "RMSProp", "Adam"]),
        ("learning_rate", ["0.1", "1/4", " 0.1 "], ["η 0.1", "η 0.25"]),
        ("batch_size", ["8", "0"], ["batch size 8", "full batch"]),
        ("hidden", ["8-8", "4"], ["8-8 neurons", "4 neurons"]),
        ("layers.*.activation", ["relu"], ["tanh to ReLU"]),
        ("seed", ["3", "4"], ["seed 3", "seed 4"]),
        ("data.noise", ["0"], ["noise 0"]),
    ],
)
def test_variants_are_named_by_what_is_different_and_the_runs_own_value_is_left_out(path, values, named):
    assert titles(path, values) == named


def test_a_variant_is_trained_as_far_from_the_same_start():
    [variant] = same_start(SPIRAL, "optimizer", ["adam"], 40)
    result = train(0, variant.trial, lambda _: None)
    trainer = Trainer(SPIRAL.but(optimizer="adam"))
    np.testing.assert_array_equal(Trainer(SPIRAL).parameters, trainer.parameters)
    trainer.run(steps=40)
    np.testing.assert_array_equal(result.now.parameters, trainer.parameters)


def test_changes_are_repeated_except_those_of_the_setting():
    changes = (
        Change(9, "learning_rate", 0.1),
        Change(10, "layers.2.dropout", 0.1),
        Change(12, "b1", [0.5] * 8),
    )
    kept = {
        path: same_start(SPIRAL, path, [value], 90, changes)[0].trial.changes
        for path, value in [
            ("optimizer", "adam"), ("learning_rate", "0.2"), ("hidden", "8-8-5"), ("hidden", "8-8"),
            ("layers.*.dropout", "0.3"), ("layers.0.dropout", "0.3"), ("layers.2.dropout", "0.3"),
        ]
    }  # fmt: skip
    assert kept["optimizer"] == kept["layers.0.dropout"] == changes
    assert kept["learning_rate"] == changes[1:]
    assert kept["layers.*.dropout"] == kept["layers.2.dropout"] == (changes[0], changes[2])
    assert kept["hidden"] == changes[:1]
    assert same_start(SPIRAL, "hidden", ["8-8-5"], 90, changes)[0].trial.changes == changes[:2]


def test_the_value_of_the_start_is_another_run_where_it_was_changed_later():
    changes = (Change(9, "learning_rate", 0.1),)
    [variant] = same_start(SPIRAL, "learning_rate", ["0.03"], 90, changes)
    assert variant.title == "η 0.03"
    assert (variant.trial.spec, variant.trial.changes) == (SPIRAL, ())


@pytest.mark.parametrize(
    ("path", "values", "said"),
    [
        ("optimizer", ["adams"], "Optimizer must be one of sgd, .*, not 'adams'"),
        ("learning_rate", ["-1"], "Learning rate η must be a number from 0 to 1000, not -1"),
        ("learning_rat", ["1"], "There is no setting 'learning_rat'.*Did you mean 'learning_rate'"),
        ("learning_rate", list("1234567"), "At most 6 values can be compared at a time, not 7"),
        ("learning_rate", ["0.03"], "Choose at least one value that this run does not have itself"),
        ("learning_rate", [], "Choose at least one value"),
        ("loss", ["categorical_cross_entropy"], "softmax"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(path, values, said):
    with pytest.raises(UserError, match=said):
        titles(path, values)
