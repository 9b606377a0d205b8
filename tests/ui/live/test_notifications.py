"""What the notice bar says, for how long, and what it offers."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.experiment.spec import Experiment
from bplab.training.snapshot import RunState
from bplab.ui.live.notifications import advice

TOO_FAST = {"learning_rate": 1000.0, "loss": "half_squared"}


def space(driver):
    driver.lab.workspace.canvas.graph.setFocus()
    QTest.keyClick(driver.lab.workspace.canvas.graph, Qt.Key.Key_Space)


def test_a_bug_is_told_until_it_is_closed_by_hand(driver, capsys):
    lab, notice = driver.lab, driver.lab.window.notice
    lab.crash_reports.report("Traceback: a planted bug\n")
    lab.actions["new"].trigger()
    lab.session.undo_stack.undo()
    lab.session.failed.emit("No such thing.")
    assert "An internal error occurred" in notice.text
    notice.dismiss()
    assert "No such thing." in notice.text
    notice.dismiss()
    assert notice.text == ""


def test_a_bug_on_the_start_page_is_told_there(driver, capsys):
    driver.lab.commands.file.show_start()
    driver.lab.crash_reports.report("Traceback: a planted bug\n")
    assert "An internal error occurred" in driver.lab.commands.file.start.notice.text


@pytest.mark.parametrize("how", ["live setting", "restart", "weight", "undo"])
def test_a_refused_edit_is_spoken_of_until_another_succeeds(driver, how):
    session, notice = driver.lab.session, driver.lab.window.notice
    session.edit("Slower", session.spec.but(learning_rate=0.25))
    driver.lab.workspace.form.edit("learning_rate", -1.0)
    assert notice.text.startswith("Not possible.")
    acts = {
        "live setting": lambda: session.edit("Slower", session.spec.but(learning_rate=0.125)),
        "restart": session.restart,
        "weight": lambda: session.set_parameter("W1[1,1]", 0.5, 0.25, started=True),
        "undo": session.undo_stack.undo,
    }
    acts[how]()
    assert notice.text == ""


def test_an_edit_leaves_what_is_said_of_something_else(driver):
    session, notice = driver.lab.session, driver.lab.window.notice
    session.failed.emit("No such thing.")
    notice.tell("The file was not saved.")
    session.edit("Slower", session.spec.but(learning_rate=0.125))
    assert notice.text == "The file was not saved."


def test_space_on_a_diverged_run_says_so_again_with_a_way_out(driver):
    lab, notice = driver.lab, driver.lab.window.notice
    spec = lab.session.spec.but(**TOO_FAST, output=replace(lab.session.spec.output, activation="identity"))
    lab.session.edit("Too fast", spec)
    space(driver)
    driver.until(lambda: "Diverged" in notice.text)
    driver.until(lambda: driver.state is RunState.DIVERGED)
    told = notice.text
    for act in (lambda: space(driver), lab.actions["step_batch"].trigger):
        notice.dismiss()
        assert notice.text == ""
        act()
        assert notice.text == told
    lab.session.failed.emit("No such thing.")
    notice.dismiss()
    assert notice.text == told  # as long as the run is diverged
    (way_out,) = notice._buttons
    way_out.click()
    assert notice.text == ""
    lab.session.undo_stack.undo()
    driver.until(lambda: notice.text == told)


def test_the_end_of_a_schedule_is_told_with_what_helps(driver):
    lab, notice = driver.lab, driver.lab.window.notice
    lab.session.edit("Ends soon", lab.session.spec.but(schedule="cosine", schedule_epochs=2, epochs=2))
    driver.play(2)
    driver.until(lambda: driver.state is RunState.DONE)
    driver.until(lambda: "The learning rate η is 0" in notice.text)
    before = driver.snapshot.step
    (on,) = notice._buttons
    on.click()
    driver.until(lambda: driver.snapshot.step > before)
    assert driver.snapshot.learning_rate == lab.session.spec.learning_rate > 0
    driver.until(lambda: notice.text == "")
    lab.commands.train.pause()
    driver.until(lambda: driver.state is not RunState.RUNNING)


@pytest.mark.parametrize(
    ("changes", "penalty"),
    [
        ({"learning_rate": 0.3, "regularization_rate": 10.0}, True),
        ({"learning_rate": 0.1, "regularization_rate": 10.0}, False),
        ({"learning_rate": 0.3, "regularization_rate": 10.0, "optimizer": "momentum"}, False),
        ({"learning_rate": 0.39, "regularization_rate": 10.0, "optimizer": "momentum"}, True),
        ({"learning_rate": 0.3, "regularization_rate": 10.0, "optimizer": "adam"}, False),
    ],
)
def test_the_penalty_is_named_where_it_makes_weights_grow_by_itself(changes, penalty):
    spec = Experiment(regularization="l2", **changes)
    w, velocity = 1.0, 0.0
    for _ in range(2000):  # the penalty alone, by hand
        velocity = spec.momentum * velocity + spec.regularization_rate * w
        step = velocity if spec.optimizer == "momentum" else spec.regularization_rate * w
        w -= spec.learning_rate * step if abs(w) < 1e100 else 0
    assert ("penalty" in advice(spec)) == penalty
    if spec.optimizer != "adam":
        assert (abs(w) > 1) == penalty
