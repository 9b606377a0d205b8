"""What stands on screen together is of one run and of one moment."""

import pytest
from PySide6.QtCore import QEvent, QObject

from bplab.training.snapshot import RunState


class Watched:
    """What each view was shown, in order, and how often the window was painted meanwhile."""

    def __init__(self, lab):
        self.shown = []  # (view, snapshot), and "painted"
        self._painting = Painting(self.shown)
        for name in lab.workspace.places:
            lab.workspace.view(name)  # made, seen or not
        for view in lab.workspace.views:
            self._watch(view)
            view.installEventFilter(self._painting)

    def _watch(self, view):
        original = view.show_snapshot

        def show(snapshot):
            self.shown.append((view, snapshot))
            original(snapshot)

        view.show_snapshot = show

    def of(self, view):
        return [entry[1] for entry in self.shown if entry != "painted" and entry[0] is view]


class Painting(QObject):
    def __init__(self, log):
        super().__init__()
        self._log = log

    def eventFilter(self, _watched, event):
        if event.type() == QEvent.Type.Paint:
            self._log.append("painted")
        return False


@pytest.fixture
def watched(driver):
    driver.until_shown()
    return Watched(driver.lab)


def edits(lab):
    return {
        "twenty layers": lambda: lab.workspace.canvas.edits.set_sizes("-".join(["3"] * 20)),
        "another data set": lambda: lab.commands.train.open_preset("digits"),
        "reset": lab.session.restart,
        "undo": lab.session.undo_stack.undo,
    }


@pytest.mark.parametrize("edit", ["twenty layers", "another data set", "reset", "undo"])
@pytest.mark.parametrize("training", [False, True])
def test_a_new_run_is_shown_by_every_view_before_anything_is_painted(driver, watched, edit, training):
    lab = driver.lab
    lab.session.edit("Other", lab.session.spec.but(seed=5))
    lab.commands.train.play_or_pause()
    driver.until(lambda: driver.snapshot.step > 0)
    if not training:
        lab.commands.train.play_or_pause()
        driver.until(lambda: driver.state is not RunState.RUNNING)
        driver.until_shown()
    del watched.shown[:]
    edits(lab)[edit]()
    driver.until(lambda: driver.snapshot.run == lab.session.run)
    runs, showing = {}, None
    for entry in watched.shown:
        if entry == "painted":
            assert len(set(runs.values())) <= 1
        else:
            showing = entry[1].run
            runs[entry[0]] = showing
    assert set(runs) == set(lab.workspace.views)  # also those that nobody sees
    assert set(runs.values()) == {lab.session.run}


def test_the_views_of_a_running_training_show_one_step_and_so_do_the_readouts(driver, watched):
    lab = driver.lab
    lab.commands.train.play_or_pause()
    driver.until(lambda: driver.snapshot.epoch > 5)
    del watched.shown[:]
    rounds = []
    lab.pump.shown.connect(
        lambda snapshot: rounds.append((snapshot.step, lab.workspace.toolbar.readouts.step.text))
    )
    driver.until(lambda: len(rounds) > 4)
    seen = lab.workspace.visible_views()
    steps = [step for step, _ in rounds]
    assert len(seen) > 4
    assert all([snapshot.step for snapshot in watched.of(view)][-4:] == steps[-4:] for view in seen)
    assert all(text == f"Step {step:,}" for step, text in rounds)


def test_the_history_stands_still_while_the_views_of_a_round_take_turns(driver, watched):
    lab = driver.lab
    lab.commands.train.play_or_pause()
    driver.until(lambda: driver.snapshot.epoch > 5)
    counts = []
    lab.pump.shown.connect(lambda snapshot: counts.append((snapshot.history.steps.count, snapshot.step)))
    driver.until(lambda: len(counts) > 4)
    assert all(count == step for count, step in counts)


def test_what_is_to_be_done_between_rounds_waits_until_each_view_has_had_its_turn(driver, watched):
    lab, order = driver.lab, []
    lab.commands.train.play_or_pause()
    driver.until(lambda: driver.snapshot.epoch > 5)

    def ask(_snapshot):
        lab.pump.arrived.disconnect(ask)
        del watched.shown[:]
        lab.pump.between_rounds(lambda: order.extend(watched.shown))

    lab.pump.arrived.connect(ask)
    driver.until(lambda: bool(order))
    views = [entry[0] for entry in order if entry != "painted"]
    assert views == lab.workspace.visible_views()
    lab.pump.hold(True)
    driver.until(lambda: lab.pump._round is None)
    lab.pump.between_rounds(order.clear)
    assert order == []  # at once, without a round


def test_a_view_that_comes_in_sight_shows_the_present_state_at_once(driver, watched):
    lab = driver.lab
    lab.commands.train.play_or_pause()
    driver.until(lambda: driver.snapshot.epoch > 5)
    step = driver.snapshot.step
    del watched.shown[:]
    lab.workspace.dock.select(2)
    driver.until(lambda: bool(watched.of(lab.workspace.view("weights"))))
    assert watched.of(lab.workspace.view("weights"))[0].step >= step
    assert watched.of(lab.workspace.view("weights"))[0].weights is not None


def test_one_view_that_fails_keeps_no_other_at_the_old_run(driver, watched, qtbot, monkeypatch):
    lab = driver.lab
    # The view is mended before errors count again: a round may go on.
    with qtbot.captureExceptions() as raised, monkeypatch.context() as failing:
        failing.setattr(lab.workspace.view("signal"), "show_snapshot", lambda _snapshot: 1 / 0)
        lab.session.restart()
        driver.until(lambda: driver.snapshot.run == lab.session.run)
        assert raised
        assert watched.of(lab.workspace.view("weights"))[-1].run == lab.session.run
        lab.commands.train.step_epoch()
        driver.until(lambda: driver.snapshot.epoch == 1)
        driver.until_shown()
