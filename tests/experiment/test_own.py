"""An experiment refers to data of one's own by name and digest; the examples come to build by value."""

import json
import pickle

import numpy as np
import pytest

from bplab.data.dataset import Dataset
from bplab.data.own import OwnData
from bplab.errors import UserError
from bplab.experiment import edits
from bplab.experiment.differences import title_of
from bplab.experiment.link_writing import format_link
from bplab.experiment.own import bound, experiment_for, with_own_data
from bplab.experiment.shape import shape_of
from bplab.experiment.spec import DataSpec, Experiment
from bplab.training.build import build, check

INPUTS = np.random.default_rng(1).normal(size=(40, 3))
FLOWERS = Dataset(INPUTS, np.arange(40) % 3, ("a", "b", "c"), ("long", "wide", "high"))
HEIGHTS = Dataset(INPUTS, INPUTS[:, :2], (), ("long", "wide", "high"), target_names=("u", "v"))
IRIS = OwnData("iris-messung", FLOWERS)


def unknown(spec):
    """The experiment as it is read from a file."""
    return Experiment.from_dict(json.loads(json.dumps(spec.to_dict())))


def test_the_settings_hold_a_name_and_a_digest_and_no_examples():
    spec = experiment_for(IRIS)
    assert spec.to_dict()["data"]["own"] == {"title": "iris-messung", "digest": IRIS.digest}
    assert "own" not in Experiment().to_dict()["data"]
    assert unknown(spec) == spec
    assert hash(unknown(spec)) == hash(spec)


def test_without_the_data_the_sentence_names_it():
    spec = unknown(experiment_for(IRIS))
    other = OwnData("iris-messung", HEIGHTS)
    for ask in (
        lambda: build(spec),
        lambda: build(spec, other),
        lambda: check(spec),
        lambda: shape_of(spec),
        lambda: spec.data.row,
    ):
        with pytest.raises(UserError) as raised:
            ask()
        assert str(raised.value) == 'The data "iris-messung" is not in this file; import it again.'


def test_build_makes_the_settings_know_their_data():
    made = build(unknown(experiment_for(IRIS)), IRIS)
    assert made.own is IRIS
    assert made.spec.data.facts.classes == ("a", "b", "c")
    assert made.shape.inputs == ("long", "wide", "high")
    assert made.prepared.dataset is FLOWERS
    assert bound(Experiment(), IRIS) == Experiment()
    assert build(Experiment(), IRIS).own is None


def test_the_same_settings_split_the_same_way_and_another_seed_otherwise():
    spec = experiment_for(IRIS)
    other = spec.but(data=edits.with_field(spec.data, "seed", 2))
    first, again, third = (build(each, IRIS).prepared.split.train.tolist() for each in (spec, spec, other))
    assert first == again != third
    assert len(first) == spec.data.train_count == 28


def test_test_examples_of_their_own_are_the_test_part_and_validation_is_of_the_others():
    own = OwnData("iris", FLOWERS, test_rows=10)
    spec = experiment_for(own)
    spec = spec.but(data=edits.with_field(spec.data, "validation_percent", 20))
    split = build(spec, own).prepared.split
    assert split.test.tolist() == list(range(30, 40))
    assert (len(split.train), len(split.validation)) == (24, 6)
    assert sorted([*split.train, *split.validation]) == list(range(30))
    assert spec.data.train_count == 24


@pytest.mark.parametrize(
    ("dataset", "loss", "activation"),
    [
        (FLOWERS, "categorical_cross_entropy", "softmax"),
        (HEIGHTS, "half_squared", "identity"),
        (
            Dataset(INPUTS, np.arange(40) % 2, ("no", "yes"), FLOWERS.input_names),
            "binary_cross_entropy",
            "sigmoid",
        ),
    ],
)
def test_loss_and_output_suit_the_task(dataset, loss, activation):
    own = OwnData("mine", dataset)
    for spec in (experiment_for(own), with_own_data(edits.with_dataset(Experiment(), "encoder"), own)):
        assert (spec.loss, spec.output.activation) == (loss, activation)
        assert spec.data.standardize
        build(spec, own)


def test_settings_read_from_a_file_take_their_data_again_or_another():
    spec = experiment_for(IRIS).but(learning_rate=0.05)
    again = with_own_data(unknown(spec), IRIS)
    assert again == spec
    assert again.data.facts == spec.data.facts
    other = with_own_data(unknown(spec), OwnData("heights", HEIGHTS))
    assert (other.loss, other.learning_rate, other.data.own.title) == ("half_squared", 0.05, "heights")


def test_choosing_another_set_lets_go_of_the_data():
    spec = edits.with_dataset(experiment_for(IRIS), "circle")
    assert spec.data.own is None
    assert (spec.loss, spec.data.standardize) == ("binary_cross_entropy", False)
    assert edits.set_field(experiment_for(IRIS), "data.name", "spiral").data.own is None


def test_a_set_of_ones_own_is_known_by_its_data_alone():
    with pytest.raises(UserError, match="needs its examples"):
        DataSpec("own")
    with pytest.raises(UserError, match="needs its examples"):
        edits.set_field(Experiment(), "data.name", "own")
    with pytest.raises(UserError, match="64 hexadecimal"):
        Experiment.from_dict({"data": {"name": "own", "own": {"title": "x", "digest": "12"}}})
    with pytest.raises(UserError, match="64 hexadecimal"):
        Experiment.from_dict({"data": {"name": "own", "own": {"title": "x"}}})
    with pytest.raises(UserError, match="must be an object"):
        Experiment.from_dict({"data": {"name": "own", "own": None}})
    with pytest.raises(UserError, match="not one of your own"):
        Experiment.from_dict({"data": {"own": {"title": "x", "digest": "0" * 64}}})
    with pytest.raises(UserError, match="no setting 'known'"):
        Experiment.from_dict({"data": {"name": "own", "own": {"known": 1}}})


def test_runs_are_named_by_the_data_that_differs():
    other = OwnData("heights", HEIGHTS)
    assert title_of(Experiment(), experiment_for(IRIS)) == "iris-messung"
    assert title_of(experiment_for(IRIS), experiment_for(other)) == "heights"
    assert title_of(experiment_for(IRIS), edits.with_dataset(experiment_for(IRIS), "circle")) == "Circle"


def test_a_link_cannot_carry_it():
    with pytest.raises(UserError, match="your own data iris-messung, which a link cannot carry"):
        format_link(experiment_for(IRIS))


def test_it_goes_to_another_process():
    spec, own = pickle.loads(pickle.dumps((experiment_for(IRIS), IRIS)))
    assert (spec, own) == (experiment_for(IRIS), IRIS)
    assert spec.data.facts == experiment_for(IRIS).data.facts
