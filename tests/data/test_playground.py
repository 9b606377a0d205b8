"""The Playground's sets against its definitions, written out here point by point from the same draws."""

import math

import numpy as np
import pytest

from bplab.data import playground
from bplab.data.streams import DATA, stream

POINTS = 200


class Recorder:
    """A generator that remembers what it drew."""

    def __init__(self, seed):
        self.rng = stream(seed, DATA)
        self.drawn = []

    def uniform(self, *args):
        self.drawn.append(self.rng.uniform(*args))
        return self.drawn[-1].copy()

    def standard_normal(self, *args):
        self.drawn.append(self.rng.standard_normal(*args))
        return self.drawn[-1].copy()


def make(name, noise=0.0, points=POINTS, seed=4):
    return getattr(playground, name)(stream(seed, DATA), points, noise)


def record(name, noise):
    rng = Recorder(4)
    return getattr(playground, name)(rng, POINTS, noise), rng.drawn


def bump(x, y):
    """reg-gauss of the Playground's dataset.ts: the bump that stands out most gives the label."""
    label = 0.0
    for cx, cy, sign in [
        (-4, 2.5, 1),
        (0, 2.5, -1),
        (4, 2.5, 1),
        (-4, -2.5, -1),
        (0, -2.5, 1),
        (4, -2.5, -1),
    ]:
        height = sign * min(1, max(0, 1 - math.dist((x, y), (cx, cy)) / 2))
        if abs(height) > abs(label):
            label = height
    return label


NOISES = pytest.mark.parametrize("noise", [0.0, 10.0, 35.0, 50.0])
ALL = pytest.mark.parametrize("name", ["circle", "xor", "gauss", "spiral", "plane", "bumps"])


@NOISES
def test_circle_labels_a_jittered_copy_of_each_point(noise):
    dataset, (inner, outer, angle, jitter) = record("circle", noise)
    radius = [*inner, *outer]
    assert (inner.max() < 2.5, outer.min() >= 3.5, outer.max() < 5) == (True, True, True)
    for i, (x, y) in enumerate(dataset.inputs):
        assert x == pytest.approx(radius[i] * math.sin(angle[i]), abs=1e-14)
        assert y == pytest.approx(radius[i] * math.cos(angle[i]), abs=1e-14)
        nx, ny = jitter[i] * noise / 100
        assert -2.5 <= nx <= 2.5
        assert dataset.targets[i] == (math.hypot(x + nx, y + ny) < 2.5)


def test_circle_without_noise_is_blue_inside_and_orange_outside():
    dataset = make("circle")
    radius = np.hypot(*dataset.inputs.T)
    assert ((radius < 2.5) == (dataset.targets == 1)).all()
    assert not ((radius > 2.5) & (radius < 3.5)).any()
    assert dataset.targets.sum() == POINTS / 2


def test_xor_is_padded_away_from_the_axes():
    assert np.abs(make("xor", noise=50.0).inputs).min() >= 0.3
    assert np.abs(make("xor", points=2000).inputs).max() <= 5.3


@NOISES
def test_xor_labels_the_sign_of_the_jittered_product(noise):
    dataset, (raw, jitter) = record("xor", noise)
    for i, (x, y) in enumerate(dataset.inputs):
        assert x == raw[i, 0] + math.copysign(0.3, raw[i, 0])
        assert y == raw[i, 1] + math.copysign(0.3, raw[i, 1])
        nx, ny = jitter[i] * noise / 100
        assert dataset.targets[i] == ((x + nx) * (y + ny) >= 0)


