"""The loss along one parameter, of which little is computed again, is the loss of the whole network."""

from dataclasses import replace

import numpy as np
import pytest

from bplab.errors import UserError
from bplab.experiment.parameters import parse_parameter
from bplab.experiment.spec import HIDDEN_ACTIVATIONS, Layer, Output
from bplab.explain.slope.line import LossLine
from bplab.nn.losses import LOSSES


def assert_line_is_true(runs, start, parameter):
    line = LossLine(start, parameter)
    values = np.linspace(line.value - 2, line.value + 2, 7)
    np.testing.assert_allclose(line.losses(values), runs.losses_along(start, parameter, values), rtol=1e-12)
    assert line.now == pytest.approx(runs.loss_with(start, start.parameters), rel=1e-13)


def test_along_every_parameter_it_is_the_loss_of_the_whole_network(runs, variant):
    trainer, trace = runs.traced(variant, steps=4)
    for parameter in runs.parameters_of(trainer):
        assert_line_is_true(runs, trace.start, parameter)


@pytest.mark.parametrize("activation", HIDDEN_ACTIVATIONS)
def test_with_every_activation(runs, activation):
    layers = (Layer(3, activation), Layer(2, activation, dropout=0.2), Layer(3, activation))
    trainer, trace = runs.traced(runs.base.but(layers=layers, skip=True), steps=2)
    for parameter in list(runs.parameters_of(trainer))[::4]:
        assert_line_is_true(runs, trace.start, parameter)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("output", ["sigmoid", "softmax", "identity", "tanh"])
def test_with_every_loss(runs, loss, output):
    try:
        _, trace = runs.traced(runs.base.but(loss=loss, output=Output(output)), steps=2)
    except UserError:
        pytest.skip("these two do not fit")
    for name in ("W1[2,1]", "b2[1]", "W3[3,1]", "b3[1]"):
        assert_line_is_true(runs, trace.start, parse_parameter(name))


def test_the_gradient_is_what_central_differences_say(runs, variant):
    trainer, trace = runs.traced(variant.but(dtype="float64"), steps=3)
    for parameter in runs.parameters_of(trainer):
        line = LossLine(trace.start, parameter)
        at, h = trainer.build.layout.index(parameter), 1e-5
        low, high = line.losses(np.array([line.value - h, line.value + h]))
        assert line.gradient()[at] == pytest.approx((high - low) / (2 * h), rel=1e-6, abs=1e-8)


def test_all_parameters_moved_at_once_give_the_loss_of_the_network_there(runs, variant):
    trainer, trace = runs.traced(variant, steps=3)
    line = LossLine(trace.start, next(iter(runs.parameters_of(trainer))))
    moved = trainer.parameters + 0.1 * np.arange(len(trainer.parameters))
    connected = trainer.build.layout.connected()
    moved = moved if connected is None else np.where(connected, moved, 0)
    assert line.loss_with(moved) == pytest.approx(runs.loss_with(trace.start, moved), rel=1e-13)


def test_after_each_piece_of_work_others_have_their_turn_and_may_end_it(runs):
    class EndedError(Exception):
        pass

    def gone():
        raise EndedError

    _, trace = runs.traced(runs.base)
    line = LossLine(trace.start, parse_parameter("W1[1,1]"))
    with pytest.raises(EndedError):
        line.losses(np.zeros(3), gone)


def test_a_loss_that_is_no_number_is_shown_as_it_is(runs):
    _, trace = runs.traced(runs.base)
    diverged = replace(trace.start, parameters=trace.start.parameters * np.nan)
    assert np.isnan(LossLine(diverged, parse_parameter("W1[1,1]")).now)
