"""Makes the pictures of the window that software centers show, docs/screenshots/, off-screen.

python packaging/screenshots.py
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ["QT_QPA_PLATFORM"] = "offscreen"
PRIVATE = tempfile.TemporaryDirectory(prefix="bplab-screenshots-")
os.environ["BPLAB_PORTABLE"] = PRIVATE.name  # settings of a first start

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from bplab.app import opened  # noqa: E402
from bplab.experiment.edits import set_field  # noqa: E402
from bplab.experiment.presets import PRESETS  # noqa: E402
from bplab.training.snapshot import RunState  # noqa: E402
from bplab.ui.lab import Lab  # noqa: E402
from bplab.ui.screen import begin  # noqa: E402

TARGET = ROOT / "docs" / "screenshots"
SIZE = (1440, 810)  # 16:9, as software centers ask for
REST = 1500  # ms until everything is drawn


def main() -> None:
    """Make all pictures."""
    with opened(begin(QApplication)) as lab:
        lab.theme.set_mode("light")
        lab.window.resize(*SIZE)
        lab.window.show()
        for name, show in PICTURES.items():
            show(lab)
            pause(REST)
            lab.window.grab().save(str(TARGET / f"{name}.png"))
            print(TARGET / f"{name}.png")
    PRIVATE.cleanup()


def start_page(lab: Lab) -> None:
    """The start page, as on the first day."""
    lab.commands.file.show_start()


def training(lab: Lab) -> None:
    """A trained network with everything shown."""
    trained(lab, "spiral", 400, essentials=False)


def step(lab: Lab) -> None:
    """One step of a small network, in the middle of its way backward."""
    trained(lab, "circle", 5, essentials=True)
    for _ in range(5):
        lab.actions["next_stage"].trigger()
        pause(REST)


def digits(lab: Lab) -> None:
    """Ten classes and their confusion matrix."""
    trained(lab, "digits", 4, essentials=False)


def trained(lab: Lab, preset: str, epochs: int, *, essentials: bool) -> None:
    """Open a preset and train it for so many epochs."""
    spec = set_field(PRESETS[preset].spec, "epochs", str(epochs))
    lab.commands.file.begin("Open", spec, lambda: lab.commands.view.set_essentials(essentials))
    lab.window.show_lab()
    pause(REST)
    lab.actions["play"].trigger()
    pause(REST)
    while lab.commands.train.state is RunState.RUNNING:
        pause(100)


def pause(milliseconds: int) -> None:
    """Let the window do its work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


PICTURES: dict[str, Callable[[Lab], None]] = {
    "start": start_page,
    "training": training,
    "step": step,
    "digits": digits,
}

if __name__ == "__main__":
    main()
