"""A choice of data becomes the numbers that a network is trained on."""

import numpy as np
import pytest
from sklearn.preprocessing import StandardScaler

from bplab.data.datasets import DATASETS, row_of
from bplab.data.prepare import prepare
from bplab.data.streams import DATA, SPLIT, stream
from bplab.errors import UserError

DEFAULTS = {
    "name": "circle",
    "points": None,
    "noise": 0.0,
    "features": ("x", "y"),
    "train_percent": 70,
    "validation_percent": 0,
    "stratify": True,
    "standardize": False,
    "seed": 1,
}


def made(**changes):
    chosen = DEFAULTS | changes
    return prepare(row_of(chosen.pop("name")), **chosen)


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("standardize", [False, True])
def test_every_set_can_be_prepared(name, standardize):
    ready = made(name=name, standardize=standardize, features=("x", "xy", "sin_y"))
    parts = ready.split
    assert ready.row is DATASETS[name]
    assert ready.X.shape == (ready.dataset.count, len(ready.input_names))
    assert ready.X.dtype == np.float64
    assert np.isfinite(ready.X).all()
    assert len(parts.train) + len(parts.validation) + len(parts.test) == ready.dataset.count


def test_the_inputs_are_the_chosen_features():
    ready = made(features=("xy", "x"))
    x, y = ready.dataset.inputs.T
    assert (np.stack([x * y, x], axis=1) == ready.X).all()
    assert ready.input_names == ("x₁x₂", "x₁")


@pytest.mark.parametrize("name", ["digits", "sine", "iris", "family_trees", "worked_example"])
def test_sets_that_are_not_2_d_ignore_features(name):
    ready = made(name=name, features=("xy",))
    assert (ready.dataset.inputs == ready.X).all()
    assert ready.features == ()
    assert ready.input_names == ready.dataset.input_names


def test_standardizing_measures_the_training_part_alone_after_the_features():
    ready = made(features=("x", "x_squared"), standardize=True, train_percent=20)
    x = ready.dataset.inputs[:, 0]
    seen = np.stack([x, x**2], axis=1)
    witness = StandardScaler().fit(seen[ready.split.train])
    np.testing.assert_allclose(ready.X, witness.transform(seen), rtol=1e-12)


def test_pixels_that_are_always_white_stay_finite_when_standardized():
    ready = made(name="digits", standardize=True)
    assert (ready.X[ready.split.train][:, 0] == 0).all()
    assert np.isfinite(ready.X).all()


@pytest.mark.parametrize("standardize", [False, True])
@pytest.mark.parametrize("name", ["spiral", "digits"])
def test_raw_inputs_go_the_same_way_as_the_examples(name, standardize):
    ready = made(name=name, standardize=standardize, features=("y", "sin_x"))
    assert (ready.inputs_of(ready.dataset.inputs) == ready.X).all()
    assert (ready.inputs_of(ready.dataset.inputs[3:5]) == ready.X[3:5]).all()


def test_the_inputs_cannot_be_changed():
    for ready in (made(), made(standardize=True), made(name="digits")):
        with pytest.raises(ValueError, match="read-only"):
            ready.X[0] = 0


@pytest.mark.parametrize("name", ["xor_points", "worked_example"])
def test_sets_too_small_to_split_are_all_training(name):
    ready = made(name=name, train_percent=10, validation_percent=50)
    assert ready.split.train.tolist() == list(range(ready.dataset.count))
    assert len(ready.split.test) == 0


def test_a_formula_makes_the_curve_it_says():
    ready = made(name="function", formula="x^2 - 3")
    x = ready.dataset.inputs[:, 0]
    assert (ready.dataset.targets[:, 0] == x**2 - 3).all()
    assert ready.input_names == ("x",)


def test_without_a_formula_the_curve_is_a_sine():
    ready = made(name="function")
    assert (ready.dataset.targets == np.sin(ready.dataset.inputs)).all()


