"""The base of a painted table: rows that scroll, and that arrows walk together with the headings."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QWidget

from bplab.ui.controls.overlay import BAR
from bplab.ui.controls.painting import KeyboardFocus
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Picture

ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
NOTCH, STEP = 120, 3  # of a wheel, and the rows that it scrolls by


class Rows(KeyboardFocus, Picture):
    """Scrolls whole rows; `top` is the first one shown."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self.top, self._turned = 0, 0
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar.valueChanged.connect(self.scroll_to)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def room(self) -> tuple[int, int, float]:
        """How many rows there are, how many fit, and where the first one begins, in pixels."""
        raise NotImplementedError

    def show_bar(self) -> None:
        """Fit the scroll bar to the rows; it is hidden while all of them fit."""
        count, fit, begin = self.room()
        last = max(0, count - fit)
        self.top = min(self.top, last)
        self.bar.blockSignals(True)
        self.bar.setRange(0, last)
        self.bar.setPageStep(fit)
        self.bar.setValue(self.top)
        self.bar.blockSignals(False)
        self.bar.setVisible(last > 0)
        self.bar.setGeometry(
            self.width() - BAR - 1, round(begin), BAR, max(20, self.height() - round(begin) - 4)
        )

    def scroll_to(self, top: int) -> None:
        """Show the rows from one on."""
        count, fit, _ = self.room()
        self.top = max(0, min(top, count - fit))
        self.show_bar()
        self.update()

    def reveal(self, place: int) -> None:
        """Scroll as little as possible to show a row."""
        self.scroll_to(min(max(self.top, place - self.room()[1] + 1), place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_bar()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._turned += event.angleDelta().y()
        notches = int(self._turned / NOTCH)
        self._turned -= notches * NOTCH
        self.scroll_to(self.top - notches * STEP)
        event.accept()


class WalkedRows(Rows):
    """Keys are at a row or at a heading, known by its key; at a heading Enter sorts."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self.at: Hashable = None
        self.heading: str | None = None

    def row_keys(self) -> Sequence[Hashable]:
        """The keys of all rows, from the top."""
        raise NotImplementedError

    def heading_keys(self) -> Sequence[str]:
        """The headings by which the table can be sorted, from the left."""
        raise NotImplementedError

    def sort_by(self, key: str) -> None:
        """Sort by a column."""
        raise NotImplementedError

    def act(self, key: Qt.Key) -> bool:
        """Do what a key does at the row; False if it does nothing."""
        raise NotImplementedError

    def tell(self) -> None:
        """Keys are elsewhere: say so, and repaint."""
        raise NotImplementedError

    @property
    def place(self) -> int | None:
        """The place of the row that keys are at."""
        keys = self.row_keys()
        return keys.index(self.at) if self.at is not None and self.at in keys else None

    def go(self, place: int) -> None:
        """Go to a row, not beyond the ends, and scroll it into view."""
        keys = self.row_keys()
        place = max(0, min(place, len(keys) - 1))
        self.heading, self.at = None, keys[place]
        self.reveal(place)
        self.tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.heading = None
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modified = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = modified == Qt.KeyboardModifier.NoModifier
        if not plain or not self.row_keys() or not self._take(key):
            super().keyPressEvent(event)

    def _take(self, key: Qt.Key) -> bool:
        if key in ENTER and self.heading is not None:
            self.sort_by(self.heading)
        elif key == Qt.Key.Key_Escape and (self.at is not None or self.heading is not None):
            self.at = self.heading = None
            self.tell()
        elif self.at is None or not self.act(key):
            return self._walk(key)
        return True

    def _walk(self, key: Qt.Key) -> bool:
        """Move to another row, or among the headings; False for a key that does neither."""
        count, page, _ = self.room()
        heads, place = self.heading_keys(), self.place
        steps = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_End: count, Qt.Key.Key_Home: -count,
        }  # fmt: skip
        if self.heading is not None and key in SIDEWAYS:
            at = heads.index(self.heading) + SIDEWAYS[key]
            self._head(heads[min(max(at, 0), len(heads) - 1)])
        elif key == Qt.Key.Key_Up and place == 0 and heads:
            self._head(heads[0])
        elif key in steps:
            begins = place is None and abs(steps[key]) < count
            seen = self.top if self.heading is None else 0
            self.go(seen if begins else (place or 0) + steps[key])
        else:
            return False
        return True

    def _head(self, key: str) -> None:
        self.heading, self.at = key, None
        self.tell()
