"""What stands on screen together is of one run and of one moment."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer

from bplab.training.snapshot import Needs, RunState
from bplab.ui.live import pump


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
    driver.until(lambda: len(rounds) > 5)
    seen = [view for view in lab.workspace.visible_views() if view.needs != Needs()]
    steps = [step for step, _ in rounds]
    assert len(seen) > 2
    assert all([snapshot.step for snapshot in watched.of(view)][-4:] == steps[-4:] for view in seen)
    assert all(text == f"Step {step:,}" for step, text in rounds)


def test_the_views_of_the_history_take_turns_while_training_runs_and_show_the_last_step_at_rest(
    driver, watched
):
    lab, steps = driver.lab, []
    lab.commands.train.play_or_pause()
    driver.until(lambda: driver.snapshot.epoch > 5)
    del watched.shown[:]
    lab.pump.shown.connect(lambda snapshot: steps.append(snapshot.step))
    driver.until(lambda: len(steps) > 5)
    loss, gradients = (lab.workspace.view(name) for name in ("loss", "gradients"))
    begun = len(watched.of(loss)) + len(watched.of(gradients)) - len(steps)
    assert 0 <= begun <= 1  # one of them a round
    assert not {at.step for at in watched.of(loss)} & {at.step for at in watched.of(gradients)}
    lab.commands.train.play_or_pause()
    driver.until_shown()
    last = {watched.of(view)[-1].step for view in lab.workspace.visible_views()}
    assert last == {driver.snapshot.step}


def test_a_view_of_the_history_that_stands_alone_has_every_turn(driver, watched, monkeypatch):
    lab, loss = driver.lab, driver.lab.workspace.view("loss")
    lab.commands.train.play_or_pause()
    driver.until(lambda: driver.snapshot.epoch > 5)
    monkeypatch.setattr(lab.pump, "_visible", lambda: [loss])
    rounds = []
    lab.pump.shown.connect(lambda _snapshot: rounds.append(len(watched.of(loss))))
    driver.until(lambda: len(rounds) > 4)
    assert [later - before for before, later in pairwise(rounds)][1:] == [1, 1, 1]


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
    seen = lab.workspace.visible_views()
    assert views == [view for view in seen if view in views]
    assert len(views) == len(seen) - 1  # one of the two that show the history rests
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


def test_what_happens_between_two_turns_of_a_round_is_no_part_of_its_cost(driver, watched, monkeypatch):
    lab, now, costs = driver.lab, [0.0], []
    between = QTimer(interval=0)
    between.timeout.connect(lambda: now.append(now[-1] + 10))  # another edit of a slider that is dragged
    monkeypatch.setattr(pump, "perf_counter", lambda: now[-1])
    end = lab.pump._end
    monkeypatch.setattr(lab.pump, "_end", lambda of: costs.append((of.cost, now[-1] - of.asked)) or end(of))
    lab.commands.train.play_or_pause()
    between.start()
    driver.until(lambda: len(costs) > 5)
    between.stop()
    assert all(cost < 10 < wall for cost, wall in costs[1:])
