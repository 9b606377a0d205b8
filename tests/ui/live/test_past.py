"""A moment of the past is pictured as it was, and nothing of the run changes by it."""

import numpy as np

from bplab.ui.live.source import PastSource


def test_all_views_show_a_moment_of_the_past_and_the_run_goes_on_from_now(driver):
    lab = driver.lab
    driver.until_shown()
    start = driver.snapshot.weights
    driver.play(1)
    now = driver.snapshot
    assert now.step > 0
    lab.pump.show_from(PastSource(lab.runner, 0, lab))
    driver.until(lambda: driver.snapshot.step == 0)
    for (W, b), (V, c) in zip(driver.snapshot.weights, start, strict=True):
        np.testing.assert_array_equal(W, V)
        np.testing.assert_array_equal(b, c)
    assert driver.snapshot.run == now.run
