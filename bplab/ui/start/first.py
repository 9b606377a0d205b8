"""The first card: a small network, ready to train."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bplab.ui.controls.button import Button
from bplab.ui.controls.painting import draw_frame, painter_for
from bplab.ui.controls.text import TextLabel
from bplab.ui.start.drawing import draw_network
from bplab.ui.start.gallery import pictures_of
from bplab.ui.style.theme import Theme

HEIGHT = 236
SPREAD = 0.2  # distance of inputs and output from the picture's edges, as a share of its width
TITLE = "Start here: a small network"
WORDS = (
    "Two inputs, four neurons, one output. Press Space and watch it bend straight lines around a disk of "
    "points: every number on the picture comes from the network itself."
)


class FirstCard(QWidget):
    """The picture at the left, the description at the right."""

    opened = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kept = pictures_of("first")
        self.setFixedHeight(HEIGHT)
        self.open = Button(theme, "Open", "", "primary", 40)
        self.open.setFixedWidth(220)
        self.open.setAccessibleName(f"{TITLE}. Open")
        self.open.clicked.connect(self.opened)
        words = TextLabel(theme, WORDS, "body", "t2")
        words.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(10)
        self._column.addStretch()
        self._column.addWidget(TextLabel(theme, TITLE, "title", "text"))
        self._column.addWidget(words)
        self._column.addSpacing(6)
        self._column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch()
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        rect = QRectF(self.rect())
        draw_frame(painter, rect, color("panel"), color("acc"), 12, 2)
        left = self._picture()
        draw_frame(painter, left, color("accw"), None, 10)
        apart = SPREAD * left.width()
        draw_network(painter, left.adjusted(-apart, 14, apart, -14), self._theme, self._kept)

    def resizeEvent(self, event: object) -> None:
        self._column.setContentsMargins(round(self._picture().right()) + 28, 12, 28, 12)

    def _picture(self) -> QRectF:
        return QRectF(2, 2, round(self.width() * 0.46), self.height() - 4)
