"""The sentences say what the numbers do, with digits enough to see it."""

from math import inf, nan

import numpy as np
import pytest

import bplab
from bplab.experiment.parameters import parse_parameter
from bplab.experiment.presets import preset
from bplab.experiment.spec import Layer
from bplab.explain.slope.curve import slope_of
from bplab.explain.slope.point import Landing, Point
from bplab.explain.slope.words import (
    decimals_for,
    loss_text,
    own_name,
    signed,
    told,
    two_digits,
    what_loss,
)
from bplab.training.replay import replay
from bplab.training.step import trace_step
from bplab.training.trainer import Trainer


def test_at_a_rate_of_zero_nothing_moves():
    trace = trace_step(Trainer(preset("worked-example")).next_step())
    slope = slope_of(Point(trace, parse_parameter("W1[1,1]")), 0.0)
    assert told(slope).headline == "Positive slope: downhill is left, but η is 0, so w stays where it is."
    assert slope.steps.plain.value == slope.point.value


def words_of(spec, name, steps=0, over_training=False, rate=None):
    trainer = Trainer(spec)
    replay(trainer, steps)
    trace = trace_step(trainer.next_step())
    point = Point(trace, parse_parameter(name), over_training)
    return point, told(slope_of(point, rate or trace.start.learning_rate))


def test_the_worked_example_reads_as_in_the_design():
    _, words = words_of(preset("worked-example"), "W1[1,1]")
    assert words.headline == "Positive slope, so w moves left: downhill."
    assert words.now == "0.29837111"
    assert words.alone[:3] == ("If only this weight moved:", "0.29837101", "0.29837101")
    assert words.real[:3] == ("The real step moves all 8 (4 are frozen):", "0.291028", "0.291063")
    assert not words.alone.rises
    assert not words.real.rises
    assert words.own is None
    assert words.remark == ""


def test_a_negative_slope_moves_right_and_a_bias_is_called_b():
    _, words = words_of(preset("worked-example"), "W2[1,2]")
    assert words.headline == "Negative slope, so w moves right: downhill."
    _, words = words_of(preset("worked-example"), "b1[1]")
    assert words.headline == "Positive slope, so b moves left: downhill."
    assert words.alone.caption == "If only this bias moved:"
    assert words.remark == "Frozen: the real step leaves b where it is."


def test_a_slope_of_zero_moves_nothing():
    _, words = words_of(preset("zero-start"), "W1[1,1]")
    assert words.headline == "Zero slope: w stays where it is."
    assert words.now == words.alone.loss


@pytest.mark.parametrize("name", ["W1[1,1]", "W1[2,3]", "b1[2]", "W2[1,1]", "W2[4,1]"])
@pytest.mark.parametrize("over_training", [False, True])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adamw"])
def test_the_headline_is_true_of_the_true_loss(name, over_training, optimizer):
    spec = preset("circle").but(optimizer=optimizer)
    point, words = words_of(spec, name, 20, over_training, rate=1e-5)  # so short that the slope decides
    landing = slope_of(point, 1e-5).steps.plain
    assert (landing.value < point.value) == ("left" in words.headline)
    assert (landing.loss < point.now) == ("downhill" in words.headline)
    assert words.alone.rises == ("uphill" in words.headline)


def test_another_optimizer_is_named_with_its_step():
    point, words = words_of(preset("circle").but(optimizer="adamw"), "b1[1]", 20)
    assert words.own.caption == "If only it moved, by AdamW:"
    assert words.remark.startswith("AdamW moves it by ")
    assert own_name(point) == "AdamW"
    _, words = words_of(preset("circle").but(clip=0.01), "W1[1,1]", 20)
    assert words.remark.startswith("The clipped step moves it by ")


def test_a_rate_that_is_too_large_is_told():
    _, words = words_of(preset("circle"), "W1[1,1]", 20, rate=100.0)
    assert words.real.rises
    assert words.real.note == "The loss rises: this η is too large here."


def test_which_loss_it_is_is_said():
    spec = preset("circle").but(regularization="l2", regularization_rate=0.01)
    assert what_loss(words_of(spec, "W1[1,1]")[0]) == "this batch, with L2 penalty"
    assert what_loss(words_of(spec, "W1[1,1]", over_training=True)[0]) == "training part, with L2 penalty"
    spec = preset("circle").but(layers=(Layer(3, "tanh", dropout=0.5),), reduction="sum")
    point = words_of(spec, "W1[1,1]")[0]
    assert what_loss(point) == "this batch, summed over its examples, with the dropout of this step"
    point = words_of(spec, "W1[1,1]", over_training=True)[0]
    assert what_loss(point) == "training part, summed over its examples, no dropout"


def test_a_loss_of_scaled_targets_is_told_apart_from_that_in_the_data_s_own_units():
    X = np.random.default_rng(0).normal(size=(40, 2))
    own = bplab.dataset(X, 200_000.0 + 90_000.0 * X[:, 0])
    trace = trace_step(Trainer(bplab.experiment_for(own), data=own).next_step())
    assert what_loss(Point(trace, parse_parameter("W1[1,1]"))) == "this batch, of the scaled targets"


def test_two_digits():
    values = (0.000438568, -0.332, 0.5, 1234.0, 3e-9, 0.0, nan, 12345678.0)
    assert [two_digits(value) for value in values] == [
        "0.00044", "−0.33", "0.50", "1,200", "3.0e−9", "0", "not a number", "1.2e7",
    ]  # fmt: skip
    assert signed(0.166) == "+0.17"
    assert signed(-0.166) == "−0.17"


@pytest.mark.parametrize(
    ("now", "loss", "promise", "decimals"),
    [
        (0.298371109, 0.298371013, 0.298371013, 8),
        (0.298371109, 0.291027774, 0.291063332, 6),
        (0.3642, 0.3165, 0.3091, 4),
        (0.3642, 0.3642, 0.3642, 4),
        (123.4, 100.2, 50.0, 1),
        (0.0, 0.0, 0.0, 3),
        (nan, 1.0, 1.0, 4),
        (1.0, inf, 0.5, 4),
    ],
)
def test_digits_show_the_change_and_what_the_tangent_misses(now, loss, promise, decimals):
    assert decimals_for(now, Landing(0.0, loss, promise)) == decimals


def test_two_losses_that_differ_are_written_differently():
    rng = np.random.default_rng(1)
    for _ in range(300):
        now = 10 ** rng.uniform(-6, 5)
        loss = now * (1 + rng.choice([-1, 1]) * 10 ** rng.uniform(-11, 0))
        decimals = decimals_for(now, Landing(0.0, loss, loss))
        assert loss_text(now, decimals) != loss_text(loss, decimals)


def test_a_loss_of_any_size_has_a_text():
    assert loss_text(0.29837111, 6) == "0.298371"
    assert loss_text(-0.4557, 4) == "−0.4557"
    assert loss_text(1234.5, 1) == "1,234.5"
    assert loss_text(3.2e9, 0) == "3.200000000e9"
    assert loss_text(3.2e-13, 16) == "3.200e−13"
    assert loss_text(nan, 4) == "not a number"
    assert loss_text(0.0, 14) == "0.0e0"
