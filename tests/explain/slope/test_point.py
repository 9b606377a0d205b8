"""The tangent is the gradient of the step, and the landings are where the step lands."""

from dataclasses import replace

import numpy as np
import pytest

from bplab.experiment.parameters import parse_parameter
from bplab.explain.slope.point import Point
from bplab.nn.optimizers import OPTIMIZERS
from bplab.training.step import parameters_after, trace_step


def test_the_worked_example_lands_where_it_is_published_to(worked):
    point = worked("W2[1,1]")
    steps = point.steps(0.5)
    assert f"{point.now:.9f}" == "0.298371109"
    assert f"{point.slope:.9f}" == "0.082167041"
    assert f"{steps.plain.value:.8f}" == "0.35891648"
    assert (
        f"{steps.real.loss:.6f}" == "0.291028"
    )  # as the network says that is trained: its biases are frozen
    assert f"{steps.real.promise:.6f}" == "0.291063"
    assert steps.own is None
    assert point.counts == (8, 4, 0)


def test_one_weight_alone_changes_the_loss_little_and_as_its_tangent_says(worked):
    point = worked("W1[1,1]")
    steps = point.steps(0.5)
    assert f"{point.slope:.9f}" == "0.000438568"
    assert f"{steps.plain.value:.9f}" == "0.149780716"
    assert f"{steps.plain.loss:.8f}" == f"{steps.plain.promise:.8f}" == "0.29837101"


def test_the_other_sign_is_the_largest_gradient_of_a_trained_parameter(worked):
    assert worked("W1[1,1]").opposite == parse_parameter("W2[2,2]")  # b2[2] has a larger one, and is frozen
    assert worked("W2[2,2]").opposite == parse_parameter("W2[2,1]")


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_slope_and_steps_are_those_of_the_next_step(runs, variant, optimizer):
    trainer, trace = runs.traced(variant.but(optimizer=optimizer), steps=3)
    start, rate = trace.start, trace.start.learning_rate
    exact = start.parameters.dtype == np.float64
    trainer.run(steps=1)
    after = trainer.parameters
    for parameter in list(runs.parameters_of(trainer))[::3]:
        point, at = Point(trace, parameter), trainer.build.layout.index(parameter)
        steps, tiny = point.steps(rate), 1e-12 if exact else 1e-6
        landed = steps.own or steps.plain
        assert landed.value == pytest.approx(after[at], rel=tiny, abs=tiny)
        assert steps.real.value == pytest.approx(after[at], rel=tiny, abs=tiny)
        assert steps.real.loss == pytest.approx(runs.loss_with(start, after), rel=tiny)
        assert steps.plain.value == pytest.approx(point.value - rate * point.slope)
        (loss,) = runs.losses_along(start, parameter, [steps.plain.value])
        assert steps.plain.loss == pytest.approx(loss, rel=1e-12)


def test_the_tangent_has_the_slope_of_the_true_loss(runs, variant):
    trainer, trace = runs.traced(variant, steps=3)
    tolerance = 1e-6 if variant.dtype == "float64" else 1e-3
    for parameter in list(runs.parameters_of(trainer))[::2]:
        point, h = Point(trace, parameter), 1e-5
        low, high = point.line.losses(np.array([point.value - h, point.value + h]))
        assert point.slope == pytest.approx((high - low) / (2 * h), rel=tolerance, abs=tolerance * 1e-2)


def test_the_promise_of_all_is_the_sum_of_slopes_times_moves(runs, variant):
    trainer, trace = runs.traced(variant, steps=3)
    point = Point(trace, next(iter(runs.parameters_of(trainer))))
    small = point.steps(1e-6).real  # so small that the tangent holds
    change, promised = small.loss - point.now, small.promise - point.now
    if variant.dtype == "float64" and not variant.regularization.endswith("prune"):
        assert change == pytest.approx(promised, rel=1e-3)


def test_plain_descent_has_no_other_step_of_its_own(runs):
    _, trace = runs.traced(runs.base, steps=2)
    assert Point(trace, parse_parameter("W1[1,1]")).steps(0.3).own is None
    _, trace = runs.traced(runs.base.but(dtype="float32"), steps=2)
    assert Point(trace, parse_parameter("W1[1,1]")).steps(0.3).own is None


@pytest.mark.parametrize(
    "change", [{"optimizer": "adam"}, {"clip": 0.001}, {"frozen": ("W1",)}, {"optimizer": "momentum"}]
)
def test_what_makes_another_step_shows_it_beside_the_plain_one(runs, change):
    _, trace = runs.traced(runs.base.but(**change), steps=2)
    point = Point(trace, parse_parameter("W1[1,1]"))
    steps = point.steps(0.3)
    assert steps.own is not None
    assert steps.own.value != pytest.approx(steps.plain.value)
    assert point.is_frozen == ("frozen" in change)
    if point.is_frozen:
        assert steps.own.value == point.value


def test_over_the_training_part_the_slope_is_another_and_the_step_the_same(runs):
    trainer, trace = runs.traced(runs.base.but(regularization="l2", regularization_rate=0.1), steps=2)
    parameter = parse_parameter("W1[2,1]")
    batch, whole = Point(trace, parameter), Point(trace, parameter, over_training=True)
    rows = trainer.build.prepared.split.train
    start = trace.start.on(rows)
    assert whole.now == pytest.approx(runs.loss_with(start, start.parameters), rel=1e-13)
    assert whole.pull == batch.slope != whole.slope
    low, high = runs.losses_along(start, parameter, [whole.value - 1e-5, whole.value + 1e-5])
    assert whole.slope == pytest.approx((high - low) / 2e-5, rel=1e-6)
    one, other = batch.steps(0.1), whole.steps(0.1)
    assert one.plain.value == other.plain.value
    assert other.plain.promise == pytest.approx(whole.now + whole.slope * (other.plain.value - whole.value))
    assert other.real.loss == pytest.approx(runs.loss_with(start, parameters_after(trace, 0.1)), rel=1e-12)


def test_dropout_is_that_of_this_step_and_none_over_the_training_part(runs):
    layers = tuple(replace(layer, dropout=0.5) for layer in runs.base.layers)
    _, trace = runs.traced(runs.base.but(layers=layers), steps=2)
    parameter = parse_parameter("W2[1,1]")
    assert Point(trace, parameter).now == pytest.approx(trace.loss, rel=1e-13)
    assert all(mask is None for mask in Point(trace, parameter, over_training=True).line.start.masks)


def test_a_slope_of_zero_offers_the_largest_of_all(runs):
    trainer, _ = runs.traced(
        runs.base.but(layers=tuple(replace(layer, init="zeros") for layer in runs.base.layers))
    )
    point = Point(trace_step(trainer.next_step()), parse_parameter("W1[1,1]"))
    assert point.slope == 0
    gradient = np.abs(point.gradient)
    assert gradient[trainer.build.layout.index(point.opposite)] == gradient.max()
