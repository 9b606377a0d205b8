"""The start page: actions at the left, experiments to choose at the right."""

from itertools import pairwise

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bplab.experiment.presets import PRESETS
from bplab.ui.controls.grid_walk import walk_grid
from bplab.ui.controls.notice import Notice
from bplab.ui.controls.overlay import OverlayScrollArea
from bplab.ui.controls.painting import painter_for
from bplab.ui.controls.text import TextLabel
from bplab.ui.controls.within import stops_in
from bplab.ui.recents import Recents
from bplab.ui.start.card import HEIGHT, WIDTH, GalleryCard
from bplab.ui.start.first import FirstCard
from bplab.ui.start.recovery_card import RecoveryCards
from bplab.ui.start.welcome import Welcome
from bplab.ui.style.theme import Theme

GAP, ROW_GAP = 16, 14


class StartPage(QWidget):
    """Reports what the user wants to start with."""

    new_wanted = Signal()
    preset_wanted = Signal(str)
    open_wanted = Signal()
    file_wanted = Signal(object)  # Path
    left = Signal()  # without choosing anything

    def __init__(self, theme: Theme, recents: Recents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.welcome = Welcome(theme, recents)
        self.first = FirstCard(theme)
        self.gallery = Gallery(theme)
        self.notice = Notice(theme)
        self.cards = RecoveryCards(theme)
        area = OverlayScrollArea(theme)
        area.setWidget(self._right())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.welcome)
        row.addWidget(area, 1)
        self.welcome.back.clicked.connect(self.left)
        self.welcome.new.clicked.connect(self.new_wanted)
        self.welcome.open.clicked.connect(self.open_wanted)
        self.welcome.recents.wanted.connect(self.file_wanted)
        for part in (self.welcome.recents, self.cards):
            part.filled.connect(self._order_focus)
        self.first.opened.connect(self.new_wanted)
        self.gallery.chosen.connect(self.preset_wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the notice, then the page."""
        if event.key() == Qt.Key.Key_Escape and self.notice.isVisible():
            self.notice.dismiss()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _order_focus(self) -> None:
        """Tab leads from the left to the right and down; what is made later would otherwise come last."""
        parts = (self.welcome, self.notice, self.cards, self.first, self.gallery)
        for first, second in pairwise([stop for part in parts for stop in stops_in(part)]):
            QWidget.setTabOrder(first, second)

    def _right(self) -> QWidget:
        page = _Ground(self._theme)
        column = QVBoxLayout(page)
        column.setContentsMargins(36, 32, 32, 28)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.cards)
        column.addWidget(self.first)
        column.addSpacing(25)
        head = QHBoxLayout()
        column.addLayout(head)
        head.setSpacing(20)
        head.addWidget(TextLabel(self._theme, "Gallery", "section", "text"))
        words = "Each opens untrained and ready to run; the pictures show the trained networks"
        head.addWidget(TextLabel(self._theme, words, "body", "t2"), 1)
        column.addSpacing(14)
        column.addWidget(self.gallery)
        column.addStretch()
        return page


class Gallery(QWidget):
    """One card per preset, as many side by side as there is room for."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = {name: GalleryCard(theme, name, preset, self) for name, preset in PRESETS.items()}
        self._columns, self._is_described = 1, False
        for name, card in self.cards.items():
            card.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = self._columns = max(1, (self.width() + GAP) // (WIDTH + GAP))
        wide = (self.width() - (columns - 1) * GAP) / columns
        for number, card in enumerate(self.cards.values()):
            row, column = divmod(number, columns)
            left, right = round(column * (wide + GAP)), round(column * (wide + GAP) + wide)
            card.setGeometry(left, row * (HEIGHT + ROW_GAP), right - left, HEIGHT)
        rows = -(-len(self.cards) // columns)
        self.setFixedHeight(rows * (HEIGHT + ROW_GAP) - ROW_GAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_described:
            self._is_described = True
            QTimer.singleShot(0, self, self._describe)  # most cards are out of sight

    def _describe(self) -> None:
        for card in self.cards.values():
            card.describe()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not walk_grid(list(self.cards.values()), self._columns, event.key()):
            super().keyPressEvent(event)


class _Ground(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter_for(self).fillRect(QRectF(self.rect()), self._theme.color("win"))
