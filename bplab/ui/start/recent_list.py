"""The files opened last as rows: picture, name, when, network and result; a click opens one."""

from pathlib import Path
from time import time

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bplab.storage.recents import Recent
from bplab.ui.controls.button import Button
from bplab.ui.controls.grid_walk import InGrid, walk_grid
from bplab.ui.controls.options import unformatted
from bplab.ui.controls.overlay import OverlayScrollArea
from bplab.ui.controls.painting import KeyboardFocus, draw_frame, draw_ring, painter_for
from bplab.ui.controls.text import TextLabel
from bplab.ui.recents import Recents, when_text
from bplab.ui.start.thumbnail import image_of
from bplab.ui.style.theme import Theme

HEIGHT, PICTURE, INSET = 72, 52, 12
OUT = 12  # pixels by which a row is wider than what is above it, at both sides


class RecentList(QWidget):
    """A heading, Clear, and a row per file; hidden while there is no file."""

    wanted = Signal(object)  # Path
    filled = Signal()

    def __init__(self, theme: Theme, recents: Recents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._recents = theme, recents
        self.rows: list[RecentRow] = []
        self.clear = Button(theme, "Clear", kind="quiet", height=24)
        self.clear.padding = 6
        self.clear.setToolTip("Empty this list; the files stay where they are.")
        self.clear.clicked.connect(recents.clear)
        self._inside = _Rows()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch()
        area = OverlayScrollArea(theme)
        area.setWidget(self._inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        head = QHBoxLayout()
        whole.addLayout(head)
        head.setContentsMargins(OUT, 0, OUT - 6, 0)
        head.addWidget(TextLabel(theme, "Open recent", "heading", "text"), 1)
        head.addWidget(self.clear)
        whole.addWidget(area, 1)
        recents.changed.connect(self._follow)

    def refresh(self) -> None:
        """Show the list as it is now."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.deleteLater()
        files, now = self._recents.files, time()
        self.rows = self._inside.rows = [RecentRow(self._theme, recent, now) for recent in files]
        for number, row in enumerate(self.rows):
            self._column.insertWidget(number, row)
            row.clicked.connect(lambda _checked=False, path=row.path: self.wanted.emit(path))
        self.setVisible(bool(self.rows))
        self.filled.emit()

    def _follow(self) -> None:
        if self.window().isVisible() and self.isVisible():
            self.refresh()


class _Rows(QWidget):
    """Arrow keys walk from row to row, rather than scroll."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[RecentRow] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not walk_grid(self.rows, 1, event.key()):
            super().keyPressEvent(event)


class RecentRow(InGrid, KeyboardFocus, QAbstractButton):
    """One file."""

    def __init__(self, theme: Theme, recent: Recent, now: float) -> None:
        super().__init__()
        self._theme, self._recent = theme, recent
        self._when = when_text(recent.time, now)
        self._image = image_of(recent.thumbnail)
        self.setText(recent.title)
        self.setAccessibleName(recent.title)
        self.setAccessibleDescription(", ".join(filter(None, (self._when, recent.about, recent.result))))
        self.setToolTip(unformatted(str(recent.path)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def path(self) -> Path:
        """The file."""
        return self._recent.path

    def sizeHint(self) -> QSize:
        return QSize(300, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = painter_for(self), self._theme
        rect = QRectF(self.rect())
        if self.underMouse():
            draw_frame(painter, rect, theme.color("hover"), None, 8)
        if self.ring:
            draw_ring(painter, rect, theme, 8)
        draw_picture(painter, QRectF(INSET, (HEIGHT - PICTURE) / 2, PICTURE, PICTURE), self._image, theme)
        left, right = INSET + PICTURE + INSET, rect.width() - INSET
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("t3"))
        wide = painter.fontMetrics().horizontalAdvance(self._when)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(right - wide, 10, wide + 1, 18), middle, self._when)
        painter.setFont(theme.font("body", 600, tabular=False))
        painter.setPen(theme.color("text"))
        _write(painter, QRectF(left, 10, right - left - wide - 8, 18), self._recent.title)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("t2"))
        _write(painter, QRectF(left, 28, right - left, 17), self._recent.about)
        _write(painter, QRectF(left, 44, right - left, 17), self._recent.result)


def draw_picture(painter: QPainter, place: QRectF, image: QImage, theme: Theme) -> None:
    """Draw the small picture of a document with rounded corners, or an empty frame if there is none."""
    if not image.isNull():
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        corners = QPainterPath()
        corners.addRoundedRect(place, 4, 4)
        painter.setClipPath(corners)
        painter.drawImage(place, image)
        painter.restore()
    draw_frame(painter, place, None if not image.isNull() else theme.color("canvas"), theme.color("line2"), 4)


def _write(painter: QPainter, line: QRectF, text: str) -> None:
    fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(line.width()))
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, fitting)
