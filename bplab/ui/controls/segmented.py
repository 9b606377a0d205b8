"""A few choices side by side, one of which is selected: Batch | Epoch."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from bplab.ui.controls.options import Option
from bplab.ui.controls.painting import KeyboardFocus, draw_frame, draw_ring, painter_for
from bplab.ui.style.theme import Theme

TALL = 32  # in the toolbar; its segments are wider too


class Segmented(QWidget):
    """A track with one segment per option; arrow keys move between them, as in any group of radio buttons."""

    edited = Signal(str)

    def __init__(
        self,
        theme: Theme,
        options: Sequence[Option],
        height: int = TALL,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3, 2, 3, 2)
        layout.setSpacing(0)
        self._group = QButtonGroup(self)
        self._segments: dict[str, _Segment] = {}
        for option in options:
            segment = _Segment(theme, option, 22 if height >= TALL else 19)
            layout.addWidget(segment)
            self._group.addButton(segment)
            self._segments[option.value] = segment
            segment.toggled.connect(self._toggled)
        self._quiet = False
        self.set_value(options[0].value)
        theme.changed.connect(self.update)

    @property
    def value(self) -> str:
        """The selected option."""
        return next(value for value, segment in self._segments.items() if segment.isChecked())

    def set_value(self, value: str) -> None:
        """Show a value without emitting `edited`."""
        self._quiet = True
        take(self._segments[value], self._segments.values())
        self._quiet = False

    def restore(self, value: object) -> bool:
        """Show a remembered value without emitting `edited`; False if there is no such option any more."""
        if not isinstance(value, str) or value not in self._segments:
            return False
        self.set_value(value)
        return True

    def segment(self, value: str) -> QRadioButton:
        """The button of one option."""
        return self._segments[value]

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_frame(painter_for(self), QRectF(self.rect()), self._theme.color("hover"), None, 7)

    def _toggled(self, on: bool) -> None:
        if on and not self._quiet:
            self.edited.emit(self.value)


def take(button: QAbstractButton, group: Iterable[QAbstractButton]) -> None:
    """Check one button of a group and make it the tab stop; by default Qt stops at the last focused one."""
    button.setChecked(True)
    for each in group:
        stops = each is button
        each.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.ClickFocus)


class _Segment(KeyboardFocus, QRadioButton):
    def __init__(self, theme: Theme, option: Option, padding: int) -> None:
        super().__init__(option.title)
        self._theme, self._padding = theme, padding
        self.setToolTip(option.tip)
        self.setEnabled(not option.why)
        self.setFont(theme.font("form", 600, tabular=False))  # the widest text: as the selected one
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + self._padding, 24)

    minimumSizeHint = sizeHint

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        rect = QRectF(self.rect())
        if self.isChecked():
            draw_frame(painter, rect, color("panel"), color("line2"), 5)
        if self.ring:
            draw_ring(painter, rect, self._theme, 5)
        painter.setFont(self._theme.font("form", 600 if self.isChecked() else 500, tabular=False))
        bright = self.isChecked() or (self.underMouse() and self.isEnabled())
        painter.setPen(color("text" if bright else "t2" if self.isEnabled() else "t3"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.text())
