"""Measures the start of the frozen program and of the same lab in a virtual environment, to the first paint.

    xvfb-run -a -s "-screen 0 1600x1000x24" .venv/bin/python packaging/start_frozen.py PROGRAM... --rounds 10

Each PROGRAM, such as .../bplab/bplab and .venv/bin/bplab, is started in turn, without settings, and watched
from outside: the first paint is when a pixel of the empty screen changes. Only on Linux with X11.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from PySide6.QtGui import QGuiApplication, QScreen

PLACE = (500, 400)  # inside the window, wherever it opens
LOOK = 0.005  # seconds between two looks
LONGEST = 60.0


def start(program: Path, screen: QScreen) -> tuple[float, float]:
    """Start a program as for the first time until its window is painted; CPU and wall time in ms."""
    empty = pixel(screen)
    with TemporaryDirectory() as home:
        given = {"HOME": home, "QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8"}
        given |= {name: os.environ[name] for name in ("DISPLAY", "XAUTHORITY", "PATH") if name in os.environ}
        begun = time.monotonic()
        process = subprocess.Popen([program], env=given, stderr=subprocess.DEVNULL)
        while pixel(screen) == empty and time.monotonic() - begun < LONGEST:
            time.sleep(LOOK)
        wall = time.monotonic() - begun
        process.kill()
        used = os.wait4(process.pid, 0)[2]
        process.returncode = 0  # it was waited for here, for what it used
        if wall >= LONGEST:
            sys.exit(f"{program} showed no window.")
        while pixel(screen) != empty:  # until the server has removed the window
            time.sleep(LOOK)
    return (used.ru_utime + used.ru_stime) * 1e3, wall * 1e3


def pixel(screen: QScreen) -> int:
    """The color of one pixel of the screen."""
    return screen.grabWindow(0, *PLACE, 1, 1).toImage().pixel(0, 0)


def main() -> None:
    """Read the command line, measure in turn, print medians and the ratio of neighbors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", nargs="+", type=Path, help="the programs to start")
    parser.add_argument("--rounds", type=int, default=10, help="measured starts of each (default 10)")
    given = parser.parse_args()
    app = QGuiApplication(["start"])
    programs, screen = [path.absolute() for path in given.programs], app.primaryScreen()
    for program in programs:
        start(program, screen)  # so that its files are in memory
    found = [[start(program, screen) for program in programs] for _ in range(given.rounds)]
    print(f"{'to the first paint':<44}{'CPU ms':>9}{'wall ms':>9}")
    for program, starts in zip(programs, zip(*found, strict=True), strict=True):
        cpu, wall = (median(each) for each in zip(*starts, strict=True))
        print(f"{str(program)[-43:]:<44}{cpu:>9.0f}{wall:>9.0f}")
    for other in range(1, len(programs)):
        ratios = [[a / b for a, b in zip(each[0], each[other], strict=True)] for each in found]
        cpu, wall = (median(each) for each in zip(*ratios, strict=True))
        print(f"{'ratio of the first to number ' + str(other + 1):<44}{cpu:>9.2f}{wall:>9.2f}")


if __name__ == "__main__":
    main()
