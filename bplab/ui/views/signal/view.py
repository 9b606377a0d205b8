"""The signal strip: the size of the error signal in every layer, aligned with the network's columns."""

import time
from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.ui.controls.options import Option
from bplab.ui.controls.painting import KeyboardFocus, draw_frame, draw_ring
from bplab.ui.controls.segmented import Segmented
from bplab.ui.style.theme import Theme
from bplab.ui.style.widths import NumberWidths
from bplab.ui.views.base.background import Background
from bplab.ui.views.base.picture import Picture, Tip
from bplab.ui.views.signal.background import (
    HEADER,
    INSET,
    MIDDLE,
    RIGHT_MIDDLE,
    StripGeometry,
    paint_arrow,
    paint_card,
    paint_grid,
    plan_for,
)
from bplab.ui.views.signal.labels import place_labels
from bplab.ui.views.signal.range import DecadeRange, SteadyRange
from bplab.ui.views.signal.reading import (
    QUANTITIES,
    Reading,
    StripQuantity,
    factor_tip,
    is_measured,
    layer_tip,
    read,
    sentence,
    table,
)

HEIGHT = 136
CHIP = 18


class SignalStrip(KeyboardFocus, Picture):
    """Shows one number per layer on a log axis, with the factor from each layer to the one before it."""

    title = "Signal strip"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.title, parent)
        self._snapshot: Snapshot | None = None
        self._reading: Reading | None = None
        self._sentence = ""
        self._range = SteadyRange()
        self._decades = DecadeRange(-2, 0, 1)
        self._columns: tuple[float, ...] = ()
        self._under = 0  # the width of the network that the columns belong to
        self._colors: list[QColor] = []
        self._background = Background()
        self._widths = NumberWidths(theme, "caption")
        options = [
            Option(each.name, each.symbol.split()[-1].strip("|"), each.help) for each in QUANTITIES.values()
        ]
        self.switch = Segmented(theme, options, height=24, name="What the strip shows", parent=self)
        self.switch.edited.connect(self._switched)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFixedHeight(HEIGHT)  # under the network; presented, it fills the window

    @property
    def needs(self) -> Needs:
        """The signals of the next step."""
        return Needs(signals=True)

    @property
    def quantity(self) -> StripQuantity:
        """What the strip shows."""
        return QUANTITIES[self.switch.value]

    @property
    def choices(self) -> dict[str, str]:
        """The user's choices here, to be remembered."""
        return {"signal.quantity": self.switch.value}

    def restore(self, choices: Mapping[str, object]) -> None:
        """Restore remembered choices; those that no longer make sense are ignored."""
        name = choices.get("signal.quantity")
        if isinstance(name, str) and name in QUANTITIES:
            self.switch.set_value(name)
            self._switched()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the signals of the next step."""
        if self._snapshot is None or self._snapshot.run != snapshot.run:
            self._range.forget()
        self._snapshot = snapshot
        self._take()

    def set_columns(self, xs: list[float], width: int) -> None:
        """Align with the columns of a network of this width; xs are their centers, the input's first."""
        columns = tuple(xs)
        if (columns, width) != (self._columns, self._under):
            self._columns, self._under = columns, width
            self.update()

    def restyle(self) -> None:
        self._colors = []
        self._widths.forget()
        self._background.forget()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(808, HEIGHT)

    def _switched(self) -> None:
        self._range.forget()
        self._take()

    def _take(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        self._reading = read(snapshot, self.quantity) if is_measured(snapshot) else None
        self._sentence = sentence(snapshot)
        if self._reading is not None:
            running = snapshot.state is RunState.RUNNING
            self._decades = self._range.update(self._reading.values, time.monotonic(), running)
        if snapshot.state is not RunState.RUNNING:
            self.setAccessibleDescription(self._sentence)
        after = self._after_switch  # which itself stays as it is
        self.update(after, 0, self.width() - after, HEADER)
        self.update(0, HEADER, self.width(), self.height() - HEADER)

    def plan(self) -> StripGeometry:
        """The layout of card, plot and factors."""
        return plan_for(self.width(), self.height())

    def layer_xs(self) -> list[float]:
        """The centers of the layers with weights: the canvas's columns, else evenly spaced."""
        count = len(self._snapshot.shape.layers) if self._snapshot else 0
        if len(self._columns) == count + 1 and self._under == self.width():
            return list(self._columns[1:])
        plot = self.plan().plot
        return [plot.left() + plot.width() * (layer + 0.5) / count for layer in range(count)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        heading = QFontMetricsF(self.theme.font("body", 600)).horizontalAdvance(self.title)
        self.switch.move(round(INSET + heading + 10), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        xs, reading, caption = self.layer_xs(), self._reading, self._caption()
        key = (self.theme.dark, self._decades, tuple(xs), caption, reading is None)
        self._background.draw(painter, self.size(), key, lambda still: self._paint_still(still, caption))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_sentence(painter)
        if reading is not None and len(xs) == len(reading.values):
            self._paint_stems(painter, xs, reading)
            self._paint_factors(painter, xs, reading)
        if self.ring:
            draw_ring(painter, self.plan().box.adjusted(-2, -2, 2, 2), self.theme, 9)

    def _paint_still(self, painter: QPainter, caption: str) -> None:
        plan, xs, empty = self.plan(), self.layer_xs(), self._reading is None
        painter.fillRect(self.rect(), self.theme.color("canvas"))
        paint_card(painter, plan, self.title, self.theme)
        if not empty and xs:
            paint_grid(painter, plan, self._decades, self.theme)
            paint_arrow(painter, plan, xs, self.theme)
        painter.setFont(self.theme.font("caption"))
        painter.setPen(self.theme.color("t3"))
        painter.drawText(QRectF(self._after_switch, 0, self.width(), 24), MIDDLE, caption)

    @property
    def _after_switch(self) -> int:
        return self.switch.geometry().right() + 10

    def _caption(self) -> str:
        """The text left of the sentence; its second half is dropped first."""
        room = self.width() - INSET - self._widths.of(self._sentence, 400) - 16 - self._after_switch
        texts = (f"{self.quantity.caption} · {self.quantity.more}", self.quantity.caption)
        return next((text for text in texts if self._widths.of(text, 400) <= room), "")

    def _paint_sentence(self, painter: QPainter) -> None:
        painter.setFont(self.theme.font("caption"))
        painter.setPen(self.theme.color("t2"))
        painter.drawText(QRectF(INSET, 0, self.width() - 2 * INSET, 24), RIGHT_MIDDLE, self._cut_sentence())

    def _cut_sentence(self) -> str:
        """The sentence, cut where there is no room for it beside the switch."""
        room = self.width() - INSET - self._after_switch
        if self._widths.of(self._sentence, 400) <= room:
            return self._sentence
        metrics = QFontMetricsF(self.theme.font("caption"))
        return metrics.elidedText(self._sentence, Qt.TextElideMode.ElideRight, room)

    def _paint_stems(self, painter: QPainter, xs: list[float], reading: Reading) -> None:
        plot, theme = self.plan().plot, self.theme
        dots = [
            QPointF(x, plot.bottom() - self._decades.fraction(value) * plot.height())
            for x, value in zip(xs, reading.values, strict=True)
        ]
        radius = 5.0 if _pitch(xs) > 44 else 4.0
        for layer, dot in enumerate(dots):
            color = self._color(layer, len(dots))
            painter.setPen(QPen(color, 2))
            painter.drawLine(dot, QPointF(dot.x(), plot.bottom()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawEllipse(dot, radius, radius)
        font = theme.font("caption", 600)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        widths = [self._widths.of(text, 600) for text in reading.texts]
        inside = self.plan().box.adjusted(4, -2, -4, -20)
        for text, place in zip(
            reading.texts, place_labels(dots, widths, plot.bottom(), inside, radius), strict=True
        ):
            if place is not None:
                painter.drawText(place.adjusted(0, 0, 4, 0), MIDDLE, text)

    def _color(self, layer: int, count: int) -> QColor:
        if len(self._colors) != count:
            self._colors = [self.theme.layer_color(index, count) for index in range(count)]
        return self._colors[layer]

    def _chips(self, xs: list[float], reading: Reading) -> list[tuple[str, QRectF]]:
        """The factors and their positions; without room between the columns they only have tooltips."""
        y, found = self.plan().row - CHIP / 2, []
        for (left, right), full in zip(pairwise(xs), reading.factors, strict=True):
            tries = ((full, 16), (full.replace("× ", ""), 8))
            fitting = [
                (text, width)
                for text, padding in tries
                if (width := self._widths.of(text, 600) + padding) <= right - left - 8
            ]
            text, width = fitting[0] if fitting and full else ("", 10.0)
            found.append((text, QRectF(round((left + right - width) / 2), y, round(width), CHIP)))
        return found

    def _paint_factors(self, painter: QPainter, xs: list[float], reading: Reading) -> None:
        theme = self.theme
        painter.setFont(theme.font("caption", 600))
        for text, place in self._chips(xs, reading):
            if text:
                draw_frame(painter, place, theme.color("panel"), theme.color("line2"), CHIP / 2)
                painter.setPen(theme.color("text"))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def tips(self) -> list[Tip]:
        snapshot, reading, plan, xs = self._snapshot, self._reading, self.plan(), self.layer_xs()
        caption: Tip = (QRectF(0, 0, self.width() / 2, 24), self.quantity.help)
        moved = (
            "Update ÷ weight of the next step: |ΔW| / |W| of each layer. It shrinks when training is done."
        )
        if self._cut_sentence() != self._sentence:
            moved = f"{self._sentence}\n{moved}"
        tips: list[Tip] = [caption, (QRectF(self.width() / 2, 0, self.width() / 2, 24), moved)]
        if snapshot is None or reading is None or len(xs) != len(reading.values):
            return tips
        for layer, (_, place) in enumerate(self._chips(xs, reading)):
            tips.append((place, factor_tip(snapshot, reading, self.quantity, layer)))
        half = min(_pitch(xs) / 2, 40)
        for layer, x in enumerate(xs):
            tips.append(
                (
                    QRectF(x - half, plan.box.top(), 2 * half, plan.row - 10 - plan.box.top()),
                    layer_tip(snapshot, layer),
                )
            )
        return tips

    def values_text(self) -> str:
        return table(self._snapshot) if self._snapshot is not None else ""


def _pitch(xs: list[float]) -> float:
    return min((b - a for a, b in pairwise(xs)), default=100.0)
