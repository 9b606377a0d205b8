"""An experiment is checked when it is made, says what is wrong, and survives JSON unchanged."""

import json
import math
from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bplab.errors import UserError
from bplab.experiment.presets import PRESETS
from bplab.experiment.rules import Number, Whole
from bplab.experiment.settings import setting_of, settings_of
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output

KINDS = (Experiment, DataSpec, Layer, Output)


@settings(max_examples=60)
@given(st.data())
def test_every_experiment_survives_json_unchanged(experiments, data):
    spec = data.draw(experiments)
    text = json.dumps(spec.to_dict(), allow_nan=False)
    again = Experiment.from_dict(json.loads(text))
    assert again == spec
    assert hash(again) == hash(spec)
    assert json.dumps(again.to_dict()) == text


def test_what_is_missing_takes_its_default():
    assert Experiment.from_dict({}) == Experiment()
    spec = Experiment.from_dict({"layers": [{}, {"units": 2}], "data": {"name": "xor"}})
    assert spec == Experiment(layers=(Layer(), Layer(2)), data=DataSpec("xor"))
    assert Experiment.from_dict({"layers": []}).layers == ()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"lerning_rate": 1}, "no setting 'lerning_rate' in an experiment. Did you mean 'learning_rate'?"),
        ({"data": {"noize": 1}}, "There is no setting 'noize' in data. Did you mean 'noise'?"),
        ({"layers": [{}, {"untis": 3}]}, "In layers.1: There is no setting 'untis' in this part."),
        ({"layers": [{"units": 0}]}, "In layers.0: Neurons must be a whole number from 1 to 512, not 0."),
        ({"zzz": 1}, "There are: data, layers"),
        ({"learning_rate": -1}, "Learning rate η must be a number from 0 to 1000, not -1."),
        ({"batch_size": 1.5}, "must be a whole number from 0 to 1,000,000 (0: full batch), not 1.5."),
        ({"schedule_epochs": 0}, "must be a number above 0 and at most 1,000,000, not 0."),
        ({"optimizer": "adma"}, "Optimizer must be one of sgd, momentum"),
        ({"frozen": ["W0"]}, "('W0' is not one)"),
        ({"frozen": "W1"}, "Frozen must be a list of parameters"),
        ({"frozen": [3]}, "(3 is not one)"),
        ({"skip": 1}, "must be true or false, not 1."),
        ({"data": {"features": []}}, "at least one input feature"),
        ({"data": {"train_percent": 80, "validation_percent": 30}}, "add up to more than 100 %"),
        ({"layers": 3}, "The layers of an experiment must be a list."),
        ({"layers": [3]}, "must be an object of names"),
        ({"data": None}, "The settings of data must be an object of names and values, not NoneType."),
        ([], "The settings of an experiment must be an object of names and values, not list."),
        ({"layers": [{}] * 21}, "21 layers are too many; an experiment has at most 20."),
        ({"layers": [{"groups": [[1]]}]}, "Groups must be a list of [inputs, neurons] pairs"),
        ({"layers": [{"groups": [[1, 0]]}]}, "Groups must be a list"),
        ({"output": {"groups": 7}}, "Groups must be a list"),
        ({"layers": [{"activation": "softmax"}]}, "Activation must be one of identity"),
        ({"start": [1]}, "Initial weights must be given by name"),
        ({"start": {"W1": 1}}, "Initial weights must be finite numbers by parameter name"),
        ({"start": {"b1[1]": "x"}}, "Initial weights must be finite numbers"),
        ({"seed": 2**32}, "Seed must be a whole number from 0 to 4,294,967,295"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_what_would_help(data, sentence, refused):
    assert sentence in refused(Experiment.from_dict, data)


NO_NUMBERS = (math.nan, math.inf, -math.inf, 10**400, -(10**400), "1", None, True)


@pytest.mark.parametrize("value", NO_NUMBERS, ids=lambda value: type(value).__name__)
def test_what_is_no_finite_number_is_refused_everywhere(value):
    for kind in KINDS:
        for name, declared in settings_of(kind):
            if isinstance(declared.rule, Number | Whole):
                with pytest.raises(UserError):
                    kind(**{name: value})
    with pytest.raises(UserError):
        Experiment(start={"W1[1,1]": value})


def test_every_bound_is_allowed_and_what_is_beyond_is_not():
    for kind in KINDS:
        for name, declared in settings_of(kind):
            rule = declared.rule
            if not isinstance(rule, Number | Whole) or name in {"train_percent", "validation_percent"}:
                continue
            beyond = 1 if isinstance(rule, Whole) else 1e-3
            assert getattr(kind(**{name: rule.high}), name) == rule.high
            assert not getattr(rule, "above_low", False) or rule.low == 0
            if not getattr(rule, "above_low", False):
                kind(**{name: rule.low})
            for wrong in (rule.low - beyond, rule.high + beyond):
                with pytest.raises(UserError, match=r".+ must be .+, not .+\."):
                    kind(**{name: wrong})


def test_every_setting_has_words_for_people():
    for kind in KINDS:
        for name, declared in settings_of(kind):
            assert declared.title, name
            assert declared.tip.endswith((".", "η ∂L/∂W.")), name
            assert declared.acts in {"live", "restart", "data"}
            assert declared.rule.wants
            assert declared.rule.check(getattr(kind(), name)) == getattr(kind(), name)
        assert setting_of(kind, next(settings_of(kind))[0])


def test_live_settings_are_those_the_engine_takes_over_in_a_run():
    live = {name for kind in KINDS for name, declared in settings_of(kind) if declared.acts == "live"}
    assert live == {
        "learning_rate", "momentum", "beta1", "beta2", "alpha", "weight_decay", "schedule", "schedule_epochs",
        "schedule_factor", "regularization", "regularization_rate", "clip", "dropout", "frozen", "epochs",
        "stop", "stop_loss", "stop_patience",
    }  # fmt: skip
    assert {declared.acts for _, declared in settings_of(DataSpec)} == {"data"}


def test_numbers_are_kept_in_one_form():
    spec = Experiment(learning_rate=1, batch_size=8.0, layers=[Layer(3)], frozen=["b1", "b1"])
    assert isinstance(spec.learning_rate, float)
    assert isinstance(spec.batch_size, int)
    assert (spec.layers, spec.frozen) == ((Layer(3),), ("b1",))


def test_an_experiment_cannot_be_changed_only_copied():
    spec = Experiment()
    with pytest.raises(FrozenInstanceError):
        spec.seed = 3
    assert spec.but(seed=3).seed == 3
    assert spec.seed == 1
    assert spec.but(layers=(Layer(8), Layer(6))).hidden == "8-6"


def test_all_fields_are_settings_or_parts():
    for kind in KINDS:
        unknown = {item.name for item in fields(kind)} - {name for name, _ in settings_of(kind)}
        assert unknown <= {"data", "layers", "output", "groups", "start", "own"}


def test_the_presets_survive_json():
    for preset in PRESETS.values():
        assert Experiment.from_dict(json.loads(json.dumps(preset.spec.to_dict()))) == preset.spec
