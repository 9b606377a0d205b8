"""A monkey at the open lab: it does what a seed says, and the first thing that goes wrong ends it.

    python tests/ui/monkey.py SEED EVENTS [time|files]

With `time` it keeps to the time of runs, and what is shown at rest is compared with fresh runs; with `files`
it saves and opens as well.
In a process of its own, for a crash is one of the things that can go wrong.
"""

import faulthandler
import os
import random
import sys
import tempfile
import threading
import traceback
import warnings

import monkey_acts
import monkey_files
import monkey_time
from monkey_rows import wrong_rows
from monkey_truth import Truth
from monkey_watch import Watch
from PySide6.QtCore import QSettings, QStandardPaths, Qt, QThread, QTimer
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

from bplab.app import make_lab

MANY = 200  # things in a list that are no widgets
PAUSES = (0, 0, 0, 0, 5, 5, 20, 60)  # ms
HELD = {
    Qt.KeyboardModifier.ControlModifier: Qt.Key.Key_Control,
    Qt.KeyboardModifier.ShiftModifier: Qt.Key.Key_Shift,
    Qt.KeyboardModifier.AltModifier: Qt.Key.Key_Alt,
}


class Monkey:
    """Lives in the event loop, so that it goes on inside menus and dialogs that have loops of their own."""

    def __init__(self, app, seed, events, folder, acts):
        self._random = random.Random(seed)
        self._app, self._seed, self._events = app, seed, events
        self.folder, self._acts = folder, acts
        self.locks = []
        self._truth, self._settling = Truth(), False
        self._watch = Watch()
        self._number, self._labs = 0, 0
        self.lab, self._spec = None, None
        self._acting = []  # levels of the event loops in which acts are going on
        monkey_files.answer_for(self)
        self._open()

    # What acts ask for.

    def chance(self, share):
        return self._random.random() < share

    def pick(self, things):
        return things[self._random.randrange(len(things))]

    def whole(self, low, high):
        return self._random.randint(int(low), int(max(low, high)))

    def between(self, low, high):
        return self._random.uniform(low, high)

    @property
    def window(self):
        return self.lab.window

    def known(self):
        """Widgets that can be seen and used, by the names that the lab's own objects have for them.

        Asking Qt for them would change who owns them.
        """
        seen, waiting, found = set(), [self.lab], []
        while waiting:
            thing = waiting.pop()
            if id(thing) in seen:
                continue
            seen.add(id(thing))
            if isinstance(thing, list | tuple | dict):
                waiting += (thing.values() if isinstance(thing, dict) else thing) if len(thing) < MANY else ()
            elif type(thing).__module__.startswith("bplab.ui"):
                waiting += getattr(thing, "__dict__", {}).values()
                if isinstance(thing, QWidget) and self._usable(thing):
                    found.append(thing)
        return found

    def _usable(self, widget):
        return (
            Shiboken.isValid(widget)
            and widget.isVisible()
            and widget.isEnabled()
            and (widget is self.window or self.window.isAncestorOf(widget))
        )

    def top_window(self):
        """The lab's window or a dialog."""
        windows = self._windows_of(Qt.WindowType.Window, Qt.WindowType.Dialog)
        return self.pick(windows) if windows else self.window.windowHandle()

    def popup(self):
        """The menu or the box that is open, if one is."""
        return next(iter(self._windows_of(Qt.WindowType.Popup)[::-1]), None)

    def _windows_of(self, *kinds):
        windows = [each for each in QGuiApplication.topLevelWindows() if each.isVisible()]
        return [each for each in windows if each.type() in kinds and each.width() and each.height()]

    def focus_window(self):
        return QGuiApplication.focusWindow() or self.window.windowHandle()

    def press(self, key, keys=Qt.KeyboardModifier.NoModifier):
        """Press and release a key, or a letter, where the focus is."""
        held = [own for modifier, own in HELD.items() if keys & modifier]
        for own in held:  # by themselves: Alt closes a menu, and the key must not go there
            QTest.keyPress(self.focus_window(), own)
        window = self.focus_window()
        self.clock()
        print(f" {getattr(key, 'name', key)}", end="", flush=True)  # before it is pressed, if that is the end
        QTest.keyPress(window, key, keys)
        # Without the modifiers: QTest would release them too, in a window that the key may have ended.
        QTest.keyRelease(window if self.lives(window) else self.focus_window(), key)
        for own in held:
            QTest.keyRelease(self.focus_window(), own)

    def lives(self, window):
        return any(each is window for each in QGuiApplication.topLevelWindows())

    # One event after the other.

    def turn(self):
        """Take a turn; if the monkey itself fails, that ends it too."""
        try:
            self._turn()
        except Exception:  # noqa: BLE001 - whatever it is, it is told
            self.blame(traceback.format_exc())
            self._fail()

    def _turn(self):
        """Judge what the last event did, and do the next."""
        level = QThread.currentThread().loopLevel()
        if self._acting[-1:] == [level]:  # not in a loop of the lab's, but in QTest, which looks after events
            QTimer.singleShot(1, self.turn)
            return
        self.clock()
        self._judge()
        if self._number >= self._events:
            self._end()
            return
        pause = self._pause()
        if pause:
            QTimer.singleShot(pause, self.turn)
            return
        self._number += 1
        QTimer.singleShot(self.pick(PAUSES), self.turn)  # before the act, which may open a loop
        act = self._random.choices(list(self._acts), list(self._acts.values()))[0]
        print(f"\n{self._number} {act.__name__}", end="", flush=True)
        self._acting.append(level)
        self._watch.begin(self._number)
        print(f" {act(self)}", end="", flush=True)
        self._acting.pop()

    def _pause(self):
        """Milliseconds to the next turn, if the lab is not ready for an event; 0 if it is."""
        if not self.window.isVisible():
            self._open()
        if self._coming:
            self._coming = self.window.in_lab and self._shown == 0
            self._watch.wait("the lab shows nothing yet")
            return 50
        if self._settling:
            self._settling = self._is_restless()
            self._watch.rest()
            return 5
        return 0

    def judge_at_rest(self):
        """Bring the lab to rest, and judge what it shows then."""
        self._truth.begin()
        self._settling = True

    def _is_restless(self):
        wrong = self._truth.judge()
        self._watch.faults += wrong or ()
        return wrong is None

    def blame(self, text):
        """Say what is wrong."""
        self._watch.faults.append(text)

    def clock(self):
        """Take the window's time since the monkey last let it work; acts of many steps call it at each."""
        self._watch.clock()

    def _judge(self):
        if self._spec is not self.lab.session.spec:
            self._spec = self.lab.session.spec
            self._watch.faults += wrong_rows(self.lab)
        if self._watch.faults:
            self._fail()

    def _open(self):
        """Open the lab, the first time or again."""
        if self.lab is not None:
            self.window.deleteLater()
            self.lab.deleteLater()
            self.lab = None
            self._truth.let_go()
        self.lab = lab = make_lab(self._app)
        self._watch.follow(lab)
        if self.chance(0.5):
            lab.commands.file.show_start()
        self._truth.follow(lab)
        self._coming, self._shown, self._spec, self._settling = True, 0, None, False
        lab.pump.shown.connect(self._count)
        lab.window.show()
        self._labs += 1

    def _count(self, _snapshot):
        self._shown += 1

    def _end(self):
        self.window.close()
        if any(thread.name == "bplab-runner" for thread in threading.enumerate()):
            self.blame("the training thread is left")
        if self._watch.faults:
            self._fail()
        print(
            f"\nseed {self._seed}: {self._number} events, {self._labs} labs, no failure; longest turn "
            f"{self._watch.longest * 1000:.0f} ms of the window's own (event {self._watch.longest_at}); "
            f"{self._truth.compared} steps compared with fresh runs, {self._truth.left_out} too long for it"
        )
        sys.stdout.flush()
        os._exit(0)  # perhaps from within a menu's loop

    def _fail(self):
        print(f"\nseed {self._seed}, event {self._number} of {self._events}:", *self._watch.faults, sep="\n")
        sys.stdout.flush()
        os._exit(1)


def main(seed, events, acts):
    faulthandler.enable()
    with tempfile.TemporaryDirectory(prefix="bplab-monkey-") as name:
        from pathlib import Path

        folder = Path(name)
        os.chdir(folder)  # what dialogs of Qt's own list, and may change
        QStandardPaths.setTestModeEnabled(True)
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
            QSettings.setPath(form, QSettings.Scope.UserScope, name)
        warnings.simplefilter("error")
        QDesktopServices.openUrl = lambda _url: True  # neither a browser nor a file manager starts
        app = QApplication(["monkey"])
        app.setQuitOnLastWindowClosed(False)
        monkey = Monkey(app, seed, events, folder, acts)
        QTimer.singleShot(200, monkey.turn)
        app.exec()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    modes = {"time": monkey_time.ACTS, "files": monkey_files.ACTS}
    main(int(sys.argv[1]), int(sys.argv[2]), modes.get("".join(sys.argv[3:]), monkey_acts.ACTS))
