"""The session: edits, undo with the run given back, refusals."""

import subprocess
import sys

import numpy as np
import pytest

from bplab.data.dataset import Dataset
from bplab.data.own import OwnData
from bplab.experiment.edits import resize
from bplab.experiment.own import with_own_data
from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training.snapshot import RunState
from bplab.ui.session import Session


class RecordingRunner:
    """Notes what the session asks of a runner."""

    def __init__(self):
        self.calls = []

    def restart(self, number, spec, _parent=None, own=None):
        self.calls.append(("restart", number, spec, *([own] if own else [])))

    def restore(self, number, spec, own=None):
        self.calls.append(("restore", number, spec, *([own] if own else [])))

    def change(self, spec):
        self.calls.append(("change", spec))

    def forget(self, number):
        self.calls.append(("forget", number))

    def set_parameter(self, name, value):
        self.calls.append(("set", name, value))


@pytest.fixture
def runner():
    return RecordingRunner()


@pytest.fixture
def session(qapp, runner):
    return Session(runner, Experiment())


def test_a_live_edit_changes_the_run_and_keeps_it(session, runner):
    run = session.run
    assert session.edit("Change learning rate", session.spec.but(learning_rate=0.1))
    assert session.run == run
    assert runner.calls[-1] == ("change", session.spec)


def test_the_data_of_ones_own_goes_along_with_its_experiment_by_value(session, runner):
    values = np.arange(6.0)[:, None]
    own = OwnData("line", Dataset(values, values, (), ("x",)))
    spec = with_own_data(session.spec, own)
    session.bring(own)
    assert session.edit("Import line.csv", spec)
    assert runner.calls[-1] == ("restart", session.run, spec, own)
    session.edit("Add a neuron", resize(spec, 0, 5))
    session.undo_stack.undo()
    assert runner.calls[-1][2:] == (spec, own)
    session.undo_stack.undo()
    assert runner.calls[-1][2:] == (Experiment(),)


def test_a_structural_edit_begins_another_run_and_undo_restores_the_old(session, runner):
    old, run = session.spec, session.run
    session.edit("Add a neuron", resize(old, 0, 5))
    assert runner.calls[-1] == ("restart", session.run, session.spec)
    assert session.run != run
    session.undo_stack.undo()
    assert runner.calls[-1] == ("restore", run, old)
    assert (session.spec, session.run) == (old, run)


def test_redo_goes_to_the_newer_run_again(session, runner):
    session.edit("Add a neuron", resize(session.spec, 0, 5))
    newer = session.run
    session.undo_stack.undo()
    session.undo_stack.redo()
    assert runner.calls[-1] == ("restore", newer, session.spec)


def test_undo_steps_carry_the_names_of_the_edits(session):
    session.edit("Add a neuron to Hidden 1", resize(session.spec, 0, 5))
    assert session.undo_stack.undoText() == "Add a neuron to Hidden 1"
    session.undo_stack.undo()
    assert session.undo_stack.redoText() == "Add a neuron to Hidden 1"


def test_edits_of_one_drag_are_one_step_and_let_the_runs_between_go(session, runner):
    start = session.spec
    first_run = session.run
    for units in (5, 6, 7):
        session.edit("Resize", resize(session.spec, 0, units), merge="grip")
    assert session.undo_stack.count() == 1
    forgotten = [call[1] for call in runner.calls if call[0] == "forget"]
    assert first_run not in forgotten
    assert session.run not in forgotten
    assert len(forgotten) == 2
    session.undo_stack.undo()
    assert session.spec == start
    assert session.run == first_run


def test_an_experiment_that_cannot_be_is_refused_with_a_sentence_and_nothing_changes(session, qtbot, runner):
    before, calls = session.spec, len(runner.calls)
    wrong = before.but(loss="categorical_cross_entropy")
    with qtbot.waitSignal(session.failed) as said:
        assert not session.edit("Change loss", wrong)
    assert said.args[0].endswith(".")
    assert session.spec == before
    assert len(runner.calls) == calls
    assert session.undo_stack.count() == 0


def test_a_restart_with_an_experiment_that_cannot_be_is_refused_like_an_edit(session, qtbot, runner):
    before, calls = session.spec, len(runner.calls)
    wrong = before.but(loss="categorical_cross_entropy")
    with qtbot.waitSignal(session.failed) as said:
        assert not session.restart("Open something", wrong)
    assert said.args[0].endswith(".")
    assert session.spec == before
    assert len(runner.calls) == calls
    assert session.restart("Open the same", before)


def test_what_cannot_fit_is_refused_before_it_is_allocated(session, qtbot):
    huge = session.spec.but(
        layers=(Layer(512),) * 20, data=DataSpec(points=100_000), batch_size=0, loss="half_squared"
    )
    with qtbot.waitSignal(session.failed) as said:
        assert not session.edit("Grow", huge)
    assert "MiB" in said.args[0]


