"""The composition root of the desktop application: creates each long-lived object once, in order."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from bplab.experiment.presets import PRESETS
from bplab.training.machine import use_blas_threads
from bplab.training.runner import Runner
from bplab.ui.commands.train import DEFAULT
from bplab.ui.lab import Lab
from bplab.ui.live.bridge import Bridge
from bplab.ui.live.crash_reports import CrashReports
from bplab.ui.live.garbage import collect_in_this_thread
from bplab.ui.places import redirect_qt
from bplab.ui.preferences import Preferences
from bplab.ui.screen import begin
from bplab.ui.session import Session
from bplab.ui.style.resources import app_icon
from bplab.ui.style.theme import Theme

SWITCH = 0.001  # seconds after which a thread that computes lets the window in; Python's 5 ms are felt


def open_window(file: Path | None = None, start_page: bool | None = None) -> int:
    """Open the lab and return its exit code when it is closed.

    It begins with a file if there is one, else with the start page if that is wanted or was chosen before.
    """
    app = begin(QApplication)
    with opened(app) as lab:
        if file is not None:
            lab.files.opens.open(file)
        elif lab.preferences.flag("start_page", default=True) if start_page is None else start_page:
            lab.commands.file.show_start()
        lab.window.show()
        lab.keeping.recovering.look()
        app.commitDataRequest.connect(lambda _manager: lab.leave())  # the desktop is logged out
        signal.signal(signal.SIGINT, lambda *_: lab.commands.documents.quit())
        wake = QTimer(interval=200)  # lets Python handle Ctrl-C while Qt sleeps
        wake.timeout.connect(lambda: None)
        wake.start()
        code = app.exec()
    gc.freeze()  # the process ends here; collecting cycles first would take seconds
    return code


def selftest() -> tuple[bool, str]:
    """Open the window (off-screen if there is no screen), train, draw and close; report whether it worked."""
    from bplab.ui.bench.selftest import run_selftest

    if sys.platform.startswith("linux") and not _has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = begin(QApplication)
    with opened(app) as lab:
        lab.window.show()
        return run_selftest(app, lab)


def bench_window(seconds: float, runs: int, preset: str) -> str:
    """Measure how smooth the window stays while training at full speed; return the table."""
    from bplab.ui.bench.window import measure_window

    with opened(begin(QApplication)) as lab:
        lab.workspace.set_essentials(False)  # measured with everything open, whatever was shown last time
        return measure_window(lab, seconds, runs, preset)


def bench_drag() -> str:
    """Measure how long 100,000 examples block the window; return the table."""
    from bplab.ui.bench.drag import TimedApplication, measure_drag

    app = begin(TimedApplication)
    with opened(app) as lab:
        lab.workspace.set_essentials(False)
        return measure_drag(app, lab)


@contextmanager
def opened(app: QApplication) -> Iterator[Lab]:
    """Create the lab, and close it whatever happens, because its thread would keep the process alive."""
    lab = make_lab(app)
    gc.freeze()  # what lives as long as the window is not searched for cycles again and again
    lab.workspace.made.connect(lambda _view: QTimer.singleShot(0, gc.freeze))  # nor is what a view has loaded
    try:
        yield lab
    except BaseException:
        lab.close(unexpectedly=True)  # the next start offers what was kept
        raise
    finally:
        lab.window.close()
        app.processEvents()


def make_lab(app: QApplication) -> Lab:
    """Create all objects, in order."""
    use_blas_threads(1)
    sys.setswitchinterval(SWITCH)
    collect_in_this_thread(app)
    app.setApplicationName("bplab")
    app.setApplicationDisplayName("Backprop Lab")
    app.setDesktopFileName("org.bplab.BackpropLab")
    app.setWindowIcon(app_icon())
    redirect_qt()
    preferences = Preferences()
    crash_reports = CrashReports()
    crash_reports.install()
    theme = Theme(preferences.theme)
    theme.apply(app)
    bridge = Bridge()
    runner = Runner(bridge.on_snapshot, bridge.on_run, bridge.on_error, on_replay=bridge.on_replay)
    session = Session(runner, PRESETS[DEFAULT].spec)
    lab = Lab(preferences, crash_reports, theme, bridge, runner, session)
    runner.start()
    return lab


def _has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
