"""Two runs stand side by side at the same step, and nothing of them stays when the comparison ends."""

import gc
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from bplab.training.changes import Change
from bplab.training.snapshot import RunState
from bplab.training.trainer import Trainer


@pytest.fixture
def two(driver):
    """A run of some steps, and the current one, which branched off on the way with another η."""
    lab = driver.lab
    driver.spec, driver.parent = lab.session.spec, lab.session.run
    driver.end, driver.at = 3 * driver.snapshot.steps_per_epoch, driver.snapshot.steps_per_epoch + 2
    lab.runner.step(driver.end)
    driver.until(lambda: driver.snapshot.step == driver.end and driver.state is RunState.PAUSED)
    lab.timeline.go_to(driver.at)
    driver.until(lambda: driver.snapshot.step == driver.at and lab.session.is_past)
    lab.session.edit("Change learning rate to 0.5", driver.spec.but(learning_rate=0.5))
    driver.until(lambda: driver.snapshot.run == lab.session.run)
    lab.runner.step(driver.end - driver.at + 4)
    driver.until(lambda: driver.snapshot.step == driver.end + 4 and driver.state is RunState.PAUSED)
    driver.branch = lab.session.run
    driver.until(lambda: lab.workspace.context.runs[-1].step == driver.end + 4)
    return driver


@pytest.fixture
def compared(two):
    """Both side by side."""
    begin(two)
    return two


def begin(driver):
    driver.lab.workspace.context.comparison_wanted.emit(driver.parent, driver.branch)
    driver.until(
        lambda: driver.lab.comparison.at is not None and driver.lab.comparison.difference is not None
    )
    driver.comparison = driver.lab.comparison
    driver.page = driver.lab._comparing.page
    driver.settle()


def go_to(driver, step):
    driver.comparison.go_to(step)
    driver.until(lambda: max(shot.step for shot in driver.comparison.at) == step)
    driver.settle()


def ended(driver):
    driver.until(lambda: not driver.comparison.is_on)
    driver.until_shown()
    workspace = driver.lab.workspace
    assert driver.lab._comparing.page is None
    assert workspace.canvas.isVisible()
    assert workspace.right.isVisible()
    assert not workspace.status.text.startswith("Comparing")


def shows(shot, spec, changes=()):
    fresh = Trainer(spec, [change for change in changes if change.step <= shot.step])
    fresh.run(steps=shot.step)
    pairs = zip(shot.weights, fresh.weights, strict=True)
    return all((W == V).all() and (b == c).all() for (W, b), (V, c) in pairs)


def test_both_are_shown_at_the_same_step_to_the_bit_and_beyond_an_end_as_it_is_there(compared):
    change = Change(compared.at, "learning_rate", 0.5)
    for step in (compared.end + 4, compared.at, compared.at + 1, 2, 0, compared.end + 1):
        go_to(compared, step)
        left, right = compared.comparison.at
        assert (left.run, left.step) == (compared.parent, min(step, compared.end))
        assert (right.run, right.step) == (compared.branch, step)
        assert shows(left, compared.spec)
        assert shows(right, compared.spec, [change])


def test_the_page_stands_in_place_of_the_views_and_says_what_both_are(compared):
    workspace, at = compared.lab.workspace, compared.at
    left, right = compared.page.panes
    assert compared.page.isVisible()
    for hidden in (workspace.canvas, workspace.right, workspace.dock):
        assert not hidden.isVisible()
    for kept in (workspace.toolbar, workspace.timeline, workspace.sidebar):
        assert kept.isVisible()
    rate = f"{compared.spec.learning_rate:g}"
    assert left.head.accessibleName() == f"Circle, η {rate} throughout"
    assert right.head.accessibleName() == (
        f"η 0.5, current, Branch of Circle at step {at:,}: η {rate} to 0.5"
    )
    assert workspace.band.text == (
        f"The same to the bit up to step {at:,}. Step {at + 1:,} is the first that differs: "
        f"η {rate} on the left, 0.5 on the right."
    )
    assert workspace.status.text == "Comparing 2 runs · the timeline moves both · Esc ends"
    assert right.network.graph.accessibleName() == "Network of η 0.5"
    go_to(compared, 2)
    assert right.head.told.startswith("step 2 · Branch of Circle")
    compared.page.resize(compared.page.width() - 1, 500)
    compared.until(lambda: left.width() == right.width())