def test_an_edit_that_changes_nothing_is_no_step(session):
    assert session.edit("Nothing", session.spec.but())
    assert session.undo_stack.count() == 0


def test_a_run_that_cannot_begin_takes_its_edits_back_for_good(session, runner):
    spec, run = session.spec, session.run
    for units in (5, 6):
        session.edit("Resize", resize(spec, 0, units), merge="grip")
    session.edit("Change learning rate", session.spec.but(learning_rate=0.1))
    session.set_parameter("b1[1]", 0.5, 0.0, started=True)
    session.refuse(run)  # not the one that is trained
    assert session.undo_stack.count() == 3
    session.refuse(session.run)
    assert (session.spec, session.run) == (spec, run)
    assert session.undo_stack.count() == 0
    assert runner.calls[-1] == ("restore", run, spec)
    session.refuse(run)  # there is nothing before it
    assert (session.spec, session.run) == (spec, run)


def test_reset_can_be_undone(session, runner):
    run = session.run
    session.restart()
    assert session.run != run
    session.undo_stack.undo()
    assert runner.calls[-1] == ("restore", run, session.spec)


def test_a_restart_undone_gives_the_run_back_with_its_weights_and_history(driver):
    lab = driver.lab
    driver.play(epochs=3)
    trained = driver.snapshot
    run, loss = trained.run, trained.evaluation.train.loss
    curve = trained.history.epochs.read("train_loss").mean.copy()
    lab.session.edit("Add a neuron", resize(lab.session.spec, 0, 6))
    driver.until(lambda: driver.snapshot.run != run and driver.snapshot.step == 0)
    lab.session.undo_stack.undo()
    driver.until(lambda: driver.snapshot.run == run)
    driver.until_shown()
    assert driver.snapshot.step == trained.step
    assert driver.snapshot.evaluation.train.loss == loss
    assert np.array_equal(driver.snapshot.history.epochs.read("train_loss").mean, curve)
    assert driver.state is RunState.PAUSED


def test_a_running_training_restarts_running_after_a_structural_edit(driver):
    lab = driver.lab
    lab.commands.train.play_or_pause()
    driver.until(lambda: driver.snapshot.step > 0)
    run = driver.snapshot.run
    lab.session.edit("Add a neuron", resize(lab.session.spec, 0, 6))
    driver.until(lambda: driver.snapshot.run != run and driver.snapshot.step > 0)
    assert driver.state is RunState.RUNNING


def test_the_learning_rate_acts_on_the_running_training(driver):
    lab = driver.lab
    lab.commands.train.play_or_pause()
    driver.until(lambda: driver.snapshot.step > 0)
    run = driver.snapshot.run
    lab.session.edit("Change learning rate", lab.session.spec.but(learning_rate=0.01))
    driver.until(lambda: driver.snapshot.learning_rate == 0.01)
    assert driver.snapshot.run == run


def test_a_parameter_set_before_the_first_step_is_a_starting_value(session, runner):
    assert session.set_parameter("W1[2,3]", 0.5, old=0.1, started=False)
    assert session.spec.start == {"W1[2,3]": 0.5}
    assert runner.calls[-1] == ("restart", session.run, session.spec)
    session.undo_stack.undo()
    assert session.spec.start == {}


def test_a_parameter_set_later_is_a_change_of_the_run_that_undo_takes_back(session, runner):
    spec, run = session.spec, session.run
    session.set_parameter("b1[2]", -0.25, old=0.125, started=True)
    assert runner.calls[-1] == ("set", "b1[2]", -0.25)
    assert session.undo_stack.undoText() == "Set b1[2] to −0.25"
    session.undo_stack.undo()
    assert runner.calls[-1] == ("set", "b1[2]", 0.125)
    session.undo_stack.redo()
    assert runner.calls[-1] == ("set", "b1[2]", -0.25)
    assert (session.spec, session.run) == (spec, run)


DROPPED = """
import gc
from random import Random

from PySide6.QtWidgets import QApplication

from bplab.experiment.edits import resize
from bplab.experiment.spec import Experiment
from bplab.ui.session import Session


class Runner:
    def restart(self, *_given): pass

    restore, change, forget = restart, restart, restart


app, random = QApplication(["bplab", "-platform", "offscreen"]), Random(1)
gc.disable()
for _ in range(200):
    session = Session(Runner(), Experiment())
    for units in range(5, random.randrange(6, 11)):
        session.edit("Resize", resize(session.spec, 0, units))
    session.undo_stack.undo()
    looked_at = [session.undo_stack.command(0)]
    if random.random() < 0.5:
        session.ring = session, looked_at
    gc.collect(random.randrange(3))
    del session
    if random.random() < 0.5:
        gc.collect()
    looked_at = None
    gc.collect()
print("alive")
"""


@pytest.mark.slow
def test_sessions_with_edits_may_be_collected_in_any_order():
    run = subprocess.run([sys.executable, "-c", DROPPED], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "alive\n"), run.stderr
