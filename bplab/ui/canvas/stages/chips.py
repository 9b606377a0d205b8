"""The four stages as chips: what is done, what is computed now, and what comes."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from bplab.explain.stages import STAGES, Stage
from bplab.ui.controls.options import wrapped
from bplab.ui.controls.painting import KeyboardFocus, draw_frame, draw_ring, painter_for
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken

TALL, GAP = 30, 8
DISK, INSET = 20.0, 5.0
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
MOST_DOTS = 5  # layers; of more, their number is written
HELP: dict[Stage, str] = {
    "forward": "Forward: the batch enters, and each layer computes z and a from what is passed on to it.",
    "loss": "Loss: how far the outputs are from the targets.",
    "backward": "Backward: from the output to the first layer, δ and the gradients by the chain rule.",
    "update": "Update: what the step will make of every weight and bias. Nothing is applied before Next.",
}


class Place(NamedTuple):
    """Where a walk stands, in words: a stage, its layer, and how many of the stage's layers are done."""

    stage: Stage | None = None
    layer: str = ""
    done: int = 0
    layers: int = 0


class StageChips(KeyboardFocus, QWidget):
    """Shows a place; a click on a stage, or an arrow key, asks for its first stop."""

    wanted = Signal(str)  # Stage

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._place = Place()
        self._short = False  # whatever room there is
        self.setFixedHeight(TALL)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Stages of a step")
        theme.changed.connect(self.update)

    def show_place(self, place: Place) -> None:
        """Show where the walk stands."""
        if place != self._place:
            self._place = place
            self.setAccessibleDescription(self._told)
            self.setCursor(Qt.CursorShape.PointingHandCursor if place.stage else Qt.CursorShape.ArrowCursor)
            self.update()

    def set_short(self, on: bool) -> None:
        """Name the active stage alone, or all that have room."""
        self._short = on
        self.update()

    @property
    def _told(self) -> str:
        """All stages in words: those done, the one computed now, those to come."""
        place = self._place
        if place.stage is None:
            return "before the first stage"
        now = f"{self._title(place.stage)} {place.layer}".strip()
        now += f", layer {place.done} of {place.layers}" if place.layers else ""
        done = [self._title(stage) for stage in STAGES if self._is_done(stage)]
        later = [self._title(stage) for stage in STAGES[len(done) + 1 :]]
        parts = (now, f"done: {', '.join(done)}" * bool(done), f"to come: {', '.join(later)}" * bool(later))
        return "; ".join(filter(None, parts))

    def sizeHint(self) -> QSize:
        return QSize(round(self._width(full=True)), TALL)

    @property
    def is_short(self) -> bool:
        """Whether only the active stage has room for its name."""
        return self._short or self._width(full=True) > self.width()

    def box(self, stage: Stage) -> QRectF:
        """Find where a stage's chip stands."""
        return self._boxes()[STAGES.index(stage)]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        for stage, box in zip(STAGES, self._boxes(), strict=True):
            self._draw(painter, stage, box)
            if self.ring and stage == (self._place.stage or STAGES[0]):
                draw_ring(painter, box.adjusted(2, 2, -2, -2), self._theme, TALL / 2 - 2)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        stage = self._at(event.position())
        if stage is not None and self._place.stage and event.button() == Qt.MouseButton.LeftButton:
            self.wanted.emit(stage)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        now, step = self._place.stage, STEPS.get(Qt.Key(event.key()))
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if now is None or step is None or not plain:
            super().keyPressEvent(event)
            return
        place = STAGES.index(now) + step
        if 0 <= place < len(STAGES):
            self.wanted.emit(STAGES[place])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            stage = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), wrapped(HELP[stage]) if stage else "", self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    def _at(self, at: QPointF) -> Stage | None:
        boxes = zip(STAGES, self._boxes(), strict=True)
        return next((stage for stage, box in boxes if box.contains(at)), None)

    def _boxes(self) -> list[QRectF]:
        full, x, boxes = not self.is_short, 0.0, []
        for stage in STAGES:
            wide = self._chip_width(stage, full)
            boxes.append(QRectF(x, 0, wide, TALL))
            x += wide + GAP
        return boxes

    def _width(self, full: bool) -> float:
        return sum(self._chip_width(stage, full) for stage in STAGES) + GAP * (len(STAGES) - 1)

    def _chip_width(self, stage: Stage, full: bool) -> float:
        active = stage == self._place.stage
        if not (full or active):
            return DISK + 2 * INSET
        wide = DISK + 2 * INSET + 7 + self._text_width(self._title(stage), 600) + 8
        return wide + self._layer_width() if active else wide

    def _layer_width(self) -> float:
        name = self._text_width(self._place.layer, 500)
        return (7 + name if name else 0) + (8 + self._progress_width() if self._place.layers else 0)

    def _progress_width(self) -> float:
        count = self._place.layers
        return 12.0 * count - 4 if count <= MOST_DOTS else self._text_width(self._progress, 500)

    @property
    def _progress(self) -> str:
        return f"{self._place.done}/{self._place.layers}"

    def _text_width(self, text: str, weight: int) -> float:
        return QFontMetricsF(self._theme.font("form", weight)).horizontalAdvance(text)

    def _title(self, stage: Stage) -> str:
        return stage.capitalize()

    def _is_done(self, stage: Stage) -> bool:
        now = self._place.stage
        return now is not None and STAGES.index(stage) < STAGES.index(now)

    def _draw(self, painter: QPainter, stage: Stage, box: QRectF) -> None:
        color, active, done = self._theme.color, stage == self._place.stage, self._is_done(stage)
        fill, border = color("accw" if active else "panel"), color("acc" if active else "line")
        draw_frame(painter, box, fill, border, TALL / 2)
        disk = QRectF(box.left() + INSET, box.center().y() - DISK / 2, DISK, DISK)
        draw_frame(painter, disk, color("acc" if active or done else "hover"), None, DISK / 2)
        if done:
            draw_icon(painter, "check", color("onacc"), disk.adjusted(4, 4, -4, -4))
        else:
            painter.setFont(self._theme.font("caption", 600))
            painter.setPen(color("onacc" if active else "t2"))
            painter.drawText(disk, Qt.AlignmentFlag.AlignCenter, str(STAGES.index(stage) + 1))
        if box.width() > DISK + 2 * INSET + 1:
            ink: ColorToken = "acc" if active else "text" if done else "t2"
            x = self._write(painter, disk.right() + 7, self._title(stage), ink, 600)
            if active:
                self._draw_layer(painter, x)

    def _write(self, painter: QPainter, x: float, text: str, ink: ColorToken, weight: int) -> float:
        painter.setFont(self._theme.font("form", weight))
        painter.setPen(self._theme.color(ink))
        wide = self._text_width(text, weight)
        painter.drawText(QRectF(x, 0, wide + 2, TALL), Qt.AlignmentFlag.AlignVCenter, text)
        return x + wide

    def _draw_layer(self, painter: QPainter, x: float) -> None:
        place, acc = self._place, self._theme.color("acc")
        if place.layer:
            x = self._write(painter, x + 7, place.layer, "text", 500)
        if place.layers > MOST_DOTS:
            self._write(painter, x + 8, self._progress, "acc", 500)
            return
        for number in range(place.layers):
            painter.setPen(acc)
            painter.setBrush(acc if number < place.done else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x + 12 + 12 * number, TALL / 2), 3.5, 3.5)
