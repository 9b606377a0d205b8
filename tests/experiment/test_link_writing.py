"""Experiments become links, where the Playground can express them; what it cannot is named."""

import pytest

from bplab.data.datasets import DATASETS
from bplab.errors import UserError
from bplab.experiment.edits import with_dataset
from bplab.experiment.link_keys import CONTROLS, INPUTS, KEYS
from bplab.experiment.playground import format_link, from_playground, parse_link
from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import DataSpec, Layer, Output

USUAL = (
    "https://playground.tensorflow.org/#activation=tanh&batchSize=10&dataset=circle&regDataset=reg-plane"
    "&learningRate=0.03&regularizationRate=0&noise=0&networkShape=4,2&seed=0.12345&showTestData=false"
    "&discretize=false&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false&cosX=false"
    "&sinX=false&cosY=false&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false"
)


def test_the_usual_link_is_written_letter_by_letter():
    assert format_link(from_playground(USUAL)) == (USUAL, ())


def test_what_is_no_part_of_the_experiment_is_kept_for_the_next_link():
    link = parse_link(
        "#seed=1&showTestData=true&discretize=true&hideText=true&tutorial=t&cosX=true&regDataset=reg-gauss"
        "&playButton_hide=true&sinX_hide=false&networkShape=&activation=relu"
    )
    assert link.hidden == ("playButton",)
    assert (link.show_test_data, link.discretize) == (True, True)
    written, notes = format_link(link.spec, link.kept)
    assert notes == ()
    assert parse_link(written).kept == link.kept
    for part in ("tutorial=t", "cosX=true", "playButton_hide=true", "sinX_hide=false", "activation=relu&"):
        assert part in written
    assert not parse_link(USUAL).kept


def test_every_control_and_input_can_be_hidden():
    text = "&".join(f"{name}_hide=true" for name in (*CONTROLS, *INPUTS) if name != "y")
    link = parse_link("#seed=1&" + text)
    assert set(link.hidden) == {*CONTROLS, *INPUTS} - {"y"}
    assert parse_link(format_link(link.spec, link.kept)[0]).hidden == link.hidden


def test_a_hidden_input_that_is_used_after_all_is_shown_again():
    link = parse_link("#seed=1&x_hide=true")
    spec = link.spec.but(data=DataSpec(features=("x", "y"), points=500, stratify=False, playground_seed="1"))
    written, notes = format_link(spec, link.kept)
    assert "x_hide" not in written
    assert "x_hide" in notes[0]


@pytest.mark.parametrize("rate", [1e-5, 1e-4, 0.001, 0.003, 0.1, 1.0, 3.0, 10.0, 1 / 3, 1e-7])
def test_numbers_are_written_so_that_they_come_back(rate):
    spec = from_playground(USUAL).but(learning_rate=rate)
    assert from_playground(format_link(spec)[0]) == spec
    assert "e-05" not in format_link(spec)[0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"data": DataSpec("moons")}, "the data set Moons"),
        ({"data": DataSpec(points=400, stratify=False)}, "400 points"),
        ({"data": DataSpec(points=500)}, "a stratified split"),
        ({"data": DataSpec(points=500, stratify=False, standardize=True)}, "standardized inputs"),
        ({"data": DataSpec(points=500, stratify=False, validation_percent=9)}, "a validation part"),
        ({"data": DataSpec(points=500, stratify=False, features=("y", "x"))}, "another order"),
        ({"data": DataSpec(points=500, stratify=False, playground_seed="a&b")}, "a link cannot carry"),
        ({"layers": (Layer(3, "gelu"),)}, "GELU"),
        ({"layers": (Layer(3, init="uniform", gain=0.5, bias=0.1, dropout=0.1),)}, "dropout"),
        ({"layers": (Layer(3, "relu"), Layer(3, "tanh"))}, "different activations"),
        ({"layers": (Layer(3),)}, "other initial weights"),
        ({"output": Output("sigmoid", "uniform", 0.5, 0.1)}, "Sigmoid at the output"),
        ({"loss": "mse"}, "Mean squared error (mean)"),
        ({"reduction": "sum"}, "(sum)"),
        ({"optimizer": "adam"}, "Adam"),
        ({"schedule": "cosine"}, "schedule"),
        ({"regularization": "l1"}, "the penalty L1,"),
        ({"clip": 1.0}, "gradient clipping"),
        ({"order": "shuffle"}, "the order shuffled"),
        ({"last_batch": "drop", "batch_size": 30}, "a last batch"),
        ({"batch_size": 300, "last_batch": "keep"}, "a batch of 300"),
        ({"dtype": "float32"}, "single precision"),
        ({"skip": True}, "a link from input to output"),
        ({"start": {"b1[1]": 0.5}}, "set by hand"),
        ({"frozen": ("b1",)}, "frozen"),
    ],
)  # fmt: skip
def test_what_a_link_cannot_express_is_named(changes, words, refused):
    assert words in refused(format_link, from_playground(USUAL).but(**changes))


def test_a_last_batch_that_is_full_may_be_called_anything():
    spec = from_playground(USUAL).but(last_batch="keep")
    assert from_playground(format_link(spec)[0]) == spec.but(last_batch="carry")
    assert from_playground(format_link(spec.but(batch_size=0))[0]).batch_size == 250


def test_notes_say_what_will_be_otherwise():
    spec = from_playground(USUAL).but(epochs=10)
    ours = spec.but(data=DataSpec(points=500, train_percent=50, stratify=False, seed=7), epochs=0)
    assert "paused" in format_link(spec)[1][0]
    link, notes = format_link(ours)
    assert "&seed=7&" in link
    assert "Playground seed" in notes[0]


@pytest.mark.parametrize(
    "word", ["none", "null", "false", "true", "0", "0.50000", "NaN", "L1", "regularization"]
)
def test_a_seed_is_kept_as_it_is_written(word):
    link, _ = format_link(parse_link(f"#networkShape=4,2&seed={word}").spec)
    assert f"&seed={word}&" in link


def test_every_key_survives_reading_and_writing_with_the_word_none():
    for key in set(KEYS) - {"networkShape"}:
        first = parse_link(f"#networkShape=4,2&seed=1&{key}=none")
        link, _ = format_link(first.spec, first.kept)
        again = parse_link(link)
        assert (again.spec, again.kept) == (first.spec, first.kept), key


@pytest.mark.parametrize("name", DATASETS)
def test_of_the_smallest_set_and_batches_a_link_is_written_or_refused_in_a_sentence(name):
    whole = with_dataset(PRESETS["worked-example"].spec, name)
    for spec in (whole, whole.but(data=DataSpec(name, points=2, train_percent=10), last_batch="drop")):
        with pytest.raises(UserError, match="Playground"):
            format_link(spec)
