"""A preset as a card: its picture, its name and its network; a click opens it."""

from functools import cached_property

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from bplab.experiment.presets import Preset
from bplab.ui.controls.grid_walk import InGrid
from bplab.ui.controls.options import wrapped
from bplab.ui.controls.painting import KeyboardFocus, draw_frame, draw_ring, painter_for
from bplab.ui.start.drawing import draw_preset
from bplab.ui.start.gallery import Pictures, caption_of, pictures_of
from bplab.ui.style.theme import Theme

WIDTH, HEIGHT = 224, 206
PICTURE, EDGE = 146, 8


class GalleryCard(InGrid, KeyboardFocus, QAbstractButton):
    """Draws its picture once per size and theme; what is stored of the preset is read when first needed."""

    def __init__(self, theme: Theme, name: str, preset: Preset, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._name, self._preset = theme, name, preset
        self._picture = QPixmap()
        self.setText(preset.title)
        self.setAccessibleName(preset.title)
        self.setToolTip(wrapped(preset.help))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._forget)

    @cached_property
    def _kept(self) -> Pictures:
        return pictures_of(self._name, self._preset.spec)

    @cached_property
    def _caption(self) -> str:
        return str(self._kept["caption"]) if "caption" in self._kept else caption_of(self._preset.spec)

    def describe(self) -> None:
        """Say what it shows to who does not see it."""
        self.setAccessibleDescription(f"{self._preset.help} {self._caption}")

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        rect = QRectF(self.rect())
        draw_frame(painter, rect, color("panel"), color("acc" if self.underMouse() else "line"), 10)
        if self.ring:
            draw_ring(painter, rect, self._theme, 10)
        if self._picture.isNull():
            self._picture = self._drawn()
        painter.drawPixmap(EDGE, EDGE, self._picture)
        painter.setFont(self._theme.font("heading"))
        painter.setPen(color("text"))
        line = QRectF(14, EDGE + PICTURE + 6, rect.width() - 28, 22)
        self._write(painter, line, self.text())
        painter.setFont(self._theme.font("caption", tabular=False))
        painter.setPen(color("t2"))
        self._write(painter, line.translated(0, 20).adjusted(0, 0, 0, -4), self._caption)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._forget()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._forget()

    def _forget(self) -> None:
        self._picture = QPixmap()
        self.update()

    def _write(self, painter: QPainter, line: QRectF, text: str) -> None:
        fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, fitting)

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        rect = QRectF(0, 0, self.width() - 2 * EDGE, PICTURE)
        picture = QPixmap(QSize(round(rect.width() * ratio), round(rect.height() * ratio)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        draw_preset(painter, rect, self._theme, self._preset.spec, self._kept)
        corners = QPainterPath()
        corners.addRoundedRect(rect, 6, 6)
        outside = QPainterPath()
        outside.addRect(rect)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.fillPath(outside.subtracted(corners), Qt.GlobalColor.transparent)
        painter.end()
        return picture
