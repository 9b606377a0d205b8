"""A moment of the past is pictured as it was, and nothing of the run changes by it."""

import threading

import numpy as np


def test_all_views_show_a_moment_of_the_past_and_the_run_goes_on_from_now(driver):
    lab = driver.lab
    driver.until_shown()
    start = driver.snapshot.weights
    driver.play(1)
    now = driver.snapshot
    assert now.step > 0
    lab.timeline.go_to(0)
    driver.until(lambda: driver.snapshot.step == 0)
    for (W, b), (V, c) in zip(driver.snapshot.weights, start, strict=True):
        np.testing.assert_array_equal(W, V)
        np.testing.assert_array_equal(b, c)
    assert (driver.snapshot.run, driver.snapshot.end) == (now.run, now.step)
    lab.timeline.latest()
    driver.until(lambda: driver.snapshot.step == now.step)
    assert lab.session.undo_stack.count() == 0


def test_the_last_moment_asked_for_is_shown_however_fast_they_come(driver):
    driver.play(3)
    end = driver.snapshot.step
    for step in (1, end - 1, 2, 5, 3):
        driver.lab.timeline.go_to(step)
    driver.until(lambda: driver.lab.timeline.shown == 3)
    driver.until_shown()
    assert driver.snapshot.step == 3


def test_a_step_that_is_presented_comes_although_a_comparison_ends_on_the_way(driver):
    lab, goes_on = driver.lab, threading.Event()
    before = lab.session.run
    driver.play(1)
    lab.session.restart()
    driver.until(lambda: driver.snapshot.run == lab.session.run)
    driver.play(1)
    lab.actions["present"].trigger()
    lab.workspace.context.comparison_wanted.emit(before, lab.session.run)
    driver.until(lambda: lab.comparison.at is not None)
    driver.until_shown()
    lab.runner.look(lambda _trainer: goes_on.wait(60))
    lab.comparison.go_to(2)
    driver.settle()
    lab.comparison.end()
    goes_on.set()
    driver.until(lambda: lab.pump.settled)
    assert driver.snapshot.step == lab.timeline.shown == 2