@pytest.mark.parametrize("name", ["circle", "xor"])
def test_noise_changes_labels_and_not_points(name):
    clean, noisy = make(name), make(name, noise=50.0)
    assert (clean.inputs == noisy.inputs).all()
    assert 0 < (clean.targets != noisy.targets).sum() < POINTS / 2


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (20.0, 1.9), (50.0, 4.0)])
def test_gauss_has_its_centers_and_its_variance(noise, variance):
    dataset = make("gauss", noise, points=40_000)
    for label, center in ((1, 2), (0, -2)):
        cloud = dataset.inputs[dataset.targets == label]
        assert len(cloud) == 20_000
        np.testing.assert_allclose(cloud.mean(axis=0), center, atol=4 * math.sqrt(variance / 20_000))
        np.testing.assert_allclose(cloud.var(axis=0), variance, rtol=0.04)


@NOISES
def test_spiral_points_lie_on_their_arm_give_or_take_the_noise(noise):
    dataset, (jitter,) = record("spiral", noise)
    arm_size = POINTS // 2
    for i, (x, y) in enumerate(dataset.inputs):
        k = i % arm_size
        r = k / arm_size * 5
        t = 1.75 * k / arm_size * 2 * math.pi + (0 if i < arm_size else math.pi)
        assert dataset.targets[i] == (1 if i < arm_size else 0)
        assert x == pytest.approx(r * math.sin(t) + jitter[i, 0] * noise / 100, abs=1e-13)
        assert y == pytest.approx(r * math.cos(t) + jitter[i, 1] * noise / 100, abs=1e-13)


@NOISES
@pytest.mark.parametrize(("name", "label"), [("plane", lambda x, y: (x + y) / 10), ("bumps", bump)])
def test_regression_sets_read_the_height_beside_the_point(name, label, noise):
    dataset, (place, jitter) = record(name, noise)
    assert (dataset.inputs == place).all()
    for (x, y), (jx, jy), target in zip(place, jitter, dataset.targets[:, 0], strict=True):
        assert abs(jx) <= 6
        assert target == pytest.approx(label(x + jx * noise / 100, y + jy * noise / 100), abs=1e-14)


def test_bumps_are_1_high_and_0_between():
    tops = np.array([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
    assert playground.bumps_height(tops).tolist() == [1, -1, 1, -1, 1, -1]
    assert playground.bumps_height(np.array([[2.0, 0.0], [-6, 6], [0, 0.5]])).tolist() == [0, 0, 0]
    assert playground.bumps_height(np.array([[1.0, 2.5], [4, -1.5]])).tolist() == [-0.5, -0.5]


@pytest.mark.parametrize("name", ["plane", "bumps"])
def test_regression_points_fill_the_picture(name):
    inputs = make(name, points=5000).inputs
    assert np.abs(inputs).max() <= 6
    np.testing.assert_allclose(inputs.var(axis=0), 12, rtol=0.1)  # of U(-6, 6)


@ALL
def test_more_noise_pushes_the_same_points_the_same_way(name):
    low, high = make(name, noise=10.0), make(name, noise=20.0)
    none = make(name)
    if name in ("gauss", "spiral"):
        center = np.where(none.targets[:, None] == 1, 2.0, -2.0) if name == "gauss" else none.inputs
        stretch = math.sqrt(1.9 / 1.2) if name == "gauss" else 2
        np.testing.assert_allclose(high.inputs - center, (low.inputs - center) * stretch, atol=1e-13)
    else:
        assert (low.inputs == high.inputs).all()


@ALL
@pytest.mark.parametrize("points", [2, 3, 5, 101])
def test_any_number_of_points_will_do_and_an_odd_one_goes_to_the_first_half(name, points):
    dataset = make(name, points=points)
    assert dataset.count == points
    assert np.isfinite(dataset.inputs).all()
    if name in ("circle", "gauss", "spiral"):
        assert dataset.targets.sum() == (points + 1) // 2


@ALL
def test_orange_is_0_and_blue_is_1_and_regression_has_no_classes(name):
    dataset = make(name)
    regression = name in ("plane", "bumps")
    assert dataset.classes == (() if regression else ("orange", "blue"))
    assert dataset.targets.shape == ((POINTS, 1) if regression else (POINTS,))
    assert dataset.input_names == ("x₁", "x₂")
