"""Connections carry gradients whose factors are printed beside them, and old values beside new ones."""

import numpy as np
import pytest

from bplab.experiment.parameters import Parameter
from bplab.experiment.spec import Experiment, Layer
from bplab.numerals import parsed
from bplab.training.step import trace_step
from bplab.training.trace import MEAN, example_of
from bplab.training.trainer import Trainer
from bplab.ui.canvas.labels.digits import Decimals
from bplab.ui.canvas.labels.step_texts import (
    gradient_of,
    gradient_text,
    old_and_new,
    update_lines,
    update_texts,
)

SPEC = Experiment(layers=(Layer(3), Layer(2, dropout=0.4)), skip=True, optimizer="adam", frozen=("W1[1,1]",))


@pytest.fixture(scope="module")
def step():
    return trace_step(Trainer(SPEC).next_step())


def parameters(step):
    for layer, (W, b) in enumerate(step.gradients):
        for unit in range(len(b)):
            yield from (Parameter(layer, source, unit) for source in (*range(len(W)), None))


def test_the_mean_of_all_examples_gradients_is_the_batchs(step):
    for parameter in parameters(step):
        each = [
            gradient_of(step, example_of(step, stop), parameter) for stop in range(1, len(step.losses) + 1)
        ]
        assert np.mean(each) == pytest.approx(gradient_of(step, example_of(step, MEAN), parameter), abs=1e-12)


def test_a_printed_gradient_is_the_product_of_the_printed_factors_or_marked(step):
    trace, decimals = example_of(step, 1), Decimals()
    for parameter in parameters(step):
        value = gradient_of(step, trace, parameter)
        text = gradient_text(trace, parameter, value, decimals)
        assert parsed(text.lstrip("≈")) == pytest.approx(value, abs=0.6e-3)


def test_old_and_new_are_those_of_the_step_and_what_is_frozen_stays(step):
    old, new = old_and_new(step, Parameter(0, 0, 0))
    assert old == new
    old, new = old_and_new(step, Parameter(1, 0, 1))
    assert new - old == pytest.approx(float(step.updates[1][0][0, 1]))
    assert old != new


def test_an_update_is_printed_with_digits_that_tell_it():
    assert update_texts(0.4, 0.3589, 3) == ("0.400", "0.359")
    assert update_texts(0.15, 0.14998, 3) == ("0.15000", "0.14998")
    assert update_texts(0.5, 0.5, 3) == ("0.500", "0.500")


def test_an_update_in_full_shows_what_the_optimizer_remembers(step):
    lines = list(update_lines(step, Parameter(1, 0, 1)))
    assert [line.split(" = ")[0] for line in lines] == [
        "old", "gradient ∂L/∂w", "mean gradient m", "mean square s", "new",
    ]  # fmt: skip
