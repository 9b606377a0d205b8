"""Measures the start of this checkout and another: cold processes up to the window's first paint.

    .venv/bin/python packaging/start.py [OTHER CHECKOUT] [--rounds 7]

Only on Linux: it reads what the kernel knows of a process.
"""

import argparse
import os
import runpy
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

HERE = Path(__file__).resolve().parent.parent
WIDTHS = (9, 9, 7)


class FirstPaint(QObject):
    """Watches the application for its first paint."""

    painted = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Schedule the end after everything has been painted, and before anything else."""
        if not self.painted and event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.painted = True
            end = QEvent(QEvent.Type.User)
            QCoreApplication.postEvent(self, end, Qt.EventPriority.HighEventPriority.value)
        return False

    def event(self, event: QEvent) -> bool:
        """Print CPU and wall time in ms, and memory in MB; exit immediately."""
        if event.type() != QEvent.Type.User:
            return super().event(event)
        begun = int(Path("/proc/self/stat").read_text("ascii").rpartition(")")[2].split()[19])
        wall = time.clock_gettime(time.CLOCK_BOOTTIME) - begun / os.sysconf("SC_CLK_TCK")
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        print(time.process_time() * 1e3, wall * 1e3, pages * os.sysconf("SC_PAGE_SIZE") / 1e6, flush=True)
        os._exit(0)


def open_until_painted() -> None:
    """Open the lab of the checkout that PYTHONPATH names, by its command."""
    sys.argv = ["bplab"]
    watch, run = FirstPaint(), QApplication.exec

    def watched(app: QApplication) -> int:
        app.installEventFilter(watch)
        return run()

    QApplication.exec = watched  # type: ignore[method-assign,assignment]
    runpy.run_module("bplab", run_name="__main__")


def start(checkout: Path, room: str) -> list[float]:
    """Start a lab as for the first time, without settings or anything left behind, and return its output."""
    where = {"PYTHONPATH": str(checkout), "PYTHONPYCACHEPREFIX": f"{room}/compiled"}
    own = {"XDG_CONFIG_HOME": f"{room}/settings", "XDG_DATA_HOME": f"{room}/data"}
    given = {**os.environ, **where, **own, "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-P", __file__, "--until-painted"]
    done = subprocess.run(command, env=given, cwd=room, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode or not done.stdout:
        sys.exit(f"The lab in {checkout} did not open a window; the reason is shown above.")
    return [float(word) for word in done.stdout.split()]


def compare(checkouts: list[Path], rounds: int) -> None:
    """Print the median of each checkout and, for two, the median ratio of neighbors."""
    with TemporaryDirectory() as room:
        for checkout in checkouts:
            start(checkout, room)  # so that its modules are compiled
        found = [[start(checkout, room) for checkout in checkouts] for _ in range(rounds)]
    print(f"{'to the first paint':<24}{'CPU ms':>9}{'wall ms':>9}{'MB':>7}")
    for checkout, starts in zip(checkouts, zip(*found, strict=True), strict=True):
        print(_line(checkout.name, [median(each) for each in zip(*starts, strict=True)], 0))
    if len(checkouts) > 1:
        ratios = [[a / b for a, b in zip(*pair, strict=True)] for pair in found]
        print(_line("ratio", [median(each) for each in zip(*ratios, strict=True)], 2))


def _line(title: str, numbers: list[float], digits: int) -> str:
    return f"{title[:23]:<24}" + "".join(f"{n:>{w}.{digits}f}" for n, w in zip(numbers, WIDTHS, strict=True))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("beside", nargs="?", type=Path, help="another checkout")
    parser.add_argument("--rounds", type=int, default=7, help="measured starts of each (default 7)")
    parser.add_argument("--until-painted", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.until_painted:
        open_until_painted()
    else:
        compare([HERE, *([given.beside.resolve()] if given.beside else [])], given.rounds)


if __name__ == "__main__":
    main()
