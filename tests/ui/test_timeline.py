"""Any step of the past can be shown and continued from; nothing that was trained is lost."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.storage.document import Bookmark
from bplab.training.snapshot import RunState
from bplab.training.trainer import Trainer


@pytest.fixture
def trained(driver):
    """A run of three epochs at rest, and what it came to."""
    driver.play(3)
    driver.timeline, driver.session = driver.lab.timeline, driver.lab.session
    driver.runs = driver.lab.runner._runs
    return driver


def go_to(driver, step):
    driver.timeline.go_to(step)
    driver.until(lambda: driver.timeline.shown == step)
    driver.until_shown()


def shows(driver, spec, changes=()):
    """Whether the views show the weights of a fresh run of the spec."""
    fresh = Trainer(spec, changes)
    fresh.run(steps=driver.snapshot.step)
    pairs = zip(driver.snapshot.weights, fresh.weights, strict=True)
    return all((W == V).all() and (b == c).all() for (W, b), (V, c) in pairs)


def test_at_a_past_step_the_band_and_the_status_line_say_so(trained):
    end = trained.snapshot.step
    go_to(trained, 2)
    assert trained.lab.workspace.band.text == (
        f"Step 2 of {end:,}. Play, Step or an edit goes on from here as a new branch."
    )
    assert trained.lab.workspace.status.text.startswith(f"Looking at step 2 of {end:,}")
    assert trained.lab.workspace.timeline.state.at == 2
    trained.timeline.latest()
    trained.until(lambda: trained.timeline.shown == end)
    assert trained.lab.workspace.band.text == ""


def test_a_presentation_of_the_past_says_that_keys_go_on_from_there(trained):
    present = trained.lab.commands.view.present
    go_to(trained, 2)
    trained.lab.actions["present"].trigger()
    band = trained.lab.workspace.band.text
    assert present._footer.text() == f"{band.removesuffix('.')} · B blank · Esc ends"
    trained.timeline.latest()
    trained.until(lambda: not present._footer.text().startswith("Step"))
    present.end()


def test_a_mark_says_the_name_that_its_run_was_given(trained):
    number = trained.lab.session.run
    trained.lab.actions["branch"].trigger()
    trained.until(lambda: bool(trained.lab.workspace.timeline.state.marks))
    trained.lab.workspace.context.run_renamed.emit(number, "My run")
    trained.until(lambda: trained.lab.workspace.timeline.state.marks[0].text == "branched from My run")


@pytest.mark.parametrize("id_", ["play", "step_batch", "step_epoch"])
def test_training_from_the_past_makes_a_branch_and_undo_shows_the_parent_at_its_own_end(trained, id_):
    spec, end, parent = trained.session.spec, trained.snapshot.step, trained.session.run
    go_to(trained, 2)
    trained.lab.actions[id_].trigger()
    trained.until(lambda: trained.snapshot.run != parent and trained.snapshot.step > 2)
    trained.lab.runner.pause()
    trained.until(lambda: trained.state is not RunState.RUNNING)
    trained.until_shown()
    assert trained.runs.current.parent == (parent, 2)
    assert shows(trained, spec)
    branch, made = trained.session.run, trained.snapshot.step
    trained.session.undo_stack.undo()
    trained.until(lambda: (trained.snapshot.run, trained.snapshot.step) == (parent, end))
    assert shows(trained, spec)
    assert branch in trained.runs.records
    trained.session.undo_stack.redo()
    trained.until(lambda: (trained.snapshot.run, trained.snapshot.step) == (branch, made))


def test_an_edit_of_the_past_changes_a_branch_and_one_of_the_present_the_run(trained):
    session, spec, parent = trained.session, trained.session.spec, trained.session.run
    session.edit("Change learning rate", spec.but(learning_rate=0.5))
    trained.lab.commands.train.step_batch()
    end = trained.snapshot.step + 1
    trained.until(lambda: trained.snapshot.step == end)
    go_to(trained, 2)
    assert session.spec == spec  # the form shows the settings of that step
    assert trained.lab.workspace.form.editor("learning_rate").number.text() == f"{spec.learning_rate:g}"
    session.edit("Change momentum", spec.but(learning_rate=0.1), merge="slider")
    session.edit("Change momentum", session.spec.but(learning_rate=0.2), merge="slider")
    trained.until(lambda: trained.snapshot.run == session.run)
    trained.until_shown()
    assert session.run == parent + 1
    assert trained.snapshot.step == 2
    assert trained.snapshot.spec.learning_rate == 0.2
    assert not trained.timeline.is_past
    session.undo_stack.undo()
    trained.until(lambda: (trained.snapshot.run, trained.snapshot.step) == (parent, end))
    assert session.spec.learning_rate == 0.5


def test_a_structural_edit_of_the_past_starts_another_run_with_the_settings_of_that_step(trained):
    session, parent = trained.session, trained.session.run
    go_to(trained, 2)
    session.edit("Another seed", session.spec.but(seed=77))
    trained.until(lambda: trained.snapshot.run == session.run)
    assert (trained.snapshot.step, trained.runs.current.parent) == (0, (parent, 0))


def test_a_weight_set_in_the_past_is_set_in_a_branch_as_one_undo_step(trained):
    session, parent, count = trained.session, trained.session.run, trained.session.undo_stack.count()
    go_to(trained, 2)
    session.set_parameter("W1[1,1]", 0.5, 0.0, started=True)
    trained.until(lambda: trained.snapshot.run == session.run != parent)
    trained.until_shown()
    assert trained.snapshot.weights[0][0][0, 0] == 0.5
    assert session.undo_stack.count() == count + 1
    session.undo_stack.undo()
    trained.until(lambda: trained.snapshot.run == parent)


def test_looking_back_while_training_pauses_it(trained):
    trained.lab.commands.train.play_or_pause()
    trained.until(lambda: trained.state is RunState.RUNNING)
    go_to(trained, 1)
    assert trained.state is RunState.PAUSED
    assert trained.timeline.end > 1


def test_branch_from_here_works_at_the_latest_step_too(trained):
    parent, end = trained.session.run, trained.snapshot.step
    trained.lab.actions["branch"].trigger()
    trained.until(lambda: trained.snapshot.run != parent)
    trained.until_shown()
    assert trained.runs.current.parent == (parent, end)
    assert trained.lab.workspace.timeline.state.marks[0].step == end


def test_bookmarks_belong_to_their_run(trained):
    go_to(trained, 2)
    trained.lab.actions["bookmark"].trigger()
    trained.timeline.set_bookmark(1, "early")
    assert trained.timeline.bookmarks == (Bookmark(1, 1, "early"), Bookmark(1, 2, "step 2"))
    trained.lab.actions["branch"].trigger()
    assert trained.timeline.bookmarks == ()
    trained.session.undo_stack.undo()
    trained.timeline.remove_bookmark(2)
    assert trained.timeline.bookmarks == (Bookmark(1, 1, "early"),)


def test_a_way_that_takes_long_tells_how_far_it_is_and_can_be_given_up(trained, monkeypatch):
    end = trained.snapshot.step
    slow = Trainer.advance
    monkeypatch.setattr(Trainer, "advance", lambda self, _steps: slow(self, 1))
    monkeypatch.setattr("bplab.training.replay_watch.OFTEN", 0.0)
    monkeypatch.setattr("bplab.ui.shell.timeline.display.NOTICEABLE", 0.0)
    seen = []
    trained.lab.bridge.replay.connect(seen.append)
    go_to(trained, end - 1)
    assert {one.goal for one in seen if one is not None} == {end - 1}  # perhaps on two ways
    assert seen[-1] is None
    trained.timeline.stay()
    assert trained.timeline.step == end - 1


def test_every_step_of_the_past_is_that_of_a_fresh_run(trained):
    spec, rng = trained.session.spec, np.random.default_rng(3)
    for step in rng.integers(0, trained.snapshot.step, 8):
        go_to(trained, int(step))
        assert shows(trained, spec)


def test_the_views_follow_a_drag_while_it_goes_on(trained):
    shown, place = [], 0
    trained.lab.pump.shown.connect(lambda snapshot: shown.append(snapshot.step))

    def drag() -> bool:
        nonlocal place
        place += 1
        trained.timeline.go_to(1 + place % (trained.timeline.end - 1))
        return len(shown) >= 3

    trained.until(drag)
    last = trained.timeline.step
    trained.until_shown()
    assert shown[-1] == last == trained.timeline.shown


def test_an_answer_of_an_older_visit_to_the_past_is_shown_nowhere(trained):
    source, shown = trained.lab._past, []
    trained.lab.pump.shown.connect(lambda snapshot: shown.append(snapshot.step))
    go_to(trained, 2)
    old = trained.snapshot
    go_to(trained, 3)
    source._arrived.emit((object(), old))
    trained.until_shown()
    assert shown[-1] == 3


def test_single_keys_act_with_the_focus_on_the_timeline_but_not_while_a_name_is_typed(trained):
    track, end = trained.lab.workspace.timeline.track, trained.timeline.end
    track.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(track, Qt.Key.Key_B)
    trained.until(lambda: trained.timeline.shown == end + 1)
    trained.until_shown()
    QTest.keyClick(track, Qt.Key.Key_M)
    QTest.keyClick(track, Qt.Key.Key_F2)
    QTest.keyClicks(track.name_field, "b e n ")
    QTest.keyClick(track.name_field, Qt.Key.Key_Return)
    assert trained.timeline.bookmarks == (Bookmark(1, end + 1, "b e n"),)
    trained.until_shown()
    assert trained.timeline.end == end + 1
