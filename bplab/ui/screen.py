"""Starts Qt, and reports in one sentence if there is no screen for a window."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from bplab.portable import is_bundled
from bplab.ui.places import caching_fonts

App = TypeVar("App", bound=QApplication)
NO_SCREEN = 1  # the exit code
BUNDLED = ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH")  # set by PyInstaller: a browser made with Qt would use them


def begin(make: Callable[[list[str]], App]) -> App:
    """Create the application.

    Without a screen, Qt prints several misleading lines and aborts right after the last of
    them: this is where to end properly instead.
    """
    said: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        said.append(text.strip())
        if kind is QtMsgType.QtFatalMsg:
            _tell(f"bplab: {_sentence(said[0])}")
            os._exit(NO_SCREEN)

    before = qInstallMessageHandler(hear)
    try:
        with caching_fonts():
            app = make(sys.argv[:1])
    finally:
        qInstallMessageHandler(before)
    forget_bundle()
    for text in said:
        _tell(text)
    return app


def forget_bundle() -> None:
    """Keep the plugins of a frozen program, which Qt has found by now, from programs that the lab opens."""
    if is_bundled():
        for name in BUNDLED:
            os.environ.pop(name, None)


def _tell(text: str) -> None:
    """Print to standard error, if there is one."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()


def _sentence(reason: str) -> str:
    return (
        f"there is no screen here to open a window on ({reason}). Start the lab in a desktop session; "
        "its commands, such as `bplab train spiral`, need none."
    )
