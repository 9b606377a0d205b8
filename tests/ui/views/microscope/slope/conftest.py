"""A panel on screen, over a run in miniature."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from bplab.experiment.parameters import parse_parameter
from bplab.experiment.presets import preset
from bplab.training.run import Run
from bplab.training.snapshot import Needs, RunState
from bplab.training.trainer import Trainer
from bplab.ui.views.base.context import ViewContext
from bplab.ui.views.microscope.slope.panel import SlopePanel


@pytest.fixture
def pictured():
    """Give snapshots of a preset with settings changed, after some steps."""

    def make(name="worked-example", steps=0, state=RunState.PAUSED, run=1, **changes):
        trainer = Trainer(preset(name).but(**changes))
        trainer.run(steps=steps)

        def at(more=0, state=state):
            trainer.run(steps=more)
            return Run(run, trainer, state).picture(Needs(step=True), trainer.step)

        return at

    return make


@pytest.fixture
def shown(qtbot, theme, pictured, settle):
    """Put a panel on screen that shows a parameter, and let it come to rest."""
    kept = []

    def make(parameter="W1[1,1]", snapshot=None, size=(300, 390)):
        context = ViewContext(QObject(), theme)
        host = QWidget()
        panel = SlopePanel(context, host)
        kept.append((context, host))
        qtbot.addWidget(host)
        panel.resize(*size)
        host.resize(*size)
        host.show()
        wanted = []
        context.selection_wanted.connect(wanted.append)
        context.set_selected(parse_parameter(parameter) if parameter else None)
        panel.show_snapshot(snapshot or pictured()())

        def rest():
            qtbot.waitUntil(lambda: panel.settled, timeout=60_000)
            settle()  # words that have changed are laid out anew

        rest()
        return SimpleNamespace(panel=panel, context=context, wanted=wanted, rest=rest)

    return make
