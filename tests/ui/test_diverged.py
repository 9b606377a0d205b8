"""A run that has diverged: what is said of it and what is shown are of the same, last state."""

import math

import numpy as np

from bplab.training.snapshot import RunState


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
