"""A number in the toolbar: a caption above, the number in large type, a small remark beside it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.ui.controls.options import wrapped
from bplab.ui.controls.painting import painter_for
from bplab.ui.style.prepared_text import draw_right
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken
from bplab.ui.style.widths import NumberWidths

HEIGHT, GAP = 40, 6


class Readout(QWidget):
    """Right-aligned; as wide as the usual number, wider if necessary, never narrower again.

    So its neighbors do not move. A "|" separates the usual number from its remark.
    """

    def __init__(
        self, theme: Theme, caption: str, tip: str = "", usual: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # else the toolbar paints with each number
        self._theme = theme
        self._caption = caption
        self._number = ""
        self._remark = ""
        self._color: ColorToken = "text"
        self._width = 0.0
        self._numbers, self._captions = NumberWidths(theme, "readout"), NumberWidths(theme, "caption")
        self._remarks = NumberWidths(theme, "body")
        self.setToolTip(wrapped(tip))
        self.setAccessibleName(caption)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        number, _, remark = usual.partition("|")
        self.set_value(number, remark)
        self.set_value("–")
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        for widths in (self._numbers, self._remarks, self._captions):
            widths.forget()
        self.update()

    @property
    def text(self) -> str:
        """The complete text."""
        return " ".join(filter(None, (self._caption, self._number, self._remark)))

    def set_value(
        self, number: str, remark: str = "", caption: str | None = None, color: ColorToken = "text"
    ) -> None:
        """Show a number, a remark after it, and optionally another caption."""
        now = (number, remark, caption if caption is not None else self._caption, color)
        if now == (self._number, self._remark, self._caption, self._color):
            return
        self._number, self._remark, self._caption, self._color = now
        self.setAccessibleName(self.text)
        needed = self._needed()
        if needed > self._width:
            self._width = needed
            self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(int(self._width) + 2, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        painter.fillRect(self.rect(), color("panel"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        small = self._theme.font("caption")
        painter.setFont(small)
        painter.setPen(color("t2"))
        draw_right(painter, QRectF(0, 2, self.width(), 16), self._caption, small)
        line = QRectF(0, 16, self.width(), 22)
        if self._remark:
            painter.setFont(self._theme.font("body", 500))
            painter.drawText(line.translated(0, 1), right, self._remark)
            line.setRight(line.right() - painter.fontMetrics().horizontalAdvance(self._remark) - GAP)
        painter.setFont(self._theme.font("readout"))
        painter.setPen(color(self._color))
        painter.drawText(line, right, self._number)

    def _needed(self) -> float:
        number, remark = self._numbers.of(self._number), self._remarks.of(self._remark, 500)
        caption = self._captions.of(self._caption)
        return max(caption, number + (remark + GAP if self._remark else 0))
