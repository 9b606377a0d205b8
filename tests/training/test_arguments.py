"""What scripts give: NumPy's numbers are taken, and what cannot be meant is refused when it is given."""

from fractions import Fraction

import numpy as np
import pytest

import bplab
from bplab.errors import LONGEST, UserError
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.training.scripting import Trainer


@pytest.fixture
def trainer():
    return Trainer(Experiment(data=DataSpec(points=20)))


@pytest.mark.parametrize("kind", [np.int64, np.int8, np.uint16, np.float32, np.float64, float, Fraction])
def test_numbers_of_every_kind_are_taken(trainer, kind):
    trainer.run(steps=kind(2))
    assert trainer.step == 2
    spec = Experiment(layers=[Layer(kind(3))], learning_rate=kind(1), seed=kind(5), start={"b1[1]": kind(1)})
    assert spec == Experiment(layers=(Layer(3),), learning_rate=1.0, seed=5, start={"b1[1]": 1.0})
    assert {type(spec.layers[0].units), type(spec.seed)} == {int}
    assert {type(spec.learning_rate), type(spec.start["b1[1]"])} == {float}
    assert Experiment(skip=np.True_).skip is True
    assert type(Experiment(loss=np.str_("mse")).loss) is str
    trainer.set_parameters({"W1[1,1]": kind(1), "b1": [kind(0)] * 4})


NO_COUNTS = [
    1.5,
    0.5,
    -1,
    True,
    False,
    10**400,
    -(10**400),
    np.nan,
    np.inf,
    "3",
    None,
    [2],
    1j,
    np.float32(0.5),
]


@pytest.mark.parametrize("count", NO_COUNTS)
@pytest.mark.parametrize("what", ["steps", "epochs"])
def test_what_is_no_count_is_refused_before_a_step_is_made(trainer, what, count):
    with pytest.raises(UserError, match=f"whole number, 0 or more|number of {what}"):
        trainer.run(**{what: count})
    assert trainer.step == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"data": 5}, r"The data of an experiment must be DataSpec\(\.\.\.\), not 5"),
        ({"data": {"name": "xor"}}, "from_dict reads plain values"),
        ({"output": "sigmoid"}, r"must be Output\(\.\.\.\)"),
        ({"layers": 5}, r"must be a list of Layer\(\.\.\.\), not 5"),
        ({"layers": [4, 2]}, r"must be Layer\(\.\.\.\), not 4"),
        ({"layers": [Output()]}, r"must be Layer\(\.\.\.\)"),
        ({"layers": [Layer()] * 21}, "21 hidden layers are too many"),
        ({"learning_rat": 1}, "Did you mean 'learning_rate'"),
        ({"learning_rate": 10**400}, "Learning rate"),
        ({"learning_rate": 10**5000}, "Learning rate"),
        ({"learning_rate": 1j}, "Learning rate"),
        ({"learning_rate": np.array([0.1, 0.2])}, "Learning rate"),
        ({"learning_rate": np.float32("nan")}, "Learning rate"),
        ({"seed": np.float32(0.5)}, "Seed"),
        ({"seed": np.True_}, "Seed"),
        ({"skip": np.int64(1)}, "must be true or false"),
        ({"start": {5: 1.0}}, "Initial weights"),
        ({"start": {"b1[1]": np.nan}}, "Initial weights"),
        ({"frozen": [b"W1"]}, "Frozen"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_when_it_is_made(changes, sentence):
    with pytest.raises(UserError, match=sentence) as refused:
        Experiment().but(**changes)
    assert len(str(refused.value)) <= LONGEST


NO_NUMBERS = [
    [[1j, 2]],
    np.ones((1, 2), complex),
    [["1", "2"]],
    [[np.nan, 1]],
    [[np.inf, 1]],
    [[10**400, 1]],
    [[None, 1]],
    [[1, 2], [3]],
    None,
    np.array([["2020-01-01", "2020-01-02"]], "datetime64[D]"),
    {"x": 1},
]


@pytest.mark.parametrize("given", NO_NUMBERS)
def test_what_is_no_array_of_finite_numbers_is_refused(trainer, given):
    with pytest.raises(UserError, match="X must be an array of finite real numbers"):
        trainer.predict(given)
    with pytest.raises(UserError, match="X must be an array of finite real numbers"):
        trainer.gradients(given, [1])
    with pytest.raises(UserError, match="T must be an array of finite real numbers"):
        trainer.gradients([[1, 2]], given)
    with pytest.raises(UserError, match="W1 must be"):
        trainer.set_parameters({"W1": given})
    with pytest.raises(UserError, match=r"pairs|must be"):
        trainer.weights = [(given, given)] * 2


@pytest.mark.parametrize("kind", [bool, np.int8, np.uint64, np.float16, np.longdouble, object])
def test_arrays_of_every_real_kind_are_taken(trainer, kind):
    X = np.array([[0, 1], [1, 0]], kind)
    assert (trainer.predict(X) == trainer.predict([[0, 1], [1, 0]])).all()


def test_inputs_whose_squares_are_too_large_are_no_bug():
    spec = Experiment(data=DataSpec(points=20, features=("x", "x_squared")))
    assert Trainer(spec).predict([[1e200, 1.0]]).shape == (1, 1)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda trainer: Trainer("circle"), r"takes an Experiment, such as bplab.preset\('circle'\)"),
        (lambda trainer: Trainer(None), "takes an Experiment"),
        (lambda trainer: trainer.change(0.1), "changes to an Experiment"),
        (lambda trainer: trainer.set_parameters([1]), "by name"),
        (lambda trainer: trainer.set_parameters({5: 1}), "no parameter"),
        (lambda trainer: trainer.evaluate(5), "A part is one of train, validation, test, not 5"),
        (lambda trainer: trainer.history[5], "There is no history of 5"),
        (lambda trainer: bplab.preset(5), "There is no preset 5"),
        (lambda trainer: bplab.preset([]), "There is no preset"),
        (lambda trainer: bplab.preset("x" * 10_000_000), "There is no preset 'xxx"),
        (lambda trainer: bplab.from_playground(5), "A Playground link must be text, not 5"),
        (lambda trainer: Experiment.from_dict(5), "an object of names and values"),
        (lambda trainer: Experiment.from_dict({5: 1}), "There is no setting 5"),
        (lambda trainer: Experiment.from_dict({"x" * 4_000_000: 1}), "There is no setting 'xxx"),
    ],
)
def test_a_call_with_the_wrong_thing_says_what_is_wanted(trainer, call, sentence):
    with pytest.raises(UserError, match=sentence) as refused:
        call(trainer)
    assert len(str(refused.value)) <= LONGEST
