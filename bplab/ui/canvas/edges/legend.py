"""The legend of the colors and widths of connections, in those colors."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.ui.canvas.base.wording import MODE_WORDS
from bplab.ui.canvas.edges.strokes import rounded
from bplab.ui.controls.painting import painter_for
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken

Run = tuple[str, ColorToken, int]  # text, color, weight
LABELS = {"dw": "∂ = ∂ℓ/∂w, at the mean ∂L/∂w", "update": "old → new, not applied yet", "made": "old → new"}


class Legend(QWidget):
    """One line of colored text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mode, self._scale = "", -1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.show_mode("weights", 0.0)

    def show_mode(self, mode: str, scale: float) -> None:
        """Explain what connections show; `scale` is the value drawn widest, 0 if there is none yet."""
        if (mode, scale) == (self._mode, self._scale):
            return
        self._mode, self._scale = mode, scale
        self.setAccessibleName("".join(text for text, _, _ in legend_runs(mode)))
        widest = f"\nThe widest line means {rounded(scale)}." if scale else ""
        self.setToolTip(f"Color shows the sign, width the size.{widest}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(legend_width(self._theme, self._mode)) + 2, 20)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        draw_legend(painter, self._theme, self._mode, QPointF(0, self.height() / 2))
        painter.end()


def legend_runs(mode: str) -> list[Run]:
    """The texts for what connections show; `mode` may end in what is printed on them, as in "weights+dw"."""
    mode, _, labels = mode.partition("+")
    above, below, width = MODE_WORDS[mode]
    before: list[Run] = [(f"{LABELS[labels]} · edges: ", "t2", 400)] if labels else []
    return [
        *before,
        ("blue", "pos", 600),
        (f" {above}, ", "t2", 400),
        ("orange", "neg_text", 600),
        (f" {below}, {width}", "t2", 400),
    ]


def legend_width(theme: Theme, mode: str) -> float:
    """Measure the legend."""
    return sum(_metrics(theme, weight).horizontalAdvance(text) for text, _, weight in legend_runs(mode))


def draw_legend(painter: QPainter, theme: Theme, mode: str, at: QPointF) -> None:
    """Draw the legend from a point on, vertically centered."""
    x = at.x()
    for text, ink, weight in legend_runs(mode):
        metrics = _metrics(theme, weight)
        painter.setFont(theme.font("caption", weight))
        painter.setPen(theme.color(ink))
        painter.drawText(QPointF(x, at.y() + (metrics.ascent() - metrics.descent()) / 2), text)
        x += metrics.horizontalAdvance(text)


def _metrics(theme: Theme, weight: int) -> QFontMetricsF:
    return QFontMetricsF(theme.font("caption", weight))
