"""Begins with Qt, and says in one sentence where there is no screen for a window."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

App = TypeVar("App", bound=QApplication)
NO_SCREEN = 1  # the exit code


def begin(make: Callable[[list[str]], App]) -> App:
    """Make the application.

    Without a screen Qt tells of it in several lines that lead astray, and aborts right after the last of
    them: that is the place to end in good order instead.
    """
    said: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        said.append(text.strip())
        if kind is QtMsgType.QtFatalMsg:
            _tell(f"bplab: {_sentence(said[0])}")
            os._exit(NO_SCREEN)

    before = qInstallMessageHandler(hear)
    try:
        app = make(sys.argv[:1])
    finally:
        qInstallMessageHandler(before)
    for text in said:
        _tell(text)
    return app


def _tell(text: str) -> None:
    """Say something on standard error, if there is one."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()


def _sentence(reason: str) -> str:
    return (
        f"there is no screen here to open a window on ({reason}). Start the lab in a desktop session; "
        "its commands, such as `bplab train spiral`, need none."
    )
