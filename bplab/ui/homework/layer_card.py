"""The card of a layer: its name, how many gradients differ or agree, and their map."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from bplab.homework.check import Check
from bplab.homework.text import figure
from bplab.homework.verdict import layer_sentence
from bplab.numerals import short
from bplab.ui.controls.painting import draw_frame, painter_for
from bplab.ui.homework.layer_map import MapPlan, color_of, paint_map, plan_map
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme

WIDTH, INSET, TOP = 332, 15, 40
LABEL = 26  # right of the map
LEGEND = 34
SENTENCE = 150  # least width beside a map
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class LayerCard(QWidget):
    """One layer; the last card has the legend."""

    def __init__(self, theme: Theme, check: Check, layer: int, *, legend: bool) -> None:
        super().__init__()
        self._theme, self._check, self._layer = theme, check, layer
        W, b = check.relative[layer]
        self._plan: MapPlan = plan_map(
            W.shape[0], W.shape[1], QPointF(INSET + 1, TOP), WIDTH - 2 * INSET - LABEL
        )
        self._wrong, self._count = check.differ(layer), W.size + b.size
        self._legend = legend
        self._beside = WIDTH - INSET - self._plan.weights.right() - LABEL >= SENTENCE
        self.setFixedSize(WIDTH, round(self._bottom()))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{check.title(layer)}: {self._verdict}")
        theme.changed.connect(self.update)

    @property
    def _verdict(self) -> str:
        return f"{self._wrong:,} differ" if self._wrong else f"{self._count:,} agree"

    def _bottom(self) -> float:
        below = self._plan.biases.bottom() + INSET
        if not self._beside:
            below += LEGEND if self._legend else 0
            below += 36 if not self._wrong else 0
        elif self._legend or not self._wrong:
            below = max(below, TOP + 84 + (LEGEND if self._legend else 0))
        return below

    def sizeHint(self) -> QSize:
        return self.size()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = painter_for(self), self._theme
        draw_frame(painter, QRectF(self.rect()), theme.color("canvas"), theme.color("line"), 8)
        self._paint_head(painter)
        paint_map(painter, self._plan, *self._check.relative[self._layer], theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._wrong:
            painter.setFont(theme.font("form", tabular=False))
            painter.setPen(theme.color("t2"))
            wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
            painter.drawText(self._sentence_place(), wrap, layer_sentence(self._check, self._layer))
        if self._legend:
            self._paint_legend(painter)
        painter.end()

    def _sentence_place(self) -> QRectF:
        if self._beside:
            left = self._plan.weights.right() + LABEL + 12
            return QRectF(left, TOP + 8, WIDTH - INSET - left, 80)
        return QRectF(INSET, self._plan.biases.bottom() + 8, WIDTH - 2 * INSET, 40)

    def _paint_head(self, painter: QPainter) -> None:
        theme, W = self._theme, self._check.relative[self._layer][0]
        layers = len(self._check.lab)
        painter.fillRect(QRectF(INSET, 18, 14, 3), theme.layer_color(self._layer, layers))
        painter.setFont(theme.font("body", 600, tabular=False))
        painter.setPen(theme.color("text"))
        title = self._check.title(self._layer)
        painter.drawText(QRectF(INSET + 22, 8, 120, 23), LEFT, title)
        left = INSET + 22 + painter.fontMetrics().horizontalAdvance(title) + 10
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("t2"))
        painter.drawText(
            QRectF(left, 8, 180, 23), LEFT, f"{_count(W.shape[0], 'input')} × {_count(W.shape[1], 'neuron')}"
        )
        ink = theme.color("bad" if self._wrong else "ok")
        painter.setFont(theme.font("body", 600, tabular=False))
        painter.setPen(ink)
        wide = painter.fontMetrics().horizontalAdvance(self._verdict)
        painter.drawText(QRectF(WIDTH - INSET - wide, 8, wide + 2, 23), LEFT, self._verdict)
        icon = QRectF(WIDTH - INSET - wide - 17, 13, 13, 13)
        draw_icon(painter, "x" if self._wrong else "check", ink, icon)

    def _paint_legend(self, painter: QPainter) -> None:
        theme, y = self._theme, self.height() - LEGEND
        left = self._plan.weights.right() + LABEL + 12 if self._beside else INSET + 1
        width = min(180.0, WIDTH - INSET - left - 8)
        for step in range(round(width)):
            color = color_of(theme, 10.0 ** (16 * (step / width - 1)))
            painter.fillRect(QRectF(left + step, y, 1.5, 8), color)
        draw_frame(painter, QRectF(left, y, width, 8), None, theme.color("line2"), 2)
        painter.setFont(theme.font("tick"))
        painter.setPen(theme.color("t2"))
        for share, text in ((0.0, "10⁻¹⁶"), (0.5, "10⁻⁸"), (1.0, "1")):
            align = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
            place = QRectF(left, y + 10, width, 14)
            painter.drawText(place, align[round(2 * share)] | Qt.AlignmentFlag.AlignVCenter, text)

    def _show_tip(self, event: QHelpEvent) -> None:
        found = self._plan.gradient_at(QPointF(event.pos()))
        if found is None:
            QToolTip.hideText()
            return
        row, column = found
        W, _ = self._check.relative[self._layer]
        part, place = (1, (column,)) if row >= W.shape[0] else (0, (row, column))
        name = f"b{self._layer + 1}[{column + 1}]" if part else f"W{self._layer + 1}[{row + 1},{column + 1}]"
        mine, lab, relative = (
            float(pairs[self._layer][part][place])
            for pairs in (self._check.homework.gradients, self._check.lab, self._check.relative)
        )
        numbers = f"yours {figure(mine, 8)}\nlab's {figure(lab, 8)}\nrelative difference {short(relative)}"
        QToolTip.showText(event.globalPos(), f"∂L/∂{name}\n{numbers}", self)


def _count(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
