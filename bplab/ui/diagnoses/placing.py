"""Where the table of what was tried lies: over the network, below the notice, until it is closed."""

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from bplab.ui.controls.within import stops_in
from bplab.ui.diagnoses.notice import DiagnosisNotice
from bplab.ui.diagnoses.tried import TriedTable
from bplab.ui.shell.main_window import MainWindow
from bplab.ui.style.theme import Theme

if TYPE_CHECKING:
    from bplab.ui.diagnoses.table import FixTable

INSET, GAP = 16, 8


class TableOverNetwork(QObject):
    """Makes the table when it is opened, and drops it when it is closed."""

    try_wanted = Signal(str)  # the title of a change, or of two

    left = Signal()  # closed while it had the focus, and what opened it is gone

    def __init__(self, window: MainWindow, theme: Theme, notice: DiagnosisNotice, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._theme, self._notice = window, theme, notice
        self.shown: FixTable | None = None
        window.center.installEventFilter(self)

    def open(self, table: TriedTable) -> None:
        """Show a table in place of the last, with the focus on its best row."""
        from bplab.ui.diagnoses.table import FixTable  # noqa: PLC0415 - rarely needed

        self._drop()
        self.shown = card = FixTable(self._theme, table, self._window.center)
        card.try_wanted.connect(lambda row: self.try_wanted.emit(row.title))
        card.closed.connect(self.close)
        self._place()
        for first, second in pairwise((self._notice.row.all, *stops_in(card))):
            QWidget.setTabOrder(first, second)
        card.show()
        card.raise_()
        clicked = self._notice.row.all.by_click
        card.take_focus(Qt.FocusReason.MouseFocusReason if clicked else Qt.FocusReason.OtherFocusReason)

    def close(self) -> None:
        """Close it; the focus, if it was within, returns to what opened it."""
        if self.shown is None:
            return
        held = self.shown.isAncestorOf(self._window.focusWidget())
        self._drop()
        if held and self._notice.row.all.isVisible():
            self._notice.row.all.setFocus(Qt.FocusReason.OtherFocusReason)
        elif held:
            self.left.emit()

    def _drop(self) -> None:
        if self.shown is not None:
            self.shown.hide()
            self.shown.deleteLater()
            self.shown = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the room there is."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        if self.shown is not None:
            room, top = self._window.center.width(), self._notice.geometry().bottom() + 1 + GAP
            width = min(room - 2 * INSET, self.shown.maximumWidth())
            self.shown.setGeometry((room - width) // 2, top, width, self.shown.sizeHint().height())
