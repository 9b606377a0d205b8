"""The distribution of each layer's values, with the saturated and dead shares."""

from collections.abc import Hashable, Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.training.histograms import BINS, KINDS
from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.ui.controls.options import Option
from bplab.ui.controls.painting import KeyboardFocus, draw_ring
from bplab.ui.controls.segmented import Segmented
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.background import Background
from bplab.ui.views.base.card import draw_card
from bplab.ui.views.base.layers import layer_names
from bplab.ui.views.base.picture import Picture, Tip
from bplab.ui.views.histograms.cells import (
    INSET,
    Cell,
    bin_lines,
    draw_bars,
    draw_still,
    layer_tip,
    places_for,
)

HEADER = 34
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class HistogramsView(KeyboardFocus, Picture):
    """One small histogram per layer; Left and Right move through the bins, Up and Down through the layers."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Histograms", parent)
        self._snapshot: Snapshot | None = None
        self._cells: list[Cell] = []
        self._probe: tuple[int, int] | None = None  # layer and bin
        self._background = Background()
        self.switch = Segmented(theme, OPTIONS, height=24, name="What is counted", parent=self)
        self.switch.move(INSET, 5)
        self.switch.edited.connect(lambda _kind: self._forget())
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def needs(self) -> Needs:
        """The counts of the chosen quantity."""
        return Needs(histograms=self.switch.value)

    @property
    def choices(self) -> dict[str, str]:
        """The user's choices here, to be remembered."""
        return {"histograms.kind": self.switch.value}

    def restore(self, choices: Mapping[str, object]) -> None:
        """Restore remembered choices; those that no longer make sense are ignored."""
        if choices.get("histograms.kind") in KINDS:
            self.switch.set_value(str(choices["histograms.kind"]))
            self._forget()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show new counts; those that a large network provides only at rest are kept until then."""
        if self._snapshot is None or self._snapshot.run != snapshot.run:
            self._probe = None
        elif snapshot.histograms is None and snapshot.state is RunState.RUNNING:
            return
        self._snapshot = snapshot
        self._arrange()

    def _forget(self) -> None:
        """The current counts are of something else: show nothing until the next snapshot."""
        self._cells = []
        self.update()

    def _arrange(self) -> None:
        snapshot = self._snapshot
        found = snapshot.histograms if snapshot is not None else None
        self._cells = []
        if snapshot is not None and found is not None and found.kind == self.switch.value:
            names, layers = layer_names(snapshot.shape), found.layers
            area = QRectF(self.rect()).adjusted(INSET, HEADER + 2, -INSET, -4)
            self._cells = [
                Cell(name, self.theme.layer_color(index, len(names)), layer, place)
                for index, (name, layer, place) in enumerate(
                    zip(names, layers, places_for(len(layers), area), strict=True)
                )
            ]
        self._describe()
        self.update()

    def restyle(self) -> None:
        self._background.forget()
        self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(856, 208)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        key: Hashable = (
            self.theme.dark,
            self.caption(),
            tuple((cell.name, cell.layer.low, cell.layer.high) for cell in self._cells),
        )
        self._background.draw(painter, self.size(), key, self._paint_still)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, cell in enumerate(self._cells):
            pointed = self._probe[1] if self._probe is not None and self._probe[0] == index else None
            draw_bars(painter, cell, self.theme, pointed)
        if self._probe is not None and self._probe[0] < len(self._cells):
            cell, number = self._cells[self._probe[0]], self._probe[1]
            at = QPointF(cell.bars.left() + (number + 0.5) / BINS * cell.bars.width(), cell.bars.center().y())
            inside = QRectF(self.rect()).adjusted(0, HEADER - 2, 0, 0)
            draw_card(painter, at, inside, bin_lines(cell, number, self._symbol), self.theme)
        if self.ring:
            draw_ring(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), self.theme)

    def _paint_still(self, painter: QPainter) -> None:
        theme = self.theme
        painter.fillRect(self.rect(), theme.color("panel"))
        left = self.switch.geometry().right() + 12
        place = QRectF(left, 5, self.width() - left - INSET, 24)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("t3"))
        metrics = QFontMetricsF(theme.font("caption"))
        painter.drawText(
            place, RIGHT, metrics.elidedText(self.caption(), Qt.TextElideMode.ElideRight, place.width())
        )
        for cell in self._cells:
            draw_still(painter, cell, theme)

    @property
    def _symbol(self) -> str:
        return SYMBOLS[self.switch.value]

    def caption(self) -> str:
        """What the counts are taken from."""
        found = self._snapshot.histograms if self._snapshot is not None else None
        if found is None or not self._cells:
            return ""
        if found.kind == "weights":
            return "without biases; the highest bar reaches the top"
        if found.kind == "gradients":
            return "of the next batch, without biases"
        return f"first {found.examples:,} of {found.of:,} train examples"

    def _probe_at(self, where: QPointF) -> tuple[int, int] | None:
        for index, cell in enumerate(self._cells):
            if cell.bars.adjusted(0, 0, 1, 1).contains(where):
                return index, cell.bin_at(where.x())
        return None

    def _set_probe(self, probe: tuple[int, int] | None) -> None:
        if probe != self._probe:
            self._probe = probe
            self._describe()
            self.update()

    def _describe(self) -> None:
        text = ""
        if self._probe is not None and self._probe[0] < len(self._cells):
            text = ", ".join(bin_lines(self._cells[self._probe[0]], self._probe[1], self._symbol))
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_probe(self._probe_at(event.position()))

    def leaveEvent(self, event: object) -> None:
        self._set_probe(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._probe is not None:
            self._set_probe(None)
        elif step is not None and self._cells:
            layer, number = self._probe or (0, BINS // 2 - step[1])
            layer = min(len(self._cells) - 1, max(0, layer + step[0]))
            self._set_probe((layer, min(BINS - 1, max(0, number + step[1]))))
        else:
            super().keyPressEvent(event)

    def tips(self) -> list[Tip]:
        return [(cell.place, layer_tip(cell)) for cell in self._cells]

    def values_text(self) -> str:
        rows = ["layer\tfrom\tto\tcount"] if self._cells else []
        for cell in self._cells:
            step = (cell.layer.high - cell.layer.low) / BINS
            for number, count in enumerate(cell.layer.counts.tolist()):
                low, high = (cell.layer.low + step * edge for edge in (number, number + 1))
                rows.append(f"{cell.name}\t{low:.6g}\t{high:.6g}\t{count}")
        return "\n".join(rows)


STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
SYMBOLS = {"activations": "a", "sums": "z", "deltas": "δ", "weights": "w", "gradients": "∂L/∂w"}
OPTIONS = (
    Option("activations", "Outputs a", "a = f(z): the output of each neuron, for every example shown."),
    Option("sums", "Weighted sums z", "z = Σ w a + b: each neuron's weighted sum before its activation."),
    Option(
        "deltas",
        "Error signal δ",
        "δ = ∂ℓ/∂z: how the loss of one example changes with a neuron's weighted sum z.",
    ),
    Option("weights", "Weights", "The weights of each layer, without biases."),
    Option("gradients", "Gradients", "∂L/∂w of the next batch, for each weight of a layer."),
)
