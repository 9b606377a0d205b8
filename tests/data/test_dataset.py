"""A data set keeps what it was given, and says what kind it is."""

import numpy as np
import pytest

from bplab.data.dataset import Dataset


def of(inputs, targets, classes=(), names=("x",), target_names=()):
    return Dataset(np.array(inputs), np.array(targets), classes, names, target_names=target_names)


@pytest.mark.parametrize(
    ("classes", "targets", "kind"),
    [
        (("no", "yes"), [0, 1], "binary"),
        (("a", "b", "c"), [2, 0], "multiclass"),
        ((), [[0.5], [1.5]], "regression"),
    ],
)
def test_the_kind_follows_from_the_classes(classes, targets, kind):
    dataset = of([[1.0], [2.0]], targets, classes)
    assert dataset.kind == kind
    assert dataset.count == 2


def test_inputs_are_float64_and_targets_int64_for_classes_and_float64_for_values():
    classes = of([[1], [2]], np.array([0, 1], np.uint8), ("no", "yes"))
    values = of(np.array([[1]], np.float32), [[3]])
    assert (classes.inputs.dtype, classes.targets.dtype) == (np.float64, np.int64)
    assert (values.inputs.dtype, values.targets.dtype) == (np.float64, np.float64)


def test_nobody_can_change_a_data_set_not_even_through_the_array_it_was_made_from():
    mine = np.array([[1.0], [2.0]])
    dataset = Dataset(mine, np.array([[3.0], [4.0]]), (), ("x",))
    mine[0] = 99
    assert dataset.inputs[0, 0] == 1
    for array in (dataset.inputs, dataset.targets):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5


@pytest.mark.parametrize(
    ("inputs", "targets", "classes", "names"),
    [
        ([[1.0, 2.0]], [[0.0]], (), ("x",)),  # a name short
        ([[1.0]], [[0.0], [1.0]], (), ("x",)),  # a target too many
        ([[1.0]], [0.0], (), ("x",)),  # values must be in columns
        ([[1.0]], [[0]], ("no", "yes"), ("x",)),  # classes must not
        ([1.0], [[0.0]], (), ("x",)),  # inputs must be in columns
    ],
)
def test_shapes_that_do_not_go_together_are_refused(inputs, targets, classes, names):
    with pytest.raises(ValueError, match="do not match"):
        of(inputs, targets, classes, names)


def test_columns_of_targets_may_have_names():
    assert of([[1.0]], [[2.0, 3.0]]).target_names == ()
    assert of([[1.0]], [[2.0, 3.0]], target_names=("u", "v")).target_names == ("u", "v")


@pytest.mark.parametrize(
    ("targets", "classes"),
    [([[0.0, 1.0]], ()), ([0], ("no", "yes"))],  # a name short; classes have their own names
)
def test_names_that_do_not_go_with_the_targets_are_refused(targets, classes):
    with pytest.raises(ValueError, match="1 names"):
        of([[1.0]], targets, classes, target_names=("u",))
