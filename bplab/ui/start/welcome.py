"""The left column of the start page: the name, actions, and whether to show the page at startup."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from bplab.ui.controls.button import Button
from bplab.ui.controls.check import Check
from bplab.ui.controls.painting import draw_frame, painter_for
from bplab.ui.controls.text import TextLabel
from bplab.ui.recents import Recents
from bplab.ui.start.recent_list import OUT, RecentList
from bplab.ui.style.resources import app_icon
from bplab.ui.style.theme import Theme

WIDTH, MARGIN, LOGO = 340, 28, 48
PIECES = (("Press", False), ("Ctrl", True), ("K", True), ("for any command", False))


class Welcome(QWidget):
    """Buttons, the files opened last, a check box, and a way back if there is an experiment to return to."""

    def __init__(self, theme: Theme, recents: Recents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedWidth(WIDTH)
        self.back = self._button("", "", 36)
        self._back_line = self._small("as you left it (Esc)")
        self._back_line.setContentsMargins(0, 0, 0, 8)
        self.new = self._button("New experiment", "plus", 40)
        self.open = self._button("Open...", "folder-open", 36)
        self.link = self._button("Paste link", "link", 36)
        self.recents = RecentList(theme, recents)
        self.again = Check(theme, "Show this page at startup")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN - OUT, 32, MARGIN - OUT, 12)
        whole.setSpacing(20)
        self._add_ways(_inset(whole))
        whole.addWidget(self.recents, 1)
        whole.addStretch()
        below = _inset(whole)
        below.addWidget(self.again)
        below.addWidget(KeyHint(theme))
        self.show_back("")
        theme.changed.connect(self.update)

    def _add_ways(self, column: QVBoxLayout) -> None:
        self._add_head(column)
        column.addSpacing(20)
        column.addWidget(self.back)
        column.addWidget(self._back_line)
        column.addWidget(self.new)
        column.addWidget(self._small("opens circle, 2-4-1, ready to run"))
        column.addSpacing(8)
        beside = QHBoxLayout()
        column.addLayout(beside)
        beside.setSpacing(8)
        beside.addWidget(self.open)
        beside.addWidget(self.link)
        column.addWidget(self._small("Paste link takes TensorFlow Playground addresses"))

    def show_back(self, experiment: str) -> None:
        """Offer to return to an experiment, if there is one."""
        self.back.setText(f"Back to {experiment}")
        self.back.setVisible(bool(experiment))
        self._back_line.setVisible(bool(experiment))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        painter.fillRect(QRectF(self.rect()), color("panel"))
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), color("line"))
        top = self.again.y() - 12
        painter.fillRect(QRectF(MARGIN, top, self.width() - 2 * MARGIN, 1), color("line"))

    def _add_head(self, column: QVBoxLayout) -> None:
        mark = QLabel()
        mark.setPixmap(app_icon().pixmap(LOGO, LOGO))
        row = QHBoxLayout()
        column.addLayout(row)
        row.setSpacing(16)
        row.addWidget(mark)
        names = QVBoxLayout()
        row.addLayout(names, 1)
        names.setSpacing(0)
        names.addWidget(TextLabel(self._theme, "Backprop Lab", "title", "text"))
        names.addWidget(TextLabel(self._theme, "See how a network learns", "body", "t2"))

    def _button(self, text: str, icon: str, height: int) -> Button:
        button = Button(self._theme, text, icon, "plain", height)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button

    def _small(self, text: str) -> TextLabel:
        line = TextLabel(self._theme, text, "caption", "t3")
        line.setFont(self._theme.font("caption", tabular=False))
        line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return line


def _inset(whole: QVBoxLayout) -> QVBoxLayout:
    """A column that is narrower than the rows of files."""
    column = QVBoxLayout()
    whole.addLayout(column)
    column.setContentsMargins(OUT, 0, OUT, 0)
    column.setSpacing(8)
    return column


class KeyHint(QWidget):
    """A line of text with keys drawn as keys."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFont(theme.font("caption"))
        self.setFixedHeight(24)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(240, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        x = 0.0
        for text, key in PIECES:
            wide = self.fontMetrics().horizontalAdvance(text) + (10 if key else 0)
            box = QRectF(x, 3, wide, 18)
            if key:
                draw_frame(painter, box, color("hover"), color("line2"), 4)
            painter.setPen(color("t2" if key else "t3"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            x += wide + 5
