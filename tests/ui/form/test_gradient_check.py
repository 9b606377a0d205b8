"""The box that checks gradients: asks, tells, can be given up, and drops what no longer holds."""

import pytest

from bplab.errors import UserError
from bplab.experiment.edits import resize
from bplab.experiment.spec import Experiment, Layer
from bplab.explain.check_words import power, words_of
from bplab.training import verification
from bplab.training.trainer import Trainer
from bplab.training.verification import verify
from bplab.ui.form import gradient_check
from bplab.ui.form.gradient_check import GradientCheck
from bplab.ui.session import Session


class HonestRunner:
    """Answers at once, with a trainer of its own."""

    def __init__(self):
        self.trainer = None

    def restart(self, number, spec, _parent=None, _own=None):
        self.trainer = Trainer(spec)

    def change(self, spec):
        self.trainer.change(spec)

    def look(self, look):
        look(self.trainer)


@pytest.fixture
def here(theme, qtbot):
    runner = HonestRunner()
    session = Session(runner, Experiment(layers=(Layer(4),)))
    box = GradientCheck(session, theme)
    box.runner, box.session = runner, session
    qtbot.addWidget(box)
    box.show()
    yield box
    box.forget()


def told(box, qtbot):
    qtbot.waitUntil(lambda: box.result.isVisible() or not box.box.isChecked(), timeout=20_000)
    return box.result.text()


def test_a_check_tells_count_errors_when_and_passes(here, qtbot):
    here.runner.trainer.run(epochs=3)
    here.box.click()
    text = told(here, qtbot)
    assert text.startswith("17 gradients of the loss: largest relative error ")
    assert text.endswith("✓")
    assert here.when.text() == "at epoch 3 · 77 forward passes"
    assert text in here.box.accessibleDescription()


def test_within_an_epoch_the_step_is_named(here, qtbot):
    here.runner.trainer.run(steps=13)
    here.box.click()
    told(here, qtbot)
    assert here.when.text().startswith("at step 13 · ")


def test_a_click_on_the_checked_box_forgets(here, qtbot):
    here.box.click()
    told(here, qtbot)
    here.box.click()
    assert not here.result.isVisible()
    assert not here.box.isChecked()


def test_another_network_drops_the_result_and_a_live_setting_does_not(here, qtbot):
    here.box.click()
    told(here, qtbot)
    session = here.session
    session.edit("Slower", session.spec.but(learning_rate=0.01))
    assert here.result.isVisible()
    session.edit("More", resize(session.spec, 0, 5))
    assert not here.result.isVisible()
    assert not here.box.isChecked()


def test_a_long_check_shows_progress_and_can_be_given_up(here, qtbot, monkeypatch):
    monkeypatch.setattr(gradient_check, "LONG", 0.0)
    session = here.session
    session.edit("Much", resize(session.spec, 0, 512))
    here.box.click()
    qtbot.waitUntil(lambda: here.cancel.isVisible() and "checked" in here.when.text(), timeout=20_000)
    job = here.checker._asked[2]
    here.activateWindow()
    here.cancel.setFocus()
    qtbot.waitUntil(here.cancel.hasFocus)
    here.cancel.click()
    assert here.box.hasFocus()  # not whatever comes next
    qtbot.waitUntil(lambda: job.finished, timeout=20_000)
    assert not job.result().check.complete
    assert not here.when.isVisible()
    assert not here.box.isChecked()


def test_hiding_ends_the_work(here, qtbot):
    session = here.session
    session.edit("Much", resize(session.spec, 0, 512))
    here.box.click()
    job = here.checker._asked[2]
    here.hide()
    qtbot.waitUntil(lambda: job.finished, timeout=20_000)
    assert not here.checker.busy


def test_a_run_that_diverged_is_told_so(here, qtbot, monkeypatch):
    def refuse(_trainer):
        raise UserError("This run diverged.")

    monkeypatch.setattr("bplab.ui.session.point_of", refuse)
    here.box.click()
    assert told(here, qtbot) == "This run diverged."


def test_a_wrong_gradient_is_named(monkeypatch):
    right = verification.gradient_at
    monkeypatch.setattr(verification, "gradient_at", lambda *where: right(*where) + 1e-3)
    assert "disagrees most" in words_of(verify(Experiment()))


@pytest.mark.parametrize(("value", "text"), [(7.2e-7, "7e−7"), (1e-10, "1e−10"), (0.0, "0"), (2.0, "2e0")])
def test_sizes_are_written_by_their_power_of_ten(value, text):
    assert power(value) == text
