"""The Runs menu acts on what is chosen in the Runs tab, and the whole tab works by keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest


@pytest.fixture
def lab(driver):
    """Two runs of a few epochs: Circle, and another seed from its start."""
    lab = driver.lab
    driver.play(epochs=1)
    lab.session.edit("Change seed to 2", lab.session.spec.but(seed=2))
    driver.until(lambda: driver.snapshot.run == lab.session.run)
    driver.play(epochs=1)
    driver.until(lambda: [run.title for run in lab.workspace.context.runs] == ["Circle", "seed 2"])
    return lab


def press(widget, *keys):
    for key in keys:
        QTest.keyClick(widget, getattr(Qt.Key, f"Key_{key}"))


def table(driver):
    view = driver.lab.workspace.view("runs").table
    driver.until(lambda: len(view.table.rows) == len(driver.lab.workspace.context.runs))
    return view


def test_without_a_choice_the_menu_opens_the_tab_and_says_what_is_missing(driver, lab):
    said = []
    lab.session.failed.connect(said.append)
    lab.actions["show_curves"].trigger()
    assert lab.workspace.places["runs"].isVisible()
    assert lab.window.focusWidget() is table(driver)
    lab.actions["delete_run"].trigger()
    lab.actions["compare_runs"].trigger()
    assert [text.partition(":")[0] for text in said] == [*["Choose runs first"] * 2, "Choose two runs first"]


def test_two_chosen_runs_are_compared_from_the_menu(driver, lab):
    wanted = []
    lab.workspace.context.comparison_wanted.connect(lambda *runs: wanted.append(runs))
    lab.commands.view.show_view(lab.workspace.places["runs"])
    rows = table(driver)
    press(rows, "Home", "Space", "Down", "Space")
    first, second = (run.number for run in lab.workspace.context.runs)
    lab.actions["compare_runs"].trigger()
    assert wanted == [(first, second)]


def test_runs_are_chosen_drawn_renamed_deleted_and_brought_back_by_keys(driver, lab):
    graph = lab.workspace.canvas.graph
    graph.setFocus()
    press(graph, "5")  # the tab
    lab.commands.view.show_view(lab.workspace.places["runs"])
    rows = table(driver)
    press(rows, "End", "Space")
    lab.actions["show_curves"].trigger()
    loss = lab.workspace.view("loss").curves
    assert [other.name for other in loss.plot.others.shown] == ["Circle", ""]
    assert loss.plot.others.named == "seed 2"
    gradients = lab.workspace.view("gradients")
    driver.until(lambda: lab.workspace.context.overlaid[0].layers is not None)
    assert len(gradients.over_time.plots[0].others.shown) == 2
    press(rows, "F2")
    QTest.keyClicks(rows.field, "Where it began")
    press(rows.field, "Return")
    driver.until(lambda: lab.workspace.context.runs[0].title == "Where it began")
    assert [other.name for other in loss.plot.others.shown] == ["Where it began", ""]
    press(rows, "Delete")
    driver.until(lambda: [run.title for run in lab.workspace.context.runs] != ["Where it began", "seed 2"])
    assert loss.plot.others.shown == ()
    QTest.keySequence(rows, "Ctrl+Z")
    driver.until(lambda: len(lab.workspace.context.runs) == 2)


def test_enter_goes_to_a_run_and_undo_comes_back(driver, lab):
    lab.commands.view.show_view(lab.workspace.places["runs"])
    rows, number = table(driver), lab.session.run
    press(rows, "End", "Return")
    driver.until(lambda: driver.snapshot.run == lab.session.run != number)
    driver.until_shown()
    assert rows.row.is_current
    QTest.keySequence(rows, "Ctrl+Z")
    driver.until(lambda: driver.snapshot.run == number)


def test_the_current_run_is_renamed_where_none_is_chosen(driver, lab):
    lab.actions["rename_run"].trigger()
    rows = table(driver)
    assert rows.field.isVisible()
    assert rows.field.text() == "seed 2"
    press(rows.field, "Escape")
    assert rows.hasFocus()
