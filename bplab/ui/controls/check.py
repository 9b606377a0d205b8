"""A check box."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from bplab.ui.controls.options import wrapped
from bplab.ui.controls.painting import KeyboardFocus, draw_frame, draw_ring, painter_for
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme

BOX, GAP = 16, 8


class Check(KeyboardFocus, QCheckBox):
    """A check box with its text at the right; all of it can be clicked."""

    edited = Signal(bool)

    def __init__(self, theme: Theme, text: str, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setToolTip(wrapped(tip))
        self.setFont(theme.font("form", tabular=False))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self.edited)
        theme.changed.connect(self.update)

    def set_value(self, value: bool) -> None:
        """Show a value without emitting `edited`."""
        self.setChecked(value)

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(BOX + (GAP + text if text else 0) + 4, 24)

    minimumSizeHint = sizeHint

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        box = QRectF(0, (self.height() - BOX) / 2, BOX, BOX)
        if self.ring:
            draw_ring(painter, box, self._theme, 4)
        if self.isChecked():
            on = color("acc" if self.isEnabled() else "line2")
            gap = 3 if self.ring else 0
            draw_frame(painter, box.adjusted(gap, gap, -gap, -gap), on, None, 4 - gap / 2)
            draw_icon(painter, "check", color("onacc"), box.adjusted(1.5, 1.5, -1.5, -1.5))
        elif not self.ring:
            touched = self.underMouse() and self.isEnabled()
            draw_frame(painter, box, color("field"), color("t3" if touched else "line2"), 4)
        painter.setPen(color("text" if self.isEnabled() else "t3"))
        text = QRectF(self.rect()).adjusted(BOX + GAP, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.text())
