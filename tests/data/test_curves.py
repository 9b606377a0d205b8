"""Curves are what their formula says, give or take the noise."""

import math

import numpy as np
import pytest

from bplab.data.curves import DOMAIN, LARGEST, boundary_of, function_of, sine
from bplab.data.expression import parse
from bplab.data.streams import DATA, stream
from bplab.errors import UserError


def draw(make, points=200, noise=0.0, seed=1):
    dataset = make(stream(seed, DATA), points, noise)
    return dataset.inputs[:, 0], dataset.targets[:, 0]


def test_the_sine_is_a_sine_all_over_its_domain():
    x, y = draw(sine, 5000)
    assert y.tolist() == pytest.approx([math.sin(one) for one in x], abs=1e-15)
    assert np.abs(x).max() <= DOMAIN
    assert x.var() == pytest.approx(DOMAIN**2 / 3, rel=0.05)  # of U(-6, 6)


@pytest.mark.parametrize("noise", [10.0, 50.0])
def test_noise_moves_the_sine_by_a_normal_deviation_of_a_hundredth(noise):
    x, y = draw(sine, 20_000, noise)
    moved = (y - np.sin(x)) / (noise / 100)
    assert moved.mean() == pytest.approx(0, abs=0.03)
    assert moved.std() == pytest.approx(1, rel=0.03)
    assert np.mean(np.abs(moved) < 1) == pytest.approx(0.6827, abs=0.01)


@pytest.mark.parametrize(("formula", "half_range"), [("x^2", 18), ("3*sin(x) + 100", 3), ("7", 1)])
def test_noise_moves_a_formulas_curve_by_shares_of_half_its_range(formula, half_range):
    (x, clean), (also_x, noisy) = draw(function_of(formula)), draw(function_of(formula), noise=20.0)
    _, shifted = draw(sine, noise=20.0)
    assert (x == also_x).all()
    np.testing.assert_allclose(noisy - clean, (shifted - np.sin(x)) * half_range, rtol=1e-5)


@pytest.mark.parametrize("make", [sine, function_of("x/2")])
def test_a_curve_has_one_input_x_and_one_target_y(make):
    dataset = make(stream(1, DATA), 7, 0.0)
    assert (dataset.input_names, dataset.target_names, dataset.kind) == (("x",), ("y",), "regression")
    assert dataset.inputs.shape == dataset.targets.shape == (7, 1)


def test_a_number_alone_is_a_level_line():
    assert draw(function_of("2"), 5)[1].tolist() == [2.0] * 5


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("1/x", "at x = 0 the value is not finite"),
        ("1/(x - 1)", "at x = 1 the value is not finite"),
        ("log(x)", "at x = −6 the value is not finite"),
        ("sqrt(x)", "at x = −6 the value is not finite.*abs"),
        ("(-2)^x", "the value is not finite"),
        ("exp(exp(x))", r"at x = 3.04 the value 1,\d{3},\d{3},\d{3} is too large.*1,000,000,000"),
        ("-10^10", "at x = −6 the value −10,000,000,000 is too large.*from −6 to 6"),
        ("10^9.0001", "1,000,230,285 is too large"),
        ("10^300", "1.0e300 is too large"),
        ("9^9^9", "the value is not finite"),
    ],
)
def test_a_formula_without_a_usable_value_somewhere_is_refused_in_a_sentence(formula, says):
    with pytest.raises(UserError, match=says):
        function_of(formula)


def test_a_gap_that_only_a_drawn_point_falls_into_is_refused_as_well():
    make = function_of(f"10*{LARGEST}*sin(100*pi*x)^2")  # 0 at 0.01, 0.02, ..., too large in between
    with pytest.raises(UserError, match="too large"):
        draw(make)


@pytest.mark.parametrize("formula", ["log(abs(x) + 1)", "exp(x)", "tan(x)", "sqrt(max(x, 0))", "x^9"])
def test_everyday_formulas_are_taken(formula):
    x, y = draw(function_of(formula), 10_000)
    assert np.isfinite(y).all()
    assert len(x) == 10_000


@pytest.mark.parametrize("formula", ["sin(x)", "x^2 - 3", "0", "abs(x) - 1"])
def test_a_boundary_divides_blue_above_from_orange_below(formula):
    dataset = boundary_of(formula)(stream(1, DATA), 300, 0.0)
    x, y = dataset.inputs.T
    above = y > parse(formula)(x)
    assert np.array_equal(dataset.targets == dataset.classes.index("blue"), above)
    assert (np.abs(dataset.inputs) <= 5).all()


def test_noise_changes_colors_near_the_boundary_and_no_positions():
    still, noisy = (boundary_of("x")(stream(1, DATA), 2000, noise) for noise in (0.0, 20.0))
    assert np.array_equal(still.inputs, noisy.inputs)
    moved = still.targets != noisy.targets
    away = np.abs(still.inputs[:, 1] - still.inputs[:, 0])
    assert 0.02 < moved.mean() < 0.2
    assert away[moved].max() < 5 * 0.6


@pytest.mark.parametrize("formula", ["7", "-5", "x^2 + 6"])
def test_a_curve_that_leaves_one_class_without_points_is_refused(formula):
    with pytest.raises(UserError, match="one side"):
        boundary_of(formula)
