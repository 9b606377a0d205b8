"""The row of the menus, with the name of the open file in its middle."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenuBar, QWidget

from bplab.ui.controls.painting import painter_for
from bplab.ui.style.resources import app_icon
from bplab.ui.style.theme import Theme

HEIGHT = 28
GAP = 16


class FileTitle(QWidget):
    """The name in bold, and what is said about it: modified, or what is being done."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.name = self.said = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)

    def show_name(self, name: str, said: str) -> None:
        """Show another name, or something else about it."""
        if (name, said) != (self.name, self.said):
            self.name, self.said = name, said
            self.setAccessibleName(self.text)
            self.update()

    @property
    def text(self) -> str:
        """All of it."""
        return " · ".join(filter(None, (self.name, self.said)))

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A long name gives way in its middle."""
        painter = painter_for(self)
        bold, plain = self._theme.font("body", 600), self._theme.font("body")
        rest = f" · {self.said}" if self.name and self.said else self.said
        rest_width = QFontMetricsF(plain).horizontalAdvance(rest)
        metrics = QFontMetricsF(bold)
        name = metrics.elidedText(self.name, Qt.TextElideMode.ElideMiddle, max(self.width() - rest_width, 0))
        width = metrics.horizontalAdvance(name)
        left = (self.width() - width - rest_width) / 2
        sides = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(bold)
        painter.setPen(self._theme.color("text"))
        painter.drawText(QRectF(left, 0, width + 1, self.height()), sides, name)
        painter.setFont(plain)
        painter.setPen(self._theme.color("t2"))
        painter.drawText(QRectF(left + width, 0, rest_width + 1, self.height()), sides, rest)


class MenuRow(QWidget):
    """The lab's mark, the menus, and the title in the middle of the window as far as the menus leave room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.setObjectName("menurow")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 0, 0)
        line.setSpacing(0)
        mark = QLabel()
        mark.setPixmap(app_icon().pixmap(16, 16))
        line.addWidget(mark)
        self.menus = QMenuBar()
        line.addWidget(self.menus, 1)
        self.title = FileTitle(theme, self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        actions = self.menus.actions()
        ends = self.menus.x() + (self.menus.actionGeometry(actions[-1]).right() if actions else 0) + GAP
        half = max(self.width() // 2 - ends, 0)
        self.title.setGeometry(self.width() // 2 - half, 0, 2 * half, HEIGHT - 1)
        self.title.raise_()
