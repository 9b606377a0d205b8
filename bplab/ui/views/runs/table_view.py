"""The table of runs: rows to choose, to name and to go to, by pointer and by keys."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from bplab.training.run_summary import RunSummary
from bplab.training.snapshot import Snapshot
from bplab.ui.controls.painting import draw_frame, draw_ring
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Entry, Tip
from bplab.ui.views.base.rows import WalkedRows
from bplab.ui.views.runs.layout import EDGE, HEAD, INSET, RunsLayout, lay_out
from bplab.ui.views.runs.name_field import NameField
from bplab.ui.views.runs.painter import RunsPainter, heading_of
from bplab.ui.views.runs.rows import NEWEST, RunRow, RunTable, figures_of, table_of, with_live
from bplab.ui.views.runs.text import EMPTY, described, needed_widths, table_text, tips_of


class RunsTable(WalkedRows):
    """Arrows walk rows and headings; Space chooses, Enter goes there, F2 renames, Del deletes."""

    changed = Signal()  # what is chosen, or the row that keys are at
    run_wanted = Signal(int)
    renamed = Signal(int, str)
    deletion_wanted = Signal()
    curves_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Runs", parent)
        self._runs: tuple[RunSummary, ...] = ()
        self._snapshot: Snapshot | None = None
        self.table = RunTable()
        self.chosen: frozenset[int] = frozenset()
        self.sort = NEWEST, False  # key, and whether it falls
        self._widths = needed_widths(self.table, theme)
        self.field = NameField(theme, self)
        self.field.accepted.connect(self._accept)

    def sizeHint(self) -> QSize:
        return QSize(856, 174)

    def set_runs(self, runs: Sequence[RunSummary]) -> None:
        """Show other runs; what is chosen stays chosen as far as it is still there."""
        self._runs = tuple(runs)
        known = {run.number for run in runs}
        self.chosen &= known
        self.at = self.at if self.at in known else None
        self._fill()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the current run as it is now."""
        old, self._snapshot = self._snapshot, snapshot
        if old is None or figures_of(old) != figures_of(snapshot):
            self._fill()

    def _fill(self) -> None:
        """Make the rows anew; their columns stay where they are while nothing gets wider."""
        runs, current = self._runs, 0
        if self._snapshot is not None:
            runs, current = with_live(runs, self._snapshot), self._snapshot.run
        self.table = table_of(runs, current, self.chosen, self.sort[0], falling=self.sort[1])
        self._widths = needed_widths(self.table, self.theme)
        self.show_bar()
        self.tell()

    def tell(self) -> None:
        self._describe()
        self.update()
        self.changed.emit()

    def plan(self) -> RunsLayout:
        """Where rows and columns stand now."""
        area = QRectF(self.rect()).adjusted(INSET, 0, -INSET, -4)
        return lay_out(area, len(self.table.rows), self.table.lanes, *self._widths)

    @property
    def shown(self) -> tuple[RunRow, ...]:
        """The rows that are shown."""
        return self.table.rows[self.top : self.top + self.plan().slots]

    @property
    def row(self) -> RunRow | None:
        """The row that keys are at."""
        return None if self.place is None else self.table.rows[self.place]

    def choose(self, number: int) -> None:
        """Choose a run, or no longer."""
        self.chosen ^= {number}
        self._fill()

    def sort_by(self, key: str) -> None:
        """Sort by a column: rising, then falling, then newest first again."""
        key = "count" if key == "percent" else key
        if key not in self.heading_keys():
            return
        before, falls = self.sort
        self.sort = (key, False) if key != before else (key, True) if not falls else (NEWEST, False)
        self.top = 0
        self._fill()

    def rename(self) -> None:
        """Let the name of the run that keys are at be typed anew."""
        place, plan = self.place, self.plan()
        if place is None:
            return
        self.reveal(place)
        cell = plan.cell("title", place - self.top)
        self.field.begin(self.table.rows[place].run.title, cell)

    def _accept(self, title: str) -> None:
        row = self.row
        if row is not None and title and title != row.run.title:
            self.renamed.emit(row.key, title)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def entries(self) -> list[Entry]:
        row = self.row
        if row is None:
            return []
        number = row.key
        return [
            ("Go to this run", lambda: self.run_wanted.emit(number), not row.is_current),
            ("Choose no longer" if row.is_chosen else "Choose", lambda: self.choose(number), True),
            ("Show in curves", self.curves_wanted.emit, bool(self.chosen)),
            ("Rename…", self.rename, True),
            ("Delete run", self.deletion_wanted.emit, not row.is_current),
        ]

    def room(self) -> tuple[int, int, float]:
        plan = self.plan()
        return len(self.table.rows), plan.slots, plan.area.top() + HEAD

    def scroll_to(self, top: int) -> None:
        self.field.hide()
        super().scroll_to(top)

    def restyle(self) -> None:
        self._widths = needed_widths(self.table, self.theme)
        super().restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("panel"))
        if not self.table.rows:
            painter.setFont(theme.font("form"))
            painter.setPen(theme.color("t2"))
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, EMPTY)
        else:
            self._paint_rows(painter)
        if self.ring and self.at is None and self.heading is None:
            draw_ring(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), theme)

    def _paint_rows(self, painter: QPainter) -> None:
        plan, shown, theme = self.plan(), self.shown, self.theme
        parts = RunsPainter(painter, theme, plan)
        parts.headings(self.table, *self.sort, self.heading if self.hasFocus() else None)
        parts.grounds(shown)
        parts.lanes(self.table, self.top)
        for slot, row in enumerate(shown):
            parts.row(slot, row, self.table)
            if row.key == self.at:
                place = plan.row(slot).adjusted(-EDGE, 0, EDGE, -1)
                color = theme.color("acc" if self.hasFocus() else "line2")
                draw_frame(painter, place, None, color, 4, 2 if self.hasFocus() else 1)

    def tips(self) -> list[Tip]:
        return tips_of(self.table, self.plan(), self.shown) if self.table.rows else []

    def values_text(self) -> str:
        return table_text(self.table)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        plan, at = self.plan(), event.position()
        heading, slot = plan.heading_at(at), plan.slot_at(at)
        if slot is not None and slot < len(self.shown):
            self.go(self.top + slot)
            if event.button() == Qt.MouseButton.LeftButton and at.x() < plan.box(slot).right() + EDGE:
                self.choose(self.shown[slot].key)
        elif heading is not None and event.button() == Qt.MouseButton.LeftButton:
            self.sort_by(heading)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        slot = self.plan().slot_at(event.position())
        beside = slot is not None and event.position().x() > self.plan().box(slot).right() + EDGE
        if not beside or event.button() != Qt.MouseButton.LeftButton:
            self.mousePressEvent(event)
        elif slot is not None and slot < len(self.shown):
            self.go(self.top + slot)
            self._enter()

    def row_keys(self) -> Sequence[int]:
        return [row.key for row in self.table.rows]

    def heading_keys(self) -> Sequence[str]:
        settings = (key for key, _, _ in self.table.settings)
        return ["title", "origin", *settings, "train_loss", "test_loss", "count"]

    def act(self, key: Qt.Key) -> bool:
        deeds: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Return: self._enter,
            Qt.Key.Key_Enter: self._enter,
            Qt.Key.Key_Space: lambda: self.choose(self.at or 0),
            Qt.Key.Key_F2: self.rename,
            Qt.Key.Key_Delete: self.deletion_wanted.emit,
        }
        if key in deeds:
            deeds[key]()
        return key in deeds

    def _enter(self) -> None:
        row = self.row
        if row is not None and not row.is_current:
            self.run_wanted.emit(row.key)

    def _describe(self) -> None:
        row, text = self.row, ""
        if self.heading is not None:
            key, falling = self.sort
            way = (", falling" if falling else ", rising") if key == self.heading else ""
            text = f"Sort by {heading_of(self.table, self.heading)}{way}"
        elif row is not None:
            text = described(row, self.table)
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
