"""Moons, blobs, XOR's four points and the worked example."""

import numpy as np
import pytest

from bplab.data import small
from bplab.data.streams import DATA, stream


def make(name, points=200, noise=0.0):
    return getattr(small, name)(stream(1, DATA), points, noise)


def test_the_moons_are_half_circles_of_radius_3_one_above_and_one_below():
    dataset = make("moons")
    orange, blue = (dataset.inputs[dataset.targets == label] for label in (0, 1))
    up, down = orange - [-1.5, -0.75], blue - [1.5, 0.75]
    np.testing.assert_allclose(np.hypot(*up.T), 3)
    np.testing.assert_allclose(np.hypot(*down.T), 3)
    assert (up[:, 1] >= 0).all()
    assert (down[:, 1] <= 0).all()
    assert len(up) == len(down) == 100


def test_the_moons_are_scikit_learns_centered_and_three_times_as_large():
    from sklearn.datasets import make_moons

    theirs, labels = make_moons(2000, noise=None)
    expected = 3 * (theirs - [0.5, 0.25])
    ours = make("moons", points=2000)
    for label in (0, 1):
        gaps = np.hypot(*(ours.inputs[ours.targets == label][:, None] - expected[labels == label]).T)
        assert gaps.min(axis=0).max() < 0.01


@pytest.mark.parametrize("noise", [10.0, 50.0])
def test_noise_moves_the_moons_points_by_a_normal_deviation_of_a_fiftieth(noise):
    clean, noisy = make("moons", 20_000), make("moons", 20_000, noise)
    moved = (noisy.inputs - clean.inputs) / (noise / 50)
    np.testing.assert_allclose(moved.mean(axis=0), 0, atol=0.03)
    np.testing.assert_allclose(moved.std(axis=0), 1, rtol=0.03)
    assert np.mean(np.abs(moved) < 1) == pytest.approx(0.6827, abs=0.01)


CORNERS = ((0, 3), (-1.5 * 3**0.5, -1.5), (1.5 * 3**0.5, -1.5))


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.25), (20.0, 1.05), (50.0, 2.25)])
def test_the_blobs_have_their_centers_and_their_variance(noise, variance):
    dataset = make("blobs", 60_000, noise)
    for label, center in enumerate(CORNERS):
        cloud = dataset.inputs[dataset.targets == label]
        assert len(cloud) == 20_000
        np.testing.assert_allclose(cloud.mean(axis=0), center, atol=4 * (variance / 20_000) ** 0.5)
        np.testing.assert_allclose(cloud.var(axis=0), variance, rtol=0.04)


def test_more_noise_pushes_the_blobs_points_the_same_way():
    clean, noisy = make("blobs"), make("blobs", noise=50.0)
    centers = np.array(CORNERS)[clean.targets]
    np.testing.assert_allclose(noisy.inputs - centers, 3 * (clean.inputs - centers), atol=1e-13)


@pytest.mark.parametrize("points", [2, 3, 4, 5, 100, 101])
def test_the_blobs_are_as_even_in_size_as_can_be(points):
    counts = np.bincount(make("blobs", points).targets, minlength=3)
    assert counts.sum() == points
    assert counts.max() - counts.min() <= 1


def test_xor_points_are_its_truth_table():
    dataset = make("xor_points")
    for (a, b), target in zip(dataset.inputs, dataset.targets, strict=True):
        assert target == (bool(a) ^ bool(b))
    assert {tuple(point) for point in dataset.inputs} == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert dataset.kind == "binary"


def test_the_worked_example_is_mazurs():
    dataset = make("worked_example")
    assert dataset.inputs.tolist() == [[0.05, 0.10]]
    assert dataset.targets.tolist() == [[0.01, 0.99]]
    assert dataset.kind == "regression"
