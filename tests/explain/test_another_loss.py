"""A loss of which only the row is known is shown by its own formula, and never by another one's."""

import numpy as np
import pytest

from bplab.experiment.presets import preset
from bplab.experiment.spec import Output
from bplab.explain.formula_sheet.making import make_sheet
from bplab.explain.loss import loss_text
from bplab.nn.losses import LOSSES, Loss
from bplab.numerals import parsed
from bplab.training.replay import replay
from bplab.training.step import trace_step
from bplab.training.trainer import Trainer


@pytest.fixture(params=["circle", "iris"])
def trainer(request, monkeypatch):
    row = Loss(
        "log_cosh", "Log cosh", "L = 1/K Σₖ ln cosh(yₖ − tₖ)", "Smooth.",
        lambda y, z, t: np.log(np.cosh(y - t)).mean(axis=-1), lambda y, t: np.tanh(y - t) / y.shape[-1],
    )  # fmt: skip
    monkeypatch.setitem(LOSSES, "log_cosh", row)
    made = Trainer(preset(request.param).but(loss="log_cosh", output=Output("tanh"), batch_size=1))
    replay(made, 3)
    return made


def test_its_value_stands_beside_its_formula(trainer):
    trace = trace_step(trainer.next_step())
    found = loss_text(trace, 0)
    assert found.formula == "1/K Σₖ ln cosh(yₖ − tₖ)"
    assert parsed(found.value) == pytest.approx(float(trace.losses[0]), rel=1e-2)


def test_the_formula_sheet_has_its_name_and_the_right_numbers(trainer):
    start = trainer.next_step()
    trace = trace_step(start)
    sheet = make_sheet(start, 0)
    loss = next(section for section in sheet.sections if section.title == "Loss")
    (line,) = loss.equations
    assert r"\\mathrm{Log\\ cosh}" in repr(line.symbols)
    assert line.result.value == pytest.approx(float(trace.losses[0]), rel=1e-6)
    backward = next(section for section in sheet.sections if section.title == "Backward")
    values = np.array([each.result.value for each in backward.equations])
    for delta in trace.delta[-1][0]:
        assert np.isclose(values, delta, rtol=1e-6).any()
