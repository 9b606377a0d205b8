"""`bplab --selftest`: the window opens, trains, draws and closes by itself, and reports the result."""

from collections.abc import Callable
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from bplab.training.snapshot import RunState, Snapshot
from bplab.ui.lab import Lab

SECONDS = 20.0
EPOCHS = 30


def run_selftest(app: QApplication, lab: Lab) -> tuple[bool, str]:
    """Report whether training made progress, the loss fell and the pictures changed, with what was seen."""
    test = _Selftest(app, lab)
    failures = test.run()
    lines = [*failures, f"{test.report()}: {'FAILED' if failures else 'passed'}"]
    return not failures, "\n".join(f"selftest: {line}" for line in lines)


class _Selftest:
    def __init__(self, app: QApplication, lab: Lab) -> None:
        self._app, self._lab = app, lab
        self._latest: Snapshot | None = None
        self._bugs: list[str] = []
        lab.pump.shown.connect(self._keep)
        lab.crash_reports.happened.connect(self._bugs.append)

    def _keep(self, snapshot: Snapshot) -> None:
        self._latest = snapshot

    def run(self) -> list[str]:
        failures = []
        if not self._until(lambda: self._latest is not None):
            failures.append("no picture appeared in time")
        first = self._grab()
        self._lab.actions["play"].trigger()
        if not self._until(lambda: self._latest is not None and self._latest.epoch >= EPOCHS):
            failures.append("training made no progress")
        self._lab.actions["play"].trigger()
        if not self._until(lambda: self._lab.commands.train.state is not RunState.RUNNING):
            failures.append("training did not pause")
        self._until(lambda: False, 0.5)
        changed = float(np.mean(self._grab() != first))
        if changed < 0.01:
            failures.append(f"only {100 * changed:.2f} % of the window's bytes changed")
        curve = self._latest.history.epochs.read("train_loss") if self._latest else None
        if curve is None or not curve.mean[-1] < curve.mean[0]:
            failures.append("the loss did not fall")
        self._lab.window.close()
        self._until(lambda: False, 0.1)
        return failures + self._bugs

    def report(self) -> str:
        """What was seen, in words."""
        platform = QApplication.platformName()
        if self._latest is None:
            return f"platform {platform}"
        loss = self._latest.evaluation.train.loss
        return f"platform {platform}, {self._latest.epoch} epochs trained, training loss {loss:.4f}"

    def _until(self, done: Callable[[], bool], seconds: float = SECONDS) -> bool:
        end = monotonic() + seconds
        while monotonic() < end:
            self._app.processEvents()
            if done():
                return True
        return False

    def _grab(self) -> NDArray[np.uint8]:
        image = self._lab.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        return np.frombuffer(image.constBits(), np.uint8).copy()
