"""The toolbar: play, step, reset, speed, and the numbers of the run."""

import math

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from bplab.training.snapshot import Snapshot
from bplab.ui.controls.button import Button, words_of
from bplab.ui.controls.options import Option, wrapped
from bplab.ui.controls.painting import painter_for
from bplab.ui.controls.scales import RateScale
from bplab.ui.controls.segmented import Segmented
from bplab.ui.controls.slider import Slider
from bplab.ui.controls.split_button import SplitButton
from bplab.ui.controls.text import TextLabel
from bplab.ui.shell.readouts import Readouts
from bplab.ui.style.theme import Theme

HEIGHT, NARROW = 56, 1280
FLAT_OUT = math.inf
WATCHABLE = 200.0  # steps per second: the first network learns in a few seconds rather than at once
STEPS = (
    Option("batch", "Batch", "Step trains on one batch (mini-batch): one update of the weights."),
    Option("epoch", "Epoch", "Step trains for one epoch: one pass over the training set."),
    Option("layer", "Layer", "Step and Play go through a step stage by stage, layer by layer."),
)


class Toolbar(QWidget):
    """`speed_edited` carries steps per second, infinite for training flat out."""

    speed_edited = Signal(float)
    layerwise_edited = Signal(bool)  # whether Step and Play go through stages

    def __init__(
        self,
        theme: Theme,
        play: QAction,
        step_batch: QAction,
        step_epoch: QAction,
        next_stage: QAction,
        reset: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = theme
        self._steps = {"batch": step_batch, "epoch": step_epoch, "layer": next_stage}
        self._steps_per_epoch = 1
        self._speed = FLAT_OUT
        self._essentials = False
        self._slow = False  # a speed this slow must be shown
        self.play = Button(theme, kind="primary", height=36)
        self.play.bind(play, "Play")
        self.step = SplitButton(theme, "Step", "step-forward", self._step_menu())
        self.kind = Segmented(theme, STEPS, name="What Step trains on")
        self.reset = Button(theme, icon="rotate-ccw", kind="quiet", height=36)
        self.reset.bind(reset, "Reset")
        self.speed = Slider(theme, RateScale(), "Speed")
        self.readouts = Readouts(theme)
        self._speed_label = TextLabel(theme, "Speed")
        self._speed_text = TextLabel(theme)
        self._lay_out()
        self.step.pressed_main.connect(self._make_step)
        for action in self._steps.values():
            action.changed.connect(self._show_step)
        self.kind.edited.connect(self._choose_kind)
        self.speed.edited.connect(self.choose_speed)
        theme.changed.connect(self.update)
        self.set_running(False)
        self._show_step()
        self.set_speed(FLAT_OUT)

    def set_running(self, running: bool) -> None:
        """Show the current action of the first button."""
        self.play.setText("Pause" if running else "Play")
        self.play.set_icon("pause" if running else "play")
        self.play.setAccessibleName(self.play.text())

    def set_speed(self, steps_a_second: float) -> None:
        """Show a speed without emitting a signal."""
        self._speed = steps_a_second
        self.speed.set_value(steps_a_second)
        self._show_speed()
        if steps_a_second < WATCHABLE:
            self._slow = True  # and the slider remains under the pointer that may raise the speed again
            self._make_room()

    def choose_speed(self, steps_a_second: float) -> None:
        """Set the speed from now on."""
        self.set_speed(steps_a_second)
        self.speed_edited.emit(steps_a_second)

    @property
    def chosen_speed(self) -> float:
        """Steps per second; infinite is flat out."""
        return self._speed

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the numbers of a snapshot."""
        self.readouts.show_snapshot(snapshot)
        if snapshot.steps_per_epoch != self._steps_per_epoch:
            self._steps_per_epoch = snapshot.steps_per_epoch
            self._show_speed()

    def set_essentials(self, on: bool) -> None:
        """Hide test loss and speed, or show them if there is room; a slow speed is never hidden."""
        self._essentials = on
        self._slow = self._speed < WATCHABLE
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        narrow = self.width() < NARROW
        for widget in (self._speed_label, self.speed, self._speed_text):
            widget.setVisible(not narrow and (not self._essentials or self._slow))
        self.readouts.set_room(epoch=not narrow, test_loss=not narrow and not self._essentials)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        painter.fillRect(self.rect(), color("panel"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), color("line"))

    def _lay_out(self) -> None:
        self.setFixedHeight(HEIGHT)
        self.play.setFixedWidth(104)
        self.step.setFixedWidth(88)
        self.speed.setFixedWidth(100)
        self._speed_text.setFixedWidth(92)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        for widget in (self.play, self.step, self.kind, self.reset):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self._speed_label)
        row.addSpacing(-6)
        row.addWidget(self.speed)
        row.addSpacing(-6)
        row.addWidget(self._speed_text)
        row.addStretch()
        row.addWidget(self.readouts)

    def _step_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addActions(list(self._steps.values()))
        return menu

    def _make_step(self) -> None:
        self._steps[self.kind.value].trigger()

    def _choose_kind(self, kind: str) -> None:
        self._show_step()
        self.layerwise_edited.emit(kind == "layer")

    def set_layerwise(self, on: bool) -> None:
        """Show that Step goes through stages, or through batches."""
        if on != (self.kind.value == "layer"):
            self.kind.set_value("layer" if on else "batch")
            self._show_step()

    def _show_step(self) -> None:
        action = self._steps[self.kind.value]
        self.step.setEnabled(action.isEnabled())
        self.step.setToolTip(wrapped(action.toolTip()))
        self.step.setAccessibleName(words_of(action))

    def _show_speed(self) -> None:
        text = speed_text(self._speed, self._steps_per_epoch)
        self._speed_text.setText(text)
        self.speed.setToolTip(f"Maximum training speed: {text}.")


def speed_text(steps_a_second: float, steps_per_epoch: int) -> str:
    """Format a speed in steps while they can be distinguished, then in epochs."""
    if math.isinf(steps_a_second):
        return "flat out"
    epochs = steps_a_second / max(steps_per_epoch, 1)
    if epochs >= 10:
        return f"{float(f'{epochs:.2g}'):,.0f} ep/s"
    return f"{steps_a_second:,.0f} step{'' if steps_a_second == 1 else 's'}/s"
