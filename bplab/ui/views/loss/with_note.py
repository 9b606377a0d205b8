"""Loss and accuracy, and the document's note as a third heading beside them, if there is one."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.style.theme import Theme
from bplab.ui.views.loss.controls import NOTE
from bplab.ui.views.loss.note_page import NotePage
from bplab.ui.views.loss.view import LossView


class LossWithNote(QStackedWidget):
    """Shows the curves or the note."""

    failed = Signal(str)
    note_edited = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curves, self.note = LossView(theme), NotePage(theme)
        self.addWidget(self.curves)
        self.addWidget(self.note)
        self.curves.failed.connect(self.failed)
        self.curves.tabs.left.connect(lambda _note: self._turn(NOTE))
        self.note.left.connect(self._turn)
        self.note.edited.connect(self.note_edited)
        self.note.ended.connect(self._leave_empty)

    @property
    def needs(self) -> Needs:
        """What the curves need."""
        return self.curves.needs

    @property
    def choices(self) -> dict[str, bool | float | str]:
        """The user's choices here, to be remembered."""
        return self.curves.choices

    def restore(self, choices: Mapping[str, object]) -> None:
        """Restore remembered choices; those that no longer make sense are ignored."""
        self.curves.restore(choices)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show it in the curves, seen or not."""
        self.curves.show_snapshot(snapshot)
        self.note.tabs.offer("accuracy", self.curves.tabs.offers("accuracy"))

    def set_note(self, text: str) -> None:
        """Show another note; one that is empty has no heading, unless it is being written."""
        self.note.set_text(text)
        self.curves.controls.offer_note(bool(text))
        if not self.note.is_editing:
            self._leave_empty()

    def _leave_empty(self) -> None:
        if not self.note.text.toPlainText():
            self.setCurrentWidget(self.curves)

    def show_note(self, *, edit: bool = False) -> None:
        """Turn to the note, perhaps to write it."""
        self.setCurrentWidget(self.note)
        if edit:
            self.note.begin()

    def end_note(self) -> None:
        """Let nothing be written any more; an empty note gives way to the curves."""
        if self.note.is_editing:
            self.note.end()

    def _turn(self, heading: str) -> None:
        """Turn to a heading that is on the other page, with the focus on it."""
        if heading == NOTE:
            self.setCurrentWidget(self.note)
            tabs = self.note.tabs
        else:
            self.note.end()
            self.setCurrentWidget(self.curves)
            tabs = self.curves.tabs
            tabs.choose(heading)
        tab = tabs.tab(heading)  # after an arrow key Qt still gives the focus to the one that was chosen
        QTimer.singleShot(0, tab, lambda: tab.setFocus(Qt.FocusReason.OtherFocusReason))
