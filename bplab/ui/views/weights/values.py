"""The weights of one layer: a heat map of the matrix, or for image data each neuron's weights as an image."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.arrays import Array
from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.controls.choice import ChoiceBox
from bplab.ui.controls.options import Option
from bplab.ui.controls.painting import KeyboardFocus, draw_ring
from bplab.ui.controls.segmented import Segmented
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.card import draw_card
from bplab.ui.views.base.picture import Picture, Tip
from bplab.ui.views.base.ramp import draw_ramp
from bplab.ui.views.base.ticks import round_up
from bplab.ui.views.weights.arrangements import Cell, Plan, plan_matrix, plan_pictures
from bplab.ui.views.weights.cell_typing import CellTyping
from bplab.ui.views.weights.reading import caption, lines_of, table

HEADER, INSET, BAR = 36, 16, 110
MIDDLE = Qt.AlignmentFlag.AlignVCenter
STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
EMPTY = np.zeros((1, 1))
READABLE = 100  # pixels of a caption that is cut; less has only a tooltip
TIP = (
    "Blue: w > 0. Orange: w < 0. The stronger the color, the larger |w|. Type a number into a cell to set "
    "its weight, or paste cells of a spreadsheet."
)


class ValuesView(KeyboardFocus, Picture):
    """One row per input of a layer, one column per neuron, biases below; arrow keys move between cells."""

    def __init__(self, theme: Theme, left: int = INSET, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Weights", parent)
        self._snapshot: Snapshot | None = None
        self._layer = 0
        self._probe: Cell | None = None
        self._held = False  # the cell at hand was clicked: it does not follow the pointer
        self._planned: object = None  # what the layout was made for
        self._plan: Plan = plan_matrix(1, 1, QRectF(0, 0, 100, 100))
        self.chooser = ChoiceBox(
            theme, (Option("0", "Hidden 1"),), tip="Whose weights", height=26, parent=self
        )
        self.chooser.setAccessibleName("Layer whose weights are shown")
        self.chooser.setGeometry(left, 5, 110, 26)
        self.chooser.edited.connect(lambda value: self.show_layer(int(value)))
        self.switch = Segmented(theme, WAYS, height=26, name="How weights are shown", parent=self)
        self.switch.move(self.chooser.geometry().right() + 10, 5)
        self.switch.edited.connect(lambda _way: self._drop_probe())
        self.switch.hide()
        self.typing = CellTyping(self, self, theme)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def needs(self) -> Needs:
        """The current weights."""
        return Needs(parameters=True)

    @property
    def choices(self) -> dict[str, str]:
        """The user's choices here, to be remembered."""
        return {"weights.way": self.switch.value}

    def restore(self, choices: Mapping[str, object]) -> None:
        """Restore remembered choices; those that no longer make sense are ignored."""
        if choices.get("weights.way") in {way.value for way in WAYS}:
            self.switch.set_value(str(choices["weights.way"]))
            self.update()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show new weights; another network brings its own layers."""
        old, self._snapshot = self._snapshot, snapshot
        if old is None or old.shape != snapshot.shape:
            count = len(snapshot.shape.layers)
            titles = [snapshot.shape.layer_title(layer) for layer in range(count)]
            self.chooser.set_options([Option(str(layer), title) for layer, title in enumerate(titles)])
            self.show_layer(min(self._layer, count - 1))
        self._describe()
        self.typing.follow()
        self.update()

    def show_layer(self, layer: int) -> None:
        """Show another layer, counted from 0, if there is one."""
        if self._snapshot is None:
            self._layer = layer
        if self._snapshot is None or not 0 <= layer < len(self._snapshot.shape.layers):
            return
        self._layer = layer
        self.chooser.set_value(str(layer))
        self.switch.setVisible(layer == 0 and self._image_shape is not None)
        self._drop_probe()

    @property
    def shown(self) -> Snapshot | None:
        """What is shown."""
        return self._snapshot

    @property
    def probe(self) -> Cell | None:
        """The cell at hand."""
        return self._probe

    def step_on(self, down: int, right: int) -> None:
        """Take a neighboring cell at hand."""
        self._set_probe((0, 0) if self._probe is None else self.plan().moved(self._probe, down, right))

    @property
    def layer(self) -> int:
        """The layer shown, counted from 0."""
        return self._layer

    @property
    def _image_shape(self) -> tuple[int, int] | None:
        prepared = self._snapshot.prepared if self._snapshot else None
        return None if prepared is None or prepared.features else prepared.dataset.image_shape

    def _arrays(self) -> tuple[Array, Array] | None:
        weights = self._snapshot.weights if self._snapshot else None
        return weights[self._layer] if weights is not None and self._layer < len(weights) else None

    def plan(self) -> Plan:
        """The layout of the weights, recomputed only when something about it has changed."""
        found, shape = self._arrays(), self._image_shape
        as_pictures = self._layer == 0 and shape is not None and self.switch.value == "pictures"
        key = ((found[0] if found else EMPTY).shape, shape if as_pictures else None, self.size().toTuple())
        if key != self._planned:
            area = QRectF(self.rect()).adjusted(INSET, HEADER + 4, -INSET - 12, -8)
            rows, columns = key[0]
            self._plan = plan_matrix(rows, columns, area)
            if key[1] is not None:
                self._plan = plan_pictures(rows, columns, key[1], area)
            self._planned = key
        return self._plan

    def sizeHint(self) -> QSize:
        return QSize(856, 208)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.typing.is_on:
            self.typing.stand()  # what is wrong with it may be told above the network, which takes room
        else:
            self._drop_probe()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, found = QPainter(self), self._arrays()
        painter.fillRect(self.rect(), self.theme.color("panel"))
        if found is not None and self._snapshot is not None:
            W, b = found
            known = np.abs(np.concatenate([W.ravel(), b]))
            reach = round_up(float(known[np.isfinite(known)].max(initial=0.0)) or 1.0)
            self.plan().paint(painter, W, b, reach, self.theme)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_header(painter, reach)
            self._paint_probe(painter)
        if self.ring:
            draw_ring(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), self.theme)

    def _paint_header(self, painter: QPainter, reach: float) -> None:
        theme, snapshot = self.theme, self._snapshot
        if snapshot is None:
            return
        bar = QRectF(self.width() - INSET - BAR - 14, 8, BAR, 8)
        draw_ramp(
            painter, bar, theme.ramp("tile"), theme, ((0.0, f"−{reach:g}"), (0.5, "0"), (1.0, f"{reach:g}"))
        )
        last = self.switch if self.switch.isVisibleTo(self) else self.chooser
        left = last.geometry().right() + 14
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("t3"))
        place = QRectF(left, 5, bar.left() - left - 24, 26)
        metrics, room = painter.fontMetrics(), round(place.width())
        if room >= READABLE:
            text = metrics.elidedText(self.caption(), Qt.TextElideMode.ElideRight, room)
            painter.drawText(place, MIDDLE, text)

    def caption(self) -> str:
        """What is shown, and with what reductions."""
        return caption(self._snapshot, self._layer, self.plan()) if self._snapshot is not None else ""

    def _paint_probe(self, painter: QPainter) -> None:
        place = self.plan().place(self._probe) if self._probe is not None else None
        if place is None:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.color("text"), 1.5))
        painter.drawRect(place.adjusted(-1, -1, 1, 1))
        inside = QRectF(self.rect()).adjusted(0, HEADER, 0, 0)
        draw_card(painter, place.center(), inside, self._lines(), self.theme)

    def _lines(self) -> list[str]:
        found = self._arrays()
        if self._probe is None or found is None or self._snapshot is None:
            return []
        return lines_of(self._snapshot, self._layer, *found, self._probe, self.plan())

    def _set_probe(self, probe: Cell | None) -> None:
        if probe != self._probe:
            self._probe = probe
            self._describe()
            self.update()

    def _drop_probe(self) -> None:
        self.typing.cancel()
        self._held = False
        self._set_probe(None)
        self.update()

    def _describe(self) -> None:
        text = ", ".join(self._lines())
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.typing.is_on or self._held:
            return
        self._set_probe(self.plan().cell_at(event.position().x(), event.position().y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click holds the cell until another is clicked, or Esc."""
        super().mousePressEvent(event)
        probe = self.plan().cell_at(event.position().x(), event.position().y())
        self._held = probe is not None
        self._set_probe(probe)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._set_probe(self.plan().cell_at(event.position().x(), event.position().y()))
        self.typing.begin()

    def leaveEvent(self, event: object) -> None:
        if not (self.typing.is_on or self._held):
            self._set_probe(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if not self.typing.is_on:
            self._held = False
            self._set_probe(None)
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """With a cell at hand, pasting belongs to it."""
        asks = event.type() == QEvent.Type.ShortcutOverride and self._probe is not None
        if asks and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._probe is not None and self.typing.take(event):
            return
        step, found = STEPS.get(Qt.Key(event.key())), self._arrays()
        if event.key() == Qt.Key.Key_Escape and self._probe is not None:
            self._drop_probe()
        elif step is not None and found is not None:
            self.step_on(*step)
        else:
            super().keyPressEvent(event)

    def tips(self) -> list[Tip]:
        head = QRectF(0, 0, self.width(), HEADER)
        return [(head, "\n".join(filter(None, (self.caption(), TIP))))]

    def values_text(self) -> str:
        found = self._arrays()
        if found is None or self._snapshot is None:
            return ""
        return table(self._snapshot, self._layer, *found)


WAYS = (
    Option("pictures", "Images", "Each neuron's weights arranged as the image: the pattern it responds to."),
    Option("matrix", "Matrix", "All weights: one row per input, one column per neuron."),
)
