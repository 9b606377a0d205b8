"""What others published about such networks, and what symmetry proves, found again in ours."""

import numpy as np
import pytest

from bplab.nn.initializers import INITIALIZERS
from bplab.nn.network import DenseLayer, backward, forward, loss_of

MAZUR_AFTER_ONE_STEP = [  # w1 to w8, to as many digits as the page prints
    "0.149780716",
    "0.19956143",
    "0.24975114",
    "0.29950229",
    "0.35891648",
    "0.408666186",
    "0.511301270",
    "0.561370121",
]


def mazur():
    W1 = np.array([[0.15, 0.25], [0.20, 0.30]])  # row: input, column: hidden unit
    W2 = np.array([[0.40, 0.50], [0.45, 0.55]])
    layers = [
        DenseLayer(W1, np.array([0.35, 0.35]), "sigmoid"),
        DenseLayer(W2, np.array([0.60, 0.60]), "sigmoid"),
    ]
    return layers, np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])


def test_mazurs_worked_example_gives_its_printed_digits():
    layers, X, T = mazur()
    trace = forward(layers, X)
    found = backward(layers, trace, T, "half_squared")

    def assert_printed(value, published):
        assert f"{value:.{len(published) - 2}f}" == published

    assert_printed(loss_of(layers, X, T, "half_squared"), "0.298371109")
    assert_printed(trace.y[0, 0], "0.75136507")
    assert_printed(trace.y[0, 1], "0.772928465")
    assert_printed(found.dL_dW[1][0, 0], "0.082167041")  # w5: next to the output
    assert_printed(found.dL_dW[0][0, 0], "0.000438568")  # w1: in the first layer

    new = [layer.W - 0.5 * dL_dW for layer, dL_dW in zip(layers, found.dL_dW, strict=True)]
    for w, digits in zip(np.concatenate([W.T.ravel() for W in new]), MAZUR_AFTER_ONE_STEP, strict=True):
        assert_printed(w, digits)


def train(layers, X, T, loss, steps, eta=0.3):
    for _ in range(steps):
        found = backward(layers, forward(layers, X), T, loss)
        layers = [
            DenseLayer(layer.W - eta * found.dL_dW[i], layer.b - eta * found.dL_db[i], layer.activation)
            for i, layer in enumerate(layers)
        ]
    return layers


def started(init, sizes, activations):
    rng = np.random.default_rng(9)
    row = INITIALIZERS[init]
    shapes = list(zip(sizes[:-1], sizes[1:], activations, strict=True))
    return [DenseLayer(row.draw(rng, m, n, row.gain), np.zeros(n), f) for m, n, f in shapes]


def circle():
    X = np.random.default_rng(10).uniform(-1, 1, (32, 2))
    return X, np.where((X**2).sum(axis=1, keepdims=True) < 0.5, 1.0, -1.0)


@pytest.mark.parametrize("units", [2, 4])
@pytest.mark.parametrize("init", ["zeros", "constant"])
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu"])
def test_equal_weights_make_a_layer_act_as_one_neuron_for_ever(hidden, init, units):
    X, T = circle()
    first, second = train(started(init, [2, units, 1], [hidden, "tanh"]), X, T, "half_squared", 50)
    assert (first.W[:, :1] == first.W).all()
    assert (first.b == first.b[0]).all()
    assert (second.W[0] == second.W).all()


@pytest.mark.parametrize("hidden", ["tanh", "relu"])
def test_from_zero_weights_only_the_output_bias_moves(hidden):
    X, T = circle()
    first, second = train(started("zeros", [2, 4, 1], [hidden, "tanh"]), X, T, "half_squared", 20)
    assert not first.W.any()
    assert not first.b.any()
    assert not second.W.any()
    assert second.b.all()


def test_random_weights_make_neurons_differ_and_the_loss_fall():
    X, T = circle()
    start = started("xavier_uniform", [2, 4, 1], ["tanh", "tanh"])
    after = train(start, X, T, "half_squared", 500)
    assert np.linalg.matrix_rank(after[0].W) == 2
    assert loss_of(after, X, T, "half_squared") < 0.5 * loss_of(start, X, T, "half_squared")


# Per-layer factor of rms delta (Glorot and Bengio 2010; He et al. 2015)
@pytest.mark.parametrize(
    ("init", "activation", "factor", "tolerance"),
    [
        ("orthogonal", "identity", 1.0, 1e-9),
        ("lecun_normal", "identity", 1.0, 0.05),
        ("xavier_normal", "relu", 2**-0.5, 0.05),
        ("he_normal", "relu", 1.0, 0.05),
        ("xavier_normal", "sigmoid", 0.25, 0.02),
    ],
)
def test_the_error_shrinks_from_layer_to_layer_as_published(init, activation, factor, tolerance):
    depth, width = 12, 200
    layers = started(init, [width] * (depth + 1), [activation] * depth)
    X, noise = np.random.default_rng(11).standard_normal((2, 20, width))
    T = 1e6 * noise  # an error that knows nothing of the weights, as the theory supposes
    delta = backward(layers, forward(layers, X), T, "half_squared").delta
    rms = [np.sqrt((d**2).mean()) for d in delta[:-1]]  # the last f' depends on the output's own z alone
    measured = (rms[0] / rms[-1]) ** (1 / (depth - 2))
    assert measured == pytest.approx(factor, abs=tolerance)
