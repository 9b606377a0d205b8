"""The error signal fades or grows from layer to layer as mean-field theory says it must.

With q_(l+1) = s2 E[f(sqrt(q_l) z)^2], the mean square of delta changes per layer by s2 E[f'(sqrt(q_l) z)^2],
where s2 = n Var(W) and z ~ N(0, 1). After Glorot and Bengio 2010; He et al. 2015.
"""

from statistics import median

import numpy as np
import pytest

from bplab.experiment.spec import HIDDEN_ACTIVATIONS, DataSpec, Experiment, Layer, Output
from bplab.training.trainer import Trainer

WIDTH, DEPTH, INPUTS = 256, 10, 8
SEEDS = range(1, 11)
VARIANCE = {  # Var(W) by fan-in and fan-out
    "lecun_normal": lambda n, m: 1 / n,
    "xavier_normal": lambda n, m: 2 / (n + m),
    "he_normal": lambda n, m: 2 / n,
}
Z = np.linspace(-10, 10, 200_001)
DENSITY = np.exp(-(Z**2) / 2) / np.sqrt(2 * np.pi) * (Z[1] - Z[0])


def mean(values):
    """E over a standard normal z."""
    return float(values @ DENSITY)


def predicted(activation, init):
    """The geometric mean of the factors of rms delta between the inner hidden layers."""
    row, variance = HIDDEN_ACTIVATIONS[activation], VARIANCE[init]
    q = variance(INPUTS, WIDTH)  # every example is one unit on: x has the length 1
    s2, logs = WIDTH * variance(WIDTH, WIDTH), []
    for layer in range(DEPTH):
        z = np.sqrt(q) * Z
        a = row.f(z)
        if 0 < layer < DEPTH - 2:
            logs.append(np.log(s2 * mean(row.slope(z, a) ** 2)) / 2)
        q = s2 * mean(a**2)
    return np.exp(np.mean(logs))


def measured(activation, init, seed):
    spec = Experiment(
        data=DataSpec("encoder"),
        layers=tuple(Layer(WIDTH, activation, init) for _ in range(DEPTH)),
        output=Output("softmax"),
        loss="categorical_cross_entropy",
        batch_size=0,
        seed=seed,
    )
    trainer = Trainer(spec)
    trainer.advance(1)
    delta = trainer.last_row[1:].reshape(4, DEPTH + 1)[2]
    return (delta[1] / delta[-3]) ** (1 / (DEPTH - 3))


FEW = ("tanh", "relu", "sigmoid")  # the others take as long and say as much


@pytest.mark.parametrize("init", VARIANCE)
@pytest.mark.parametrize(
    "activation",
    [name if name in FEW else pytest.param(name, marks=pytest.mark.slow) for name in HIDDEN_ACTIVATIONS],
)
def test_the_signal_changes_per_layer_as_theory_says(activation, init):
    found = median(measured(activation, init, seed) for seed in SEEDS)
    assert found == pytest.approx(predicted(activation, init), rel=0.03)


def test_the_prediction_meets_the_closed_forms():
    assert predicted("identity", "he_normal") == pytest.approx(2**0.5, rel=1e-6)
    assert predicted("relu", "xavier_normal") == pytest.approx(0.5**0.5, rel=1e-4)
    assert predicted("relu", "he_normal") == pytest.approx(1, rel=1e-4)
    assert predicted("sigmoid", "xavier_normal") == pytest.approx(1 / 4, rel=0.1)
