"""Optimizers, held to PyTorch's documented algorithms written out for one number at a time."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.nn.optimizers import OPTIMIZERS, Hyper, hold_frozen

NAMES = sorted(OPTIMIZERS)
GRADIENTS = [0.5, -1.25, 0.0, 3.0, 0.125, -0.75, -0.002]
ETA = 0.05


def run(name, gradients, w=1.0, eta=ETA, hyper=None, decays=True):
    """The weight after each step."""
    row, w, path = OPTIMIZERS[name], np.array([w]), []
    slots = row.start(w)
    for t, g in enumerate(gradients, start=1):
        w = row.update(w, np.array([g]), slots, t, eta, hyper or Hyper(), decays)
        path.append(float(w[0]))
    return path


def torch_sgd(gradients, w, lr, mu=0.0, *, nesterov=False):
    buffer, path = None, []
    for g in gradients:
        buffer = g if buffer is None else mu * buffer + g
        step = g + mu * buffer if nesterov else buffer
        w -= lr * (step if mu else g)
        path.append(w)
    return path


def torch_adagrad(gradients, w, lr):
    total, path = 0.0, []
    for g in gradients:
        total += g**2
        w -= lr * g / (math.sqrt(total) + 1e-10)
        path.append(w)
    return path


def torch_rmsprop(gradients, w, lr, alpha=0.99):
    average, path = 0.0, []
    for g in gradients:
        average = alpha * average + (1 - alpha) * g**2
        w -= lr * g / (math.sqrt(average) + 1e-8)
        path.append(w)
    return path


def torch_adam(gradients, w, lr, beta1=0.9, beta2=0.999, decay=0.0):
    m, v, path = 0.0, 0.0, []
    for t, g in enumerate(gradients, start=1):
        w -= lr * decay * w
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        w -= lr * m_hat / (math.sqrt(v_hat) + 1e-8)
        path.append(w)
    return path


WITNESSES = {
    "sgd": lambda g, w, lr, h: torch_sgd(g, w, lr),
    "momentum": lambda g, w, lr, h: torch_sgd(g, w, lr, h.momentum),
    "nesterov": lambda g, w, lr, h: torch_sgd(g, w, lr, h.momentum, nesterov=True),
    "adagrad": lambda g, w, lr, h: torch_adagrad(g, w, lr),
    "rmsprop": lambda g, w, lr, h: torch_rmsprop(g, w, lr, h.alpha),
    "adam": lambda g, w, lr, h: torch_adam(g, w, lr, h.beta1, h.beta2),
    "adamw": lambda g, w, lr, h: torch_adam(g, w, lr, h.beta1, h.beta2, h.weight_decay),
}


def test_the_table_goes_from_the_simplest_to_the_most_complex():
    assert " ".join(OPTIMIZERS) == "sgd momentum nesterov adagrad rmsprop adam adamw"
    assert all(row.name == name for name, row in OPTIMIZERS.items())


@pytest.mark.parametrize("name", NAMES)
def test_every_row_says_what_it_is(name):
    row = OPTIMIZERS[name]
    assert row.title
    assert row.formula
    assert row.help.endswith(".")


def test_the_defaults_are_pytorchs():
    assert Hyper() == Hyper(momentum=0.9, beta1=0.9, beta2=0.999, alpha=0.99, weight_decay=0.01)


@pytest.mark.parametrize("name", NAMES)
@given(
    gradients=st.lists(st.floats(-10, 10).filter(lambda g: g == 0 or abs(g) > 1e-6), min_size=1, max_size=8),
    w=st.floats(-5, 5),
)
def test_the_path_is_pytorchs(name, gradients, w):
    path = WITNESSES[name](gradients, w, ETA, Hyper())
    assert run(name, gradients, w) == pytest.approx(path, rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_the_path_is_pytorchs_with_other_hyperparameters(name):
    hyper = Hyper(momentum=0.5, beta1=0.7, beta2=0.95, alpha=0.8, weight_decay=0.3)
    path = WITNESSES[name](GRADIENTS, 1.0, ETA, hyper)
    assert run(name, GRADIENTS, hyper=hyper) == pytest.approx(path, rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_uses_exactly_the_hyperparameters_it_declares(name):
    other = {"momentum": 0.5, "beta1": 0.5, "beta2": 0.5, "alpha": 0.5, "weight_decay": 0.5}
    moved = [
        field
        for field, value in other.items()
        if run(name, GRADIENTS, hyper=Hyper(**{field: value})) != run(name, GRADIENTS)
    ]
    assert tuple(moved) == OPTIMIZERS[name].uses


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_remembers_exactly_the_slots_it_declares(name):
    w, row = np.ones(3), OPTIMIZERS[name]
    slots = row.start(w)
    row.update(w, np.ones(3), slots, 1, ETA, Hyper(), decays=True)
    assert tuple(slots) == row.slots
    assert all(slot.shape == w.shape and slot.any() for slot in slots.values())


@pytest.mark.parametrize("name", NAMES)
def test_old_weights_and_gradients_are_left_alone(name):
    w, g = np.ones(3), np.ones(3)
    OPTIMIZERS[name].update(w, g, OPTIMIZERS[name].start(w), 1, ETA, Hyper(), decays=True)
    assert (w == 1).all()
    assert (g == 1).all()


@pytest.mark.parametrize("name", NAMES)
def test_float32_stays_float32(name):
    w = np.ones(3, np.float32)
    slots = OPTIMIZERS[name].start(w)
    decays = np.array([1, 1, 0])
    assert OPTIMIZERS[name].update(w, w, slots, 1, ETA, Hyper(), decays).dtype == np.float32
    assert all(slot.dtype == np.float32 for slot in slots.values())


def test_adamw_spares_biases():
    w = np.array([2.0, 2.0])  # a weight and a bias, without gradient
    row = OPTIMIZERS["adamw"]
    new = row.update(w, np.zeros(2), row.start(w), 1, 0.1, Hyper(weight_decay=0.5), np.array([1, 0]))
    assert new == pytest.approx([1.9, 2.0])


@given(g=st.floats(0.001, 1e3))
def test_adams_first_step_is_the_learning_rate_whatever_the_gradient(g):
    assert run("adam", [g]) == pytest.approx([1 - ETA], rel=1e-5)


def test_momentum_reaches_ten_times_the_step_of_sgd():
    path = run("momentum", [1.0] * 300)
    assert path[-2] - path[-1] == pytest.approx(10 * ETA)


def test_frozen_parameters_keep_their_value_and_the_others_step():
    w, new = np.array([1.0, 2.0]), np.array([1.5, 2.5])
    assert hold_frozen(w, new, np.array([True, False])).tolist() == [1.0, 2.5]
