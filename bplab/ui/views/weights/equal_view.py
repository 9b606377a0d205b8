"""The equal neurons of a layer side by side: equal weights and δ make equal steps; they can be merged."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from bplab.diagnosis.merging import Merged, merged
from bplab.errors import UserError
from bplab.nn.activations import ACTIVATIONS
from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.ui.canvas.tiles.tiles import paint_tiles, strengths
from bplab.ui.controls.button import Button
from bplab.ui.controls.choice import ChoiceBox
from bplab.ui.controls.options import Option
from bplab.ui.controls.painting import draw_ring
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Tip
from bplab.ui.views.base.rows import Rows
from bplab.ui.views.weights.equal_layout import INSET, ROW, EqualLayout, lay_out
from bplab.ui.views.weights.equal_painter import TILE, EqualPainter
from bplab.ui.views.weights.equal_reading import EqualReading, reading_of
from bplab.ui.views.weights.equal_text import (
    aloud,
    apart_text,
    full,
    heads_of,
    nothing_text,
    outcome_text,
    table,
    words_of,
)

TEXT = "Merge equal neurons"
MERGE_TIP = (
    "Keep one neuron of each group, with the sum of their outgoing weights: a smaller network that computes "
    "the same. It begins a new run; Undo returns to this one."
)
AT_ONCE = 20_000_000  # examples times parameters: what is compared beforehand
SAMPLES = 24  # of a tile, as on the canvas
MAPPED = 40_000  # parameters up to which neurons have maps here
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -100_000, Qt.Key.Key_End: 100_000}
SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class _Told(NamedTuple):
    """What merging made of a run, told as long as the run that it began is shown."""

    before: int  # the run that was merged
    text: str
    run: int | None = None


class EqualView(Rows):
    """Up and Down walk the rows, Left and Right the groups."""

    merged = Signal(object)  # Merged: the user wants it as a run

    def __init__(self, theme: Theme, left: int = INSET, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Equal neurons", parent)
        self._snapshot: Snapshot | None = None
        self._reading: EqualReading | None = None
        self._layer, self._first = 0, 0  # the layer, and the first group shown
        self._at: int | None = None  # the row at hand
        self._outcome: Merged | None = None  # of the state shown, once it is known
        self._told: _Told | None = None
        self.chooser = ChoiceBox(
            theme, (Option("0", "Hidden 1"),), tip="Whose neurons", height=26, parent=self
        )
        self.chooser.setAccessibleName("Layer whose equal neurons are shown")
        self.chooser.setGeometry(left, 5, 110, 26)
        self.chooser.edited.connect(lambda value: self.show_layer(int(value)))
        self.button = Button(theme, TEXT, kind="primary", height=26, parent=self)
        self.button.setToolTip(MERGE_TIP)
        self.button.adjustSize()
        self.button.clicked.connect(self._merge)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._try)

    @property
    def needs(self) -> Needs:
        """The weights, every number of the next step, and the neurons' maps."""
        shown = self._snapshot
        mapped = shown is not None and shown.prepared.row.planar and shown.shape.parameters <= MAPPED
        return Needs(parameters=True, step=True, tiles=SAMPLES if mapped else 0)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the neurons of another state; another network begins at its first group."""
        old, self._snapshot = self._snapshot, snapshot
        if old is None or old.run != snapshot.run:
            self.top, self._first, self._at = 0, 0, None
            self._follow_merging(snapshot.run)
        if old is None or old.shape != snapshot.shape:
            self._offer_layers(snapshot)
        self._take()

    def show_layer(self, layer: int) -> None:
        """Show another layer, counted from 0, if it is a hidden one."""
        hidden = self.chooser.count() if self._snapshot is not None else layer + 1
        if 0 <= layer < hidden and layer != self._layer:
            self._layer, self._first, self._at, self.top = layer, 0, None, 0
            self.chooser.set_value(str(layer))
            self._take()

    def _offer_layers(self, snapshot: Snapshot) -> None:
        titles = [snapshot.shape.layer_title(layer) for layer in range(len(snapshot.shape.layers) - 1)]
        self.chooser.setVisible(bool(titles))
        self._layer = max(0, min(self._layer, len(titles) - 1))
        if titles:
            self.chooser.set_options([Option(str(layer), title) for layer, title in enumerate(titles)])
            self.chooser.set_value(str(self._layer))

    def _follow_merging(self, run: int) -> None:
        """The run after the one that was merged is what merging made; any other has nothing to tell."""
        told = self._told
        if told is not None and told.run is None and run != told.before:
            self._told = told._replace(run=run)
        elif told is not None and run != told.run:
            self._told = None

    def _take(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        self._outcome = None
        self._reading = reading_of(snapshot, self._layer)
        groups = self.groups
        self._first = max(0, min(self._first, len(groups) - 1))
        self.button.setVisible(bool(groups))
        if groups and snapshot.state is not RunState.RUNNING and self._small(snapshot):
            self._soon.start()
        self.show_bar()
        self._describe()
        self.update()

    @staticmethod
    def _small(snapshot: Snapshot) -> bool:
        return snapshot.prepared.dataset.count * snapshot.shape.parameters <= AT_ONCE

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """The groups of equal neurons in the layer."""
        return self._reading.groups if self._reading is not None else ()

    def _try(self) -> None:
        """Compare the merged network with this one, once the state has been shown."""
        if self.isVisible() and self._outcome is None:
            self._outcome = self._merged(quiet=True)
            self.update()

    def _merged(self, *, quiet: bool) -> Merged | None:
        shown = self._snapshot
        if shown is None or shown.weights is None:
            return None
        try:
            return merged(shown.spec, shown.weights, shown.prepared)
        except UserError as error:
            if not quiet:
                self.failed.emit(str(error))
            return None

    def _merge(self) -> None:
        """Ask for the smaller network as a run."""
        outcome = self._outcome or self._merged(quiet=False)
        if outcome is not None and self._snapshot is not None:
            text = f"{outcome_text(outcome)}. {apart_text(outcome)}."
            self._told = _Told(self._snapshot.run, text)
            self.merged.emit(outcome)

    def room(self) -> tuple[int, int, float]:
        plan = self.plan()
        return (self._reading.rows if self._reading and self.groups else 0), plan.fit, plan.top

    def plan(self) -> EqualLayout:
        """Where everything stands."""
        rows = self._reading.rows if self._reading is not None else 1
        return lay_out(self.width(), self.height(), self.groups, self._first, rows)

    def sizeHint(self) -> QSize:
        return QSize(856, 208)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.button.move(self.width() - INSET - self.button.width(), 5)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, reading = QPainter(self), self.theme, self._reading
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), theme.color("panel"))
        if reading is not None and reading.groups:
            plan = self.plan()
            parts = EqualPainter(painter, theme, plan, reading)
            parts.labels(self.top, self._at if self.hasFocus() else None, *heads_of(reading, plan))
            tiles = self._tiles([unit for place in plan.groups for unit in place.units])
            for place in plan.groups:
                parts.group(place, self.top, tiles)
            parts.side(words_of(reading, self._first, self._outcome))
        elif self._snapshot is not None:
            painter.setFont(theme.font("form"))
            painter.setPen(theme.color("t2"))
            box = QRectF(self.rect()).adjusted(80, 30, -80, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message())
        if self.ring and self._at is None:
            draw_ring(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), theme)

    def _message(self) -> str:
        """Say what merging has made, or why there are no groups."""
        told, shown = self._told, self._snapshot
        if told is not None and told.run is not None:
            return f"{told.text} Undo (Ctrl+Z) returns to the network before."
        return nothing_text(self._reading, shown) if shown is not None else ""

    def _tiles(self, units: list[int]) -> dict[int, QImage]:
        """The neurons' maps, small."""
        shown, reading = self._snapshot, self._reading
        maps = shown.tiles if shown is not None else None
        if maps is None or shown is None or reading is None or maps[reading.layer + 1].ndim != 3:
            return {}
        row = ACTIVATIONS[shown.spec.layers[reading.layer].activation]
        border = self.theme.color("line2").rgb() & 0xFFFFFF
        side = round(TILE * self.devicePixelRatioF())
        words = paint_tiles(
            strengths(maps[reading.layer + 1][units], row), side, self.theme.ramp("tile"), border, side / 6
        ).reshape(len(units), side, side)
        form = QImage.Format.Format_ARGB32_Premultiplied
        images = (QImage(each.data, side, side, 4 * side, form).copy() for each in words)
        return dict(zip(units, images, strict=True))

    def tips(self) -> list[Tip]:
        reading, plan = self._reading, self.plan()
        if reading is None or not reading.groups:
            return []
        found: list[Tip] = []
        for place in plan.groups:
            for number, unit in enumerate(place.units):
                column = place.column(number)
                for slot in range(min(plan.fit, reading.rows - self.top)):
                    cell = QRectF(column.left(), plan.row(slot), column.width(), ROW)
                    found.append((cell, full(reading, self.top + slot, unit)))
        return found

    def values_text(self) -> str:
        return table(self._reading) if self._reading is not None and self.groups else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS and self.groups:
            self._go(STEPS[key])
        elif key in SIDEWAYS and self.groups:
            self._first = max(0, min(self._first + SIDEWAYS[key], len(self.groups) - 1))
            self._describe()
            self.update()
        elif key == Qt.Key.Key_Escape and self._at is not None:
            self._at = None
            self._describe()
            self.update()
        else:
            super().keyPressEvent(event)

    def _go(self, by: int) -> None:
        rows = self.room()[0]
        start = self.top - (1 if by > 0 else 0) if self._at is None else self._at
        self._at = max(0, min(start + by, rows - 1))
        self.reveal(self._at)
        self._describe()

    def _describe(self) -> None:
        """Read aloud the row at hand, or the verdict."""
        reading = self._reading
        if reading is None or not reading.groups:
            text = self._message()
        elif self._at is not None:
            text = full(reading, self._at, reading.groups[self._first][0]).replace("\n", ", ")
        else:
            text = aloud(reading, self._first)
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
