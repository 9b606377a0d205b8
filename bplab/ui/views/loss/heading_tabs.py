"""Headings side by side, the current one dark, the others to choose: Note | Loss | Accuracy."""

from collections.abc import Container, Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from bplab.ui.controls.options import Option
from bplab.ui.controls.painting import KeyboardFocus, draw_ring, painter_for
from bplab.ui.controls.segmented import take
from bplab.ui.style.theme import Theme


class HeadingTabs(QWidget):
    """`edited` reports the user's choice; a single heading is just a heading.

    Some headings may lead to another page, which has headings of its own: `left` reports that one was chosen.
    """

    edited = Signal(str)
    left = Signal(str)

    def __init__(
        self,
        theme: Theme,
        options: Sequence[Option],
        elsewhere: Container[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._elsewhere = elsewhere
        self._group = QButtonGroup(self)
        self._tabs = {option.value: _Tab(theme, option) for option in options}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for value, tab in self._tabs.items():
            self._group.addButton(tab)
            layout.addWidget(tab)
            tab.clicked.connect(lambda _on, value=value: self.choose(value))
        self.value = ""  # the current heading
        self.set_value(next(value for value in self._tabs if value not in elsewhere))

    def set_value(self, value: str) -> None:
        """Change the current heading without emitting `edited`."""
        self.value = value
        take(self._tabs[value], self._tabs.values())

    def offer(self, value: str, offered: bool) -> None:
        """Show or hide a heading."""
        self._tabs[value].setVisible(offered)

    def offers(self, value: str) -> bool:
        """Whether a heading is shown."""
        return not self._tabs[value].isHidden()

    def choose(self, value: str) -> None:
        """Choose a heading as a user would."""
        if value in self._elsewhere:
            self.set_value(self.value)
            self.left.emit(value)
        else:
            self.set_value(value)
            self.edited.emit(value)

    def tab(self, value: str) -> QRadioButton:
        """The button of one heading."""
        return self._tabs[value]


class _Tab(KeyboardFocus, QRadioButton):
    def __init__(self, theme: Theme, option: Option) -> None:
        super().__init__(option.title)
        self._theme = theme
        self.setToolTip(option.help)
        self.setFont(theme.font("heading"))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, 26)

    minimumSizeHint = sizeHint

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        painter.setPen(color("text" if self.isChecked() else "t2" if self.underMouse() else "t3"))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.ring:
            draw_ring(painter, QRectF(self.rect()), self._theme, 5)
