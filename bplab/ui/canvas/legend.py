"""The words that explain the colors and widths of connections, each color's word in it."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.ui.canvas.strokes import rounded
from bplab.ui.canvas.wording import MODE_WORDS
from bplab.ui.controls.painting import painter_for
from bplab.ui.style.tokens import ColorToken
from bplab.ui.theme import Theme


class Legend(QWidget):
    """One line of colored words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runs: list[tuple[str, ColorToken, int]] = []
        self._mode, self._scale = "", -1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_mode(self, mode: str, scale: float) -> None:
        """Explain what connections show; `scale` is the number drawn widest, 0 if there is none yet."""
        if (mode, scale) == (self._mode, self._scale):
            return
        self._mode, self._scale = mode, scale
        above, below, width = MODE_WORDS[mode]
        self._runs = [
            ("blue", "pos", 600), (f" {above}, ", "t2", 400), ("orange", "neg_text", 600),
            (f" {below}, {width}", "t2", 400),
        ]  # fmt: skip
        text = "".join(run[0] for run in self._runs)
        self.setAccessibleName(text)
        widest = f"\nThe widest line stands for {rounded(scale)}." if scale else ""
        self.setToolTip(f"Color tells the sign, width the size.{widest}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = sum(
            QFontMetricsF(self._theme.font("caption", weight)).horizontalAdvance(text)
            for text, _, weight in self._runs
        )
        return QSize(round(wide) + 2, 20)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        x = 0.0
        for text, ink, weight in self._runs:
            font = self._theme.font("caption", weight)
            metrics = QFontMetricsF(font)
            painter.setFont(font)
            painter.setPen(self._theme.color(ink))
            painter.drawText(QPointF(x, (self.height() + metrics.ascent() - metrics.descent()) / 2), text)
            x += metrics.horizontalAdvance(text)
