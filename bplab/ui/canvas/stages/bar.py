"""The stage bar: where the walk through a step stands, its buttons, and one sentence of the run."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bplab.experiment.shape import Shape
from bplab.explain.stages import Stop, layer_of, own_sentence, sentence
from bplab.training.trace import MEAN
from bplab.ui.canvas.stages.chips import Place, StageChips
from bplab.ui.controls.button import Button
from bplab.ui.controls.options import unformatted
from bplab.ui.controls.painting import painter_for
from bplab.ui.stepper import Stepper
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import FontRole

INSET, ROW, SENTENCE = 16, 46, 24
PRESENTED_SENTENCE = 30  # pixels of height, with the example picker
BEFORE = "The whole forward pass of the batch that comes next; Next starts at the inputs"
ROLES: tuple[FontRole, ...] = ("body", "form", "caption")
NEXT, APPLY = "Next", "Apply and continue"


class StageBar(QWidget):
    """Shows a stepper and moves it; hidden while there is nothing to walk."""

    left = Signal()  # Done was pressed
    explained = Signal(bool)  # whether the sentence is to be shown was chosen here

    def __init__(self, stepper: Stepper, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stepper = stepper
        self._shape: Shape | None = None
        self._presented = False
        self.chips = StageChips(theme, self)
        self.done = Button(theme, "Done", height=30, parent=self)
        self.previous = Button(theme, "Previous", height=30, parent=self)
        self.next = Button(theme, NEXT, icon="step-forward", kind="primary", height=30, parent=self)
        self.sentence = Sentence(theme, self)
        self.hide_sentence = Button(theme, "Hide", kind="link", height=22, parent=self)
        self.hide_sentence.padding = 6
        self._lay_out()
        self._name()
        self.done.clicked.connect(self._leave)
        self.previous.clicked.connect(stepper.previous)
        self.next.clicked.connect(stepper.next)
        self.hide_sentence.clicked.connect(lambda: self.explained.emit(False))
        self.chips.wanted.connect(self._go_to)
        self.setVisible(False)

    def show_walk(self, shape: Shape, example: int, point: tuple[float, float] | None = None) -> None:
        """Show where the walk stands; `example` is the one picked, from 1, or MEAN; `point` an own one."""
        stepper = self._stepper
        self.setVisible(stepper.is_on)
        if not stepper.is_on:
            return
        self.chips.show_place(place_of(shape, stepper.stop))
        self.next.setText(APPLY if stepper.applies else NEXT)
        self.next.updateGeometry()
        self.previous.setEnabled(stepper.has_previous)
        self.sentence.set_text(self._say(example, point))

    def explain(self, on: bool) -> None:
        """Show the sentence, or leave it out."""
        self._line.setVisible(on)
        high = PRESENTED_SENTENCE if self._presented else SENTENCE
        self._line.setFixedHeight(high)
        self.setFixedHeight(ROW + (high if on else 0))

    def present(self, on: bool) -> None:
        """Name the active stage alone, and leave out what only a person at the desk needs."""
        self.chips.set_short(on)
        self.hide_sentence.setVisible(not on)
        self._presented = on
        self.explain(not self._line.isHidden())

    def take_picker(self, picker: QWidget) -> None:
        """Have the example picker beside the sentence."""
        self._beside.addWidget(picker)

    def _say(self, example: int, point: tuple[float, float] | None) -> str:
        stepper = self._stepper
        if stepper.stop is None or stepper.trace is None:
            return BEFORE if stepper.stop is None else ""
        if point is not None:
            return own_sentence(stepper.stop, stepper.trace, point)
        count = len(stepper.trace.losses)
        return sentence(stepper.stop, stepper.trace, None if example >= MEAN else min(example, count) - 1)

    def _go_to(self, stage: str) -> None:
        self._stepper.go_to(next(stop for stop in self._stepper.stops if stop.stage == stage))

    def _leave(self) -> None:
        self._stepper.done()
        self.left.emit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        column.addLayout(row)
        row.setContentsMargins(INSET, 8, INSET, 6)
        row.setSpacing(8)
        row.addWidget(self.chips, 1)
        row.addWidget(self.done)
        row.addSpacing(8)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        self._line = QWidget()
        line = self._beside = QHBoxLayout(self._line)
        line.setContentsMargins(INSET, 0, INSET - 6, 2)
        line.addWidget(self.sentence, 1)
        line.addWidget(self.hide_sentence)
        column.addWidget(self._line)
        self.explain(True)

    def _name(self) -> None:
        self.done.setToolTip("Leave the walk; nothing of the run has changed.")
        self.previous.setToolTip("The stage before; at the first one, the last stage of the step before. (P)")
        self.next.setToolTip("The next stage; at the last one, make the step. (N)")
        self.hide_sentence.setToolTip("Leave out the sentence; View > Explain stages brings it back.")
        self.hide_sentence.setAccessibleName("Hide the sentence")


class Sentence(QWidget):
    """One line of text, cut where there is no room for all of it; the tooltip has the rest."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.text = theme, ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def set_text(self, text: str) -> None:
        """Show another sentence."""
        if text != self.text:
            self.text = text
            self.setAccessibleName(text)
            self._show_tip()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, SENTENCE - 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, font = painter_for(self), self._font
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        if self._wraps:
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()), flags, self.text)
            painter.end()
            return
        text = QFontMetricsF(font).elidedText(self.text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    @property
    def _font(self) -> QFont:
        """The largest letters in which all of it fits, if any."""
        fonts = [self._theme.font(role, 500) for role in ROLES]
        return next((font for font in fonts if not self._is_cut(font)), fonts[-1])

    @property
    def _wraps(self) -> bool:
        """Whether it takes two lines, as it does where there is room for them and not for all in one."""
        metrics = QFontMetricsF(self._theme.font(ROLES[-1], 500))
        fits = metrics.horizontalAdvance(self.text) <= 1.9 * self.width()
        return self._is_cut(self._font) and fits and self.height() >= 2 * metrics.height() - 2

    def _is_cut(self, font: QFont) -> bool:
        return QFontMetricsF(font).horizontalAdvance(self.text) > self.width()

    def _show_tip(self) -> None:
        self.setToolTip(unformatted(self.text) if self._is_cut(self._font) and not self._wraps else "")


def place_of(shape: Shape, stop: Stop | None) -> Place:
    """Say where a stop stands among its stage's layers."""
    if stop is None:
        return Place()
    layers = len(shape.layers)
    if stop.stage == "forward":
        return Place("forward", layer_of(shape, stop), stop.layer, layers)
    if stop.stage == "backward":
        return Place("backward", layer_of(shape, stop), layers - stop.layer + 1, layers)
    return Place(stop.stage)
