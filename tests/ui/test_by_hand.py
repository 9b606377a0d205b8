"""Numbers on the canvas of the open lab: picked, set by hand while training runs, frozen, checked."""

from bplab.experiment.parameters import Parameter
from bplab.training.snapshot import RunState
from bplab.training.trainer import Trainer

WEIGHT = Parameter(0, 1, 2)


def weight(driver):
    found = driver.lab.workspace.canvas.graph.numbers.matrices.get("weights")
    return None if found is None else float(found[0][0][1, 2])


def set_value(driver, value):
    """Type a number in the Microscope, as F2 on the selected weight lets one."""
    lab = driver.lab
    graph = lab.workspace.canvas.graph
    graph.select(WEIGHT)
    graph.look_closer(edit=True)
    head = lab.workspace.places["microscope"].fill().head
    driver.until(lambda: head.value.value is not None)
    head.value.setText(repr(value))
    head.value.setModified(True)
    head.value.returnPressed.emit()


def test_a_weight_set_at_rest_stands_there_at_once_and_undo_takes_it_back(driver):
    driver.play(2)
    old = weight(driver)
    set_value(driver, 0.5)
    driver.until(lambda: weight(driver) == 0.5)
    driver.lab.session.undo_stack.undo()
    driver.until(lambda: weight(driver) == old)
    driver.lab.session.undo_stack.redo()
    driver.until(lambda: weight(driver) == 0.5)


def test_a_frozen_weight_set_while_training_runs_stays_and_the_run_can_be_replayed(driver):
    lab, seen = driver.lab, []
    lab.workspace.canvas.edits.freeze(WEIGHT, on=True)
    lab.commands.train.play_or_pause()
    driver.until(lambda: lab.workspace.canvas.graph.numbers.snapshot.step > 50)
    set_value(driver, -0.75)
    driver.until(lambda: weight(driver) == -0.75)
    lab.runner.pause()
    driver.until(lambda: driver.state is RunState.PAUSED)
    lab.runner.look(lambda trainer: seen.append((trainer.step, trainer.changes, trainer.parameters)))
    driver.until(lambda: bool(seen))
    step, changes, parameters = seen[0]
    replay = Trainer(lab.session.spec.but(frozen=()), changes)
    replay.run(steps=step)
    assert (replay.parameters == parameters).all()
    assert replay.parameters[replay.build.layout.index(WEIGHT)] == -0.75


def test_before_the_first_step_a_value_is_a_starting_value(driver):
    lab = driver.lab
    set_value(driver, 0.5)
    assert lab.session.spec.start == {"W1[2,3]": 0.5}
    driver.until(lambda: weight(driver) == 0.5)
    driver.play(1)
    lab.commands.train.reset()
    driver.until(lambda: weight(driver) == 0.5)


def test_the_example_picked_is_the_one_shown(driver):
    lab = driver.lab
    graph = lab.workspace.canvas.graph
    graph.select(WEIGHT)
    driver.until(lambda: graph.numbers.trace is not None)
    graph.values.picker.pick(7)
    driver.until(lambda: graph.numbers.trace.example == 6)
    graph.values.picker.pick(33)
    driver.until(lambda: graph.numbers.trace.example is None)


def test_the_gradients_of_a_running_training_are_checked(driver):
    lab = driver.lab
    lab.workspace.sidebar.set_essentials(False)
    box = lab.workspace.form.gradients
    lab.commands.train.play_or_pause()
    driver.until(lambda: driver.snapshot.step > 50)
    box.check()
    driver.until(lambda: box.result.text().endswith("✓"))
    assert box.result.text().startswith("17 gradients")
    lab.commands.train.reset()
    assert not box.box.isChecked()
