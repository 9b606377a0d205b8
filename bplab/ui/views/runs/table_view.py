"""The table of runs: rows to choose, to name and to go to, by pointer and by keys."""

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from bplab.training.run_summary import RunSummary
from bplab.training.snapshot import Snapshot
from bplab.trials.group import SeedGroup
from bplab.ui.controls.painting import draw_frame, draw_ring
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Entry, Tip
from bplab.ui.views.base.rows import SIDEWAYS, WalkedRows
from bplab.ui.views.runs.group_painter import paint_table
from bplab.ui.views.runs.group_rows import GroupRow, SeedRow
from bplab.ui.views.runs.layout import EDGE, HEAD, INSET, RunsLayout, lay_out
from bplab.ui.views.runs.menu import CancelButtons, entries_of
from bplab.ui.views.runs.name_field import NameField
from bplab.ui.views.runs.rows import (
    NEWEST,
    AnyRow,
    RunRow,
    RunTable,
    figures_of,
    refreshed,
    settings_of,
    table_of,
    with_groups,
    with_live,
)
from bplab.ui.views.runs.text import EMPTY, description, needed_widths, table_text, tips_of


class RunsTable(WalkedRows):
    """Arrows walk rows and headings; Space chooses, Enter goes there, F2 renames, Del deletes."""

    changed = Signal()  # what is chosen, or the row that keys are at
    run_wanted = Signal(int)
    renamed = Signal(int, str)
    deletion_wanted = Signal()
    seed_wanted = Signal(int, object)  # a group, and a seed
    cancel_wanted = Signal(int)  # a group
    curves_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Runs", parent)
        self._runs: tuple[RunSummary, ...] = ()
        self._snapshot: Snapshot | None = None
        self.table = RunTable()
        self._groups: tuple[SeedGroup, ...] = ()
        self._threshold = 0.0
        self.chosen: frozenset[int] = frozenset()
        self.opened: frozenset[int] = frozenset()  # groups
        self.chosen_group: int | None = None
        self.cancels = CancelButtons(theme, self, self.cancel_wanted)
        self.sort = NEWEST, False  # key, and whether it falls
        self._widths = needed_widths(self.table, theme)
        self._is_stale = False
        self.field = NameField(theme, self)
        self.field.accepted.connect(self._accept)

    def sizeHint(self) -> QSize:
        return QSize(856, 174)

    def set_runs(
        self, runs: Sequence[RunSummary], groups: Sequence[SeedGroup] = (), threshold: float = 0.0
    ) -> None:
        """Show other runs and groups; what is chosen stays chosen as far as it is still there."""
        self._runs, self._groups, self._threshold = tuple(runs), tuple(groups), threshold
        numbers = {group.number for group in groups}
        self.chosen &= {run.number for run in runs}
        self.opened &= numbers
        self.chosen_group = self.chosen_group if self.chosen_group in numbers else None
        self._fill()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the current run as it is now."""
        old, self._snapshot = self._snapshot, snapshot
        if old is None or settings_of(old) != settings_of(snapshot):
            self._fill()
        elif figures_of(old) != figures_of(snapshot):
            self._refresh(snapshot)

    def _refresh(self, snapshot: Snapshot) -> None:
        """Show the figures of now; only where rows are sorted by figures do others move."""
        if self.sort[0] != NEWEST:
            self._fill()
            return
        self.table = refreshed(self.table, snapshot)
        self._describe()
        for slot, row in enumerate(self.shown):
            if isinstance(row, RunRow) and row.is_current:
                self.update(self.plan().row(slot).toAlignedRect())

    def _fill(self) -> None:
        """Make the rows anew, now or when they are seen again."""
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        runs, current = self._runs, (0, 0)
        if self._snapshot is not None:
            runs, current = with_live(runs, self._snapshot), (self._snapshot.run, self._snapshot.spec.seed)
        plain = table_of(runs, current[0], self.chosen, self.sort[0], falling=self.sort[1])
        chosen = self.opened, self.chosen_group
        self.table = with_groups(plain, self._groups, current, self._threshold, *chosen)
        self.sort = self.table.sort
        self.at = self.at if self.at in self.row_keys() else None
        self._widths = needed_widths(self.table, self.theme)
        self.show_bar()
        self.tell()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._fill()

    def show_bar(self) -> None:
        super().show_bar()
        self.cancels.place(self.plan(), self.shown)

    def tell(self) -> None:
        self._describe()
        self.update()
        self.changed.emit()

    def plan(self) -> RunsLayout:
        """Where rows and columns stand now."""
        area = QRectF(self.rect()).adjusted(INSET, 0, -INSET, 0)
        lanes = 0 if self.table.has_only_groups else self.table.lanes
        return lay_out(area, len(self.table.all_rows), lanes, *self._widths)

    @property
    def shown(self) -> tuple[AnyRow, ...]:
        """The rows that are shown."""
        return self.table.all_rows[self.top : self.top + self.plan().slots]

    @property
    def row(self) -> AnyRow | None:
        """The row that keys are at."""
        return None if self.place is None else self.table.all_rows[self.place]

    def choose(self, number: int) -> None:
        """Choose a run, or no longer."""
        self.chosen ^= {number}
        self._fill()

    def choose_group(self, number: int) -> None:
        """Choose a group, or no longer."""
        self.chosen_group = None if self.chosen_group == number else number
        self._fill()

    def open(self, number: int, on: bool) -> None:
        """Show the runs of a group, or only the group."""
        self.opened = self.opened | {number} if on else self.opened - {number}
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
        place, row = self.place, self.row
        if place is not None and isinstance(row, RunRow):
            self.reveal(place)
            self.field.begin(row.run.title, self.plan().cell("title", place - self.top))

    def _accept(self, title: str) -> None:
        row = self.row
        if isinstance(row, RunRow) and title and title != row.run.title:
            self.renamed.emit(row.key, title)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def entries(self) -> list[Entry]:
        row = self.row
        return [] if row is None else entries_of(self, row)

    def room(self) -> tuple[int, int, float]:
        plan = self.plan()
        return len(self.table.all_rows), plan.slots, plan.area.top() + HEAD

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
        if not self.table.all_rows:
            painter.setFont(theme.font("form"))
            painter.setPen(theme.color("t2"))
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, EMPTY)
        else:
            self._paint_rows(painter, QRectF(event.rect()))
        if self.ring and self.at is None and self.heading is None:
            draw_ring(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), theme)

    def _paint_rows(self, painter: QPainter, seen: QRectF) -> None:
        plan, theme = self.plan(), self.theme
        sort = *self.sort, self.heading if self.hasFocus() else None
        paint_table(painter, theme, plan, self.table, self.top, sort, seen)
        if self.place is not None and self.top <= self.place < self.top + plan.slots:
            place = plan.row(self.place - self.top).adjusted(-EDGE, 0, EDGE, -1)
            color = theme.color("acc" if self.hasFocus() else "line2")
            draw_frame(painter, place, None, color, 4, 2 if self.hasFocus() else 1)

    def tips(self) -> list[Tip]:
        return tips_of(self.table, self.plan(), self.shown) if self.table.all_rows else []

    def values_text(self) -> str:
        return table_text(self.table)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        plan, at = self.plan(), event.position()
        heading, slot, left = (
            plan.heading_at(at),
            plan.slot_at(at),
            event.button() == Qt.MouseButton.LeftButton,
        )
        if slot is not None and slot < len(self.shown):
            row, in_box = self.shown[slot], at.x() < plan.box(slot).right() + EDGE
            self.go(self.top + slot)
            if left and isinstance(row, GroupRow):
                number = row.group.number
                self.open(number, not row.is_open) if in_box else self.choose_group(number)
            elif left and in_box and isinstance(row, RunRow):
                self.choose(row.key)
        elif heading is not None and left:
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
            self.enter()

    def row_keys(self) -> Sequence[Hashable]:
        return [row.key for row in self.table.all_rows]

    def heading_keys(self) -> Sequence[str]:
        return self.table.sorts

    def act(self, key: Qt.Key) -> bool:
        deeds: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Return: self.enter,
            Qt.Key.Key_Enter: self.enter,
            Qt.Key.Key_Space: self._choose,
            Qt.Key.Key_F2: self.rename,
            Qt.Key.Key_Delete: self.deletion_wanted.emit,
        }
        row = self.row
        if isinstance(row, GroupRow) and key in SIDEWAYS:
            self.open(row.group.number, on=key == Qt.Key.Key_Right)
        elif isinstance(row, SeedRow) and key == Qt.Key.Key_Left:
            self.go(self.row_keys().index((row.group.number, None)))
        elif key in deeds:
            deeds[key]()
        else:
            return False
        return True

    def _choose(self) -> None:
        row = self.row
        if isinstance(row, RunRow):
            self.choose(row.key)
        elif row is not None:
            self.choose_group(row.group.number)

    def enter(self) -> None:
        """Go to the run of the row, or open the group."""
        row = self.row
        if isinstance(row, GroupRow):
            self.open(row.group.number, not row.is_open)
        elif isinstance(row, SeedRow):
            self.seed_wanted.emit(*row.key)
        elif row is not None and not row.is_current:
            self.run_wanted.emit(row.key)

    def _describe(self) -> None:
        text = description(self.table, self.row, self.heading, self.sort)
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
