"""The cards as a picture, painted from what was worked out once; arrow keys walk its numbers."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from bplab.explain.cards.page import Page
from bplab.ui.controls.painting import KeyboardFocus, draw_ring
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Picture, Tip
from bplab.ui.views.microscope.composition import Composition
from bplab.ui.views.microscope.drawing import Stop
from bplab.ui.views.microscope.formula import Typesetter

READ = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}  # the number before, the next one
CLIMB = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
ALL: tuple[int, ...] = 1, 2, 3  # the numbers of the cards
WALKED = "Arrow keys go through them, Enter opens where one comes from."
ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class Sheet(KeyboardFocus, Picture):
    """Shows a page; numbers, bars and links act on a click, or on Enter once arrow keys have come to them."""

    opened = Signal(object)  # a Parameter or Unit, where a number comes from
    chosen = Signal(int)  # an example of the batch, from 1
    copied = Signal(str)  # "text" or "latex" is wanted
    back_wanted = Signal()
    edit_wanted = Signal()
    shown_at = Signal(QRectF)  # where the keys are

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Microscope", parent)
        self._typesetter = Typesetter(theme)
        self._page: Page | None = None
        self._shown = ALL
        self._bare = self._tight = False
        self._parts = Composition(theme, self._typesetter, self)
        self._at: int | None = None  # the stop that keys have come to
        self.text: Callable[[], str] = str  # what copying gives
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_page(
        self, page: Page | None, shown: tuple[int, ...] = ALL, *, bare: bool = False, tight: bool = False
    ) -> None:
        """Show a page, or nothing; of its cards some, by their numbers, where there is little room.

        `bare`: what a projector is for, without what copies and, for one example, without the bars; `tight`:
        low bars beside their words.
        """
        if self._page is not None and (page is None or page.at != self._page.at) and self.isVisible():
            QToolTip.hideText()  # it told a number of another page
        before, self._page, self._shown = self._page, page, shown
        self._bare, self._tight = bare, tight
        self._compose()
        if page is None or before is None or page.at != before.at:
            self.setAccessibleDescription("" if page is None else f"{len(self.stops):,} numbers. {WALKED}")

    def _compose(self) -> None:
        self._parts = Composition(self.theme, self._typesetter, self)
        if self._page is not None:
            self._parts.compose(self._page, self.width(), self._shown, bare=self._bare, tight=self._tight)
        if self._at is not None and self._at >= len(self.stops):
            self._at = None
        self.setFixedHeight(max(round(self._parts.height), 1))
        self.update()

    @property
    def stops(self) -> list[Stop]:
        """All that can be asked, in the order of reading."""
        return self._parts.stops

    def restyle(self) -> None:
        self._typesetter = Typesetter(self.theme)
        self._compose()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._compose()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.theme.color("panel"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._parts.drawing.paint(painter)
        stop = self._stop
        if self.ring and stop is not None:
            draw_ring(painter, stop.place.adjusted(-2, -1, 2, 1), self.theme, 4)
        elif self.ring:
            draw_ring(painter, QRectF(self.visibleRegion().boundingRect()).adjusted(1, 1, -1, -1), self.theme)
        painter.end()

    def tips(self) -> list[Tip]:
        found = [(stop.place, stop.tip) for stop in self._parts.drawing.stops]
        return [*found, *self._parts.bar_tips(self.mapFromGlobal(self.cursor().pos()))]

    def values_text(self) -> str:
        """Give the number that the pointer or the keys are on, else the whole chain."""
        if self._page is None:
            return ""
        at = QPointF(self.mapFromGlobal(self.cursor().pos()))
        stop = (self.stop_at(at) if self.underMouse() else None) or (self._stop if self.ring else None)
        return stop.copy if stop is not None and stop.copy else self.text()

    def stop_at(self, at: QPointF) -> Stop | None:
        """Find what can be asked at a point."""
        found = next((stop for stop in self._parts.drawing.stops if stop.place.contains(at)), None)
        return found or self._parts.bar_at(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        stop = self.stop_at(event.position())
        acts = stop is not None and stop.act is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if acts else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        stop = self.stop_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and stop is not None and stop.act is not None:
            stop.act()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and key in READ and self.stops:
            self._go((self._at + READ[key]) % len(self.stops) if self._at is not None else 0)
        elif plain and key in CLIMB and self.stops:
            self._climb(CLIMB[key])
        elif plain and key in ENTER and self._stop is not None and self._stop.act is not None:
            self._stop.act()
        elif is_back(event):
            self.back_wanted.emit()  # what holds the sheet would scroll
        elif key == Qt.Key.Key_F2:
            self.edit_wanted.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.OtherFocusReason:
            self.ring = False  # a presentation gave it the focus, no key did

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    @property
    def _stop(self) -> Stop | None:
        stops = self.stops
        return stops[self._at] if self._at is not None and self._at < len(stops) else None

    def _climb(self, way: int) -> None:
        """Go to the nearest number above or below."""
        here = self._stop
        if here is None:
            self._go(0)
            return
        at = here.place.center()
        ways = [(place, stop.place.center() - at) for place, stop in enumerate(self.stops)]
        beyond = [(place, by) for place, by in ways if by.y() * way > 2]
        if beyond:
            self._go(min(beyond, key=lambda each: abs(each[1].y()) + abs(each[1].x()) / 2)[0])

    def _go(self, place: int) -> None:
        """Come to a stop, and say what is there."""
        self._at = place
        self.ring = True
        stop = self.stops[place]
        self.setAccessibleDescription(stop.tip.replace("\n", ", "))
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, stop.tip.replace("\n", ", ")))
        self.shown_at.emit(stop.place)
        self.update()


def is_back(event: QKeyEvent) -> bool:
    """Whether a key asks for the way back."""
    return event.key() == Qt.Key.Key_Left and event.modifiers() == Qt.KeyboardModifier.AltModifier
