"""Losses, held to central differences, to scikit-learn, and to the codings they allow."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from bplab.errors import UserError
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.codings import Coding, coding, output_units
from bplab.nn.losses import LOSSES, REDUCTIONS

NAMES = sorted(LOSSES)
CROSS_ENTROPIES = {"binary_cross_entropy": "sigmoid", "categorical_cross_entropy": "softmax"}
PLAIN = [name for name in NAMES if name not in CROSS_ENTROPIES]
H = 1e-6

numbers = st.lists(st.floats(-3, 3), min_size=3, max_size=3)


def output_of(loss):
    return CROSS_ENTROPIES.get(loss, "identity")


def value(loss, z, t):
    return LOSSES[loss].per_example(ACTIVATIONS[output_of(loss)].f(z), z, t)


def targets(loss, raw):
    """Any targets for the plain losses, shares for the cross-entropies."""
    raw = np.array([raw])
    return np.abs(raw) / (np.abs(raw).sum() + 1e-3) if loss in CROSS_ENTROPIES else raw


def test_the_table_offers_the_six_losses_under_their_own_names():
    assert " ".join(LOSSES) == ("half_squared mse mae huber binary_cross_entropy categorical_cross_entropy")
    assert all(row.name == name for name, row in LOSSES.items())
    assert REDUCTIONS == ("mean", "sum")


@pytest.mark.parametrize("name", NAMES)
def test_every_row_says_what_it_is(name):
    row = LOSSES[name]
    assert row.title
    assert row.formula
    assert row.help.endswith(".")
    assert bool(row.why) == (row.outputs is not None)


def test_definitions_by_hand():
    y, t = np.array([[3.0, 0.5]]), np.array([[1.0, 0.0]])
    assert LOSSES["half_squared"].per_example(y, y, t) == pytest.approx([2.125])
    assert LOSSES["mse"].per_example(y, y, t) == pytest.approx([2.125])
    assert LOSSES["mae"].per_example(y, y, t) == pytest.approx([1.25])
    assert LOSSES["huber"].per_example(y, y, t) == pytest.approx([(1.5 + 0.125) / 2])


@pytest.mark.parametrize("name", NAMES)
@given(z=numbers, raw=numbers)
def test_the_slope_by_the_outputs_is_the_central_difference(name, z, raw):
    z, t = np.array([z]), targets(name, raw)
    y = ACTIVATIONS[output_of(name)].f(z)
    if name == "mae" and np.abs(y - t).min() < H:
        return

    def loss_of_outputs(y):
        if name == "binary_cross_entropy":
            return float(-(t * np.log(y) + (1 - t) * np.log(1 - y)).sum())
        if name == "categorical_cross_entropy":
            return float(-(t * np.log(y)).sum())
        return float(LOSSES[name].per_example(y, z, t)[0])

    h = H * min(1.0, y.min() if name in CROSS_ENTROPIES else 1.0)
    numeric = [(loss_of_outputs(y + d) - loss_of_outputs(y - d)) / (2 * h) for d in h * np.eye(3)]
    assert LOSSES[name].slope(y, t)[0] == pytest.approx(np.array(numeric), rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("name", CROSS_ENTROPIES)
@given(z=numbers, raw=st.lists(st.floats(0.01, 1), min_size=3, max_size=3))
def test_the_fused_delta_is_the_central_difference_by_the_logits(name, z, raw):
    z, t = np.array([z]), np.array([raw]) / sum(raw)
    y = ACTIVATIONS[output_of(name)].f(z)
    numeric = [(value(name, z + d, t) - value(name, z - d, t))[0] / (2 * H) for d in H * np.eye(3)]
    delta = LOSSES[name].delta(y, t)
    assert delta[0] == pytest.approx(np.array(numeric), abs=1e-7)
    through_the_slope = ACTIVATIONS[output_of(name)].backward(LOSSES[name].slope(y, t), z, y)
    assert delta == pytest.approx(through_the_slope, abs=1e-12)


def test_cross_entropies_equal_scikit_learns_log_loss():
    rng = np.random.default_rng(1)
    z, classes = 3 * rng.standard_normal((50, 4)), rng.integers(0, 4, 50)
    ours = value("categorical_cross_entropy", z, np.eye(4)[classes]).mean()
    y = ACTIVATIONS["softmax"].f(z)
    assert ours == pytest.approx(metrics.log_loss(classes, y, labels=range(4)), rel=1e-12)

    yes = (classes > 1).astype(float)[:, None]
    ours = value("binary_cross_entropy", z[:, :1], yes).mean()
    assert ours == pytest.approx(metrics.log_loss(yes[:, 0], ACTIVATIONS["sigmoid"].f(z[:, 0])), rel=1e-12)


def test_squared_and_absolute_error_equal_scikit_learns():
    rng = np.random.default_rng(2)
    y, t = rng.standard_normal((2, 50, 3))
    assert value("mse", y, t).mean() == pytest.approx(metrics.mean_squared_error(t, y))
    assert value("mae", y, t).mean() == pytest.approx(metrics.mean_absolute_error(t, y))
    assert value("half_squared", y, t).mean() == pytest.approx(1.5 * metrics.mean_squared_error(t, y))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", CROSS_ENTROPIES)
def test_cross_entropies_of_hopeless_logits_are_large_finite_and_exact(name, dtype):
    z, t = np.array([[-1e4, 0.0], [1e4, 0.0]], dtype), np.array([[1.0, 0.0], [1.0, 0.0]], dtype)
    losses = value(name, z, t)
    rest = math.log(2) if name == "binary_cross_entropy" else 0.0
    assert losses.dtype == dtype
    assert losses == pytest.approx([1e4 + rest, rest], rel=1e-6, abs=1e-6)
    y = ACTIVATIONS[output_of(name)].f(z)
    assert np.isfinite(LOSSES[name].slope(y, t)).all()
    assert LOSSES[name].delta(y, t).dtype == dtype


@pytest.mark.parametrize("name", PLAIN)
def test_a_perfect_output_costs_nothing_and_pulls_nowhere(name):
    y = np.array([[0.2, -1.0]])
    assert LOSSES[name].per_example(y, y, y) == 0
    assert not LOSSES[name].slope(y, y).any()


@pytest.mark.parametrize("output", sorted(ACTIVATIONS))
def test_binary_targets_follow_the_range_of_the_output(output):
    found = coding("half_squared", output, "binary")
    expected = (
        "one_hot"
        if output == "softmax"
        else "zero_one"
        if output in {"sigmoid", "relu", "softplus"}
        else "plus_minus"
    )
    assert found.name == expected


@pytest.mark.parametrize("output", sorted(ACTIVATIONS))
def test_classes_are_one_hot_within_the_range_of_the_output(output):
    symmetric = output in {"tanh", "softsign", "lecun_tanh"}
    assert coding("mse", output, "multiclass").name == ("one_hot_plus_minus" if symmetric else "one_hot")


def test_cross_entropies_code_yes_as_one():
    assert coding("binary_cross_entropy", "sigmoid", "binary") == Coding("zero_one", 0, 1, 0.5)
    assert coding("binary_cross_entropy", "sigmoid", "multiclass") == Coding("one_hot", 0, 1, 0.5)
    assert coding("categorical_cross_entropy", "softmax", "multiclass") == Coding("one_hot", 0, 1, 0.5)
    assert coding("categorical_cross_entropy", "softmax", "binary") == Coding("one_hot", 0, 1, 0.5)


@pytest.mark.parametrize("loss", PLAIN)
@pytest.mark.parametrize("output", [name for name in sorted(ACTIVATIONS) if name != "softmax"])
def test_a_regression_keeps_its_numbers(loss, output):
    assert coding(loss, output, "regression").name == "values"


@pytest.mark.parametrize("kind", ["binary", "multiclass"])
@pytest.mark.parametrize("loss", NAMES)
@pytest.mark.parametrize("output", sorted(ACTIVATIONS))
def test_threshold_lies_midway_between_no_and_yes(loss, output, kind):
    if output in (LOSSES[loss].outputs or {output}):
        found = coding(loss, output, kind)
        assert found.threshold == (found.low + found.high) / 2


MISFITS = [
    ("categorical_cross_entropy", "sigmoid", "multiclass", "Choose softmax at the output, or another loss."),
    ("categorical_cross_entropy", "tanh", "binary", "Choose softmax at the output, or another loss."),
    ("binary_cross_entropy", "softmax", "multiclass", "Choose sigmoid at the output, or another loss."),
    ("binary_cross_entropy", "tanh", "binary", "Choose sigmoid at the output, or another loss."),
    ("binary_cross_entropy", "sigmoid", "regression", "choose a squared error, MAE or Huber."),
    ("categorical_cross_entropy", "softmax", "regression", "choose a squared error, MAE or Huber."),
    ("mse", "softmax", "regression", "choose identity at the output."),
]


@pytest.mark.parametrize(("loss", "output", "kind", "remedy"), MISFITS)
def test_what_does_not_fit_is_refused_with_a_remedy(loss, output, kind, remedy):
    with pytest.raises(UserError) as refusal:
        coding(loss, output, kind)
    assert str(refusal.value).endswith(remedy)


@pytest.mark.parametrize(
    ("output", "kind", "classes", "targets", "units"),
    [
        ("tanh", "binary", 2, 1, 1),
        ("sigmoid", "binary", 2, 1, 1),
        ("softmax", "binary", 2, 1, 2),
        ("softmax", "multiclass", 10, 1, 10),
        ("sigmoid", "multiclass", 3, 1, 3),
        ("identity", "regression", 0, 1, 1),
        ("identity", "regression", 0, 4, 4),
    ],
)
def test_output_units_are_what_the_task_needs(output, kind, classes, targets, units):
    assert output_units(output, kind, classes, targets) == units
