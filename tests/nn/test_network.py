"""Forward and backward passes, held to central differences and to passes by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bplab.nn.activations import ACTIVATIONS
from bplab.nn.gradcheck import check
from bplab.nn.losses import LOSSES
from bplab.nn.network import DenseLayer, backward, dropout_multiplier, forward, loss_of

HIDDEN = [name for name, row in ACTIVATIONS.items() if not row.output_only]
PAIRS = [
    (loss, output)
    for loss, row in LOSSES.items()
    for output in ACTIVATIONS
    if row.outputs is None or output in row.outputs
]
BATCH, INPUTS = 5, 3


def flat(arrays):
    return np.concatenate([array.ravel() for pair in arrays for array in pair])


def unflatten(layers, w):
    rebuilt, at = [], 0
    for layer in layers:
        parts = []
        for old in (layer.W, layer.b):
            parts.append(w[at : at + old.size].reshape(old.shape))
            at += old.size
        rebuilt.append(DenseLayer(*parts, layer.activation, layer.mask))
    return rebuilt


def random_layers(rng, sizes, activations, *, masked=False, skip=False):
    layers = []
    for i, activation in enumerate(activations):
        fan_in, fan_out = sizes[i], sizes[i + 1]
        if skip and i == len(activations) - 1 > 0:
            fan_in += sizes[0]
        mask = rng.integers(0, 2, (fan_in, fan_out)).astype(float) if masked else None
        W, b = rng.standard_normal((fan_in, fan_out)), rng.standard_normal(fan_out)
        layers.append(DenseLayer(W / np.sqrt(fan_in), 0.5 * b, activation, mask))
    return layers


def random_targets(rng, loss, outputs):
    T = rng.uniform(-1, 1, (BATCH, outputs))
    if loss == "categorical_cross_entropy":
        return np.eye(outputs)[rng.integers(0, outputs, BATCH)]
    return (T > 0).astype(float) if loss == "binary_cross_entropy" else T


def gradcheck(layers, X, T, loss, reduction="mean", dropout=None, *, skip=False):
    def loss_of_parameters(w):
        return loss_of(unflatten(layers, w), X, T, loss, reduction, dropout, skip)

    found = backward(layers, forward(layers, X, dropout, skip), T, loss, reduction)
    gradient = flat(zip(found.dL_dW, found.dL_db, strict=True))
    return check(loss_of_parameters, flat((layer.W, layer.b) for layer in layers), gradient)


@pytest.mark.parametrize(("loss", "output"), PAIRS)
@settings(max_examples=12)
@given(
    hidden=st.lists(st.tuples(st.sampled_from(HIDDEN), st.integers(1, 4)), max_size=3),
    outputs=st.integers(1, 3),
    reduction=st.sampled_from(["mean", "sum"]),
    extras=st.sets(st.sampled_from(["masked", "dropped", "skip"])),
    seed=st.integers(0, 2**32 - 1),
)
def test_every_gradient_is_the_central_difference(loss, output, hidden, outputs, reduction, extras, seed):
    rng, skip = np.random.default_rng(seed), "skip" in extras
    sizes = [INPUTS, *(units for _, units in hidden), outputs]
    layers = random_layers(
        rng, sizes, [*(f for f, _ in hidden), output], masked="masked" in extras, skip=skip
    )
    X, T = rng.standard_normal((BATCH, INPUTS)), random_targets(rng, loss, outputs)
    dropout = (
        [dropout_multiplier(rng, BATCH, units, 0.4) for units in sizes[1:]] if "dropped" in extras else None
    )
    result = gradcheck(layers, X, T, loss, reduction, dropout, skip=skip)
    assert result.within(1e-6), f"{result.relative} at parameter {result.where}"


@pytest.mark.parametrize("hidden", HIDDEN)
def test_few_parameters_are_excepted_as_kinks(hidden):
    rng = np.random.default_rng(3)
    layers = random_layers(rng, [INPUTS, 6, 6, 2], [hidden, hidden, "identity"])
    X, T = rng.standard_normal((2, BATCH, INPUTS))
    result = gradcheck(layers, X, T[:, :2], "mse")
    assert result.within()
    assert result.kink_count == 0


def test_a_pass_by_hand_keeps_every_intermediate():
    layers = [
        DenseLayer(np.array([[2.0], [-1.0]]), np.array([0.5]), "relu"),
        DenseLayer(np.array([[3.0]]), np.array([-1.0]), "identity"),
    ]
    X, T = np.array([[1.0, 1.0], [0.0, 2.0]]), np.array([[2.0], [0.0]])
    trace = forward(layers, X)
    assert [z.tolist() for z in trace.z] == [[[1.5], [-1.5]], [[3.5], [-1.0]]]
    assert [a.tolist() for a in trace.a] == [[[1.5], [0.0]], [[3.5], [-1.0]]]
    assert trace.inputs[0] is X
    assert trace.inputs[1] is trace.a[0]

    found = backward(layers, trace, T, "half_squared", "sum")
    assert [d.tolist() for d in found.delta] == [[[4.5], [0.0]], [[1.5], [-1.0]]]
    assert [g.tolist() for g in found.dL_dW] == [[[4.5], [4.5]], [[2.25]]]
    assert [g.tolist() for g in found.dL_db] == [[4.5], [0.5]]


def test_mean_and_sum_differ_by_the_number_of_examples_and_delta_knows_neither():
    rng = np.random.default_rng(5)
    layers = random_layers(rng, [INPUTS, 4, 2], ["tanh", "identity"])
    X, T = rng.standard_normal((BATCH, INPUTS)), rng.standard_normal((BATCH, 2))
    trace = forward(layers, X)
    mean, total = (backward(layers, trace, T, "huber", reduction) for reduction in ("mean", "sum"))
    for i in range(2):
        assert total.dL_dW[i] == pytest.approx(BATCH * mean.dL_dW[i])
        assert total.dL_db[i] == pytest.approx(BATCH * mean.dL_db[i])
        assert (total.delta[i] == mean.delta[i]).all()
        one_by_one = [
            backward(layers, forward(layers, X[k : k + 1]), T[k : k + 1], "huber") for k in range(BATCH)
        ]
        assert mean.delta[i] == pytest.approx(np.vstack([found.delta[i] for found in one_by_one]))
    assert loss_of(layers, X, T, "huber", "sum") == pytest.approx(BATCH * loss_of(layers, X, T, "huber"))


@given(seed=st.integers(0, 1000))
def test_a_masked_connection_carries_nothing_and_learns_nothing(seed):
    rng = np.random.default_rng(seed)
    layers = random_layers(rng, [INPUTS, 4, 2], ["tanh", "sigmoid"], masked=True)
    X, T = rng.standard_normal((BATCH, INPUTS)), rng.random((BATCH, 2))
    trace = forward(layers, X)
    found = backward(layers, trace, T, "mse")
    cut = [DenseLayer(layer.W * layer.mask, layer.b, layer.activation) for layer in layers]
    assert (forward(cut, X).y == trace.y).all()
    for layer, dL_dW in zip(layers, found.dL_dW, strict=True):
        assert (dL_dW[layer.mask == 0] == 0).all()
        assert (layer.connected[layer.mask == 0] == 0).all()


def test_a_skip_link_adds_what_the_inputs_say_themselves():
    rng = np.random.default_rng(6)
    layers = random_layers(rng, [INPUTS, 4, 2], ["tanh", "identity"], skip=True)
    X = rng.standard_normal((BATCH, INPUTS))
    hidden, last = layers
    through = forward([hidden, DenseLayer(last.W[:4], last.b, "identity")], X).y
    assert forward(layers, X, skip=True).y == pytest.approx(through + X @ last.W[4:])


def test_a_skip_link_of_a_single_layer_changes_nothing():
    layers, X = [DenseLayer(np.ones((2, 1)), np.zeros(1), "identity")], np.ones((3, 2))
    assert (forward(layers, X, skip=True).y == forward(layers, X).y).all()


def test_a_dropped_unit_passes_nothing_on_and_gets_no_error():
    rng = np.random.default_rng(7)
    layers = random_layers(rng, [INPUTS, 4, 2], ["tanh", "identity"])
    X, T = rng.standard_normal((BATCH, INPUTS)), rng.standard_normal((BATCH, 2))
    multiplier = dropout_multiplier(rng, BATCH, 4, 0.5)
    trace = forward(layers, X, [multiplier, None])
    delta = backward(layers, trace, T, "mse").delta[0]
    assert (trace.inputs[1] == trace.a[0] * multiplier).all()
    assert (delta[multiplier == 0] == 0).all()
    assert (delta[multiplier != 0] != 0).all()


def test_dropout_is_inverted_so_that_the_mean_stays():
    multiplier = dropout_multiplier(np.random.default_rng(8), 400, 100, 0.3)
    assert np.unique(multiplier).tolist() == [0, 1 / 0.7]
    assert (multiplier == 0).mean() == pytest.approx(0.3, abs=0.01)
    assert multiplier.mean() == pytest.approx(1, abs=0.015)
    assert (dropout_multiplier(np.random.default_rng(8), 4, 4, 0.0) == 1).all()


@pytest.mark.parametrize(("loss", "output"), PAIRS)
def test_float32_stays_float32(loss, output):
    rng = np.random.default_rng(12)
    layers = [
        DenseLayer(layer.W.astype(np.float32), layer.b.astype(np.float32), layer.activation, layer.mask)
        for layer in random_layers(rng, [INPUTS, 4, 2], ["tanh", output], masked=True)
    ]
    X, T = rng.standard_normal((BATCH, INPUTS)), random_targets(rng, loss, 2)
    trace = forward(layers, X.astype(np.float32))
    found = backward(layers, trace, T.astype(np.float32), loss)
    arrays = [*trace.z, *trace.a, *found.dL_dW, *found.dL_db, *found.delta]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}
