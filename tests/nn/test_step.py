"""A whole step by the book leads where a published example leads, and changes nothing that it is given."""

import numpy as np
import pytest

from bplab.nn.network import DenseLayer
from bplab.nn.optimizers import OPTIMIZERS
from bplab.nn.step import Method, Start, are_weights, join, make_step

HIDDEN = (np.array([[0.15, 0.25], [0.20, 0.30]]), np.array([0.35, 0.35]))
OUTPUT = (np.array([[0.40, 0.50], [0.45, 0.55]]), np.array([0.60, 0.60]))
X, T = np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])


def start_of(method, eta, frozen=False):
    layers = [DenseLayer(W.copy(), b.copy(), "sigmoid") for W, b in (HIDDEN, OUTPUT)]
    w = join([HIDDEN, OUTPUT])
    biases = ~are_weights(layers)
    slots = OPTIMIZERS[method.optimizer].start(w)
    return Start(layers, slots, np.zeros(12, bool), biases if frozen else np.zeros(12, bool), 1, eta)


def test_it_gives_the_published_numbers_of_the_worked_example():
    """Mazur, A step by step backpropagation example, 2015 (the biases stay)."""
    method = Method(loss="half_squared")
    step = make_step(start_of(method, 0.5, frozen=True), X, T, method)
    assert step.loss == pytest.approx(0.298371109, abs=5e-10)
    assert step.trace.y[0] == pytest.approx([0.75136507, 0.772928465], abs=5e-9)
    hidden, output = step.new_w[:4], step.new_w[6:10]
    assert hidden == pytest.approx([0.149780716, 0.24975114, 0.19956143, 0.29950229], abs=5e-9)
    assert output == pytest.approx([0.35891648, 0.511301270, 0.408666186, 0.561370121], abs=5e-9)
    assert step.new_w[[4, 5, 10, 11]].tolist() == [0.35, 0.35, 0.6, 0.6]
    assert (step.gradient[[4, 5, 10, 11]] != 0).all()  # frozen, and yet to be seen


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("penalty", ["none", "l1", "l2", "l1_prune"])
def test_nothing_that_is_given_changes(optimizer, penalty):
    method = Method(loss="half_squared", penalty=penalty, penalty_rate=0.5, clip=0.1, optimizer=optimizer)
    start = start_of(method, 0.9)
    given = [
        start.dead,
        start.frozen,
        *start.slots.values(),
        *(part for one in start.layers for part in (one.W, one.b)),
    ]
    before = [array.copy() for array in given]
    first, second = make_step(start, X, T, method), make_step(start, X, T, method)
    for array, copy in zip(given, before, strict=True):
        np.testing.assert_array_equal(array, copy)
    np.testing.assert_array_equal(first.new_w, second.new_w)
    assert (first.new_w != first.w).any()
