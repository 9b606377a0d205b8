"""The numbers as a layer of the graph: pills painted once, numbers written into them at intervals."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPixmap

from bplab.ui.canvas.base.layout import LINE, Column, GraphLayout, number_lines_of
from bplab.ui.canvas.base.markers import draw_lock, draw_text
from bplab.ui.canvas.base.picks import Pick
from bplab.ui.canvas.labels.glyphs import GlyphRun, Glyphs
from bplab.ui.canvas.labels.label import TALL, LabelPosition
from bplab.ui.canvas.labels.values import LabelText, LabelTexts, Note
from bplab.ui.controls.painting import draw_frame
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken

PADDING = {
    "w": 6.0,
    "dw": 7.0,
    "update": 7.0,
    "b": 7.0,
    "new b": 7.0,
    "za": 10.0,
    "z": 8.0,
    "a": 8.0,
    "delta": 8.0,
    "dt": 8.0,
    "t": 3.0,
    "x": 2.0,
}
LOCK = 12.0  # added to a pill by a lock
BIAS_UP = 18.0
BESIDE = 7.0  # from a neuron to its bias
FADED = 0.4  # opacity of what a walk through a step has not reached
EDGE = 4.0  # pixels kept free at the right


@dataclass(frozen=True)
class Pill:
    """A number at its position; each of its parts has room for the longest text so far."""

    position: LabelPosition
    saying: LabelText
    box: QRectF
    signs: tuple[float, ...]  # x of each part's sign
    places: tuple[tuple[float, float], ...]  # x and width of each part's number


class NumberLayer:
    """Holds the positions of numbers and their picture."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.positions: list[LabelPosition] = []
        self.pills: list[Pill] = []
        self.hovered: Pill | None = None
        self._ground, self._picture = QPixmap(), QPixmap()
        self._built: object = None
        self._written: object = None
        self._texts: LabelTexts | None = None
        self._fonts: dict[int, Glyphs] = {}
        self._font_size = 0  # pixels
        self._widths: dict[tuple[object, int], float] = {}

    def show(
        self,
        positions: list[LabelPosition],
        texts: LabelTexts,
        layout: GraphLayout,
        size: QSize,
        ratio: float,
    ) -> None:
        """Show all numbers at their positions, except those out of sight."""
        self._texts = texts
        self._check_fonts()
        if positions is not self.positions:
            self.positions, self._widths = positions, {}
        area = QRectF(-60, -20, size.width() + 120, size.height() + 40)
        spoken = [
            (position, texts.say(position)) for position in positions if area.contains(position.x, position.y)
        ]
        said = [(position, saying) for position, saying in spoken if saying is not None]
        wider = [self._widen(position, saying) for position, saying in said]
        frozen = [(saying.frozen, saying.faded, saying.active) for _, saying in said]
        built = (
            [position for position, _ in said],
            frozen,
            layout,
            size,
            ratio,
            self._theme.dark,
            self._font_size,
        )
        if any(wider) or built != self._built:
            self._built = built
            self._build(said, layout, size, ratio)
        notes = texts.notes() if layout.numbers else []
        written = ([saying for _, saying in said], notes)
        if written != self._written:
            self._written = written
            self._write([saying for _, saying in said], notes, layout, size)

    def draw(self, painter: QPainter) -> None:
        """Draw the picture."""
        if self.pills:
            painter.drawPixmap(QPointF(0, 0), self._picture)

    def hover(self, at: QPointF | None) -> Pick:
        """Record the number under the pointer, and return what it belongs to."""
        self.hovered = None if at is None else self.at(at)
        return self.hovered.position.pick if self.hovered else None

    def at(self, at: QPointF) -> Pill | None:
        """Find the number under a point; the one painted last is on top."""
        return next((pill for pill in reversed(self.pills) if pill.box.contains(at)), None)

    @property
    def hovered_text(self) -> str:
        """All digits of the number under the pointer."""
        return self._texts.tell(self.hovered.position) if self.hovered and self._texts else ""

    @property
    def hovered_copy(self) -> str:
        """The number under the pointer, in the format of a program."""
        return self._texts.copy(self.hovered.position) if self.hovered and self._texts else ""

    def box_of(self, pick: Pick) -> QRectF | None:
        """Find where a number is painted."""
        return next((pill.box for pill in self.pills if pill.position.pick == pick), None)

    def _widen(self, position: LabelPosition, saying: LabelText) -> bool:
        """Widen the parts of a number as necessary; they do not shrink, so that pills do not jitter."""
        wider = False
        for number, part in enumerate(saying.parts):
            needed = self._font(part.weight).width(part.text)
            key = _sharing(position), number
            if needed > self._widths.get(key, 0.0) + 0.01:
                self._widths[key] = needed
                wider = True
        return wider

    def _build(
        self, said: list[tuple[LabelPosition, LabelText]], layout: GraphLayout, size: QSize, ratio: float
    ) -> None:
        """Place the pills and paint what does not change with the numbers."""
        last = layout.columns[-1]
        self.pills = [self._pill(position, saying, size.width(), last) for position, saying in said]
        self.hovered = next((pill for pill in self.pills if self._is_hovered(pill)), None)
        self._written = None
        self._ground = QPixmap(size * ratio)
        self._ground.setDevicePixelRatio(ratio)
        self._ground.fill(Qt.GlobalColor.transparent)
        self._picture = QPixmap(self._ground)
        painter = QPainter(self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pill in self.pills:
            self._paint_pill(painter, pill)
        painter.end()

    def _is_hovered(self, pill: Pill) -> bool:
        return self.hovered is not None and pill.position == self.hovered.position

    def _pill(self, position: LabelPosition, saying: LabelText, width: int, last: Column) -> Pill:
        x = PADDING[position.kind] + (LOCK if saying.frozen else 0)
        signs, places = [], []
        for number, part in enumerate(saying.parts):
            signs.append(x)
            x += self._font(part.sign_weight).metrics.horizontalAdvance(part.sign) if part.sign else 0
            room = self._widths[_sharing(position), number]
            places.append((x, room))
            x += room
        wide = x + PADDING[position.kind]
        left, top = position.x - position.align * wide, position.y - TALL / 2
        over = left + wide + EDGE - width
        if position.x < width and over > 0:
            left -= over
            if position.kind == "b" and last.units == 1:
                top -= BIAS_UP  # over its neuron's corner, not on it
            elif position.kind == "b":
                left = last.left - BESIDE - wide  # at its other corner
        box = QRectF(round(left), round(top), round(wide), TALL)
        return Pill(
            position, saying, box,
            tuple(box.left() + each for each in signs),
            tuple((box.left() + each, room) for each, room in places),
        )  # fmt: skip

    def _paint_pill(self, painter: QPainter, pill: Pill) -> None:
        color, box = self._theme.color, pill.box
        painter.setOpacity(FADED if pill.saying.faded else 1.0)
        if pill.position.kind in {"za", "z", "a", "delta", "dt"}:
            self._paint_ground(painter, pill)
        elif pill.position.kind in {"b", "new b"}:
            pen = QPen(color("line2"), 1)
            pen.setDashPattern([3.0, 2.5])
            painter.setPen(pen)
            painter.setBrush(color("canvas"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8.5, 8.5)
        elif pill.position.kind in {"w", "dw", "update"}:
            draw_frame(painter, box, color("panel"), color("line"), 9)
        if pill.saying.frozen:
            at = QPointF(box.left() + PADDING[pill.position.kind] + 3.5, box.center().y())
            draw_lock(painter, at, color("t2"))
        for x, part in zip(pill.signs, pill.saying.parts, strict=True):
            font = self._font(part.sign_weight)
            painter.setFont(font.font)
            painter.setPen(color(part.sign_ink))
            painter.drawText(QPointF(x, box.center().y() + font.lift), part.sign)

    def _paint_ground(self, painter: QPainter, pill: Pill) -> None:
        """Frame what is computed now: z and a stand out by themselves, δ by a border."""
        color, is_delta = self._theme.color, pill.position.kind in {"delta", "dt"}
        border = color("acc") if is_delta and pill.saying.active else None
        draw_frame(painter, pill.box, color("accw"), border, 5, 1.5)

    def _write(self, said: list[LabelText], notes: list[Note], layout: GraphLayout, size: QSize) -> None:
        """Write the numbers into the pills, all of one color at once."""
        runs: dict[tuple[ColorToken, int, bool], GlyphRun] = {}
        for pill, saying in zip(self.pills, said, strict=True):
            for (left, room), part in zip(pill.places, saying.parts, strict=True):
                font, x = self._font(part.weight), left
                if pill.position.kind in {"w", "x"}:
                    x += (room - font.width(part.text)) / 2
                run = runs.setdefault((part.ink, part.weight, saying.faded), GlyphRun())
                font.add(run, part.text, x, pill.box.center().y() + font.lift)
        painter = QPainter(self._picture)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawPixmap(0, 0, self._ground)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        for (ink, weight, faded), run in runs.items():
            painter.setOpacity(FADED if faded else 1.0)
            painter.setPen(self._theme.color(ink))
            self._font(weight).draw(painter, run)
        painter.setOpacity(1.0)
        self._write_notes(painter, notes, layout, size)
        painter.end()

    def _write_notes(self, painter: QPainter, notes: list[Note], layout: GraphLayout, size: QSize) -> None:
        column = layout.columns[-1]
        form = number_lines_of(layout, column)
        first = column.bottom + 14 + (form.room if form else 2 * LINE)
        for line, (text, ink, weight) in enumerate(notes):
            y = first + 17 * line
            half = QFontMetricsF(self._theme.font("caption", weight)).horizontalAdvance(text) / 2 + 1
            x = min(column.x, size.width() - EDGE - half) if column.x < size.width() else column.x
            draw_text(painter, self._theme, text, QPointF(x, y), "caption", ink, "center", weight)

    def _font(self, weight: int) -> Glyphs:
        if weight not in self._fonts:
            self._fonts[weight] = Glyphs(self._theme.font("form", weight))
        return self._fonts[weight]

    def _check_fonts(self) -> None:
        size = self._theme.font("form").pixelSize()
        if size != self._font_size:
            self._font_size, self._fonts, self._widths = size, {}, {}


def _sharing(position: LabelPosition) -> object:
    """Which pills have equal widths: beside neurons all of a kind, so that they grow together."""
    return position if position.kind in {"w", "dw", "update", "x", "b", "new b"} else position.kind
