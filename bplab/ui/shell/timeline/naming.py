"""A bookmark's name, typed in its place on the timeline."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from bplab.storage.document import Bookmark
from bplab.ui.controls.field import Field
from bplab.ui.style.theme import Theme

WIDTH, HEIGHT = 150, 28
MOST_LETTERS = 60


class NameField(Field):
    """Hidden until `edit`; Enter or leaving it takes the name, Esc keeps the old one."""

    renamed = Signal(object, str)  # the step of the bookmark

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._timeline = parent
        self._bookmark: Bookmark | None = None
        self.setFont(theme.font("form"))
        self.setMaxLength(MOST_LETTERS)
        self.hide()
        self.returnPressed.connect(self._take)

    def edit(self, bookmark: Bookmark, x: float) -> None:
        """Edit the name of a bookmark at a pixel of the timeline."""
        self._bookmark = bookmark
        room = self._timeline.rect()
        left = min(max(round(x) + 2, room.left()), room.right() - WIDTH)
        self.setGeometry(QRect(left, 0, WIDTH, HEIGHT))
        self.setAccessibleName(f"Name of the bookmark at step {bookmark.step:,}")
        self.setText(bookmark.name)
        self.show()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        bookmark, name = self._bookmark, " ".join(self.text().split())
        self._leave()
        if bookmark is not None and name and name != bookmark.name:
            self.renamed.emit(bookmark.step, name)

    def _leave(self) -> None:
        self._bookmark = None
        if self.hasFocus():
            self._timeline.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
            event.accept()  # Enter and the rest are not the timeline's

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._take()
