"""Hears whatever goes wrong around the monkey: what is raised, what Qt says, and that nothing goes on."""

import faulthandler
import sys
import threading
import traceback
from time import monotonic, thread_time

from PySide6.QtCore import qInstallMessageHandler

STALL = 0.5  # seconds of the window's own computing between two events
PATIENCE = 60.0  # seconds that the monkey waits for one thing
STILL = 300.0  # seconds from one event to the next, after which the process says where it stands, and ends
NO_FAULTS = (
    "This plugin does not support ",  # what has no meaning without a screen
    "Mouse event at ",  # the window has become smaller under a drag
)


class Watch:
    """Gathers the faults, and times the window's turns."""

    def __init__(self):
        self.faults = []
        self.longest, self.longest_at = 0.0, 0
        self._left = None  # the thread's time when the monkey last let the window work
        self._start(0)
        qInstallMessageHandler(self._hear)

    def follow(self, lab):
        """Listen to a new lab, which has hooks of its own."""
        sys.excepthook = threading.excepthook = sys.unraisablehook = self._catch
        faulthandler.enable()  # the lab keeps a log of crashes; here they are told
        lab.crash_reports.happened.connect(self._report)
        lab.bridge.error.connect(lambda text, bug: self.faults.append(text) if bug else None)

    def begin(self, event):
        """Time the turn of this event."""
        self._start(event)
        self._left = thread_time()

    def _start(self, event):
        faulthandler.dump_traceback_later(STILL, exit=True)  # also out of a loop that never ends
        self._event, self._since = event, monotonic()

    def rest(self):
        """Leave the window its time."""
        self._left = None

    def wait(self, whereof):
        """Leave the window its time, but not for ever."""
        self.rest()
        if monotonic() - self._since > PATIENCE:
            self.faults.append(f"the monkey has waited for {PATIENCE:.0f} s: {whereof}")

    def clock(self):
        """Take the window's time since the monkey last let it work."""
        cost = 0 if self._left is None else thread_time() - self._left
        if cost > self.longest:
            self.longest, self.longest_at = cost, self._event
        if cost > STALL:
            self.faults.append(f"the window computed for {cost:.2f} s")
        self._left = thread_time()

    def _catch(self, *arguments):
        told = arguments[0]
        error = arguments[1] if len(arguments) > 1 else told.exc_value
        self.faults.append("".join(traceback.format_exception(error)))

    def _report(self, text):
        faulthandler.dump_traceback()  # where the threads are that did not end
        self.faults.append(text)

    def _hear(self, _kind, _where, text):
        if not text.startswith(NO_FAULTS):
            self.faults.append(f"Qt says: {text}")
