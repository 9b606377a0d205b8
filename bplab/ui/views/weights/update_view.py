"""The table of the next step's updates: parameter, old, gradient, what the optimizer keeps, new."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from bplab.arrays import Indices
from bplab.experiment.parameters import Parameter
from bplab.explain.update_table import UpdateTable
from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.ui.controls.painting import draw_frame, draw_ring
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Tip
from bplab.ui.views.base.rows import Rows
from bplab.ui.views.weights.update_layout import HEAD, HEADER, INSET, UpdateLayout, lay_out
from bplab.ui.views.weights.update_painter import LOCK, UpdatePainter, draw_header
from bplab.ui.views.weights.update_text import describe_row, needed_widths, table_text, tips_of

MORE = 17  # pixels of the second line of formulas
LATE = "For a network and a batch of this size, the next step is shown while training pauses."
ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class UpdateView(Rows):
    """Shows Snapshot.next_step; arrow keys walk rows and headings, Enter selects or sorts."""

    picked = Signal(object)  # Parameter: the user wants it selected

    def __init__(self, theme: Theme, left: int = INSET, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Update", parent)
        self._left = left
        self._snapshot: Snapshot | None = None
        self._table: UpdateTable | None = None
        self._late = False  # this step takes too long to trace while training runs
        self._sort = "parameter", False  # key, and whether it falls
        self._order: Indices = np.zeros(0, int)
        self._at: int | None = None  # the row that keys are at, in the order shown
        self._heading: int | None = None  # or the heading
        self._selected: Parameter | None = None
        self._widths: tuple[float, ...] = ()

    @property
    def needs(self) -> Needs:
        """Every number of the next step, and what it makes of the batch's loss."""
        return Needs(step=True, outcome=True)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show another step; another network begins at its first row."""
        old, self._snapshot = self._snapshot, snapshot
        if old is None or old.run != snapshot.run or old.shape != snapshot.shape:
            self._table, self._at, self._heading, self.top, self._widths = None, None, None, 0, ()
        self._late = snapshot.next_step is None and snapshot.state is RunState.RUNNING
        if snapshot.next_step is not None:
            self._table = UpdateTable(snapshot.next_step)
            if snapshot.state is not RunState.RUNNING:
                self._widths = ()  # measured anew; while training runs, columns stay where they are
            self._reorder()
            self._describe()
        self.update()

    def set_selected(self, selected: object) -> None:
        """Mark the parameter that is selected on the canvas, if one is, and scroll to it."""
        self._selected = selected if isinstance(selected, Parameter) else None
        found = self._table.find(self._selected) if self._table and self._selected else None
        if found is not None and found not in self.shown:
            self.scroll_to(int(np.flatnonzero(self._order == found)[0]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(856, 208)

    def plan(self) -> UpdateLayout:
        """Where rows and columns stand now."""
        table = self._table
        top = HEADER + (MORE if table is not None and table.formulas[1] else 0)
        area = QRectF(self.rect()).adjusted(INSET, top, -INSET, -4)
        if table is None:
            return lay_out(area, (1.0,), 0)
        if not self._widths:
            self._widths = needed_widths(table, self.theme, LOCK)
        return lay_out(area, self._widths, len(table.places))

    @property
    def _after(self) -> float | None:
        """The batch's loss after the step."""
        return self._snapshot.next_loss if self._snapshot is not None else None

    @property
    def shown(self) -> list[int]:
        """The numbers of the rows that are shown."""
        found: list[int] = self._order[self.top : self.top + self.plan().slots].tolist()
        return found

    def _reorder(self) -> None:
        """Sort the rows; keys stay at their parameter."""
        if self._table is None:
            return
        at = None if self._at is None or self._at >= len(self._order) else int(self._order[self._at])
        self._order = self._table.order(self._sort[0], falling=self._sort[1])
        self._at = None if at is None else int(np.flatnonzero(self._order == at)[0])
        self.show_bar()

    def sort_by(self, column: int) -> None:
        """Sort by a column, the other way around if it is sorted by already."""
        if self._table is None:
            return
        key = self._table.columns[column].key
        self._sort = key, key == self._sort[0] and not self._sort[1]
        self.top = 0
        self._reorder()
        self._describe()
        self.update()

    def room(self) -> tuple[int, int, float]:
        plan = self.plan()
        return plan.count, plan.slots, plan.area.top() + HEAD

    def restyle(self) -> None:
        self._widths = ()
        super().restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("panel"))
        if self._late:
            painter.setFont(theme.font("form"))
            painter.setPen(theme.color("t2"))
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, LATE)
        elif self._table is not None:
            draw_header(painter, self._table, self._after, self._left, self.width(), theme)
            self._paint_rows(painter, self._table)
        if self.ring and self._at is None and self._heading is None:
            draw_ring(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), theme)

    def _paint_rows(self, painter: QPainter, table: UpdateTable) -> None:
        plan = self.plan()
        parts = UpdatePainter(painter, self.theme, plan)
        parts.headings(table.columns, *self._sort, self._heading)
        for slot, number in enumerate(self.shown):
            row = table.row(number)
            parts.row(slot, row, table.columns, selected=row.parameter == self._selected)
            if self._at == self.top + slot and self.hasFocus():
                place = plan.row(slot).adjusted(0, 0, 0, -1)
                draw_frame(painter, place, None, self.theme.color("acc"), 4, 2)

    def tips(self) -> list[Tip]:
        if self._table is None or self._late:
            return []
        return tips_of(self._table, self.plan(), self.shown, self.width())

    def values_text(self) -> str:
        if self._table is None or self._late:
            return ""
        return table_text(self._table, self._order, self._after)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        plan = self.plan()
        heading, slot = plan.heading_at(event.position()), plan.slot_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or self._table is None or self._late:
            super().mousePressEvent(event)
        elif heading is not None:
            self.sort_by(heading)
        elif slot is not None and self.top + slot < len(self._order):
            self._go(self.top + slot)
            self._pick()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._heading = None
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modified = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._table is None or self._late or modified != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
        elif key in ENTER and self._heading is not None:
            self.sort_by(self._heading)
        elif key in ENTER and self._at is not None:
            self._pick()
        elif key == Qt.Key.Key_Escape and (self._at, self._heading) != (None, None):
            self._at = self._heading = None
            self._describe()
            self.update()
        elif not self._walk(key):
            super().keyPressEvent(event)

    def _walk(self, key: Qt.Key) -> bool:
        """Move to another row, or among the headings; False for a key that does neither."""
        plan = self.plan()
        if self._heading is not None and key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            last = len(plan.rights) - 1
            self._head(min(max(self._heading + (1 if key == Qt.Key.Key_Right else -1), 0), last))
            return True
        if key == Qt.Key.Key_Up and self._at == 0:
            self._head(0)
            return True
        step = plan.step(key)
        if step is None:
            return False
        begins = self._at is None and abs(step) < plan.count
        seen = self.top if self._heading is None else 0
        self._go(seen if begins else (self._at or 0) + step)
        return True

    def _head(self, column: int) -> None:
        self._heading, self._at = column, None
        self._describe()
        self.update()

    def _go(self, at: int) -> None:
        """Go to a row, not beyond the ends, and scroll it into view."""
        plan = self.plan()
        self._heading, self._at = None, max(0, min(at, plan.count - 1))
        self.scroll_to(min(max(self.top, self._at - plan.slots + 1), self._at))
        self._describe()

    def _pick(self) -> None:
        if self._table is not None and self._at is not None:
            self.picked.emit(self._table.parameter(int(self._order[self._at])))

    def _describe(self) -> None:
        text = ""
        if self._table is not None and self._heading is not None:
            sorted_by, falling = self._sort
            column = self._table.columns[self._heading]
            way = (", falling" if falling else ", rising") if column.key == sorted_by else ""
            text = f"Sort by {column.title}{way}"
        elif self._table is not None and self._at is not None:
            text = describe_row(self._table, int(self._order[self._at]))
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