def test_the_bar_moves_both_and_marks_the_first_step_that_differs(compared):
    bar, rate = compared.lab.workspace.timeline, compared.lab.workspace.form.editor("learning_rate")
    assert (bar.state.end, bar.state.at) == (compared.end + 4, compared.end + 4)
    assert [(mark.step, mark.text) for mark in bar.state.marks] == [
        (compared.at + 1, f"first difference: step {compared.at + 1:,}")
    ]
    assert rate._mark.text() == f"left: {compared.spec.learning_rate:g}"
    QTest.keyClick(bar.track, Qt.Key.Key_Home)
    compared.until(lambda: compared.comparison.at[0].step == 0)
    assert compared.comparison.at[1].step == 0
    assert bar.state.at == 0
    assert rate._mark.isHidden()  # both had the same then
    QTest.mouseClick(compared.lab.workspace.band.button, Qt.MouseButton.LeftButton)
    compared.until(lambda: compared.comparison.at[0].step == compared.at + 1)
    bar.latest.click()
    compared.until(lambda: compared.comparison.at[1].step == compared.end + 4)
    assert not rate._mark.isHidden()


def test_the_lines_of_a_pane_are_its_own_and_the_train_loss_of_the_other(compared):
    left, right = compared.page.panes
    for pane, other in ((left, right), (right, left)):
        (line,) = pane.loss.plot.others.shown
        assert line.line.y[-1] == pytest.approx(other.loss.plot.lines[0].y[-1])
        assert pane.loss.plot.moment.text == f"step {compared.at + 1:,}"
        assert pane.loss._legend[-1].name in ("the other, train", "other")  # as there is room


@pytest.mark.parametrize("end", ["escape", "cross", "step", "dock", "undo", "edit", "present"])
def test_esc_the_cross_training_and_edits_show_the_current_run_alone_again(compared, end):
    lab = compared.lab
    if end == "escape":
        QTest.keyClick(lab.workspace.timeline.track, Qt.Key.Key_Escape)
    elif end == "cross":
        lab.workspace.band.cross.click()
    elif end == "undo":
        lab.session.undo_stack.undo()
    elif end == "edit":
        lab.session.edit("Change learning rate", lab.session.spec.but(learning_rate=0.25))
    elif end == "present":
        lab.actions["present"].trigger()
        compared.until(lambda: not compared.comparison.is_on)
        lab.commands.view.present.end()
    else:
        lab.actions["step_batch" if end == "step" else "dock"].trigger()
    ended(compared)
    if end == "step":
        compared.until(lambda: compared.snapshot.step == compared.end + 5)
        assert compared.snapshot.run == compared.branch


def test_from_a_past_step_of_both_training_goes_on_as_a_branch_of_the_current_run(compared):
    go_to(compared, 2)
    assert compared.lab.timeline.shown == 2
    compared.lab.actions["step_batch"].trigger()
    ended(compared)
    compared.until(lambda: compared.snapshot.step == 3)
    assert compared.lab.session.origin == (compared.branch, 2)
    assert compared.snapshot.run == compared.lab.session.run != compared.branch


def test_when_it_ends_at_a_past_step_the_views_show_that_step(compared):
    go_to(compared, 2)
    compared.comparison.end()
    ended(compared)
    assert (compared.snapshot.run, compared.snapshot.step) == (compared.branch, 2)
    assert compared.lab.workspace.band.text.startswith("Step 2 of ")


def test_the_timeline_has_the_focus_and_its_ring_only_where_keys_began_it(two):
    focus, track = two.lab.workspace.canvas.graph, two.lab.workspace.timeline.track
    for reason, ring in ((Qt.FocusReason.MouseFocusReason, False), (Qt.FocusReason.TabFocusReason, True)):
        track.setFocus()
        focus.setFocus(reason)
        begin(two)
        assert two.lab.window.focusWidget() is track
        assert track.ring == ring
        QTest.keyClick(track, Qt.Key.Key_Escape)
        ended(two)
        assert two.lab.window.focusWidget() is focus


def test_what_is_shown_is_not_asked_for_again(compared):
    shown = []
    compared.comparison.shown.connect(lambda *_pair: shown.append(compared.comparison.step))
    compared.page.resize(compared.page.width() - 4, compared.page.height())
    go_to(compared, 3)
    compared.lab.runner.look(lambda _trainer: shown.append("rest"))
    compared.until(lambda: "rest" in shown)
    compared.settle()
    assert shown == [3, "rest"]


