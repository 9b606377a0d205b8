"""Runs are returned to, named, deleted, and trained with other seeds or one change in the background."""

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QLabel

from bplab.training.trainer import Trainer
from bplab.ui.controls.number import NumberField
from bplab.ui.dialogs.question import Question
from bplab.ui.dialogs.same_start import SameStartPage


@pytest.fixture
def trained(driver):
    """A short run of an epoch, and the context that the Runs tab follows."""
    driver.lab.commands.train.open_preset("worked-example")
    driver.until(lambda: driver.snapshot.run == driver.lab.session.run)
    driver.lab.runner.step(40)
    driver.until(lambda: driver.snapshot.step == 40 and driver.lab.pump.settled)
    driver.context, driver.session = driver.lab.workspace.context, driver.lab.session
    driver.commands = driver.lab.commands.runs
    driver.until(lambda: any(run.step == 40 for run in driver.context.runs))
    return driver


def question(driver):
    driver.until(lambda: bool(driver.lab.window.findChildren(Question)))
    return driver.lab.window.findChildren(Question)[-1]


def title_of(driver, number):
    return next((run.title for run in driver.context.runs if run.number == number), "")


def test_a_run_is_named_and_deleted_and_undo_takes_it_back(trained):
    number, stack = trained.session.run, trained.session.undo_stack
    made = title_of(trained, number)
    trained.context.run_renamed.emit(number, "My run")
    trained.until(lambda: title_of(trained, number) == "My run")
    trained.lab.commands.train.reset()
    trained.until(lambda: trained.snapshot.run == trained.session.run != number)
    trained.context.runs_deleted.emit((number,))
    trained.until(lambda: number not in [run.number for run in trained.context.runs])
    stack.undo()
    trained.until(lambda: title_of(trained, number) == "My run")
    stack.undo()
    stack.undo()
    trained.until(lambda: title_of(trained, number) == made)
    assert trained.lab.runner._runs.current.title == ""  # it is named by what is different again


def test_a_run_is_returned_to_where_it_stood(trained):
    number = trained.session.run
    trained.lab.commands.train.reset()
    trained.until(lambda: trained.snapshot.run != number)
    trained.context.run_wanted.emit(number)
    trained.until(lambda: (trained.snapshot.run, trained.snapshot.step) == (number, 40))
    trained.session.undo_stack.undo()
    trained.until(lambda: trained.snapshot.run == number + 1)


def test_other_seeds_are_trained_as_long_as_the_run_and_can_be_opened(trained):
    spec, number = trained.session.spec, trained.session.run
    trained.lab.actions["other_seeds"].trigger()
    dialog = question(trained)
    dialog.findChild(NumberField).setText("3")
    dialog.findChild(QDialogButtonBox).accepted.emit()
    trained.until(
        lambda: all(group.is_over for group in trained.context.groups) and bool(trained.context.groups)
    )
    (group,) = trained.context.groups
    assert [run.seed for run in group.found.runs] == [spec.seed, spec.seed + 1, spec.seed + 2]
    assert {run.step for run in group.found.runs} == {40}
    assert trained.context.group is group
    other = Trainer(spec.but(seed=spec.seed + 1))
    other.run(steps=40)
    assert group.found.runs[1].train.loss == other.measure().train.loss
    trained.context.run_renamed.emit(number, "My run")
    trained.until(lambda: trained.context.groups[0].title == "My run: other seeds")
    trained.session.undo_stack.undo()
    trained.until(lambda: trained.context.groups[0].title == group.title)
    trained.context.seed_wanted.emit(group.number, spec.seed + 1)
    trained.until(lambda: trained.snapshot.run != number and trained.snapshot.step == 40)
    assert trained.session.spec.seed == spec.seed + 1
    trained.context.group_deleted.emit(group.number)
    assert trained.context.groups == ()
    trained.session.undo_stack.undo()
    assert [one.number for one in trained.context.groups] == [group.number]


def test_the_same_start_with_other_values_makes_runs_that_are_drawn(trained):
    number = trained.session.run
    trained.lab.actions["same_start"].trigger()
    dialog = question(trained)
    page = dialog.findChild(SameStartPage)
    dialog.findChild(QDialogButtonBox).accepted.emit()
    assert page.said.text()  # nothing is chosen yet
    assert [box.text() for box in page.boxes if not box.isEnabled()] == ["SGD"]  # what the run has itself
    next(box for box in page.boxes if box.text() == "Adam").click()
    assert page.said.text() == ""
    dialog.findChild(QDialogButtonBox).accepted.emit()
    trained.until(lambda: [run.title for run in trained.context.overlaid] == ["Adam"])
    (adam,) = trained.context.overlaid
    assert (adam.step, adam.parent) == (40, (number, 0))
    trained.context.run_wanted.emit(adam.number)
    trained.until(lambda: (trained.snapshot.run, trained.snapshot.step) == (adam.number, 40))
    assert trained.session.spec.optimizer == "adam"


def test_values_can_be_typed_and_wrong_ones_are_explained(trained):
    trained.lab.actions["same_start"].trigger()
    page = question(trained).findChild(SameStartPage)
    page.setting.set_value("learning_rate")
    page.setting.edited.emit("learning_rate")
    page.field.setText("0.1, x")
    assert page.variants() == ()
    assert "x" in page.said.text()
    page.field.setText("0.1, 0.2")
    assert [variant.title for variant in page.variants()] == ["η 0.1", "η 0.2"]
    question(trained).reject()


def test_without_a_step_there_is_nothing_to_compare_with(driver):
    driver.lab.actions["other_seeds"].trigger()
    driver.until(lambda: "Train this run first" in driver.lab.window.notice.text)


def test_a_setting_of_the_form_offers_other_values_from_the_same_start(trained):
    trained.lab.workspace.sidebar.form.same_start_wanted.emit("learning_rate")
    page = question(trained).findChild(SameStartPage)
    assert page.setting.value == "learning_rate"
    assert not page.boxes
    question(trained).reject()


def test_what_a_window_asks_is_closed_with_it_and_nothing_is_asked_afterwards(trained):
    asked = []
    trained.commands.asked.connect(lambda *run: asked.append(run))
    trained.lab.actions["other_seeds"].trigger()
    dialog = question(trained)
    trained.lab.window.close()
    assert not dialog.isVisible()
    trained.commands.asked.emit(*asked[0])  # on its way meanwhile
    assert not any(each.isVisible() for each in trained.lab.window.findChildren(Question))


def test_a_wrong_number_of_seeds_is_explained(trained):
    trained.lab.actions["other_seeds"].trigger()
    dialog = question(trained)
    dialog.findChild(NumberField).setText("x")
    dialog.findChild(QDialogButtonBox).accepted.emit()
    assert any("must be a whole number from 2 to" in label.text() for label in dialog.findChildren(QLabel))
    assert trained.context.groups == ()
    dialog.reject()


def test_another_experiment_has_no_curves_of_the_last_one(trained):
    number = trained.session.run
    trained.context.overlay((number,))
    trained.lab.commands.train.reset()
    assert trained.context.overlaid
    trained.lab.commands.train.open_preset("circle")
    assert trained.context.overlaid == ()
