"""The runs tab: how many runs there are, what can be done with the chosen ones, and the table of all."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.controls.button import Button, Kind
from bplab.ui.controls.options import wrapped
from bplab.ui.style.tokens import ColorToken
from bplab.ui.views.base.context import ViewContext
from bplab.ui.views.runs.group_rows import GroupRow, groups_text
from bplab.ui.views.runs.layout import HEADER, INSET
from bplab.ui.views.runs.painter import heading_of
from bplab.ui.views.runs.rows import NEWEST, RunRow
from bplab.ui.views.runs.table_view import RunsTable

BUTTON = 26
COMPARE = (
    "Show two runs in place of the network, the pictures and these tabs, at the same step. Choose two runs."
)
CURVES = "Draw the chosen runs into Loss and Gradients, each with its name; again, and they are left out."
SEEDS = "Train this experiment with other seeds, to see what of its result is chance."
RENAME = "Give the chosen run, or the current one, a name of your own. (F2 in the table)"
DELETE = "Delete the chosen runs; Undo brings them back. The current run stays. (Del in the table)"


class RunsView(QWidget):
    """Shows the runs of the context, and asks it for what the user wants of them."""

    failed = Signal(str)

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self.theme = context, context.theme
        self.table = RunsTable(context.theme, self)
        self.seeds = self._button("Other seeds...", SEEDS, context.other_seeds_wanted.emit)
        self.compare = self._button("Compare side by side", COMPARE, self._compare, "primary")
        self.curves = self._button("Show in curves", CURVES, self._show_curves)
        self.rename = self._button("Rename...", RENAME, self._rename)
        self.delete = self._button("Delete run", DELETE, self._delete)
        self._build()
        table = self.table
        table.changed.connect(self._offer)
        table.failed.connect(self.failed)
        table.run_wanted.connect(context.run_wanted)
        table.renamed.connect(context.run_renamed)
        table.deletion_wanted.connect(self._delete)
        table.curves_wanted.connect(self._show_curves)
        table.seed_wanted.connect(context.seed_wanted)
        table.cancel_wanted.connect(context.group_cancelled)
        context.runs_changed.connect(self._take)
        context.groups_changed.connect(self._take)
        context.theme.changed.connect(self.update)
        self._take()

    def _button(self, text: str, tip: str, call: Callable[[], None], kind: Kind = "plain") -> Button:
        button = Button(self.theme, text, kind=kind, height=BUTTON, parent=self)
        button.padding = 10
        button.setToolTip(wrapped(tip))
        button.clicked.connect(call)
        return button

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        column.addLayout(row)
        row.setContentsMargins(INSET, 4, INSET, HEADER - BUTTON - 4)
        row.setSpacing(8)
        row.addStretch(1)
        for button in self._buttons:
            row.addWidget(button)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        QWidget.setTabOrder(self.table, self.seeds)

    @property
    def _buttons(self) -> tuple[Button, ...]:
        return self.seeds, self.compare, self.curves, self.rename, self.delete

    @property
    def needs(self) -> Needs:
        """Nothing: a run's figures are always available."""
        return Needs()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the current run as it is now."""
        self.table.show_snapshot(snapshot)

    def sizeHint(self) -> QSize:
        return QSize(856, 208)

    def _take(self) -> None:
        self.table.set_runs(self._context.runs, self._context.groups, self._context.threshold)

    @property
    def _chosen(self) -> tuple[int, ...]:
        return tuple(sorted(self.table.chosen))

    @property
    def _deletable(self) -> tuple[int, ...]:
        """The chosen runs, else the one that keys are at, without the current one."""
        row = self.table.row
        at = (row.key,) if isinstance(row, RunRow) else ()
        current = {row.key for row in self.table.table.rows if row.is_current}
        return tuple(number for number in self._chosen or at if number not in current)

    @property
    def _group(self) -> int | None:
        """The group that is chosen, else the one that keys are at."""
        row = self.table.row
        at = row.group.number if isinstance(row, GroupRow) else None
        return self.table.chosen_group if self.table.chosen_group is not None else at

    def _offer(self) -> None:
        """Enable what is possible now."""
        chosen, only_groups = self._chosen, self.table.table.has_only_groups
        for button, shown in ((self.seeds, only_groups), (self.compare, not only_groups)):
            button.setVisible(shown)
        self.rename.setVisible(not only_groups)
        self.compare.setEnabled(len(chosen) == 2)
        drawn = self._context.overlaid or self._context.group
        self.curves.setEnabled(bool(chosen or drawn or self._group is not None))
        self.rename.setEnabled(bool(self.table.table.rows))
        self.delete.setEnabled(bool(self._deletable) or self._group is not None)
        self.update()

    def _compare(self) -> None:
        self._context.comparison_wanted.emit(*self._chosen)

    def _show_curves(self) -> None:
        """Draw what is chosen, or no longer if it is drawn already."""
        context, runs = self._context, self._chosen
        group = self._group if self.table.chosen_group is not None or not runs else None
        drawn = tuple(run.number for run in context.overlaid), context.drawn_group
        runs, group = ((), None) if drawn == (runs, group) else (runs, group)
        context.overlay(runs)
        context.draw_group(group)
        self._offer()

    def _rename(self) -> None:
        if not isinstance(self.table.row, RunRow):
            current = (row.key for row in self.table.table.rows if row.is_current)
            newest = max(row.key for row in self.table.table.rows)
            number = self._chosen[-1] if self._chosen else next(current, newest)
            self.table.go(list(self.table.row_keys()).index(number))
        self.table.rename()

    def _delete(self) -> None:
        """Delete what is chosen, else what keys are at; the current run stays."""
        if self._deletable:
            self._context.runs_deleted.emit(self._deletable)
        elif self._group is not None:
            self._context.group_deleted.emit(self._group)

    @property
    def words(self) -> tuple[str, str]:
        """How many runs there are; how many are chosen, and their order."""
        table, groups = self.table.table, self._context.groups
        count, chosen = len(table.rows), len(self.table.chosen)
        key, falling = self.table.sort
        order = "newest first" if key == NEWEST else f"by {heading_of(table, key)}"
        order += "" if key == NEWEST else ", falling" if falling else ", rising"
        parts = [groups_text(groups)] if groups else []
        parts += [f"{chosen} chosen"] if chosen else []
        parts += [order] if count + len(groups) > 1 else []
        title = "Runs" if table.has_only_groups else f"{count} run" + ("" if count == 1 else "s")
        return title, " · ".join(parts)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.fillRect(QRectF(0, 0, self.width(), HEADER), theme.color("panel"))
        title, more = self.words
        parts: list[tuple[str, QFont, ColorToken]] = [
            (title, theme.font("heading"), "text"),
            (more, theme.font("caption"), "t3"),
        ]
        first = next(button for button in self._buttons if not button.isHidden())
        place = QRectF(INSET, 4, first.x() - 2 * INSET, BUTTON)
        for text, font, color in parts:
            metrics = QFontMetricsF(font)
            painter.setFont(font)
            painter.setPen(theme.color(color))
            fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(place.width(), 0))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, fitting)
            place.setLeft(place.left() + metrics.horizontalAdvance(fitting) + 8)
