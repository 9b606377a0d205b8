"""What differs between two experiments is said in words, for each side."""

from dataclasses import replace

from bplab.experiment.presets import PRESETS
from bplab.experiment.side_by_side import on_each_side, what_changed, what_it_has

SPIRAL = PRESETS["spiral"].spec
FASTER = SPIRAL.but(learning_rate=0.1)
ADAM = SPIRAL.but(optimizer="adam")


def test_one_difference_is_named_with_both_values():
    assert on_each_side(SPIRAL, FASTER) == "η 0.03 on the left, 0.1 on the right"
    assert what_changed(SPIRAL, FASTER) == "η 0.03 to 0.1"
    assert (what_it_has(SPIRAL, FASTER), what_it_has(FASTER, SPIRAL)) == ("η 0.03", "η 0.1")


def test_what_is_told_by_its_value_has_no_name():
    assert on_each_side(SPIRAL, ADAM) == "Momentum on the left, Adam on the right"
    layers = tuple(replace(layer, activation="relu") for layer in SPIRAL.layers)
    assert what_changed(SPIRAL, SPIRAL.but(layers=layers)) == "tanh to ReLU"


def test_of_many_differences_two_are_told_and_the_others_counted():
    other = FASTER.but(optimizer="adam", batch_size=8, seed=7)
    assert what_changed(SPIRAL, other) == "η 0.03 to 0.1; Momentum to Adam; 2 more"


def test_of_other_data_the_rest_follows():
    assert on_each_side(SPIRAL, PRESETS["circle"].spec) == "Spiral on the left, Circle on the right"


def test_without_a_difference_there_is_nothing_to_say():
    assert on_each_side(SPIRAL, SPIRAL) == what_changed(ADAM, ADAM) == what_it_has(SPIRAL, SPIRAL) == ""
