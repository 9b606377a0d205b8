"""The head of a compared run: its title, what it is, and its figures."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bplab.training.snapshot import Snapshot
from bplab.ui.controls.options import set_tip
from bplab.ui.controls.painting import draw_frame, painter_for
from bplab.ui.shell.readouts import Readouts
from bplab.ui.style.theme import Theme

HEIGHT, INSET, APART, GAP = 48, 16, 14, 8
CURRENT, CHIP, PAD = "current", 17, 6  # the chip, its height, beside its text
NARROW = 480  # pixels of width below which the test loss gives way
CUT = Qt.TextElideMode.ElideRight


class RunHead(QWidget):
    """What does not fit is cut, and complete in the tooltip."""

    def __init__(
        self, theme: Theme, title: str, words: str, *, current: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._title, self._words, self._current = theme, title, words, current
        self._step = ""
        self.readouts = Readouts(theme)
        self.readouts.set_room(epoch=False, test_loss=True)
        self.readouts.step.hide()
        self.readouts.set_spacing(APART)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(INSET, 4, INSET, 4)
        row.addStretch(1)
        row.addWidget(self.readouts)
        self.setFixedHeight(HEIGHT)
        told = [title, *([CURRENT] if current else []), words]
        self.setAccessibleName(", ".join(filter(None, told)))
        set_tip(self, "\n".join(filter(None, (title, words))))
        theme.changed.connect(self.update)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the figures of a moment."""
        self.readouts.show_snapshot(snapshot)
        self._step = f"step {snapshot.step:,}"
        self._row.activate()  # what they leave to the words is painted at once
        self.update()

    @property
    def told(self) -> str:
        """The step that is shown, and what the run is."""
        return " · ".join(filter(None, (self._step, self._words)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.readouts.set_room(epoch=False, test_loss=self.width() >= NARROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = painter_for(self), self._theme
        painter.fillRect(event.rect(), theme.color("panel"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line"))
        room = self.readouts.geometry().left() - GAP - INSET
        bold, form, caption = theme.font("heading"), theme.font("form"), theme.font("caption")
        chip = QFontMetricsF(caption).horizontalAdvance(CURRENT) + 2 * PAD if self._current else 0.0
        title = QFontMetricsF(bold).elidedText(self._title, CUT, max(room - chip - PAD, 0.0))
        ends = INSET + QFontMetricsF(bold).horizontalAdvance(title)
        painter.setFont(bold)
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(INSET, 7, room, 20), Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(caption)
        if self._current:
            box = QRectF(ends + 2 * PAD, 9, chip, CHIP)
            draw_frame(painter, box, theme.color("okw"), None, CHIP / 2)
            painter.setPen(theme.color("ok"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, CURRENT)
        small = QFontMetricsF(form).horizontalAdvance(self.told) > room
        painter.setFont(caption if small else form)
        painter.setPen(theme.color("t2"))
        words = painter.fontMetrics().elidedText(self.told, CUT, max(room, 0))
        painter.drawText(QRectF(INSET, 26, room, 18), Qt.AlignmentFlag.AlignVCenter, words)
