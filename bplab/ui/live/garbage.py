"""Cyclic garbage is collected in the window's thread alone: Qt's objects must not end in another one."""

import gc
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QObject, QTimer

LOOK = 200  # ms between two looks
SHARE = 0.01  # of the time, at most, for collections of everything


class Garbage(QObject):
    """Collects in place of Python, which would do it in whichever thread makes the next object.

    A training thread would so destroy widgets that wait in rings of references, while the window uses them.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._rested = 0.0  # when everything may be collected again
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect what is due."""
        due = due_generation()
        if due is not None:
            self._collect(1 if due > 1 and perf_counter() < self._rested else due)

    def _collect(self, generation: int) -> None:
        begin = perf_counter()
        gc.collect(generation)
        if generation == 2:
            now = perf_counter()
            self._rested = now + (now - begin) / SHARE


def due_generation() -> int | None:
    """The oldest generation that Python would have collected by now, had it been allowed to; None if none."""
    due, more = None, 0
    for generation, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)):
        if 0 < most < count + more:
            due = generation
        more = (count + more) // (most + 1) if most else 0  # times that it would have been collected
    return due


def collect_in_this_thread(app: QCoreApplication) -> None:
    """Have garbage collected in the application's thread as long as there is the application."""
    if app.findChild(Garbage) is None:
        Garbage(app)
