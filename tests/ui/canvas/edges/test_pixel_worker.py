"""Working things out beside the window."""

import threading
from itertools import count

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from bplab.ui.canvas.base.curve import Curves
from bplab.ui.canvas.edges.pixel_worker import PixelMapWorker
from bplab.ui.canvas.edges.pixels import PixelMap, make_plan


def plan(width: int) -> PixelMap:
    return make_plan(Curves(*np.empty((4, 0))), np.empty(0), (width, 1))


def test_only_the_last_wish_comes_back(qtbot, qapp):
    planner, gate, made = PixelMapWorker(), threading.Event(), []
    planner.ready.connect(lambda found, tag: made.append((found.size[0], tag)))
    planner.ask(lambda: gate.wait(60) and plan(1), "first")
    for wish in (2, 3):
        planner.ask(lambda wish=wish: plan(wish), wish)
    gate.set()
    qtbot.waitUntil(lambda: bool(made) and planner._running is None, timeout=20_000)
    assert made == [(3, 3)]


def test_what_is_no_longer_wanted_does_not_come(qtbot, qapp):
    planner, gate, made = PixelMapWorker(), threading.Event(), []
    planner.ready.connect(lambda *found: made.append(found))
    planner.ask(lambda: gate.wait(60) and plan(1), "first")
    planner.forget()
    gate.set()
    qtbot.waitUntil(lambda: planner._running is None, timeout=20_000)
    assert not made


def test_it_works_in_another_thread(qtbot, qapp):
    planner, names = PixelMapWorker(), []

    def make() -> PixelMap:
        names.append(threading.current_thread())
        return plan(1)

    for number in count(1):
        with qtbot.waitSignal(planner.ready, timeout=20_000):
            planner.ask(make, number)
        if number == 2:
            break
    assert names[0] is names[1] is not threading.main_thread()


@pytest.mark.parametrize("moment", ["working", "done", "done, another waits"])
def test_a_window_taken_down_while_it_works_does_no_harm(qapp, moment):
    planner, begun, gate = PixelMapWorker(), threading.Event(), threading.Event()
    planner.ask(lambda: begun.set() or (gate.wait(60) and plan(1)), "late")
    work, pool = planner._running, planner._pool
    assert begun.wait(60)
    if moment.endswith("waits"):
        planner.ask(lambda: plan(2), "later")
    if moment.startswith("done"):
        gate.set()
        work.result(60)
    planner.deleteLater()
    QCoreApplication.sendPostedEvents(planner, QEvent.Type.DeferredDelete.value)
    gate.set()
    pool.shutdown()
    assert work.result().size == (1, 1)
