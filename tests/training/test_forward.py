"""The forward pass over whole parts equals the book's, in pieces of any number."""

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.nn.network import forward
from bplab.training.build import build
from bplab.training.forward import PIECE, activations_of, outputs_of
from bplab.training.kernel.book import book_layers

DATA = DataSpec("spiral", points=3000, features=("x", "y", "xy"))
GROUPS = ((1, 2), (2, 3))


@pytest.mark.parametrize("count", [0, 1, 2, PIECE - 1, PIECE, PIECE + 1, 3000])
@pytest.mark.parametrize("skip", [False, True])
def test_outputs_equal_the_book(count, skip):
    spec = Experiment(data=DATA, layers=(Layer(5, "gelu", groups=GROUPS), Layer(4, "relu")), skip=skip)
    made = build(spec)
    X = made.prepared.X[:count]
    trace = forward(book_layers(made.layout, made.parameters), X, skip=skip)
    z, y = outputs_of(made.layout, skip, made.parameters, X)
    np.testing.assert_allclose(z, trace.z[-1], rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(y, trace.y, rtol=1e-12, atol=1e-13)


def test_activations_equal_the_book():
    made = build(Experiment(data=DATA, layers=(Layer(5), Layer(4, "elu"))))
    X = made.prepared.X[:50]
    found = activations_of(made.layout, False, made.parameters, X)
    trace = forward(book_layers(made.layout, made.parameters), X)
    for a, wanted in zip(found, (X, *trace.a), strict=True):
        np.testing.assert_allclose(a, wanted.T, rtol=1e-12, atol=1e-13)


def test_single_precision_stays_single():
    made = build(Experiment(data=DATA))
    z, y = outputs_of(made.layout, False, made.parameters.astype(np.float32), made.prepared.X)
    assert (z.dtype, y.dtype) == (np.float32, np.float32)
