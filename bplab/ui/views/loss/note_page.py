"""The note of a document: plain text, read or edited in place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from bplab.ui.controls.button import Button
from bplab.ui.controls.text import TextLabel
from bplab.ui.style.theme import Theme
from bplab.ui.views.loss.controls import NOTE, TABS
from bplab.ui.views.loss.heading_tabs import HeadingTabs

MOST = 2000  # characters
SHOWN_FROM = 1600  # how many there are is said from here on


class NotePage(QWidget):
    """Headings, Edit, and the text; what is typed is reported at once."""

    edited = Signal(str)
    left = Signal(str)  # another heading was chosen
    ended = Signal()  # nothing is typed any more

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.tabs = HeadingTabs(theme, TABS, elsewhere=[tab.value for tab in TABS if tab.value != NOTE])
        self.tabs.left.connect(self.left)
        self._count = TextLabel(theme, "", "caption", "t3")
        self.button = Button(theme, "Edit")
        self.button.clicked.connect(self._toggle)
        self.text = _Text(theme)
        self.text.textChanged.connect(self._typed)
        self.text.ended.connect(self.end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 9, 0, 8)
        column.setSpacing(1)
        head = QHBoxLayout()
        column.addLayout(head)
        head.setContentsMargins(16, 0, 14, 0)
        head.setSpacing(7)
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.button)
        column.addWidget(self.text, 1)
        self._count.setContentsMargins(16, 0, 16, 0)
        column.addWidget(self._count)
        self.end()
        theme.changed.connect(self.update)

    @property
    def is_editing(self) -> bool:
        """Whether it can be typed into."""
        return not self.text.isReadOnly()

    def set_text(self, text: str) -> None:
        """Show another note, without reporting it."""
        if text != self.text.toPlainText():
            self.text.blockSignals(True)
            self.text.setPlainText(text)
            self.text.blockSignals(False)
            self._show_count()

    def begin(self) -> None:
        """Let the user type, at the end."""
        self.text.setReadOnly(False)
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_mode()

    def end(self) -> None:
        """Show the note, to be read."""
        had_focus = self.text.hasFocus()
        self.text.setReadOnly(True)
        self._show_mode()
        self.ended.emit()
        if had_focus:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle(self) -> None:
        if self.is_editing:
            self.end()
        else:
            self.begin()

    def _show_mode(self) -> None:
        on = self.is_editing
        self.button.setText("Done" if on else "Edit")
        self.button.setToolTip("End editing (Esc)." if on else "Change the note; it is kept in the file.")
        self.button.setAccessibleName("Done" if on else "Edit the note")
        self.button.updateGeometry()
        self._show_count()

    def _typed(self) -> None:
        """Report what was typed; what is too long is cut."""
        text = self.text.toPlainText()
        if len(text) > MOST:
            place = min(self.text.textCursor().position(), MOST)
            self.set_text(text[:MOST])
            cursor = self.text.textCursor()
            cursor.setPosition(place)
            self.text.setTextCursor(cursor)
        self._show_count(cut=len(text) > MOST)
        self.edited.emit(self.text.toPlainText())

    def _show_count(self, *, cut: bool = False) -> None:
        count = len(self.text.toPlainText())
        rest = ", the rest was left out" if cut else ""
        self._count.setText(f"{count:,} of {MOST:,} characters{rest}")
        self._count.set_color("bad" if cut else "t3")
        self._count.setVisible(self.is_editing and (count >= SHOWN_FROM or cut))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("panel"))


class _Text(QPlainTextEdit):
    """Plain text; Esc and Ctrl+Enter end editing, Tab goes on to the next control."""

    ended = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("flat", True)
        self.setFont(theme.font("form", tabular=False))
        self.setTabChangesFocus(True)
        self.setAccessibleName("Note")
        self.setPlaceholderText("A note for whoever opens this file, such as a task for the class.")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(16, 0, 6, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        leaves = event.key() == Qt.Key.Key_Escape or (
            enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        )
        if leaves and not self.isReadOnly():
            self.ended.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Editing ends where another part takes the focus, not another window or a menu."""
        super().focusOutEvent(event)
        if event.reason() in (
            Qt.FocusReason.MouseFocusReason,
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        ):
            self.ended.emit()
