"""The card of a window that ended unexpectedly: what it held, and what to do with it."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from bplab.ui.controls.button import Button, Kind
from bplab.ui.controls.options import wrapped
from bplab.ui.controls.painting import draw_frame, painter_for
from bplab.ui.start.recent_list import draw_picture
from bplab.ui.start.thumbnail import image_of
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme

HEIGHT, PICTURE, INSET = 96, 64, 16
LEFT = INSET + PICTURE + 18
TEXT, GAP, UNDER = 480, 8, 40  # room for text and between buttons; height of a row of buttons


@dataclass(frozen=True)
class Left:
    """What is said of it."""

    head: str  # Backprop Lab ended unexpectedly at 14:32
    name: str  # spiral-8-8-6.bplab
    state: str  # with changes not in the file · as it was at 14:31:20
    about: str  # spiral 2-8-8-6-1 · epoch 312 · test 98.3 % (118/120)
    thumbnail: bytes  # PNG
    trash: str  # how long and where it is kept if it is discarded


class RecoveryCards(QWidget):
    """A card for each of them, hidden while there is none."""

    filled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cards: list[RecoveryCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 28)
        self._column.setSpacing(10)
        self.hide()

    def add(self, left: Left) -> "RecoveryCard":
        """Show another card, below those before it."""
        card = RecoveryCard(self._theme, left)
        self.cards.append(card)
        self._column.addWidget(card)
        self.show()
        self.filled.emit()
        return card

    def remove(self, card: "RecoveryCard") -> None:
        """Show a card no longer."""
        self.cards.remove(card)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
        self.setVisible(bool(self.cards))


class RecoveryCard(QWidget):
    """Recover, Discard, Decide later."""

    recover_wanted = Signal()
    discard_wanted = Signal()
    later_wanted = Signal()

    def __init__(self, theme: Theme, left: Left, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._left = theme, left
        self._image = image_of(left.thumbnail)
        self._beside = True
        self.setAccessibleName(f"{left.head}. {left.name}, {left.state}. {left.about}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.recover = self._button("Recover", "Open it as it was, as an untitled experiment.", "primary")
        self.discard = self._button("Discard", wrapped(f"Offer it no more. {left.trash}"), "plain")
        self.later = self._button("Decide later", "Ask again at the next start.", "plain")
        self.recover.clicked.connect(self.recover_wanted)
        self.discard.clicked.connect(self.discard_wanted)
        self.later.clicked.connect(self.later_wanted)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons are at the right, or under the text where there is no room for both."""
        super().resizeEvent(event)
        buttons = (self.recover, self.discard, self.later)
        wide = sum(button.sizeHint().width() for button in buttons) + GAP * (len(buttons) - 1)
        self._beside = self.width() >= LEFT + TEXT + wide + INSET
        self.setFixedHeight(HEIGHT if self._beside else HEIGHT + UNDER)
        x = self.width() - INSET - wide if self._beside else LEFT
        y = (HEIGHT - self.recover.height()) // 2 if self._beside else HEIGHT - 8
        for button in buttons:
            button.setGeometry(x, y, button.sizeHint().width(), button.height())
            x += button.width() + GAP

    def _button(self, text: str, tip: str, kind: Kind) -> Button:
        button = Button(self._theme, text, "", kind, 36, self)
        button.padding = 15
        button.setToolTip(tip)
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = painter_for(self), self._theme
        rect = QRectF(self.rect())
        draw_frame(painter, rect, theme.color("panel"), theme.color("line2"), 10)
        draw_picture(painter, QRectF(INSET, INSET, PICTURE, PICTURE), self._image, theme)
        room = (self.recover.x() if self._beside else self.width()) - LEFT - 12
        draw_icon(painter, "triangle-alert", theme.color("bad"), QRectF(LEFT, 18, 18, 18))
        painter.setFont(theme.font("heading"))
        painter.setPen(theme.color("text"))
        self._write(painter, QRectF(LEFT + 26, 16, room - 26, 22), self._left.head)
        painter.setFont(theme.font("form", 600, tabular=False))
        name = painter.fontMetrics().elidedText(self._left.name, Qt.TextElideMode.ElideMiddle, room // 2)
        wide = painter.fontMetrics().horizontalAdvance(name)
        self._write(painter, QRectF(LEFT, 41, wide + 2, 18), name)
        painter.setFont(theme.font("form"))
        painter.setPen(theme.color("t2"))
        self._write(painter, QRectF(LEFT + wide, 41, room - wide, 18), f", {self._left.state}")
        painter.setFont(theme.font("caption"))
        self._write(painter, QRectF(LEFT, 62, room, 17), self._left.about)

    @staticmethod
    def _write(painter: QPainter, line: QRectF, text: str) -> None:
        fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, fitting)
