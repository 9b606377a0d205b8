"""Bugs: logged, shown in the notice bar, and offered as a report to copy. Nothing is sent anywhere."""

import faulthandler
import logging
import platform
import sys
import threading
import traceback
from collections import Counter
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

import PySide6
from PySide6.QtCore import QObject, Signal

from bplab import __version__
from bplab.training.commit import commit
from bplab.training.machine import fingerprint
from bplab.ui import places

LOG, LOG_BYTES = "bplab.log", 256 << 10
log = logging.getLogger("bplab")


class LogFile(logging.Handler):
    """Opens the log with its first record: what that loads would delay the start of every window."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._open().handle(record)
        except OSError:
            self.handleError(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()

    def _open(self) -> logging.Handler:
        if self._file is None:
            from logging.handlers import RotatingFileHandler  # noqa: PLC0415

            self._file = RotatingFileHandler(self._path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8")
            self._file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        return self._file


class CrashReports(QObject):
    """Catches unhandled exceptions in any thread and reports them in the window's."""

    happened = Signal(str)  # the report

    def __init__(self) -> None:
        super().__init__()
        self._faults: IO[str] | None = None
        self._times: Counter[tuple[str, ...]] = Counter()  # by the lines of the code in the traceback

    def install(self) -> None:
        """Install the hooks and open the log, if the folder allows it."""
        sys.excepthook = self._caught
        threading.excepthook = lambda args: self.report(
            _formatted(args.exc_type, args.exc_value, args.exc_traceback)
        )
        folder = places.data_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / LOG).open("a").close()
            self._faults = (folder / "crash.log").open("a", encoding="utf-8")
        except OSError as error:
            log.warning("logging is not possible: %s", error)
            return
        log.addHandler(LogFile(folder / LOG))
        faulthandler.enable(self._faults)

    def remove(self) -> None:
        """Restore the hooks and close the log."""
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
        for handler in list(log.handlers):
            log.removeHandler(handler)
            handler.close()

    def report(self, trace: str) -> None:
        """Log a bug and report it.

        A repeated bug, perhaps with every frame, is reported the 2nd, 4th, 8th ... time, with the count.
        """
        place = tuple(line for line in trace.splitlines() if line.startswith("  File ")) or (trace,)
        self._times[place] += 1
        times = self._times[place]
        if times & (times - 1):
            return
        if times > 1:
            trace = f"{trace.rstrip()}\nThis has happened {times:,} times.\n"
        log.error("%s", trace)
        if sys.stderr is not None:  # started without a console
            with suppress(OSError, ValueError):  # closed, or without a reader
                sys.stderr.write(trace)
        self.happened.emit(f"{_about()}\n\n{trace}")

    def _caught(self, kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, value, trace)
        else:
            self.report(_formatted(kind, value, trace))


def _formatted(kind: type[BaseException], value: BaseException | None, trace: TracebackType | None) -> str:
    return "".join(traceback.format_exception(kind, value, trace))


def _about() -> str:
    numbers = ", ".join(f"{key} {value}" for key, value in fingerprint().items())
    return (
        f"Backprop Lab {__version__}, commit {commit()}, Python {platform.python_version()}, "
        f"PySide6 {PySide6.__version__}, {platform.system()} {platform.release()}; {numbers}"
    )
