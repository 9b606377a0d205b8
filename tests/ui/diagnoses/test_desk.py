"""What is said above the network of the whole window, and what its buttons do."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.diagnosis.facts import Facts
from bplab.diagnosis.kinds import KINDS, Diagnosis
from bplab.diagnosis.looking import facts_of
from bplab.experiment.spec import Experiment, Layer
from bplab.training.snapshot import RunState
from bplab.training.trainer import Trainer
from bplab.ui.canvas.canvas import LOW
from bplab.ui.diagnoses.words import FixLine
from bplab.ui.diagnosing import Look

SICK = Diagnosis("vanishing", "sigmoid's slope f′ is the cause", "rms δ falls 78,000-fold", 0)
ROUND = Diagnosis("converged", "train loss 0.01", "0.01 to 0.011 in the last 20 epochs")


@pytest.fixture(scope="module")
def facts() -> Facts:
    trainer = Trainer(Experiment(layers=(Layer(units=3, activation="sigmoid"),)))
    trainer.run(steps=2)
    return facts_of(trainer)


@pytest.fixture
def lab(driver, monkeypatch):
    """A lab that does not look by itself."""
    driver.lab.diagnosing.stop()
    monkeypatch.setattr(driver.lab.diagnosing, "_wait", lambda _seconds: None)
    answered = []
    driver.lab.session.look(answered.append)  # after any look that is under way
    driver.until(lambda: bool(answered))
    driver.settle()
    return driver.lab


@pytest.fixture
def found(lab, facts):
    """Let a look find something in the current run, which rests."""

    def find(*diagnoses, run=None):
        lab.diagnosing.looked.emit(
            Look(lab.session.run if run is None else run, facts, diagnoses, at_rest=True)
        )
        return lab.diagnosing.desk

    return find


def test_what_ails_the_current_run_is_said_above_the_network_which_keeps_its_room(driver, lab, found):
    lab.window.resize(1120, 700)
    assert found() is None
    desk = found(SICK)
    driver.settle()
    assert desk.notice.text == f"Vanishing gradient. {SICK.sentence}. {SICK.evidence}."
    assert desk.notice.isVisible()
    assert lab.workspace.canvas.height() >= 260
    assert lab.workspace.dock.isVisible()
    found(run=lab.session.run + 1)
    assert desk.notice.text
    found()
    assert desk.notice.text == ""
    found(SICK)
    lab.session.edit("Change seed to 5", lab.session.spec.but(seed=5))
    assert desk.notice.text == ""


def test_beside_another_notice_in_a_low_window_the_network_keeps_its_room(driver, lab, found):
    lab.window.resize(1120, 700)
    lab.commands.view.set_essentials(False)
    found(SICK)
    driver.settle()
    alone = lab.workspace.dock.height()
    lab.window.notice.tell("Not possible.", "Choose two runs first: check their boxes in the Runs tab.")
    driver.settle()
    assert lab.workspace.canvas.height() >= 260
    lab.window.notice.dismiss()
    driver.settle()
    assert lab.workspace.dock.height() == alone


def test_beside_another_notice_and_its_own_line_of_a_fix_the_network_keeps_its_room(driver, lab, found):
    lab.window.resize(1120, 700)
    lab.commands.view.set_essentials(False)
    desk = found(SICK)
    desk.notice.row.show_line(FixLine("Trying ReLU + He with seed 102: 7 of 40 runs made", share=0.2))
    lab.window.notice.tell("Not possible.", "Choose two runs first: check their boxes in the Runs tab.")
    driver.settle()
    assert desk.notice.row.isVisible()
    assert lab.workspace.canvas.height() >= 260
    switch = lab.workspace.places["output"].view.map.decided
    assert switch.parentWidget().rect().contains(switch.geometry())


def test_under_a_notice_the_layers_keep_their_controls_where_the_dock_has_room(driver, lab, found):
    lab.commands.view.set_essentials(False)
    lab.window.resize(1440, 900)
    driver.settle()
    found(SICK)
    driver.settle()
    assert lab.workspace.canvas.height() >= LOW


def test_its_cross_and_esc_within_it_silence_it_for_this_run(lab, found):
    desk = found(SICK, ROUND)
    desk.notice.cross.click()
    assert desk.notice.text.startswith("Converged")
    assert desk.notice.fix.isHidden()  # nothing ails the run
    desk.notice.why.setFocus()
    QTest.keyClick(desk.notice.why, Qt.Key.Key_Escape)
    assert desk.notice.text == ""
    assert lab.window.focusWidget() is lab.workspace.canvas.graph
    assert found(SICK, ROUND).notice.text == ""
    lab.session.restart()
    assert found(SICK).notice.text


def test_nothing_is_said_while_a_past_step_is_shown_or_a_step_is_walked_through(driver, lab, found):
    driver.play(epochs=1)
    desk = found(SICK)
    lab.timeline.go_to(2)
    assert desk.notice.text == ""
    lab.timeline.latest()
    assert desk.notice.text
    lab.actions["next_stage"].trigger()
    driver.until(lambda: lab.stepper.stop is not None)
    assert desk.notice.text == ""
    lab.stepper.done()
    assert desk.notice.text


def test_why_opens_the_picture_that_shows_it(driver, lab, found):
    lab.commands.view.set_essentials(True)
    found(SICK).notice.why.click()
    assert [place.title for place in lab.workspace.dock.shown] == ["Gradients"]
    lab.commands.view.set_essentials(False)
    for width in (1440, 1120):
        lab.window.resize(width, 800)
        lab.workspace.dock.set_open(False)
        for name, kind in KINDS.items():
            found(Diagnosis(name, "", "", 0)).notice.why.click()
            [place] = [place for place in lab.workspace.places.values() if place.title == kind.tab]
            assert place.view.isVisible(), name
            if kind.switch:
                assert place.view.switch.segment(place.view.switch.value).text() == kind.switch
    found(Diagnosis("near_zero", "", "")).notice.why.click()
    assert lab.workspace.view("histograms").choices["histograms.kind"] == "weights"


def test_the_notice_comes_before_the_network_in_tab_order(driver, lab, found):
    desk = found(SICK)
    driver.settle()
    lab.workspace.canvas.graph.setFocus()
    QTest.keyClick(lab.workspace.canvas.graph, Qt.Key.Key_Backtab)
    seen = [lab.window.focusWidget()]
    while seen[-1] is not desk.notice.cross and len(seen) < 20:
        QTest.keyClick(seen[-1], Qt.Key.Key_Backtab)
        seen.append(lab.window.focusWidget())
    assert len(seen) < 20


@pytest.fixture
def jobs(lab, background, monkeypatch):
    """What would be trained in the background."""
    monkeypatch.setattr(lab.commands.runs.background, "start", background.start)
    return background.jobs


def test_whatever_makes_a_fix_useless_ends_trying(lab, found, jobs):
    desk, worse = found(SICK), Diagnosis("exploding", "W is the cause", "rms δ grows")

    def tries(then):
        found(SICK)
        desk.notice.fix.click()
        assert "Trying" in desk.notice.text
        then()
        assert jobs[-1].cancelled

    tries(lambda: lab.session.edit("Change learning rate", lab.session.spec.but(learning_rate=0.7)))
    assert desk.notice.fix.isVisible()  # nothing is known at this rate
    tries(lambda: lab.session.edit("Change seed to 5", lab.session.spec.but(seed=5)))
    lab.session.undo_stack.undo()
    tries(lambda: found(worse))
    assert desk.notice.text.startswith("Exploding gradient")
    tries(desk.notice.cross.click)
    assert desk.notice.text == ""


def test_while_a_fix_is_looked_for_its_diagnosis_stays_in_view(found, jobs):
    desk = found(SICK)
    desk.notice.fix.click()
    found(Diagnosis("exploding", "W is the cause", "rms δ grows"), SICK)
    assert desk.notice.text.startswith("Vanishing gradient")


def test_a_change_in_the_table_is_tried_as_another_run_and_undo_returns_to_the_sick_one(
    driver, lab, found, jobs
):
    sick, spec = lab.session.run, lab.session.spec
    lab.window.resize(1120, 700)
    desk = found(SICK)
    desk.notice.fix.click()
    jobs[0].train(0, steps=1)
    jobs[0].listener.on_end()
    desk.notice.row.all.setFocus()
    desk.notice.row.all.click()
    driver.settle()
    table = desk.table.shown
    assert lab.window.center.rect().contains(table.geometry())
    assert table.geometry().top() > desk.notice.geometry().bottom()
    QTest.keyClick(lab.window.focusWidget(), Qt.Key.Key_Escape)
    assert desk.table.shown is None
    assert lab.window.focusWidget() is desk.notice.row.all
    desk.notice.row.all.click()
    QTest.keyClick(lab.window.focusWidget(), Qt.Key.Key_Return)
    assert desk.table.shown is None
    assert lab.session.spec == jobs[0].trials[0].spec
    assert lab.session.undo_stack.undoText() == "Try ReLU + He"
    driver.until(lambda: driver.state is RunState.RUNNING)
    lab.session.undo_stack.undo()
    assert (lab.session.run, lab.session.spec) == (sick, spec)
    found(SICK)
    assert desk.notice.row.all.isVisible()
