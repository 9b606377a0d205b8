"""Activations, held to central differences, to published values and to their own declarations."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.nn.activations import ACTIVATIONS

NAMES = sorted(ACTIVATIONS)
ELEMENTWISE = [name for name in NAMES if name != "softmax"]
H = 1e-6

# (activation, z, a), computed by hand or with the closed form in another shape
KNOWN = [
    ("identity", -2.5, -2.5),
    ("sigmoid", 0.0, 0.5),
    ("sigmoid", math.log(3), 0.75),
    ("sigmoid", -math.log(3), 0.25),
    ("tanh", 0.5 * math.log(3), 0.5),
    ("relu", -1.0, 0.0),
    ("relu", 2.0, 2.0),
    ("leaky_relu", -3.0, -0.03),
    ("elu", -math.log(2), -0.5),
    ("selu", 1.0, 1.0507009873554805),
    ("selu", -math.log(2), -0.5 * 1.0507009873554805 * 1.6732632423543772),
    ("gelu", 1.0, 0.8411919906082768),  # torch.nn.functional.gelu(1., approximate="tanh")
    ("softplus", 0.0, math.log(2)),
    ("softsign", -4.0, -0.8),
    ("swish", math.log(3), 0.75 * math.log(3)),
    ("lecun_tanh", 1.5, 1.7159 * math.tanh(1.0)),
]


def test_the_table_offers_the_activations_under_their_own_names():
    assert " ".join(ACTIVATIONS) == (
        "identity sigmoid tanh relu leaky_relu elu selu gelu softplus softsign swish lecun_tanh softmax"
    )
    assert all(row.name == name for name, row in ACTIVATIONS.items())


@pytest.mark.parametrize("name", NAMES)
def test_every_row_says_what_it_is(name):
    row = ACTIVATIONS[name]
    assert row.title
    assert row.formula
    assert row.help.endswith(".")


@pytest.mark.parametrize(("name", "z", "a"), KNOWN)
def test_known_values_come_out(name, z, a):
    assert ACTIVATIONS[name].f(np.array([z]))[0] == pytest.approx(a, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("name", ELEMENTWISE)
@given(z=st.floats(-30, 30))
def test_the_slope_is_the_central_difference(name, z):
    row = ACTIVATIONS[name]
    if any(abs(z - kink) <= H for kink in row.kinks):
        return
    numeric = (row.f(np.array([z + H])) - row.f(np.array([z - H]))) / (2 * H)
    z_ = np.array([z])
    # the curvatures of ELU and softsign jump at 0: there the chord errs by up to H
    assert row.slope(z_, row.f(z_)) == pytest.approx(numeric, rel=1e-6, abs=2 * H)


@pytest.mark.parametrize("name", NAMES)
@given(
    z=st.lists(st.floats(-3, 3), min_size=3, max_size=3),
    g=st.lists(st.floats(-2, 2), min_size=3, max_size=3),
)
def test_the_backward_pass_is_the_slope_of_any_sum_of_the_outputs(name, z, g):
    row = ACTIVATIONS[name]
    z, g = np.array([z]), np.array([g])
    if any(np.abs(z - kink).min() <= H for kink in row.kinks):
        return
    nudges = H * np.eye(3)
    numeric = [((row.f(z + d) - row.f(z - d)) * g).sum() / (2 * H) for d in nudges]
    assert row.backward(g, z, row.f(z))[0] == pytest.approx(np.array(numeric), abs=4 * H)


@pytest.mark.parametrize("name", NAMES)
@given(z=st.floats(-1e4, 1e4))
def test_outputs_stay_in_the_declared_range(name, z):
    row = ACTIVATIONS[name]
    a = row.f(np.array([[z, 0.0]]))
    assert (a >= row.low - 1e-7).all()
    assert (a <= row.high + 1e-7).all()


@pytest.mark.parametrize("name", NAMES)
def test_the_declared_range_is_no_wider_than_what_is_reached(name):
    row = ACTIVATIONS[name]
    z = np.concatenate([np.linspace(-8, 8, 160001), [-1e4, 1e4]])[:, None]
    a = row.f(np.hstack([z, np.zeros_like(z)]))[:, 0]
    for bound, reached in ((row.low, a.min()), (row.high, a.max())):
        assert (abs(reached) > 99) if math.isinf(bound) else (reached == pytest.approx(bound, abs=2e-4))


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_the_slope_jumps_at_the_declared_kinks_and_nowhere_else(name):
    row = ACTIVATIONS[name]
    z = np.linspace(-5, 5, 100001)
    jumps = np.abs(np.diff(row.slope(z, row.f(z)))) > 0.01
    assert jumps.any() == bool(row.kinks)
    assert all(np.abs(at - np.array(row.kinks)).min() < 2e-4 for at in z[:-1][jumps])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", NAMES)
def test_large_sums_stay_finite_without_a_warning_and_keep_their_dtype(name, dtype):
    row = ACTIVATIONS[name]
    z = np.array([[-1e4, -88.8, -1.0, -0.0, 0.0, 1.0, 88.8, 1e4]], dtype)
    a = row.f(z)
    for values in (a, row.slope(z, a), row.backward(np.ones_like(z), z, a)):
        assert values.dtype == dtype
        assert np.isfinite(values).all()


def test_relu_has_slope_zero_at_zero():
    z = np.zeros(1)
    assert ACTIVATIONS["relu"].slope(z, z) == 0


def test_lecuns_tanh_maps_one_to_one():
    assert ACTIVATIONS["lecun_tanh"].f(np.array([1.0, -1.0])) == pytest.approx([1, -1], abs=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_f_never_hands_back_its_own_argument(name):
    z = np.ones((2, 2))
    assert not np.shares_memory(ACTIVATIONS[name].f(z), z)


def test_only_softmax_is_kept_for_the_output():
    assert [name for name in NAMES if ACTIVATIONS[name].output_only] == ["softmax"]


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=6), st.floats(-100, 100))
def test_softmax_adds_up_to_one_and_sees_only_differences(z, shift):
    f = ACTIVATIONS["softmax"].f
    a = f(np.array([z]))
    assert a.sum() == pytest.approx(1)
    assert f(np.array([z]) + shift) == pytest.approx(a, abs=1e-9)


def test_the_slope_of_softmax_is_the_diagonal_of_its_jacobian():
    row, z = ACTIVATIONS["softmax"], np.array([[0.3, -1.0, 2.0]])
    a = row.f(z)
    for k, unit in enumerate(np.eye(3)):
        assert row.slope(z, a)[0, k] == pytest.approx(row.backward(unit[None], z, a)[0, k])
