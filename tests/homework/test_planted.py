"""Mistakes planted in a student's own code, over several networks and seeds: each is named."""

import numpy as np
import pytest

from bplab.homework.check import check
from bplab.homework.reading import homework_of
from bplab.homework.recipe import CheckedAs
from bplab.homework.verdict import headline

SIZES = {"one hidden layer": (2, 4, 1), "two hidden layers": (3, 5, 4, 1), "three classes": (4, 6, 3)}
SQUARE = (4, 4, 4, 3)
LAMBDA = 0.1


class Planted:
    """A student's gradients, and what they are checked as."""

    def __init__(self, students, seed, sizes, hidden="tanh", loss="", l2=0.0, **wrong):
        classes = sizes[-1] > 1
        usual = "categorical_cross_entropy" if classes else "binary_cross_entropy"
        output = "softmax" if classes and not loss else "sigmoid"
        self.net = students.net(seed, sizes, hidden, output, loss or usual)
        self.dW, self.db = students.gradients(self.net, **wrong)
        self.checked = CheckedAs((hidden,) * (len(sizes) - 2) + (output,), loss or usual, "mean", l2)
        self._arrays = students.arrays

    def found(self):
        return check(homework_of(self._arrays(self.net, self.dW, self.db), "homework.npz"), self.checked)


def scale(planted, factor, parts="Wb", layers=None):
    for letter, arrays in (("W", planted.dW), ("b", planted.db)):
        for layer in range(len(arrays)):
            if letter in parts and (layers is None or layer in layers):
                arrays[layer] = factor * arrays[layer]


def add_l2(planted, rate):
    planted.dW = [dW + rate * W for dW, W in zip(planted.dW, planted.net["W"], strict=True)]


def causes(found):
    return [part.cause.kind for part in found.explained.parts] if found.explained else []


@pytest.fixture(params=SIZES, ids=SIZES)
def sizes(request):
    return SIZES[request.param]


@pytest.fixture(params=range(2))
def seed(request):
    return request.param


def test_right_homework_is_right(students, sizes, seed):
    found = Planted(students, seed, sizes).found()
    assert found.right
    assert found.blocks == ()
    assert found.attempts == ()


FACTORS = {"n": 12, "1/n": 1 / 12, "2": 2, "1/2": 0.5, "sign": -1, "zero": 0}


@pytest.mark.parametrize("kind", FACTORS)
def test_a_factor_of_all_gradients(students, sizes, seed, kind):
    planted = Planted(students, seed, sizes)
    scale(planted, FACTORS[kind])
    assert causes(planted.found()) == [kind]


@pytest.mark.parametrize("kind", FACTORS)
def test_a_factor_of_some_parameters_only(students, sizes, seed, kind):
    planted = Planted(students, seed, sizes)
    scale(planted, FACTORS[kind], "W", [1])
    found = planted.found()
    assert (causes(found), found.blocks) == ([kind], ((1, 0),))


@pytest.mark.parametrize("kind", FACTORS)
def test_a_factor_of_the_biases_only(students, sizes, seed, kind):
    planted = Planted(students, seed, sizes)
    scale(planted, FACTORS[kind], "b")
    found = planted.found()
    assert causes(found) == [kind]
    assert {part for _, part in found.blocks} == {1}


def test_a_factor_of_a_few_gradients_of_a_layer(students, sizes, seed):
    planted = Planted(students, seed, sizes)
    planted.dW[0][0] *= 2
    found = planted.found()
    assert causes(found) == ["2"]
    assert found.explained.parts[0].entries == sizes[1]


def test_the_sum_in_place_of_the_mean(students, sizes, seed):
    found = Planted(students, seed, sizes, sum=True).found()
    assert causes(found) == ["n"]
    assert "sum for mean" in found.explained.parts[0].cause.title


def test_a_missing_f_prime(students, sizes, seed):
    for layer in range(len(sizes) - 2):
        found = Planted(students, seed, sizes, without_slope=(layer,)).found()
        assert causes(found) == ["slope"]
        assert max(layer for layer, _ in found.blocks) == layer


def test_f_prime_missing_in_all_hidden_layers(students, seed):
    found = Planted(students, seed, SIZES["two hidden layers"], without_slope=(0, 1)).found()
    assert causes(found) == ["slope"]
    assert found.explained.parts[0].cause.title == "f′(z) missing in every hidden layer"


def test_f_prime_missing_at_the_output(students, seed):
    planted = Planted(students, seed, (2, 4, 1), loss="half_squared")
    right = Planted(students, seed, (2, 4, 1))  # cross-entropy's δ is a − t
    planted.dW, planted.db = right.dW, right.db
    found = planted.found()
    assert causes(found) == ["slope"]
    assert "Output" in found.explained.parts[0].cause.title


@pytest.mark.parametrize("mine", ["sigmoid", "relu"])
def test_the_derivative_of_another_activation(students, sizes, seed, mine):
    assert causes(Planted(students, seed, sizes, slope=mine).found()) == [f"slope of {mine}"]


