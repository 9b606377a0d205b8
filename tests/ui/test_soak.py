"""Ten minutes of training flat out in the whole window: nothing may pile up."""

import faulthandler
import gc
import os
import threading

import pytest
from PySide6.QtCore import QObject

from bplab.training.machine import resident_bytes

MINUTES = float(os.environ.get("BPLAB_SOAK_MINUTES", "10"))
WARM_UP = 60.0  # seconds until caches and the exact part of the history are full
ALLOWED = 24 << 20  # bytes


@pytest.mark.slow
def test_memory_objects_and_threads_stay_flat_while_training(driver, capsys):
    faulthandler.cancel_dump_traceback_later()  # it takes long, and is meant to
    lab = driver.lab
    lab.commands.train.open_preset("spiral")
    driver.until(lambda: driver.snapshot.spec.data.name == "spiral")
    lab.commands.train.play_or_pause()
    driver.live(WARM_UP)
    before = measure(lab)
    steps = driver.snapshot.step
    driver.live(MINUTES * 60 - WARM_UP)
    after = measure(lab)
    with capsys.disabled():
        print(f"\nsoak: {driver.snapshot.step - steps:,} steps; MiB, QObjects, threads: {before} -> {after}")
    assert after[0] - before[0] < ALLOWED >> 20
    assert after[1] <= before[1] + 20
    assert after[2] == before[2]


def measure(lab):
    """MiB in memory, QObjects under the window, threads."""
    gc.collect()
    return resident_bytes() >> 20, len(lab.window.findChildren(QObject)), threading.active_count()
