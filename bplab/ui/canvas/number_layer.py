"""The numbers as a layer of the graph: one picture of pills, painted anew when they say something else."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPixmap

from bplab.ui.canvas.layout import Layout
from bplab.ui.canvas.marks import draw_lock, draw_text
from bplab.ui.canvas.picks import Pick
from bplab.ui.canvas.spots import LINE, Spot
from bplab.ui.canvas.values import Run, Saying, Speaker
from bplab.ui.controls.painting import draw_frame
from bplab.ui.theme import Theme

TALL = 18.0
PADDING = {"w": 6.0, "b": 7.0, "za": 10.0, "z": 8.0, "a": 8.0, "delta": 8.0, "x": 2.0}
LOCK = 12.0  # what a lock adds to a pill
BIAS_UP = 18.0
EDGE = 4.0  # pixels that stay free at the right


@dataclass(frozen=True)
class Pill:
    """A number where it is painted."""

    spot: Spot
    saying: Saying
    box: QRectF


class NumberLayer:
    """Holds the places of numbers and the picture of them."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.spots: list[Spot] = []
        self.pills: list[Pill] = []
        self.hovered: Pill | None = None
        self._picture = QPixmap()
        self._painted: object = None
        self._speaker: Speaker | None = None
        self._fonts: dict[int, tuple[QFont, QFontMetricsF]] = {}
        self._size = 0  # of the fonts, in pixels

    def show(self, spots: list[Spot], speaker: Speaker, layout: Layout, size: QSize, ratio: float) -> None:
        """Say all numbers at their spots; those out of sight are left out."""
        self.spots, self._speaker = spots, speaker
        self._check_fonts()
        said = [(spot, speaker.say(spot)) for spot in spots]
        area = QRectF(0, 0, size.width(), size.height()).adjusted(-60, -20, 60, 20)
        self.pills = [
            self._pill(spot, saying, size.width(), alone=layout.columns[-1].units == 1)
            for spot, saying in said
            if saying is not None and area.contains(spot.x, spot.y)
        ]
        self.hovered = next((pill for pill in self.pills if self._same(pill)), None)
        notes = tuple(speaker.notes()) if layout.numbers else ()
        state = (self.pills, notes, size, ratio, self._theme.dark, layout)
        if state != self._painted:
            self._painted = state
            self._paint(notes, layout, size, ratio)

    def draw(self, painter: QPainter) -> None:
        """Draw the picture."""
        if self.pills:
            painter.drawPixmap(QPointF(0, 0), self._picture)

    def hover(self, at: QPointF | None) -> Pick:
        """Note the number under the pointer, and give what it belongs to."""
        self.hovered = None if at is None else self.at(at)
        return self.hovered.spot.pick if self.hovered else None

    def at(self, at: QPointF) -> Pill | None:
        """Find the number under a point; the one painted last is on top."""
        return next((pill for pill in reversed(self.pills) if pill.box.contains(at)), None)

    @property
    def hovered_text(self) -> str:
        """All digits of the number under the pointer."""
        return self._speaker.tell(self.hovered.spot) if self.hovered and self._speaker else ""

    @property
    def hovered_copy(self) -> str:
        """The number under the pointer, as a program would read it."""
        return self._speaker.copy(self.hovered.spot) if self.hovered and self._speaker else ""

    def box_of(self, pick: Pick) -> QRectF | None:
        """Find where a number is painted."""
        return next((pill.box for pill in self.pills if pill.spot.pick == pick), None)

    def _same(self, pill: Pill) -> bool:
        return self.hovered is not None and pill.spot == self.hovered.spot

    def _pill(self, spot: Spot, saying: Saying, width: int, alone: bool) -> Pill:
        wide = sum(self._width(run) for run in saying.runs) + 2 * PADDING[spot.kind]
        wide += LOCK if saying.frozen else 0
        left = spot.x - spot.align * wide
        top, over = spot.y - TALL / 2, left + wide + EDGE - width
        if spot.x < width and over > 0:
            left -= over
            top -= BIAS_UP if spot.kind == "b" and alone else 0  # over its neuron's corner, not on it
        return Pill(spot, saying, QRectF(round(left), round(top), round(wide), TALL))

    def _width(self, run: Run) -> float:
        return self._font(run[2])[1].horizontalAdvance(run[0])

    def _font(self, weight: int) -> tuple[QFont, QFontMetricsF]:
        if weight not in self._fonts:
            font = self._theme.font("form", weight)
            self._fonts[weight] = font, QFontMetricsF(font)
        return self._fonts[weight]

    def _check_fonts(self) -> None:
        size = self._theme.font("form").pixelSize()
        if size != self._size:
            self._size, self._fonts = size, {}

    def _paint(self, notes: tuple[Run, ...], layout: Layout, size: QSize, ratio: float) -> None:
        if self._picture.size() != size * ratio:
            self._picture = QPixmap(size * ratio)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pill in self.pills:
            self._paint_pill(painter, pill)
        column = layout.columns[-1]
        for line, (text, ink, weight) in enumerate(notes):
            y = column.bottom + 14 + 2 * LINE + 17 * line
            half = QFontMetricsF(self._theme.font("caption", weight)).horizontalAdvance(text) / 2 + 1
            x = min(column.x, size.width() - EDGE - half) if column.x < size.width() else column.x
            draw_text(painter, self._theme, text, QPointF(x, y), "caption", ink, "center", weight)
        painter.end()

    def _paint_pill(self, painter: QPainter, pill: Pill) -> None:
        color, box = self._theme.color, pill.box
        if pill.spot.kind in {"za", "z", "a", "delta"}:
            draw_frame(painter, box, color("accw"), None, 5)
        elif pill.spot.kind == "b":
            pen = QPen(color("t3"), 1)
            pen.setDashPattern([2.5, 2.5])
            painter.setPen(pen)
            painter.setBrush(color("canvas"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8.5, 8.5)
        elif pill.spot.kind == "w":
            draw_frame(painter, box, color("panel"), color("line2"), 9)
        x = box.left() + PADDING[pill.spot.kind]
        if pill.saying.frozen:
            draw_lock(painter, QPointF(x + 3.5, box.center().y()), color("t2"))
            x += LOCK
        for text, ink, weight in pill.saying.runs:
            font, metrics = self._font(weight)
            painter.setFont(font)
            painter.setPen(color(ink))
            base = box.center().y() + (metrics.ascent() - metrics.descent()) / 2
            painter.drawText(QPointF(x, base), text)
            x += metrics.horizontalAdvance(text)
