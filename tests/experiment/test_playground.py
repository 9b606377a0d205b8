"""Links of all kinds become experiments, or are refused in words; nothing is dropped in silence."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bplab.data.replay import MAKERS
from bplab.errors import UserError
from bplab.experiment.edits import set_field, with_dataset
from bplab.experiment.link_keys import KEYS, PREFIX
from bplab.experiment.playground import format_link, from_playground, parse_link
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.training.build import check

USUAL = (
    "https://playground.tensorflow.org/#activation=tanh&batchSize=10&dataset=circle&regDataset=reg-plane"
    "&learningRate=0.03&regularizationRate=0&noise=0&networkShape=4,2&seed=0.12345&showTestData=false"
    "&discretize=false&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false&cosX=false"
    "&sinX=false&cosY=false&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false"
)


def link_or_words(text):
    """What is read, or what a user is told."""
    try:
        return parse_link(text)
    except UserError as error:
        return str(error)


def notes_of(text):
    return " ".join(parse_link("#seed=1&" + text).notes)


def test_the_usual_link_is_the_playgrounds_own_experiment():
    link = parse_link(USUAL)
    init = {"init": "uniform", "gain": 0.5, "bias": 0.1}
    assert link.notes == ()
    assert link.spec == Experiment(
        data=DataSpec("circle", 500, 0.0, 50, stratify=False, playground_seed="0.12345"),
        layers=(Layer(4, "tanh", **init), Layer(2, "tanh", **init)),
        output=Output("tanh", **init),
        loss="half_squared",
        learning_rate=0.03,
        batch_size=10,
        order="fixed",
        last_batch="carry",
    )
    assert from_playground(USUAL) == link.spec


def test_every_choice_has_its_counterpart():
    spec = from_playground(
        "#problem=regression&regDataset=reg-gauss&activation=linear&regularization=L1&regularizationRate=0.01"
        "&networkShape=&seed=a&x=false&xSquared=true&sinY=true&initZero=true&percTrainData=80&noise=35&batchSize=7"
    )
    assert (spec.data.name, spec.data.points, spec.data.noise, spec.data.train_percent) == (
        "bumps",
        1200,
        35,
        80,
    )
    assert spec.data.features == ("y", "x_squared", "sin_y")
    assert (spec.output, spec.layers) == (Output("identity", "zeros"), ())
    assert (spec.regularization, spec.regularization_rate, spec.batch_size) == ("l1_prune", 0.01, 7)
    assert from_playground("#activation=relu&regularization=L2").regularization == "l2"
    assert {
        from_playground(f"#dataset={name}").data.name for name in ("circle", "xor", "gauss", "spiral")
    } | {
        from_playground(f"#problem=regression&regDataset={name}").data.name
        for name in ("reg-plane", "reg-gauss")
    } == set(MAKERS)


@pytest.mark.parametrize(
    ("text", "note", "values"),
    [
        ("noise=NaN", "not a number", {"data.noise": 0}),
        ("noise=-5", "uses 0", {"data.noise": 0}),
        ("noise=60", "", {"data.noise": 60}),
        ("noise=81", "uses 50", {"data.noise": 50}),
        ("noise=Infinity", "uses 50", {"data.noise": 50}),
        ("learningRate=fast", "not a number", {"learning_rate": 0.03}),
        ("learningRate=-1", "0 is used", {"learning_rate": 0}),
        ("learningRate=1e9", "1000 is used", {"learning_rate": 1000}),
        ("learningRate=0.123", "", {"learning_rate": 0.123}),
        ("regularizationRate=NaN", "not a number", {"regularization_rate": 0}),
        ("batchSize=2.5", "acts as 5", {"batch_size": 5}),
        ("batchSize=-10", "acts as 10", {"batch_size": 10}),
        ("batchSize=0x10", "", {"batch_size": 16}),
        ("batchSize=0", "never changes a weight", {"batch_size": 250, "learning_rate": 0}),
        ("batchSize=NaN", "never changes a weight", {"learning_rate": 0}),
        ("batchSize=251", "250 training examples", {"learning_rate": 0}),
        ("batchSize=Infinity", "never filled", {"learning_rate": 0}),
        ("percTrainData=1&batchSize=10", "5 training examples", {"learning_rate": 0}),
        ("percTrainData=100", "no test examples", {"data.train_percent": 100}),
        ("percTrainData=250", "acts as 100", {"data.train_percent": 100}),
        ("percTrainData=1e308", "acts as 100", {"data.train_percent": 100}),
        ("percTrainData=-10", "acts as 90", {"data.train_percent": 90}),
        ("percTrainData=33.1", "acts as 33", {"data.train_percent": 33}),
        ("percTrainData=33.3", "166 examples", {"data.train_percent": 33}),
        ("percTrainData=0", "0 examples", {"data.train_percent": 1}),
        ("percTrainData=half", "not a number", {"data.train_percent": 50}),
        ("networkShape=2.5,1", "acts as 3,1", {"layers.0.units": 3}),
        ("dataset=moons", "none of circle, xor", {"data.name": "circle"}),
        ("activation=elu", "used as tanh", {"layers.0.activation": "tanh"}),
        ("regularization=L3", "used as none", {"regularization": "none"}),
        ("problem=clustering", "used as classification", {}),
        ("cosX=true", "cosX has no effect", {"data.features": ("x", "y")}),
        ("collectStats=true", "collectStats has no effect", {}),
        ("tutorial=first", "tutorial 'first'", {}),
        ("x_hide=true", "removes the input x", {"data.features": ("y",)}),
        ("lamp_hide=true", "lamp_hide", {}),
        ("xCubed=true", "ignored: 'xCubed'", {}),
        ("networkshape=3", "Did you mean 'networkShape'", {}),
        ("sinX=yes", "counts as true", {"data.features": ("x", "y", "sin_x")}),
    ],
)  # fmt: skip
def test_what_is_odd_is_said_and_what_acts_is_what_acts_there(text, note, values):
    spec = from_playground("#seed=1&" + text)
    assert note in notes_of(text)
    assert bool(note) == bool(notes_of(text))
    for path, value in values.items():
        found = spec
        for part in path.split("."):
            found = found[int(part)] if part.isdigit() else getattr(found, part)
        assert found == value
    check(spec)


def test_a_link_without_a_seed_gets_one_that_is_named():
    link = parse_link("#noise=5")
    assert link.spec.data.playground_seed == "0.00000"
    assert "0.00000" in link.notes[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not a TensorFlow Playground link"),
        ("#", "not a TensorFlow Playground link"),
        ("https://example.org/#top", "not a TensorFlow Playground link"),
        ("https://example.org/", "not a TensorFlow Playground link"),
        ("#seed=" + "1" * 10_000, "at most 10,000 characters"),
        ("#seed=" + "1" * 300, "at most 256 characters"),
        ("#networkShape=" + ",".join(["2"] * 21), "21 hidden layers"),
        ("#networkShape=513", "more than 512"),
        ("#networkShape=4,0", "without neurons"),
        ("#networkShape=4,,2", "without neurons"),
        ("#networkShape=four", "without neurons"),
        ("#networkShape=-1", "without neurons"),
        ("#networkShape=Infinity", "more than 512"),
        ("#x=false&y=false", "without inputs"),
        ("#x_hide=true&y=false", "without inputs"),
    ],
)
def test_what_cannot_be_run_is_refused_in_words(text, words, refused):
    message = refused(parse_link, text)
    assert words in message
    assert len(message) < 300


# A hundred odd values, each in a link of its own.
RATES = ["learningRate", "regularizationRate"]
NUMBERS = [*RATES, "batchSize", "noise", "percTrainData", "networkShape", "seed"]
WORDS = ["activation", "dataset", "regDataset", "problem", "regularization", "x", "initZero", "tutorial"]
NO_NUMBERS = ["NaN", "-1", "0", "1e999", "-Infinity", "", " ", "0x7", "1_0", "1,5", "%00", "é", "💥", "null"]
NO_WORDS = ["toString", "__proto__", "L1", "undefined", "\ud800"]
ODD = [
    *(f"{key}={value}" for key in NUMBERS for value in NO_NUMBERS),
    *(f"{key}={value}" for key in WORDS for value in NO_WORDS),
]


@pytest.mark.parametrize("odd", ODD)
def test_a_hundred_odd_links_are_parsed_or_refused_clearly(odd):
    link = link_or_words("#seed=1&" + odd)
    if isinstance(link, str):
        assert link.endswith(".")
        return
    check(link.spec)
    assert all(note[-1] in ".?" and len(note) < 300 for note in link.notes)
    written, _ = format_link(link.spec, link.kept)
    assert parse_link(written).spec == link.spec


words = st.sampled_from([*KEYS, "x_hide", "playButton_hide", "foo", ""])
values = st.one_of(
    st.text(max_size=8), st.floats().map(str), st.integers().map(str), st.sampled_from(["true", "4,2"])
)


@given(st.lists(st.tuples(words, values), max_size=12), st.sampled_from([PREFIX, "#", ""]))
@example([("networkShape", "1e400"), ("percTrainData", "-1e400"), ("batchSize", "1e-320")], "#")
def test_nothing_but_a_user_error_escapes(pairs, prefix):
    link = link_or_words(prefix + "&".join(f"{name}={value}" for name, value in pairs))
    if isinstance(link, str):
        return
    written, _ = format_link(link.spec, link.kept)
    again = parse_link(written)
    assert (again.spec, again.kept) == (link.spec, link.kept)


@given(st.text(max_size=200))
def test_any_text_at_all_is_read_or_refused(text):
    for prefix in ("", "#", PREFIX):
        found = link_or_words(prefix + text)
        assert not isinstance(found, str) or len(found) < 400


def test_another_of_its_sets_keeps_the_playgrounds_seed_and_any_other_drops_it():
    spec = from_playground(USUAL)
    assert with_dataset(spec, "spiral").data.playground_seed == "0.12345"
    assert with_dataset(spec, "moons").data.playground_seed == ""
    check(with_dataset(spec, "moons"))


def test_a_playground_seed_is_a_text_of_one_line(refused):
    spec = set_field(from_playground(USUAL), "data.playground_seed", "Wörter, 7")
    assert spec.data.playground_seed == "Wörter, 7"
    for wrong in (7, "two\nlines", "x" * 257, "\ud800"):
        assert "one line of text" in refused(DataSpec, playground_seed=wrong)