@pytest.mark.parametrize("formula", ["x^2", "nonsense("])
def test_sets_that_take_no_formula_ignore_it(formula):
    assert (made(formula=formula).X == made().X).all()


def test_another_formula_leaves_the_places_and_the_split_alone():
    first, other = made(name="function"), made(name="function", formula="exp(x)")
    assert (first.X == other.X).all()
    assert (first.split.train == other.split.train).all()


def test_96_percent_of_the_family_trees_leave_4_facts_as_hinton_did():
    ready = made(name="family_trees", train_percent=96)
    assert (len(ready.split.train), len(ready.split.test)) == (100, 4)


def test_sizes_are_as_asked_or_the_rows_own():
    assert made().dataset.count == 400
    assert made(points=61).dataset.count == 61
    assert made(name="digits", points=61).dataset.count == 1797


def test_the_same_choice_gives_the_same_bits():
    first, again = (made(noise=25.0, standardize=True, validation_percent=10) for _ in range(2))
    assert first.X.tobytes() == again.X.tobytes()
    assert first.dataset.targets.tobytes() == again.dataset.targets.tobytes()
    assert first.split.train.tobytes() == again.split.train.tobytes()


def test_changing_the_split_or_the_features_leaves_the_data_alone():
    first = made()
    for other in (made(train_percent=40, stratify=False), made(features=("sin_x",)), made(standardize=True)):
        assert (first.dataset.inputs == other.dataset.inputs).all()
        assert (first.dataset.targets == other.dataset.targets).all()


def test_changing_the_features_leaves_the_split_alone():
    assert (made().split.train == made(features=("xy", "y"), standardize=True).split.train).all()


def test_data_and_split_draw_from_streams_of_their_own():
    ready = made(stratify=False, train_percent=100)
    witness = DATASETS["circle"].make(stream(1, DATA), 400, 0.0)
    assert (ready.dataset.inputs == witness.inputs).all()
    assert (ready.split.train == stream(1, SPLIT).permutation(400)).all()


def test_another_seed_changes_data_and_split():
    first, other = made(), made(seed=2)
    assert (first.dataset.inputs != other.dataset.inputs).any()
    assert (first.split.train != other.split.train).any()


def test_stratifying_keeps_the_digits_in_proportion():
    ready = made(name="digits", train_percent=80, validation_percent=10)
    for part, share in ((ready.split.train, 0.8), (ready.split.validation, 0.1), (ready.split.test, 0.1)):
        counts = np.bincount(ready.dataset.targets[part], minlength=10)
        assert (abs(counts - share * np.bincount(ready.dataset.targets)) < 1).all()


def test_regression_targets_are_not_stratified():
    with_it, without = made(name="plane"), made(name="plane", stratify=False)
    assert (with_it.split.train == without.split.train).all()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": "mnist"}, "no data set 'mnist'.*circle.*worked_example"),
        ({"points": 1}, "Circle cannot have 1 examples.*2 to 100,000"),
        ({"points": 10**9}, "cannot have 1,000,000,000 examples"),
        ({"noise": 81.0}, "Noise is 81.*0 to 80"),
        ({"noise": -1.0}, "Noise is -1"),
        ({"noise": float("nan")}, "Noise is nan"),
        ({"seed": -1}, "seed is -1.*0 or more"),
        ({"features": ()}, "at least one input"),
        ({"features": ("z",)}, "no input feature 'z'"),
        ({"train_percent": 90, "validation_percent": 20}, "together take 110 %"),
        ({"name": "function", "formula": "2x"}, "'2x' cannot be read at character 2"),
        ({"name": "function", "formula": "1/x"}, "at x = 0 the value is not finite"),
        ({"name": "worked_example", "train_percent": 0}, "training share is 0 %"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(changes, says):
    with pytest.raises(UserError, match=says):
        made(**changes)


def test_size_and_noise_that_do_not_apply_are_ignored():
    assert made(name="digits", points=0, noise=99.0).dataset.count == 1797
