"""Activations as calls give the same bits wherever their buffers are."""

import numpy as np
import pytest

from bplab.nn.functions import LEAK
from bplab.training.kernel.calls import FAST, LARGE, constants, run


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", [name for name, row in FAST.items() if row.in_place])
def test_an_activation_computed_in_place_has_the_same_bits(name, dtype):
    z = np.random.default_rng(0).normal(0, 5, (4, 101)).astype(dtype)
    apart, within = np.empty_like(z), z.copy()
    run(FAST[name].forward(z.copy(), apart, constants(z.dtype)))
    run(FAST[name].forward(within, within, constants(z.dtype)))
    np.testing.assert_array_equal(within.view(np.uint8), apart.view(np.uint8))


@pytest.mark.parametrize("name", ["relu", "leaky_relu"])
@pytest.mark.parametrize("size", [1, LARGE - 1, LARGE, 3 * LARGE])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_bend_at_0_belongs_to_its_left_in_layers_of_every_size(name, size, dtype):
    tiny = np.finfo(dtype).smallest_subnormal
    z = np.resize(np.array([-2, -tiny, -0.0, 0.0, tiny, 2], dtype), size)
    a, slope = np.empty_like(z), np.empty_like(z)
    run(FAST[name].forward(z, a, constants(z.dtype)))
    run(FAST[name].slope(z, a, slope, constants(z.dtype)))
    np.testing.assert_array_equal(slope, np.where(z > 0, 1, 0 if name == "relu" else LEAK).astype(dtype))
