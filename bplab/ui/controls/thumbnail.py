"""A small picture to choose, with its name below."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from bplab.ui.controls.grid_walk import InGrid
from bplab.ui.controls.options import set_tip
from bplab.ui.controls.painting import KeyboardFocus, draw_frame, draw_ring, painter_for
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken

WIDTH, FRAME, CAPTION = 72, 54, 20
Draw = Callable[[QPainter, QRectF, Theme], None]


class Thumbnail(InGrid, KeyboardFocus, QAbstractButton):
    """A framed picture and a caption; the selected one has an accent border."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        draw: Draw,
        tip: str = "",
        parent: QWidget | None = None,
        frame: int = FRAME,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._draw, self._frame = draw, frame
        self.setText(title)
        self.setAccessibleName(title)
        set_tip(self, tip)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self.sizeHint())
        theme.changed.connect(self.update)

    def set_picture(self, title: str, draw: Draw, tip: str) -> None:
        """Show another picture and caption."""
        self._draw = draw
        self.setText(title)
        self.setAccessibleName(title)
        set_tip(self, tip)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, self._frame + CAPTION)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        frame = QRectF(0, 0, WIDTH, self._frame)
        on = self.isChecked()
        border: ColorToken = "acc" if on else "t3" if self.underMouse() else "line"
        draw_frame(painter, frame, color("canvas"), color(border), 6, 2 if on else 1)
        if self.ring:  # inside the border, which shows the selection
            draw_ring(painter, frame.adjusted(3, 3, -3, -3), self._theme, 4)
        painter.save()
        self._draw(painter, frame.adjusted(5, 5, -5, -5), self._theme)
        painter.restore()
        painter.setFont(self._theme.font("caption", 600 if on else 400))
        painter.setPen(color("text" if on else "t2"))
        caption = QRectF(0, self._frame + 2, WIDTH, CAPTION - 2)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, WIDTH)
        painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, text)
