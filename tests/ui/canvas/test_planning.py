"""Working things out beside the window."""

import threading
from itertools import count
from time import sleep

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent

from bplab.ui.canvas.curve import Curves
from bplab.ui.canvas.planning import Planner
from bplab.ui.canvas.raster import Plan, make_plan


def plan(width: int) -> Plan:
    return make_plan(Curves(*np.empty((4, 0))), np.empty(0), (width, 1))


def test_only_the_last_wish_comes_back(qtbot, qapp):
    planner, gate, made = Planner(), threading.Event(), []
    planner.ready.connect(lambda found, tag: made.append((found.size[0], tag)))
    planner.ask(lambda: gate.wait(5) and plan(1), "first")
    for wish in (2, 3):
        planner.ask(lambda wish=wish: plan(wish), wish)
    gate.set()
    qtbot.waitUntil(lambda: bool(made) and planner._running is None)
    assert made == [(3, 3)]


def test_what_is_no_longer_wanted_does_not_come(qtbot, qapp):
    planner, gate, made = Planner(), threading.Event(), []
    planner.ready.connect(lambda *found: made.append(found))
    planner.ask(lambda: gate.wait(5) and plan(1), "first")
    planner.forget()
    gate.set()
    qtbot.waitUntil(lambda: planner._running is None)
    assert not made


def test_it_works_in_another_thread(qtbot, qapp):
    planner, names = Planner(), []

    def make() -> Plan:
        names.append(threading.current_thread())
        return plan(1)

    for number in count(1):
        with qtbot.waitSignal(planner.ready):
            planner.ask(make, number)
        if number == 2:
            break
    assert names[0] is names[1] is not threading.main_thread()


def test_a_window_taken_down_while_it_works_does_no_harm(qapp):
    for wait in np.linspace(0, 4e-3, 40):
        planner = Planner()
        planner.ask(lambda: sleep(2e-3) or plan(1), "late")
        sleep(wait)
        planner.deleteLater()
        QCoreApplication.sendPostedEvents(planner, QEvent.Type.DeferredDelete.value)
