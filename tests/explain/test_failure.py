"""Of a run that failed it is told what grew, and from where it can be continued."""

import re

import numpy as np
import pytest

from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.explain.failure import LOOKS_BACK, failure_of
from bplab.training.trainer import Trainer

SPEC = Experiment(
    data=DataSpec("gauss", points=23), layers=(Layer(2, "identity"), Layer(2, "identity")),
    output=Output("identity"), loss="half_squared", learning_rate=5.0,
)  # fmt: skip


def failed(spec):
    trainer = Trainer(spec)
    trainer.run(steps=5000)
    return trainer, failure_of(trainer.history, trainer.divergence, "Hidden 1")


def test_the_growth_is_that_of_the_gradient_of_the_layer_that_failed():
    trainer, failure = failed(SPEC)
    first, step, last, end = re.fullmatch(
        r"\|∂L/∂W\| of Hidden 1 grew from (\S+) in step (\d+) to (\S+) in step (\d+)\.", failure.growth
    ).groups()
    norms = trainer.history[f"gradient_norm/{trainer.divergence.layer}"]
    assert float(last.replace("−", "-")) / norms[int(end) - 1] == pytest.approx(1, rel=0.06)
    assert float(first.replace("−", "-")) / norms[int(step) - 1] == pytest.approx(1, rel=0.06)


def test_it_goes_on_from_the_step_of_the_lowest_loss_of_the_last_two_hundred():
    trainer, failure = failed(SPEC)
    losses = trainer.history["batch_loss"]
    recent = max(0, trainer.divergence.step - LOOKS_BACK - 1)
    assert failure.go_on_from == recent + int(np.nanargmin(losses[recent:]))


def test_a_run_that_fails_at_once_begins_again():
    _, failure = failed(SPEC.but(learning_rate=1000.0, optimizer="momentum"))
    assert failure.go_on_from >= 0
    assert failed(PRESETS["diverging"].spec)[1].growth
