"""A run that has diverged: what is said of it and what is shown are of the same, last state."""

import math

import numpy as np

from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.training.snapshot import RunState

LINEAR = Experiment(
    data=DataSpec("gauss", points=60), layers=(Layer(2, "identity"), Layer(2, "identity")),
    output=Output("identity"), loss="half_squared", learning_rate=0.01,
)  # fmt: skip


def test_the_notice_says_what_readouts_and_pictures_show(driver):
    lab = driver.lab
    lab.commands.train.open_preset("diverging")
    driver.until(lambda: driver.snapshot.run == lab.session.run)
    lab.commands.train.play_or_pause()
    driver.until(lambda: driver.state is RunState.DIVERGED)
    driver.until_shown()
    snapshot, notice = driver.snapshot, lab.window.notice
    assert f"The views show step {snapshot.step}, the last with finite weights" in notice.text
    assert "its loss is not finite" in notice.text
    assert math.isinf(snapshot.evaluation.train.loss)
    assert lab.workspace.toolbar.readouts.train_loss.text == "Train loss ∞"
    assert lab.workspace.toolbar.readouts.step.text == f"Step {snapshot.step}"
    assert all(np.isfinite(W).all() for W, _ in snapshot.weights)
    assert np.isfinite(snapshot.map).all()
    assert all(np.isfinite(tile).all() for tile in snapshot.tiles)
    picture = lab.workspace.view("output").map
    view = picture.grab().toImage()
    square = picture.plan().square
    colors = [
        view.pixelColor(int(square.left() + x), int(square.top() + y)).name()
        for x in range(4, int(square.width()) - 4, 9)
        for y in range(4, int(square.height()) - 4, 9)
    ]
    ends = {f"#{int(lab.theme.ramp('map')[end]) & 0xFFFFFF:06x}" for end in (0, -1)}
    assert sum(colors.count(end) for end in ends) > len(colors) / 2  # far beyond an end of the axis


def test_before_the_failure_it_can_be_looked_at_and_continued_at_half_the_rate(driver):
    lab, session = driver.lab, driver.lab.session
    session.open("Linear", LINEAR)
    driver.until(lambda: driver.snapshot.run == session.run)
    driver.play(2)
    session.edit("Too fast", LINEAR.but(learning_rate=5.0))
    lab.commands.train.play_or_pause()
    driver.until(lambda: driver.state is RunState.DIVERGED)
    driver.until_shown()
    notice, parent = lab.window.notice, session.run
    rewind, go_on = notice._buttons
    assert rewind.text() == "Rewind before it failed"
    step = int(go_on.text().removeprefix("Halve η and go on from step ").replace(",", ""))
    rewind.click()
    driver.until(lambda: driver.snapshot.step == step < driver.snapshot.end)
    assert math.isfinite(driver.snapshot.evaluation.train.loss)
    assert notice.text.startswith("Diverged at step")
    notice._buttons[1].click()
    driver.until(lambda: driver.snapshot.run != parent and driver.snapshot.step > step)
    assert lab.runner._runs.current.parent == (parent, step)
    assert session.spec.learning_rate == driver.snapshot.spec.learning_rate
    assert session.spec.learning_rate in (2.5, 0.005)  # of that step, which may be before the change
