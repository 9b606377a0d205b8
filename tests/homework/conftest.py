"""Homework as a student writes it: plain NumPy, independent of the lab, with mistakes as wanted."""

import itertools
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

SIGMOID = lambda z: 1 / (1 + np.exp(-z))  # noqa: E731
F = {
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "sigmoid": (SIGMOID, lambda z: SIGMOID(z) * (1 - SIGMOID(z))),
    "relu": (lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0),
    "identity": (lambda z: z, np.ones_like),
}


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def student(net, **wrong):
    """Gradients of all layers; `wrong` names what is done differently from the book."""
    given = SimpleNamespace(**net)
    n, last = len(given.X), len(given.W) - 1
    hidden = wrong.get("forward", given.hidden)
    outputs, zs = [given.X], []
    for layer, (W, b) in enumerate(zip(given.W, given.b, strict=True)):
        z = outputs[-1] @ W + (0 if "no_bias" in wrong else b)
        zs.append(z)
        if layer < last:
            outputs.append(F[hidden][0](z))
    y = softmax(zs[-1]) if given.output == "softmax" else F[given.output][0](zs[-1])
    delta = y - given.T
    if given.loss == "half_squared":
        delta = delta * F[given.output][1](zs[-1])
    if "twice" in wrong:
        delta = y * (delta - (delta * y).sum(axis=1, keepdims=True)) if given.output == "softmax" else delta
    share = 1 if wrong.get("sum") else 1 / n
    dW, db = [], []
    for layer in reversed(range(last + 1)):
        a_in = zs[layer - 1] if "of_z" in wrong and layer else outputs[layer]
        dW.insert(0, share * a_in.T @ delta)
        db.insert(0, share * delta.sum(axis=0))
        if layer:
            W = given.W[layer]
            delta = delta @ (W if layer == wrong.get("straight") else W.T)
            slope = F[wrong.get("slope", hidden)][1]
            if layer - 1 not in wrong.get("without_slope", ()):
                delta = delta * slope(zs[layer - 1])
    return dW, db


def arrays_of(net, dW, db):
    arrays = {"X": net["X"], "T": net["T"]}
    for number, parts in enumerate(zip(net["W"], net["b"], dW, db, strict=True), 1):
        arrays |= dict(zip((f"W{number}", f"b{number}", f"dW{number}", f"db{number}"), parts, strict=True))
    return arrays


def random_net(seed, sizes, hidden="tanh", output="sigmoid", loss="binary_cross_entropy", n=12):
    rng = np.random.default_rng(seed)
    W = [rng.normal(size=shape) for shape in itertools.pairwise(sizes)]
    b = [rng.normal(size=units) for units in sizes[1:]]
    classes = rng.integers(0, max(sizes[-1], 2), n)
    T = np.eye(sizes[-1])[classes] if sizes[-1] > 1 else classes[:, None] * 1.0
    return {
        "X": rng.normal(size=(n, sizes[0])), "T": T, "W": W, "b": b, "hidden": hidden, "output": output,
        "loss": loss,
    }  # fmt: skip


@pytest.fixture(scope="session")
def students():
    """What makes homework."""
    return SimpleNamespace(gradients=student, arrays=arrays_of, net=random_net, F=F)


@pytest.fixture
def homework_file(tmp_path) -> Callable:
    """Write arrays to an .npz and return its path."""

    def write(name="homework-3.npz", **arrays):
        np.savez(tmp_path / name, **arrays)
        return tmp_path / name

    return write
