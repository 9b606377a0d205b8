"""A child process trains what the parent would, to the bit, and never outlives it."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from select import select

import numpy as np
import pytest

from bplab.errors import UserError
from bplab.experiment.presets import PRESETS
from bplab.training.changes import Change
from bplab.training.trainer import Trainer
from bplab.trials.child import Child
from bplab.trials.trial import Failure, Progress, Result, Trial

CIRCLE = PRESETS["circle"].spec
FOREVER = 10**9
ON_POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")


def results_of(trials):
    """Train a list to its end."""
    with Child(trials) as child:
        return [message for message in child if isinstance(message, Result)]


def test_a_child_trains_to_the_bits_of_its_parent(spiral):
    changes = (Change(40, "learning_rate", 0.02), Change(55, "W1[1,2]", 0.5))
    found = results_of([Trial(spiral, 100, changes), Trial(spiral.but(dtype="float32"), 95)])
    for result, spec, planned, steps in zip(
        found, (spiral, spiral.but(dtype="float32")), (changes, ()), (100, 95), strict=True
    ):
        trainer = Trainer(spec, planned)
        trainer.run(steps=steps)
        expected, now = trainer.checkpoint(), result.now
        assert (result.spec, result.changes) == (spec, planned)
        assert (now.step, now.epoch, now.position) == (expected.step, expected.epoch, expected.position)
        np.testing.assert_array_equal(now.parameters, expected.parameters)
        assert now.parameters.dtype == expected.parameters.dtype
        assert now.slots.keys() == expected.slots.keys()
        for name, slot in expected.slots.items():
            np.testing.assert_array_equal(now.slots[name], slot)
        for name in trainer.history:
            np.testing.assert_array_equal(result.history[name], trainer.history[name])
        assert result.end == trainer.measure()
        assert (now.evaluation, now.memory) == (expected.evaluation, expected.memory)


def test_what_arrives_is_frozen_and_can_be_continued_to_the_bit(spiral):
    [result] = results_of([Trial(spiral, 50)])
    assert not any(array.flags.writeable for array in (result.now.parameters, *result.now.slots.values()))
    straight = Trainer(spiral)
    straight.run(steps=90)
    onward = Trainer.resume(straight.build, spiral, result.changes, result.now, result.history)
    onward.run(steps=40)
    np.testing.assert_array_equal(onward.parameters, straight.parameters)
    np.testing.assert_array_equal(onward.history["batch_loss"], straight.history["batch_loss"])
    np.testing.assert_array_equal(onward.history["train_loss"], straight.history["train_loss"])


def test_progress_comes_in_order_and_goes_on():
    with Child([Trial(CIRCLE, 9), Trial(CIRCLE, FOREVER)]) as child:
        result = next(message for message in child if not isinstance(message, Progress))
        found = [next(iter(child)) for _ in range(3)]
    assert (result.trial, result.now.step) == (0, 9)
    assert [(one.trial, one.steps) for one in found] == 3 * [(1, FOREVER)]
    assert 0 < found[0].step < found[1].step < found[2].step


def test_a_trial_that_cannot_be_trained_says_why_and_the_others_go_on():
    pole = CIRCLE.but(batch_size=400, last_batch="drop")
    with Child([Trial(pole, 9), Trial(CIRCLE, 9)]) as child:
        messages = [message for message in child if not isinstance(message, Progress)]
    assert messages[0].trial == 0
    assert "never fill a batch" in messages[0].text
    assert not messages[0].is_bug
    assert messages[1].now.step == 9


def test_a_bug_in_one_trial_is_reported_and_the_others_go_on():
    with Child([Trial(None, 9), Trial(CIRCLE, 9)]) as child:
        messages = [message for message in child if not isinstance(message, Progress)]
    assert isinstance(messages[0], Failure)
    assert messages[0].trial == 0
    assert messages[1].now.step == 9


def test_a_diverged_trial_and_a_stopped_one_are_results():
    diverging = CIRCLE.but(learning_rate=1000.0, loss="half_squared", optimizer="momentum", momentum=1.0)
    diverged, stopped = results_of([Trial(diverging, 900), Trial(CIRCLE.but(epochs=3), 900)])
    trainer = Trainer(diverging)
    trainer.run(steps=900)
    assert diverged.now.divergence == trainer.divergence
    assert stopped.now.epoch == 3
    assert stopped.now.stopped == "All 3 epochs are done."


def test_the_end_inside_an_epoch_is_measured():
    [result] = results_of([Trial(CIRCLE, 12)])
    trainer = Trainer(CIRCLE)
    trainer.run(steps=12)
    assert result.end == trainer.measure()
    assert result.end.step == 12


def test_ending_it_from_another_thread_ends_what_it_reports():
    with Child([Trial(CIRCLE, FOREVER)]) as child:
        first = next(iter(child))
        threading.Thread(target=child.end).start()
        assert first.trial == 0
        assert all(isinstance(message, Progress) for message in child)


@ON_POSIX
def test_a_child_that_the_system_ends_is_told_in_a_sentence():
    with Child([Trial(CIRCLE, FOREVER)]) as child:
        next(iter(child))
        child._process.kill()
        with pytest.raises(UserError, match=r"exit code -9\); perhaps memory ran out"):
            list(child)


PARENT = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from bplab.experiment.presets import PRESETS
from bplab.trials.child import Child
from bplab.trials.trial import Trial
with Child([Trial(PRESETS["circle"].spec, 10**9)]) as child:
    next(iter(child))
    print(child._process.pid, "PySide6" in sys.modules, flush=True)
    for _ in child:
        pass
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux can wait for any process")
@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_however_the_parent_dies_its_child_dies_too(how):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    pid, _ = parent.stdout.readline().split()
    parent.send_signal(getattr(signal, how))
    out, err = parent.communicate(timeout=60)
    assert out == ""
    assert err.count("Traceback") == (how == "SIGINT")
    assert has_ended(int(pid))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only there the system says so")
def test_the_child_has_a_low_priority_and_no_qt():
    with Child([Trial(CIRCLE, FOREVER)]) as child:
        next(iter(child))
        process = Path(f"/proc/{child._process.pid}")
        assert int(process.joinpath("stat").read_text().rpartition(") ")[2].split()[16]) >= 15
        assert "Qt6Core" not in process.joinpath("maps").read_text()


def has_ended(pid):
    """Whether a process ends, or has ended; it may be the child of another."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select([process], [], [], 60)[0])
    finally:
        os.close(process)