def test_nothing_can_be_edited_on_its_networks(compared):
    before = compared.lab.session.spec, compared.lab.session.undo_stack.index()
    graph = compared.page.panes[1].network.graph
    graph.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Delete, Qt.Key.Key_F2):
        QTest.keyClick(graph, key)
    QTest.keyClick(
        graph, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    QTest.mouseMove(graph)
    assert graph.scene.grip is None
    assert (compared.lab.session.spec, compared.lab.session.undo_stack.index()) == before
    assert compared.comparison.is_on


def test_all_of_it_is_reached_with_tab(compared):
    seen = set()
    for _ in range(200):
        QTest.keyClick(compared.lab.window.focusWidget(), Qt.Key.Key_Tab)
        seen.add(compared.lab.window.focusWidget())
    band = compared.lab.workspace.band
    left, right = compared.page.panes
    wanted = {band.button, band.cross, left.network.graph, left.output.map, left.loss, right.network.graph}
    assert wanted <= seen


def test_no_widget_no_thread_and_no_run_is_left_behind(two):
    begin(two)
    page, threads = two.page, []
    for pane in page.panes:
        edges = pane.network.graph.edges
        edges._plan()  # in the background
        threads += edges._planner._pool._threads
    assert len(threads) == len(page.panes)
    left = [
        weakref.ref(each) for each in (page, *page.panes, page.panes[0].network.graph, page.panes[1].loss)
    ]
    runs = [weakref.ref(run) for run in two.lab.runner.beside.held.values()]
    assert runs
    two.comparison.end()
    ended(two)
    two.until(lambda: not two.lab.runner.beside.held)
    two.page = page = pane = edges = None
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [each() for each in (*left, *runs)] == [None] * len((*left, *runs))
    two.until(lambda: not any(thread.is_alive() for thread in threads))


def test_two_runs_neither_of_which_is_current_stand_in_their_order(two):
    lab = two.lab
    lab.session.restart()
    two.until(lambda: two.snapshot.run == lab.session.run)
    begin(two)
    assert [run.number for run in two.comparison.pair] == [two.parent, two.branch]
    rate = lab.workspace.form.editor("learning_rate")
    assert rate._mark.text() == f"left: {two.spec.learning_rate:g} · right: 0.5"
    go_to(two, 2)
    assert not lab.session.is_past  # of the current run nothing is shown


def test_a_run_that_is_gone_is_not_compared(two):
    two.lab.workspace.context.comparison_wanted.emit(two.branch, 99)
    two.until_shown()
    assert not two.lab.comparison.is_on
    assert two.lab.workspace.canvas.isVisible()


@pytest.fixture
def reduced(two, monkeypatch):
    """Of the parent little is kept, and replays report every step."""
    records = two.lab.runner._runs.records
    records[two.parent] = records[two.parent].reduced()
    monkeypatch.setattr("bplab.training.replay_watch.OFTEN", 0.0)
    monkeypatch.setattr("bplab.ui.shell.timeline.display.NOTICEABLE", 0.0)
    return two


def test_a_run_of_which_little_is_kept_is_trained_again_first(reduced):
    begin(reduced)
    left, _ = reduced.comparison.at
    assert (left.run, left.step) == (reduced.parent, reduced.end)
    assert shows(left, reduced.spec)
    go_to(reduced, 3)
    assert shows(reduced.comparison.at[0], reduced.spec)


def test_a_way_that_takes_long_tells_how_far_it_is_and_can_be_given_up(reduced, monkeypatch):
    advance, lab = Trainer.advance, reduced.lab
    monkeypatch.setattr(Trainer, "advance", lambda trainer, _: advance(trainer, 1) if trainer.step < 3 else 0)
    lab.workspace.context.comparison_wanted.emit(reduced.parent, reduced.branch)
    band = lab.workspace.band
    reduced.until(lambda: band.text.startswith("Going to step"))
    assert lab.comparison.at is None
    band.button.click()  # Cancel
    reduced.comparison = lab.comparison
    ended(reduced)
    assert (reduced.snapshot.run, reduced.snapshot.step) == (reduced.branch, reduced.end + 4)
