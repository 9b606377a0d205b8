"""The table of data sets says the truth about each of them."""

import numpy as np
import pytest

from bplab.data.datasets import DATASETS
from bplab.data.streams import DATA, stream

ROWS = pytest.mark.parametrize("row", DATASETS.values(), ids=DATASETS.keys())


def make(row, noise=0.0, seed=1):
    return row.make(stream(seed, DATA), row.points, noise)


def test_the_sets_of_the_table():
    assert list(DATASETS) == [
        *("circle", "xor", "gauss", "spiral", "plane", "bumps"),
        *("moons", "blobs", "sine", "function", "boundary", "xor_points", "digits"),
        *("iris", "wine", "breast_cancer", "diabetes"),
        *("parity", "encoder", "symmetry", "family_trees", "worked_example"),
    ]


@ROWS
def test_a_row_has_its_own_name_a_title_a_sentence_a_source_and_a_license(row):
    assert DATASETS[row.name] is row
    assert row.title
    assert row.help.endswith(".")
    assert row.source
    assert row.license


def test_no_two_titles_are_alike():
    assert len({row.title for row in DATASETS.values()}) == len(DATASETS)


@ROWS
def test_a_set_has_as_many_points_as_its_row_says(row):
    assert make(row).count == row.points


@ROWS
def test_only_sets_that_are_not_fixed_depend_on_the_seed_and_the_size(row):
    first, other, small = make(row), make(row, seed=2), row.make(stream(1, DATA), 50, 0.0)
    if row.fixed:
        assert (first.inputs == other.inputs).all()
        assert small.count == row.points
        assert not row.noise
    else:
        assert small.count == 50
        assert row.name == "spiral" or (first.inputs != other.inputs).any()


@ROWS
def test_the_same_seed_gives_the_same_bits(row):
    first, again = make(row, noise=30.0), make(row, noise=30.0)
    assert first.inputs.tobytes() == again.inputs.tobytes()
    assert first.targets.tobytes() == again.targets.tobytes()


@ROWS
def test_noise_changes_just_the_sets_whose_row_says_so(row):
    clean, noisy = make(row), make(row, noise=50.0)
    same = (clean.inputs == noisy.inputs).all() and (clean.targets == noisy.targets).all()
    assert same != row.noise


@ROWS
def test_a_picture_holds_its_points_and_just_the_2_d_and_1_d_sets_have_one(row):
    dataset = make(row)
    columns, reach = dataset.inputs.shape[1], np.abs(dataset.inputs).max()
    assert (row.extent is not None) == (columns == 2 and row.name != "worked_example")
    assert (row.domain is not None) == (columns == 1)
    assert reach <= (row.extent or row.domain or reach)


def test_the_measured_tables_are_usually_standardized_and_the_others_not():
    usual = [row.name for row in DATASETS.values() if row.standardize]
    assert usual == ["iris", "wine", "breast_cancer", "diabetes"]


def test_only_the_sets_for_formulas_take_one():
    assert [row.name for row in DATASETS.values() if row.with_formula] == ["function", "boundary"]


@ROWS
def test_targets_are_finite_and_every_class_occurs(row):
    dataset = make(row)
    assert np.isfinite(dataset.inputs).all()
    assert np.isfinite(dataset.targets).all()
    if dataset.classes:
        assert set(dataset.targets) == set(range(len(dataset.classes)))


# A file of today must mean the same points tomorrow: these figures may never change.
KEPT = {
    # inputs of point 17, sum of all inputs, sum of all targets
    "circle": (0.0247797660352, 0.0491399817066, -16.774959508, 46.0),
    "xor": (-1.5327101646, -2.82126537393, 32.9162098022, 55.0),
    "gauss": (3.54423162646, 3.35797416084, 7.13106708382, 50.0),
    "spiral": (-1.00485014893, -1.50688759122, 1.22064839209, 50.0),
    "plane": (-1.47925219752, -3.02551844872, 36.6194517627, 2.46652871437),
    "bumps": (-1.47925219752, -3.02551844872, 36.6194517627, -1.0945341837),
    "moons": (1.55656595146, -0.200806170215, 7.04451805793, 50.0),
    "blobs": (3.74604555854, -0.490492951831, 8.30117780565, 99.0),
    "sine": (-5.73583534123, 44.4933482386, -11.6058711443),
    "function": (-5.73583534123, 44.4933482386, -11.6058707329),
    "boundary": (-1.2327101646, -2.52126537393, 30.5162098022, 57.0),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_seed_means_the_same_points_in_every_version(name):
    dataset = DATASETS[name].make(stream(1, DATA), 100, 20.0)
    row, total = dataset.inputs[17], dataset.targets.sum()
    np.testing.assert_allclose([*row, dataset.inputs.sum(), total], KEPT[name], rtol=1e-9)


@ROWS
def test_where_noise_has_one_deviation_it_is_that_of_the_row(row):
    if row.deviation:
        moved = make(row, noise=40)
        still = make(row)
        part = "targets" if row.domain else "inputs"
        shifts = np.ravel(getattr(moved, part) - getattr(still, part))
        assert np.std(shifts) == pytest.approx(40 * row.deviation, rel=0.15)
