"""A band of one line above a region: what is shown there, how far it is, and what can be done about it."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from bplab.ui.controls.button import Button
from bplab.ui.controls.options import set_tip
from bplab.ui.controls.painting import draw_frame, painter_for
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme

HEIGHT, WITH_BUTTONS = 30, 36
INSET, ICON, GAP = 16, 14, 8
BAR, BAR_HEIGHT = 120, 6
CUT = Qt.TextElideMode.ElideRight


@dataclass(frozen=True)
class BandText:
    """What a band says: a bold beginning and the rest; a share of the way, if it is one; what it offers."""

    head: str
    rest: str = ""
    icon: str = "git-branch"
    share: float | None = None  # of the way made
    button: str = ""
    closes: bool = False  # whether it has a cross


class Band(QWidget):
    """Hidden until `show_text`; a text that would cover a button is cut, and complete in the tooltip."""

    pressed = Signal()
    closed = Signal()
    left = Signal()  # what had the focus in it is gone

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = BandText("")
        self.button = Button(theme, height=26)
        self.cross = Button(theme, icon="x", kind="quiet", height=26)
        self.cross.setFixedWidth(26)
        self.cross.setToolTip("Close (Esc)")
        self.cross.setAccessibleName("Close")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(INSET, 0, 20, 1)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._row.addWidget(self.button)
        self._row.addWidget(self.cross)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self.pressed)
        self.cross.clicked.connect(self.closed)
        theme.changed.connect(self.update)
        self.hide()

    @property
    def text(self) -> str:
        """All that it says, empty while it is hidden."""
        return "" if self.isHidden() else " ".join(filter(None, (self._text.head, self._text.rest)))

    def show_text(self, text: BandText) -> None:
        """Show a text in place of the last."""
        if text == self._text and not self.isHidden():
            return
        held = self._holds_focus()
        self._text = text
        self.button.setText(text.button)
        self.button.updateGeometry()
        self.button.setVisible(bool(text.button))
        self.cross.setVisible(text.closes)
        self.setFixedHeight(WITH_BUTTONS if text.button or text.closes else HEIGHT)
        self.show()
        self.setAccessibleName(self.text)
        set_tip(self, self.text)
        self.update()
        if held and not self._holds_focus():
            self.left.emit()

    def withdraw(self) -> None:
        """Hide it."""
        held = self._holds_focus()
        self.hide()
        if held:
            self.left.emit()

    def _holds_focus(self) -> bool:
        return any(one.hasFocus() and not one.isHidden() for one in (self.button, self.cross))

    def _right(self) -> float:
        """Where the text ends at the latest."""
        first = next((one for one in (self.button, self.cross) if not one.isHidden()), None)
        return self.width() - INSET if first is None else first.geometry().left() - INSET

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color, text = painter_for(self), self._theme.color, self._text
        painter.fillRect(event.rect(), color("accw"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), color("line"))
        middle = (self.height() - 1) / 2
        draw_icon(painter, text.icon, color("acc"), QRectF(INSET, middle - ICON / 2, ICON, ICON))
        x, right = float(INSET + ICON + GAP), self._right()
        right -= 0 if text.share is None else BAR + INSET
        painter.setPen(color("text"))
        for words, weight in ((text.head, 600), (text.rest, 400)):
            font = self._theme.font("form", weight)
            metrics = QFontMetricsF(font)
            shown = metrics.elidedText(words, CUT, max(right - x, 0.0))
            painter.setFont(font)
            painter.drawText(
                QRectF(x, 0, right - x + 2, self.height() - 1), Qt.AlignmentFlag.AlignVCenter, shown
            )
            x += metrics.horizontalAdvance(shown + " ")
        if text.share is not None:
            way = QRectF(x + GAP, middle - BAR_HEIGHT / 2, BAR, BAR_HEIGHT)
            draw_frame(painter, way, color("line2"), None, BAR_HEIGHT / 2)
            way.setWidth(max(BAR * min(text.share, 1.0), BAR_HEIGHT))
            draw_frame(painter, way, color("acc"), None, BAR_HEIGHT / 2)
