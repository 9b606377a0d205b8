"""Of a point of one's own the Microscope shows the forward pass, and says why nothing comes back."""

import numpy as np
import pytest

from bplab.experiment.parameters import Parameter
from bplab.experiment.spec import Experiment, Layer
from bplab.explain.cards.cells import Unit
from bplab.explain.cards.own import own_page
from bplab.explain.cards.page import page_of
from bplab.training.own_point import pass_forward
from bplab.training.step import trace_step
from bplab.training.trainer import Trainer


@pytest.fixture
def step():
    return trace_step(Trainer(Experiment(layers=(Layer(3),))).next_step())


@pytest.mark.parametrize("at", [Parameter(0, 1, 2), Parameter(1, None, 0), Unit(0, 1)])
def test_forward_is_of_the_point_and_backward_says_that_it_has_no_target(step, at):
    own = pass_forward(step, np.array([0.5, -1.0]))
    forward, backward, *update = own_page(step, own, at).cards
    figures = {figure.name.plain: figure.value for row in forward.rows for figure in row.figures}
    assert float(own.z[at.layer][0, at.unit]) in figures.values()
    assert float(own.a[at.layer][0, at.unit]) in figures.values()
    assert (backward.number, backward.tables) == (2, ())
    assert "no target, so no loss" in backward.note
    assert bool(update) == isinstance(at, Parameter)


def test_the_update_is_the_batchs(step):
    at = Parameter(0, 0, 0)
    own = own_page(step, pass_forward(step, np.array([0.5, -1.0])), at)
    batch = page_of(step, at, None, "delta")
    assert own.cards[-1] == batch.cards[-1]
    assert own.gradient == batch.gradient
    assert (own.bars == batch.bars).all()
