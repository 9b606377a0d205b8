"""Activations as calls give the same bits wherever their buffers are."""

import numpy as np
import pytest

from bplab.training.kernel.calls import FAST, constants, run


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", [name for name, row in FAST.items() if row.in_place])
def test_an_activation_computed_in_place_has_the_same_bits(name, dtype):
    z = np.random.default_rng(0).normal(0, 5, (4, 101)).astype(dtype)
    apart, within = np.empty_like(z), z.copy()
    run(FAST[name].forward(z.copy(), apart, constants(z.dtype)))
    run(FAST[name].forward(within, within, constants(z.dtype)))
    np.testing.assert_array_equal(within.view(np.uint8), apart.view(np.uint8))