@pytest.mark.parametrize("mine", ["sigmoid", "relu", "identity"])
def test_another_activation_altogether(students, sizes, seed, mine):
    found = Planted(students, seed, sizes, forward=mine).found()
    assert causes(found) == ["activation"]
    assert mine in found.explained.parts[0].cause.title.lower()


def test_a_missing_bias(students, sizes, seed):
    assert causes(Planted(students, seed, sizes, no_bias=True).found()) == ["bias"]


def test_the_derivative_of_softmax_twice(students, seed):
    assert causes(Planted(students, seed, (4, 6, 3), twice=True).found()) == ["twice"]


def test_a_transpose_that_fits_in_shape(students, seed):
    planted = Planted(students, seed, SQUARE)
    planted.dW[1] = planted.dW[1].T
    found = planted.found()
    assert causes(found) == ["transpose"]
    assert found.blocks == ((1, 0),)


def test_a_transpose_that_shows_in_the_shape(students, sizes, seed):
    planted = Planted(students, seed, sizes)
    planted.dW[0] = planted.dW[0].T
    assert causes(planted.found()) == ["transpose"]


def test_weights_not_transposed_on_the_way_back(students, seed):
    assert causes(Planted(students, seed, SQUARE, straight=1).found()) == ["straight"]


@pytest.mark.parametrize(("kind", "times"), [("missing", 0.0), ("averaged", 1 / 12), ("doubled", 2.0)])
def test_an_l2_term_missing_averaged_or_doubled(students, sizes, seed, kind, times):
    planted = Planted(students, seed, sizes, l2=LAMBDA)
    add_l2(planted, times * LAMBDA)
    assert causes(planted.found()) == [f"L2 {kind}"]


def test_an_l2_term_that_the_lab_does_not_have(students, sizes, seed):
    planted = Planted(students, seed, sizes)
    add_l2(planted, 0.25)
    found = planted.found()
    assert causes(found) == ["L2 added"]
    assert "λ = 0.25" in found.explained.parts[0].cause.title


def test_only_the_last_example(students, sizes, seed):
    planted = Planted(students, seed, sizes)
    alone = {**planted.net, "X": planted.net["X"][-1:], "T": planted.net["T"][-1:]}
    dW, db = students.gradients(alone)
    planted.dW, planted.db = [each / 12 for each in dW], [each / 12 for each in db]
    assert causes(planted.found()) == ["last"]


def test_weighted_sums_in_place_of_outputs(students, sizes, seed):
    found = Planted(students, seed, sizes, of_z=True).found()
    assert causes(found) == ["z"]
    assert {part for _, part in found.blocks} == {0}


def test_the_mean_over_the_outputs_too(students, seed):
    planted = Planted(students, seed, SIZES["three classes"])
    scale(planted, 1 / 3)
    assert causes(planted.found()) == ["1/outputs"]


def test_another_loss(students, seed):
    planted = Planted(students, seed, (2, 4, 1), loss="half_squared")
    planted.checked = CheckedAs(("tanh", "sigmoid"), "huber")
    planted.net["T"] = 3 - planted.net["T"]  # so far off that Huber's loss is linear
    planted.dW, planted.db = students.gradients(planted.net)
    found = planted.found()
    assert causes(found) == ["loss"]
    assert "Half squared error" in found.explained.parts[0].cause.title


def test_two_mistakes_at_once(students, sizes, seed):
    planted = Planted(students, seed, sizes, without_slope=(0,))
    scale(planted, 12)
    found = planted.found()
    assert causes(found) == ["slope", "n"]
    assert found.explained.parts[0].blocks == ((0, 0), (0, 1))
    assert headline(found).startswith(
        "W1 and b1 differ by the missing factor f′(z); all gradients differ by the factor n = 12, the sum in "
        "place of the mean: done in the lab too, all agree to "
    )
    planted = Planted(students, seed, sizes)
    scale(planted, -1, "W", [0])
    scale(planted, 2, "b", [1])
    found = planted.found()
    assert {(part.cause.kind, part.blocks) for part in found.explained.parts} == {
        ("sign", ((0, 0),)), ("2", ((1, 1),)),
    }  # fmt: skip


def test_single_precision_agrees_within_its_rounding(students, sizes, seed):
    planted = Planted(students, seed, sizes)
    planted.net = {
        name: [part.astype(np.float32) for part in value] if isinstance(value, list)
        else value.astype(np.float32) if isinstance(value, np.ndarray) else value
        for name, value in planted.net.items()
    }  # fmt: skip
    planted.dW, planted.db = students.gradients(planted.net)
    assert planted.found().right
    scale(planted, 2)
    assert causes(planted.found()) == ["2"]


def test_what_no_mistake_explains_is_said_to_be_unexplained(students, sizes, seed):
    planted = Planted(students, seed, sizes)
    planted.dW[0] = planted.dW[0] + np.random.default_rng(seed).normal(size=planted.dW[0].shape)
    found = planted.found()
    assert found.explained is None
    assert found.blocks == ((0, 0),)
