"""Homework is read in any usual arrangement; what cannot be read is refused in a sentence."""

from contextlib import suppress

import numpy as np
import pytest

from bplab.errors import UserError
from bplab.homework.assuming import checked_as
from bplab.homework.check import check
from bplab.homework.reading import homework_of, read_homework
from bplab.homework.recipe import CheckedAs

AS = CheckedAs(("tanh", "softmax"), "categorical_cross_entropy")


@pytest.fixture
def arrays(students):
    net = students.net(1, (4, 6, 3), output="softmax")
    return students.arrays(net, *students.gradients(net))


def right(arrays):
    return check(homework_of(arrays, "homework.npz"), AS).right


def test_a_file_is_read(homework_file, arrays):
    found = read_homework(homework_file(**arrays))
    assert (found.name, found.sizes, found.count, found.dtype) == ("homework-3.npz", (4, 6, 3), 51, "float64")


def test_weights_as_outputs_by_inputs_are_recognized(arrays):
    turned = {name: each.T if "W" in name else each for name, each in arrays.items()}
    assert right(turned)
    assert homework_of(turned, "").out_by_in


def test_examples_in_columns_are_recognized(arrays):
    assert right({name: each.reshape(-1, 1) if "b" in name else each.T for name, each in arrays.items()})


def test_biases_may_be_rows_and_targets_class_numbers(arrays):
    rows = {name: each[None] if "b" in name else each for name, each in arrays.items()}
    assert right({**rows, "T": arrays["T"].argmax(axis=1)})


def test_a_single_column_of_targets_may_be_a_vector(students):
    net = students.net(1, (2, 4, 1))
    arrays = students.arrays(net, *students.gradients(net))
    arrays["T"] = arrays["T"].ravel().astype(bool)
    checked = CheckedAs(("tanh", "sigmoid"), "binary_cross_entropy")
    assert check(homework_of(arrays, ""), checked).right


def changed(arrays, **by):
    return {name: each for name, each in {**arrays, **by}.items() if each is not None}


SENTENCES = {
    "gradient missing": ({"dW2": None}, "has no dW2"),
    "examples missing": ({"X": None, "T": None}, "has no X and no T"),
    "not a number": ({"dW1": np.full((4, 6), np.nan)}, r"dW1\[1, 1\] is not a number; 24 in all"),
    "infinite": ({"b2": np.array([0, np.inf, 0])}, r"b2\[2\] is infinite"),
    "text": ({"X": np.array([["a"] * 4] * 12)}, "X holds text"),
    "complex": ({"dW1": np.ones((4, 6), complex)}, "dW1 holds complex numbers"),
    "empty": ({"X": np.ones((0, 4))}, "X is empty"),
    "weights": ({"W1": np.ones((5, 6))}, "W1 is 5 × 6, but X has 4 columns"),
    "next weights": ({"W2": np.ones((5, 3))}, "W2 is 5 × 3, but W1 has 6 columns"),
    "gradient": ({"dW1": np.ones((4, 5))}, "dW1 is 4 × 5, but W1 is 4 × 6"),
    "bias": ({"b1": np.ones(5)}, "b1 is 5 long, but W1 is of 6 neurons"),
    "targets": ({"T": np.ones((11, 3))}, "T is 11 × 3, but X has 12 examples"),
    "vector": ({"X": np.ones(4)}, "X must have rows and columns"),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_what_does_not_fit_is_said_in_a_sentence(arrays, name):
    by, sentence = SENTENCES[name]
    with pytest.raises(UserError, match=sentence):
        homework_of(changed(arrays, **by), "homework.npz")


def test_a_file_without_any_layer_is_refused():
    with pytest.raises(UserError, match="has no X, T, W1 and 3 more"):
        homework_of({}, "homework.npz")


def test_numbers_that_overflow_in_the_lab_are_told(arrays):
    large = {
        **arrays,
        "W1": np.full((4, 6), 1e200),
        "W2": np.full((6, 3), 1e200),
        "X": np.full((12, 4), 1e200),
    }
    with pytest.raises(UserError, match="the lab's own gradients are not finite"):
        check(homework_of(large, ""), CheckedAs(("identity", "identity"), "half_squared"))


@pytest.mark.parametrize("seed", range(20))
def test_arrays_of_any_shape_and_kind_are_read_or_refused(seed, arrays):
    rng = np.random.default_rng(seed)
    kinds = ("f8", "f4", "f2", "i8", "u1", "?", "c16", "U3")
    for _ in range(20):
        some = dict(arrays)
        for name in rng.choice(list(arrays), size=2):
            shape = tuple(rng.integers(0, 7, size=rng.integers(0, 4)))
            some[name] = rng.normal(size=shape).astype(rng.choice(kinds))
        with suppress(UserError):
            homework = homework_of(some, "any.npz")
            found = check(homework, checked_as(homework, None).checked)
            assert found.right or found.attempts
