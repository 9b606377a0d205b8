"""Homework files for the dialog."""

import numpy as np
import pytest


@pytest.fixture
def homework_file(tmp_path):
    """Write a 2-4-1 student's gradients to a file; without its factor f′(z) if `wrong`."""

    def write(name="homework-3.npz", *, wrong=True, sizes=(2, 4, 1), **changed):
        rng = np.random.default_rng(3)
        X = rng.normal(size=(32, sizes[0]))
        T = rng.integers(0, 2, size=(32, 1))
        W1, W2 = rng.normal(size=sizes[:2]), rng.normal(size=sizes[1:])
        b1, b2 = rng.normal(size=sizes[1]), rng.normal(size=1)
        a1 = np.tanh(X @ W1 + b1)
        delta2 = (1 / (1 + np.exp(-(a1 @ W2 + b2))) - T) / 32
        delta1 = delta2 @ W2.T * (1 if wrong else 1 - a1**2)
        arrays = {"X": X, "T": T, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "dW1": X.T @ delta1}
        arrays |= {"db1": delta1.sum(axis=0), "dW2": a1.T @ delta2, "db2": delta2.sum(axis=0)} | changed
        np.savez(tmp_path / name, **arrays)
        return tmp_path / name

    return write
