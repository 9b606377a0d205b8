"""Six runs of the spiral, as a person would have made them: restarts, and branches from the past."""

import pytest

from bplab.experiment.edits import set_field
from bplab.experiment.presets import preset
from bplab.training.record import Record
from bplab.training.run import Origin, Run
from bplab.training.run_summary import summaries_of
from bplab.training.snapshot import Needs, RunState
from bplab.training.trainer import Trainer
from bplab.ui.views.base.context import ViewContext

SPIRAL = preset("spiral")


def trained(run, steps, spec=None):
    if spec is not None:
        run.trainer.change(spec)
    run.trainer.run(steps=steps)
    return run


@pytest.fixture(scope="session")
def family():
    """Spiral; Adam and ReLU from its start; another rate from step 20; two branches of that one."""
    first = trained(Run(1, Trainer(SPIRAL)), 45)
    adam = trained(Run(2, Trainer(SPIRAL.but(optimizer="adam")), parent=Origin(1, 0)), 45)
    relu = set_field(SPIRAL, "layers.*.activation", "relu")
    other = trained(Run(3, Trainer(relu), parent=Origin(1, 0)), 45)
    faster = trained(first.branch(4, 20), 25, SPIRAL.but(learning_rate=0.1))
    back = trained(faster.branch(5, 30), 15, SPIRAL)
    held = faster.trainer.spec.but(regularization="l2", regularization_rate=0.001)
    l2 = trained(faster.branch(6, 30), 15, held)
    return first, adam, other, faster, back, l2


@pytest.fixture(scope="session")
def runs(family):
    return summaries_of([Record.of(run) for run in family])


@pytest.fixture
def picture(family):
    """A snapshot of a run; state says whether it trains."""
    return lambda number, state=RunState.PAUSED: Run(number, family[number - 1].trainer, state).picture(
        Needs(), 1
    )


@pytest.fixture
def context(theme):
    context = ViewContext(None, theme)
    yield context
    context.deleteLater()
