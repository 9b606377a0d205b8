"""What differs between experiments, in the words of titles and of columns."""

import pytest

from bplab.experiment.differences import TRAITS, columns_for, differences, title_of
from bplab.experiment.edits import set_field
from bplab.experiment.presets import PRESETS, preset
from bplab.experiment.settings import settings_of
from bplab.experiment.spec import Experiment

SPIRAL = preset("spiral")
TITLES = {
    "learning_rate=0.1": "η 0.1",
    "optimizer=adam": "Adam",
    "layers.*.activation=relu": "tanh to ReLU",
    "layers.0.activation=relu": "tanh to ReLU-tanh-tanh",
    "hidden=8-8": "8-8 neurons",
    "hidden=": "no hidden layer",
    "seed=3": "seed 3",
    "batch_size=0": "full batch",
    "batch_size=16": "batch size 16",
    "layers.*.dropout=0.2": "dropout 0.2",
    "layers.*.init=he_normal": "He normal weights",
    "output.activation=tanh": "tanh output",
    "start.W1[1,1]=0.5": "initial weights",
    "momentum=0.5": "μ 0.5",
    "skip=yes": "link from input to output",
    "schedule=cosine": "schedule cosine",
    "loss=mse": "Mean squared error",
    "data.name=circle": "Circle",
    "data.noise=0": "noise 0",
}


@pytest.mark.parametrize(("edit", "title"), TITLES.items(), ids=str)
def test_an_experiment_is_named_by_what_differs(edit, title):
    path, _, value = edit.partition("=")
    assert title_of(SPIRAL, set_field(SPIRAL, path, value)) == title


def test_a_penalty_and_its_strength_are_one_difference():
    with_l2 = SPIRAL.but(regularization="l2", regularization_rate=0.001)
    assert title_of(SPIRAL, with_l2) == "L2 0.001"
    assert title_of(with_l2, SPIRAL) == "no L2"
    pruned = SPIRAL.but(regularization="l1_prune", regularization_rate=0.01)
    assert title_of(SPIRAL, pruned) == "L1 0.01, pruning"
    assert differences(SPIRAL, SPIRAL.but(regularization="l2")) == ()  # of strength 0 it is none


def test_a_title_names_two_differences_and_counts_the_others():
    other = SPIRAL.but(optimizer="adam", learning_rate=0.01)
    assert title_of(SPIRAL, other) == "η 0.01, Adam"
    assert title_of(SPIRAL, other.but(seed=5, batch_size=8)) == "η 0.01, Adam, +2"
    assert title_of(SPIRAL, preset("digits")) == "Digits"
    assert title_of(SPIRAL, SPIRAL) == ""


def test_what_has_no_effect_is_no_difference():
    assert differences(SPIRAL, SPIRAL.but(beta1=0.5)) == ()
    assert differences(SPIRAL, set_field(SPIRAL, "hidden", "8-8")) == ("hidden",)


def test_columns_are_those_that_differ_and_then_the_usual_ones():
    def headings(*specs):
        return [column.heading for column in columns_for(specs)]

    assert headings(SPIRAL) == ["η", "Optimizer", "f", "L2"]
    assert headings(SPIRAL, SPIRAL.but(optimizer="adam")) == ["η", "Optimizer", "f", "L2"]
    assert headings(SPIRAL, SPIRAL.but(batch_size=8)) == ["η", "Optimizer", "f", "Batch size"]
    assert headings(SPIRAL, preset("digits")) == []


def test_a_column_says_what_an_experiment_has():
    texts = [column.text(SPIRAL) for column in columns_for([SPIRAL, set_field(SPIRAL, "hidden", "3")])]
    assert texts == ["0.03", "Momentum", "tanh", "8-8-6"]


def test_every_setting_is_a_trait_and_every_preset_can_be_told():
    keys = {trait.key for trait in TRAITS}
    penalty = {"regularization", "regularization_rate"}
    assert {name for name, _ in settings_of(Experiment)} - penalty <= keys
    assert len(keys) == len(TRAITS)
    for one in PRESETS.values():
        for trait in TRAITS:
            assert trait.text(one.spec)
            assert trait.phrase(SPIRAL, one.spec)
