"""A run goes from a script to the window and back, also within an epoch, and is the same to the bit."""

import numpy as np

from bplab.experiment.presets import preset
from bplab.storage.trainers import load, save
from bplab.training.scripting import Trainer


def test_a_run_goes_through_the_window_as_if_it_had_never_stopped(driver, lab, hand, tmp_path):
    spec = preset("spiral").but(optimizer="adam", last_batch="carry")
    made, back = tmp_path / "made.bplab", tmp_path / "back.bplab"
    first = Trainer(spec)
    first.run(steps=13)
    save(made, first)
    hand.open(made)
    assert (driver.snapshot.step, driver.snapshot.spec) == (13, spec)
    driver.play(3)
    played = driver.snapshot.step
    lab.actions["step_batch"].trigger()
    driver.until(lambda: driver.snapshot.step == played + 1)
    driver.until_shown()
    hand.save_as(back)
    again, straight = load(back), Trainer(spec)
    assert again.step == driver.snapshot.step
    again.run(steps=20)
    straight.run(steps=again.step)
    assert again.parameters.tobytes() == straight.parameters.tobytes()
    for name, series in straight.history.items():
        np.testing.assert_array_equal(again.history[name], series)
