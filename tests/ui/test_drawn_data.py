"""Data are drawn in the training thread: the window never waits for them, and hears when they cannot be."""

import threading
from dataclasses import replace

import pytest

from bplab.experiment.edits import with_dataset
from bplab.training import build
from bplab.training.snapshot import RunState

HIDDEN_HOLES = "sqrt(0.5 - sin(100*pi*x))"  # has a value at every hundredth


@pytest.fixture
def drawn(monkeypatch):
    """The names of the threads that drew data, with the noise of each."""
    found, prepare = [], build.prepare

    def note(row, points, noise, *others, **named):
        found.append((threading.current_thread().name, noise))
        return prepare(row, points, noise, *others, **named)

    monkeypatch.setattr(build, "prepare", note)
    build.prepared_data.cache_clear()
    return found


def with_data(spec, **changes):
    return spec.but(data=replace(spec.data, **changes))


def test_the_window_draws_no_data_while_its_settings_are_dragged(driver, drawn):
    lab = driver.lab
    lab.session.edit("Change examples", with_data(lab.session.spec, points=3000))
    for noise in range(1, 30):
        lab.session.edit("Change noise", with_data(lab.session.spec, noise=float(noise)), merge="noise")
    driver.until(lambda: driver.snapshot.spec.data.noise == 29)
    lab.session.edit("Change data", with_dataset(lab.session.spec, "moons"))
    lab.session.edit("Change share", with_data(lab.session.spec, train_percent=10, validation_percent=10))
    lab.commands.train.open_preset("digits")
    driver.until(lambda: driver.snapshot.run == lab.session.run)
    lab.session.undo_stack.undo()
    driver.until(lambda: driver.snapshot.run == lab.session.run)
    assert {name for name, _ in drawn} == {"bplab-runner"}
    assert driver.snapshot.prepared.dataset.count == 3000


def test_what_is_odd_about_the_data_is_said_when_they_are_drawn(driver):
    lab = driver.lab
    lab.session.edit("Change data", with_dataset(lab.session.spec, "xor_points"))
    driver.until(lambda: "only 4 training examples" in lab.workspace.form.notes.text())
    assert lab.workspace.form.notes.isVisibleTo(lab.workspace.form)
    lab.session.edit("Change batch size", lab.session.spec.but(batch_size=0))
    driver.until(lambda: not lab.workspace.form.notes.isVisibleTo(lab.workspace.form))
    lab.session.undo_stack.undo()
    driver.until(lambda: lab.workspace.form.notes.isVisibleTo(lab.workspace.form))
    lab.session.undo_stack.undo()
    driver.until(lambda: not lab.workspace.form.notes.text())


def test_data_that_cannot_be_drawn_are_refused_and_the_run_before_is_still_there(driver):
    lab, stack = driver.lab, driver.lab.session.undo_stack
    lab.session.edit("Change data", with_dataset(lab.session.spec, "function"))
    driver.play(epochs=2)
    spec, run, step = lab.session.spec, lab.session.run, driver.snapshot.step
    lab.session.edit("Change formula", with_data(spec, formula=HIDDEN_HOLES))
    lab.session.edit("Change learning rate", lab.session.spec.but(learning_rate=0.5))
    driver.until(lambda: lab.session.run == run)
    assert (lab.session.spec, stack.count(), stack.canRedo()) == (spec, 1, False)
    driver.until(lambda: "the value is not finite" in lab.window.notice.text)
    driver.until_shown()
    assert (driver.snapshot.run, driver.snapshot.step, driver.state) == (run, step, RunState.PAUSED)
