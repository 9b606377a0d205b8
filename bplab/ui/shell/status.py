"""The status line: the state of the run, the speed, and the size of the network."""

import math
from time import monotonic

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bplab.explain.stages import whereabouts
from bplab.training.snapshot import RunState, Snapshot
from bplab.ui.canvas.base.layout import FEW
from bplab.ui.controls.painting import painter_for
from bplab.ui.controls.text import TextLabel
from bplab.ui.stepper import Stepper
from bplab.ui.style.theme import Theme

HEIGHT = 24
WINDOW = 0.5  # seconds over which the speed is measured
HELD = 0.7  # share of the chosen speed above which the choice limits training


class StatusBar(QWidget):
    """A view of a snapshot in words; the right part is for hints."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = theme
        self._left = TextLabel(theme, "", "caption", "t2")
        self._right = TextLabel(theme, "", "caption", "t2")
        self._meter = Meter()
        self._chosen = math.inf
        self._usual = self._walk = ""  # what it says otherwise, and of a walk through a step
        self._beside = ""  # what is trained in the background
        self._task = ""  # instead of both
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 16, 0)
        row.addWidget(self._left, 1)
        row.addWidget(self._right)
        self.setFixedHeight(HEIGHT)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """The text of the left part."""
        return self._left.text()

    def set_hint(self, text: str) -> None:
        """Show a hint at the right."""
        self._right.setText(text)

    def show_walk(self, stepper: Stepper) -> None:
        """Say where a walk through a step stands, and which keys go on, while there is one."""
        self._walk = walk_text(stepper)
        self._write()
        keys = f"N {'applies' if stepper.applies else 'next'} · P previous · " if stepper.is_on else ""
        self.set_hint(f"{keys}F1 help")

    def show_background(self, text: str) -> None:
        """Say what is trained in the background."""
        self._beside = text
        self._write()

    def _write(self) -> None:
        self._left.setText(self._task or self._walk or " · ".join(filter(None, (self._usual, self._beside))))

    def set_speed(self, steps_a_second: float) -> None:
        """Set the chosen speed, which is mentioned while it limits training."""
        self._chosen = steps_a_second

    def show_snapshot(self, snapshot: Snapshot, now: float | None = None) -> None:
        """Describe the state of the run; now is a monotonic time in seconds, for tests."""
        rate = self._meter.rate(snapshot, monotonic() if now is None else now)
        size, past = f"{snapshot.shape.parameters:,} parameters", snapshot.is_past
        about = "" if snapshot.is_exact else "≈ "
        looking = (f"Looking at {about}step {snapshot.step:,} of {snapshot.end:,}",)
        doing = looking if past else self._doing(snapshot, rate)
        self._usual = " · ".join(filter(None, (*doing, size)))
        self._write()

    def show_task(self, text: str) -> None:
        """Say what is done with several runs; with nothing to say, the usual again."""
        self._task = text
        self._write()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        painter.fillRect(self.rect(), color("panel"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), color("line"))

    def _doing(self, snapshot: Snapshot, rate: float | None) -> tuple[str, ...]:
        state = snapshot.state
        if state is RunState.RUNNING:
            held = rate is not None and rate >= HELD * self._chosen
            speed = rate_text(rate, snapshot.steps_per_epoch)
            return "Training on a background thread", f"{speed}, as chosen" if held else speed
        if state is RunState.DIVERGED and snapshot.divergence is not None:
            return (f"Diverged at step {snapshot.divergence.step:,}",)
        if state is RunState.DONE:
            return "Done", snapshot.stopped.rstrip(".")
        if state is RunState.PAUSED:
            return ("Paused", f"{snapshot.step:,} step{'' if snapshot.step == 1 else 's'} made")
        if state is RunState.IDLE and snapshot.step == 0:
            return state.value, "before the first step; nothing has been updated yet"
        return (state.value,)


def walk_text(stepper: Stepper) -> str:
    """Say where a walk stands, and when something is updated; nothing where there is none."""
    if stepper.trace is None:
        return ""
    where = whereabouts(stepper.trace.start)
    if stepper.stop is None:
        return f"Paused before {where} · N starts at the inputs"
    if stepper.past is not None:
        return f"Looking back at {where} · it is made already, Next goes on"
    doing = "Walking through" if stepper.is_playing else "Paused inside"
    if stepper.applies:
        return f"{doing} {where} · Apply and continue makes the step, Done leaves it"
    crowded = sum(stepper.trace.start.build.shape.sizes) > FEW  # no room to print each number
    more = " · click a neuron or a weight for its numbers" if crowded else ""
    return f"{doing} {where} · nothing is updated until stage 4{more}"


class Meter:
    """Measures the steps per second over half a second or more."""

    def __init__(self) -> None:
        self._run: int | None = None
        self._mark = (0, 0.0)
        self._rate: float | None = None

    def rate(self, snapshot: Snapshot, now: float) -> float | None:
        """Return the steps per second of the last interval; None until there is one.

        Units: now in seconds.
        """
        running = snapshot.state is RunState.RUNNING
        if not running or snapshot.run != self._run:
            self._run = snapshot.run if running else None
            self._mark, self._rate = (snapshot.step, now), None
        step, since = self._mark
        if now - since >= WINDOW and snapshot.step > step:  # a slow run is not a stopped one
            self._rate = (snapshot.step - step) / (now - since)
            self._mark = (snapshot.step, now)
        return self._rate


def rate_text(rate: float | None, steps_per_epoch: int) -> str:
    """Format a measured speed with two digits, in epochs if there is at least one per second."""
    if rate is None:
        return ""
    epochs = rate / max(steps_per_epoch, 1)
    value, unit = (epochs, "epochs") if epochs >= 1 else (rate, "steps")
    shown = f"{float(f'{value:.2g}'):,g}"
    return f"{shown} {unit.removesuffix('s') if shown == '1' else unit}/s"
