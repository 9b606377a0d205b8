"""Command search: type a few letters, run a match; a popup over the window."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from bplab.ui.commands.search_items import Item, matching
from bplab.ui.controls.painting import draw_frame, painter_for
from bplab.ui.controls.within import give_focus_back
from bplab.ui.style.theme import Theme

WIDTH, ROW, ROWS = 560, 32, 11
TOP = 96  # from the top of the window
WALKING = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: ROWS - 1,
    Qt.Key.Key_PageUp: 1 - ROWS,
}


class Search(QFrame):
    """A field and its results: arrows move, Enter runs, Esc closes."""

    def __init__(self, theme: Theme, items: Callable[[], list[Item]], window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._items, self._window = theme, items, window
        self._found: list[Item] = []
        self._before: QWidget | None = None
        self.field = QLineEdit()
        self.field.setAccessibleName("Search commands, presets and settings")
        self.field.setPlaceholderText("Search commands, presets, data and settings")
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("Results")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_Line(theme, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setStyleSheet("QListWidget { border: none; padding: 0px; }")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.field.textEdited.connect(self._find)
        self.list.itemClicked.connect(lambda _: self.run())
        theme.changed.connect(self.update)
        self.hide()

    @property
    def found(self) -> list[str]:
        """The titles found, best match first."""
        return [item.title for item in self._found]

    def open(self) -> None:
        """Show all items, with the focus in the field."""
        self._before = self._window.focusWidget()
        width = min(WIDTH, self._window.width() - 32)
        self.setGeometry((self._window.width() - width) // 2, TOP, width, 0)
        self.field.clear()
        self._find("")
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_again(self) -> None:
        """Hide, and return the focus."""
        if self.isVisible():
            self.hide()
            give_focus_back(self._before, Qt.FocusReason.PopupFocusReason)

    def run(self) -> None:
        """Run the selected item."""
        row = self.list.currentRow()
        if 0 <= row < len(self._found):
            item = self._found[row]
            self.close_again()
            item.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Forward the list's keys from the field; close the search when it loses the focus."""
        if event.type() == QEvent.Type.FocusOut and self.isVisible() and self._window.isActiveWindow():
            self.hide()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() in WALKING:
            self._walk(WALKING[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_again()
        elif event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return super().eventFilter(watched, event)
        return True

    def _walk(self, by: int) -> None:
        if self._found:
            row = min(max(self.list.currentRow() + by, 0), len(self._found) - 1)
            self.list.setCurrentRow(row)
            self.field.setAccessibleDescription(self._found[row].title)

    def _find(self, text: str) -> None:
        self._found = matching([item for item in self._items() if item.enabled()], text)
        self.list.clear()
        for item in self._found:
            line = QListWidgetItem(item.title)
            line.setData(Qt.ItemDataRole.UserRole, item)
            line.setToolTip(item.tip)
            self.list.addItem(line)
        if not self._found:
            line = QListWidgetItem("Nothing found. Try fewer letters.")
            line.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(line)
        self.list.setCurrentRow(0 if self._found else -1)
        rows = min(max(self.list.count(), 1), ROWS, max(3, (self._window.height() - TOP - 80) // ROW))
        self.list.setFixedHeight(rows * ROW + 2)
        self.setFixedHeight(rows * ROW + 2 + 28 + 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        rect, color = QRectF(self.rect()), self._theme.color
        draw_frame(painter_for(self), rect, color("panel"), color("line2"), 10)


class _Line(QStyledItemDelegate):
    """One result: its title, where it belongs, and its keys at the right."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        color, font = self._theme.color, self._theme.font
        item = index.data(Qt.ItemDataRole.UserRole)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if item and option.state & QStyle.StateFlag.State_Selected:
            draw_frame(painter, rect.adjusted(0, 1, 0, -1), color("accw"), None, 5)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font("body", tabular=False))
        painter.setPen(color("text" if item else "t3"))
        painter.drawText(rect.adjusted(10, 0, -10, 0), middle, str(index.data()))
        if item:
            used = painter.fontMetrics().horizontalAdvance(item.title)
            painter.setFont(font("caption"))
            painter.setPen(color("t3"))
            painter.drawText(rect.adjusted(used + 20, 0, -10, 0), middle, item.kind)
            painter.setPen(color("t2"))
            painter.drawText(rect.adjusted(10, 0, -12, 0), middle | Qt.AlignmentFlag.AlignRight, item.keys)
        painter.restore()
