"""Edits give experiments that fit together, or say why not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bplab.data.datasets import DATASETS
from bplab.errors import LONGEST, UserError
from bplab.experiment import edits
from bplab.experiment.presets import PRESETS
from bplab.experiment.shape import shape_of
from bplab.experiment.spec import HIDDEN_ACTIVATIONS, DataSpec, Experiment, Layer, Output
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.initializers import INITIALIZERS
from bplab.nn.losses import LOSSES

START = Experiment(
    layers=(Layer(4, groups=((1, 2), (1, 2))), Layer(3, "relu")),
    start={"W1[1,1]": 1.0, "b3[1]": 2.0},
    frozen=("W2", "W1[2,3]"),
)


def with_activation(spec, layer, name):
    return edits.with_layer_value(spec, layer, "activation", name)


@st.composite
def edit(draw, spec):
    """One edit that a canvas or a form could ask for."""
    count = len(spec.layers)
    layer = draw(st.integers(0, max(count - 1, 0)))
    sizes = draw(st.lists(st.integers(1, 512), max_size=6))
    options = {
        "insert": lambda: edits.insert_layer(spec, draw(st.integers(0, count))),
        "hidden": lambda: edits.with_hidden(spec, "-".join(map(str, sizes))),
        "dataset": lambda: edits.with_dataset(spec, draw(st.sampled_from(sorted(DATASETS)))),
        "loss": lambda: edits.with_loss(spec, draw(st.sampled_from(sorted(LOSSES)))),
        "output": lambda: with_activation(spec, count, draw(st.sampled_from(sorted(ACTIVATIONS)))),
        "init": lambda: edits.with_layer_value(
            spec, draw(st.integers(0, count)), "init", draw(st.sampled_from(sorted(INITIALIZERS)))
        ),
    }
    if count:
        options |= {
            "resize": lambda: edits.resize(spec, layer, draw(st.integers(0, 600))),
            "remove": lambda: edits.remove_layer(spec, layer),
            "move": lambda: edits.move_layer(spec, layer, draw(st.integers(0, count - 1))),
            "activation": lambda: with_activation(
                spec, layer, draw(st.sampled_from(sorted(HIDDEN_ACTIVATIONS)))
            ),
        }
    return options[draw(st.sampled_from(sorted(options)))]


@settings(max_examples=75)
@given(st.data())
def test_any_row_of_edits_keeps_experiments_fitting_together(data):
    """Only what no edit can know is refused: cross-entropies and softmax for numbers, sizes out of bounds."""
    spec, expected = START, ("numbers", "from 1 to 512", "at most 20")
    for _ in range(6):
        change = data.draw(edit(spec))
        refused = ""
        try:
            changed = change()
            shape_of(changed)
        except UserError as error:
            refused = str(error)
        assert not refused or any(reason in refused for reason in expected)
        spec = spec if refused else changed
        assert Experiment.from_dict(spec.to_dict()) == spec


def test_structure_edits_do_what_they_say():
    spec = Experiment(layers=(Layer(4), Layer(3, "relu"), Layer(2)))
    assert edits.resize(spec, 1, 7).hidden == "4-7-2"
    assert edits.insert_layer(spec, 2).hidden == "4-3-3-2"
    assert edits.insert_layer(spec, 0).hidden == "4-4-3-2"
    assert edits.insert_layer(spec, 3).hidden == "4-3-2-2"
    assert edits.insert_layer(Experiment(layers=()), 0).hidden == "4"
    assert edits.remove_layer(spec, 0).hidden == "3-2"
    assert edits.move_layer(spec, 0, 2).hidden == "3-2-4"
    assert edits.with_hidden(spec, "8-8-6-5").layers[3] == Layer(5)
    assert edits.with_hidden(spec, "8-8-6-5").layers[1].activation == "relu"
    assert edits.with_hidden(spec, " 8, 9 10 ").hidden == "8-9-10"
    assert edits.with_hidden(spec, " ").layers == ()


@pytest.mark.parametrize("text", ["8-", "a", "8.5", "0", "8--9", "1" * 9, "513", "-".join("1" * 21)])
def test_hidden_layers_that_cannot_be_are_refused(text):
    with pytest.raises(UserError):
        edits.with_hidden(Experiment(), text)


def test_structure_edits_drop_what_named_the_old_structure():
    changed = edits.resize(START, 1, 5)
    assert (changed.start, changed.frozen) == ({}, ())
    assert [layer.groups for layer in changed.layers] == [(), ()]


def test_other_edits_drop_only_what_is_no_longer_there():
    changed = edits.with_loss(START, "categorical_cross_entropy")
    assert changed.output.activation == "softmax"
    assert (changed.start, changed.frozen) == (START.start, START.frozen)
    assert changed.layers == START.layers
    back = edits.with_layer_value(changed.but(frozen=("W3[1,2]", "b2")), 2, "activation", "sigmoid")
    assert back.frozen == ("b2",)


def test_an_initializer_brings_its_gain_along():
    for name, row in INITIALIZERS.items():
        assert edits.with_layer_value(START, 0, "init", name).layers[0].gain == row.gain
        assert edits.set_field(START, "output.init", name).output.gain == row.gain
    assert edits.with_layer_value(START, 0, "gain", 7.0).layers[0].gain == 7


@pytest.mark.parametrize("old", ["circle", "bumps", "digits"])
@pytest.mark.parametrize("new", sorted(DATASETS))
def test_another_data_set_brings_a_loss_that_fits(old, new):
    spec = edits.with_dataset(edits.with_dataset(START, old), new)
    shape_of(spec)
    assert spec.data.name == new
    if DATASETS[old].extent and DATASETS[new].extent and {old, new} <= {"circle", "xor", "gauss", "spiral"}:
        assert (spec.loss, spec.output.activation) == (START.loss, START.output.activation)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("output", ACTIVATIONS)
def test_an_output_activation_and_a_loss_find_together(loss, output):
    for data in ("circle", "digits"):
        spec = edits.with_loss(edits.with_dataset(Experiment(), data), loss)
        assert spec.loss == loss
        shape_of(spec)
        changed = edits.with_layer_value(spec, len(spec.layers), "activation", output)
        assert changed.output.activation == output
        shape_of(changed)


@pytest.mark.parametrize(
    ("path", "text", "check"),
    [
        ("learning_rate", "0.5", lambda s: s.learning_rate == 0.5),
        ("data.noise", "20", lambda s: s.data.noise == 20),
        ("data.features", "x,xy", lambda s: s.data.features == ("x", "xy")),
        ("data.name", "bumps", lambda s: (s.data.name, s.loss) == ("bumps", "half_squared")),
        ("layers.1.units", "9", lambda s: s.hidden == "4-9"),
        ("layers.*.activation", "elu", lambda s: [layer.activation for layer in s.layers] == ["elu", "elu"]),
        ("hidden", "8-8-6", lambda s: s.hidden == "8-8-6"),
        ("output.activation", "softmax", lambda s: s.output.activation == "softmax"),
        ("frozen", "W1[1,2], b1", lambda s: s.frozen == ("W1[1,2]", "b1")),
        ("skip", "yes", lambda s: s.skip),
        (" optimizer ", " adam ", lambda s: s.optimizer == "adam"),
    ],
)
def test_fields_are_set_by_their_paths(path, text, check):
    assert check(edits.set_field(START, path, text))


@pytest.mark.parametrize(
    ("path", "text", "sentence"),
    [
        ("lerning_rate", "1", "There is no setting 'lerning_rate'. Did you mean 'learning_rate'?"),
        (
            "learning_rate",
            "fast",
            "Learning rate η (learning_rate) must be a number from 0 to 1000, not 'fast'.",
        ),
        ("learning_rate", "-1", "must be a number from 0 to 1000"),
        ("data.noize", "1", "There is no setting 'data.noize'. Did you mean 'noise'?"),
        ("data.name", "cirlce", "Data set must be one of circle"),
        (
            "layers.2.units",
            "1",
            "There is no hidden layer '2' for layers.2.units; there are 2, counted from 0.",
        ),
        ("layers.-1.units", "1", "There is no hidden layer"),
        ("layers.0.unit", "1", "Did you mean 'units'?"),
        ("layers", "1", "There is no setting 'layers'."),
        ("layers.0", "1", "There is no setting 'layers.0'."),
        ("data", "circle", "There is no setting 'data'."),
        ("data.name.x", "1", "There is no setting"),
        ("", "1", "There is no setting ''."),
        ("start", "1", "Initial weights must be given by name"),
        ("hidden", "x", "such as 8-8-6"),
        ("frozen", "W1[1", "Frozen must be a list of parameters"),
    ],
)
def test_paths_and_values_that_do_not_fit_are_said(path, text, sentence, refused):
    assert sentence in refused(edits.set_field, START, path, text)


def test_every_setting_can_be_set_by_text_of_itself():
    for preset in PRESETS.values():
        spec, again = preset.spec, preset.spec
        for part, prefix in ((spec, ""), (spec.data, "data."), (spec.output, "output.")):
            for name, value in part.to_dict().items() if part is spec else vars(part).items():
                if isinstance(value, str | int | float) and name != "name":
                    again = edits.set_field(again, prefix + name, str(value))
        assert again.data == spec.data
        assert again == spec


def test_units_of_a_layer_can_be_set_beside_an_output_of_its_own():
    changed = edits.with_layer_value(Experiment(), 1, "bias", 0.5)
    assert changed.output == Output(bias=0.5)
    assert edits.with_layer_value(Experiment(), 0, "dropout", 0.5).layers[0].dropout == 0.5


def test_features_that_go_take_their_groups_along():
    spec = Experiment(data=DataSpec(features=("x", "y", "xy")), layers=(Layer(4, groups=((1, 2), (2, 2))),))
    assert edits.with_dataset(spec, "worked_example").layers[0].groups == ()


def test_standardizing_follows_the_data_until_one_chose_otherwise():
    spec = edits.with_dataset(Experiment(), "iris")
    assert spec.data.standardize
    assert not edits.with_dataset(spec, "circle").data.standardize
    chosen = edits.set_field(spec, "data.standardize", "off")
    assert not edits.with_dataset(chosen, "wine").data.standardize


def test_family_trees_bring_their_network_and_take_it_away_again():
    for start in (START, Experiment(layers=()), edits.with_dataset(Experiment(), "sine")):
        spec = edits.with_dataset(start, "family_trees")
        assert shape_of(spec).layers[0].groups == ((24, 6), (12, 6))
        assert (spec.loss, spec.output.activation) == ("half_squared", "sigmoid")
        back = edits.with_dataset(spec, "sine")
        assert (back.layers[0].groups, back.output.activation) == ((), "identity")


def test_a_formula_is_set_by_its_path_and_refused_in_words(refused):
    assert edits.set_field(START, "data.formula", " x^2 / 4 ").data.formula == "x^2 / 4"
    assert "log" in refused(edits.set_field, START, "data.formula", "log(x)")
    assert "y = f(x) must be a formula in x" in refused(DataSpec, formula=3)


def test_groups_and_starting_values_are_set_from_text():
    spec = edits.set_field(Experiment(), "layers.0.groups", "[[1, 2], [1, 2]]")
    assert spec.layers[0].groups == ((1, 2), (1, 2))
    assert edits.set_field(spec, "layers.*.groups", "[]").layers[0].groups == ()
    assert edits.set_field(spec, "output.groups", "[[4, 1]]").output.groups == ((4, 1),)
    spec = edits.set_field(spec, "start.W1[1,2]", "0.5")
    spec = edits.set_field(spec, "start.b1[1]", "-3")
    assert spec.start == {"W1[1,2]": 0.5, "b1[1]": -3.0}
    assert edits.set_field(spec, "start", '{"b2[1]": 1}').start == {"b2[1]": 1.0}


@pytest.mark.parametrize(
    ("path", "text", "sentence"),
    [
        ("noise", "20", "Did you mean 'data.noise'?"),
        ("layers.0.noise", "20", "Did you mean 'data.noise'?"),
        ("data.units", "3", r"Did you mean 'layers.\*.units'?"),
        ("init", "zeros", r"Did you mean 'layers.\*.init' or 'output.init'?"),
        ("pionts", "3", "Did you mean 'data.points'?"),
        ("data.nois", "3", "Did you mean 'noise'?"),
        ("layers.0.unit", "3", "Did you mean 'units'?"),
        ("lerning_rate", "3", "Did you mean 'learning_rate'?"),
        ("groups", "[]", r"Did you mean 'layers.\*.groups' or 'output.groups'?"),
        ("hiden", "3", "Did you mean 'hidden'?"),
        ("zzz", "3", "There are: skip, loss"),
        ("layers.0.groups", "[[1", "is written as JSON, such as"),
        ("layers.0.groups", "[" * 100_000, "is written as JSON, such as"),
        ("layers.0.groups", "5", "Groups must be a list"),
        ("start", "5", "Initial weights must be given by name"),
        ("start.W1", "5", "Initial weights must be finite numbers by parameter name"),
        ("start.b1[1]", "x", "must be a number, not 'x'"),
        ("start.b1[1]", "nan", "Initial weights must be finite numbers"),
        ("x" * 5_000_000, "5", "There is no setting 'xxx"),
        ("learning_rate", "x" * 5_000_000, "must be a number"),
        ("layers." + "9" * 5_000_000 + ".units", "5", "There is no hidden layer '999"),
        ("hidden", "x" * 5_000_000, "Type hidden layers as numbers"),
    ],
    ids=lambda value: value[:20],
)
def test_what_cannot_be_set_is_told_with_what_was_meant(path, text, sentence):
    with pytest.raises(UserError, match=sentence) as refused:
        edits.set_field(Experiment(), path, text)
    assert len(str(refused.value)) <= LONGEST
