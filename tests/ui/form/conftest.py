import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.ui.form import Form
from bplab.ui.session import Session


class StillRunner:
    """Stands where the training thread would."""

    def restart(self, number, spec, _parent=None, _own=None):
        pass

    restore = restart

    def change(self, spec):
        pass

    def forget(self, number):
        pass


@pytest.fixture
def session(qapp):
    spec = Experiment(
        data=DataSpec("spiral", noise=20),
        layers=(Layer(8), Layer(8), Layer(6)),
        optimizer="momentum",
        learning_rate=0.03,
        seed=2,
    )
    session = Session(StillRunner(), spec)
    yield session
    session.deleteLater()


@pytest.fixture
def form(session, theme, qtbot):
    form = Form(session, theme)
    qtbot.addWidget(form)
    form.resize(264, 760)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    return form
