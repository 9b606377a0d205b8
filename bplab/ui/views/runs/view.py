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
from bplab.ui.views.runs.layout import HEADER, INSET
from bplab.ui.views.runs.painter import heading_of
from bplab.ui.views.runs.rows import NEWEST
from bplab.ui.views.runs.table_view import RunsTable

BUTTON = 26
COMPARE = (
    "Show two runs in place of the network, the pictures and these tabs, at the same step. Choose two runs."
)
CURVES = "Draw the chosen runs into Loss, each with its name; again, and they are left out."
RENAME = "Give the run a name of your own. (F2 in the table)"
DELETE = "Delete the chosen runs; Undo brings them back. The current run stays. (Del in the table)"


class RunsView(QWidget):
    """Shows the runs of the context, and asks it for what the user wants of them."""

    failed = Signal(str)

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self.theme = context, context.theme
        self.table = RunsTable(context.theme, self)
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
        table.deletion_wanted.connect(self._delete_one)
        table.curves_wanted.connect(self._show_curves)
        context.runs_changed.connect(self._take)
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
        row.setContentsMargins(INSET, 4, INSET, HEADER - BUTTON - 4)
        row.setSpacing(8)
        row.addStretch(1)
        for button in self._buttons:
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        QWidget.setTabOrder(self.table, self.compare)

    @property
    def _buttons(self) -> tuple[Button, ...]:
        return self.compare, self.curves, self.rename, self.delete

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
        self.table.set_runs(self._context.runs)

    @property
    def _chosen(self) -> tuple[int, ...]:
        return tuple(sorted(self.table.chosen))

    @property
    def _deletable(self) -> tuple[int, ...]:
        """The chosen runs, else the one that keys are at, without the current one."""
        at = () if self.table.at is None else (self.table.at,)
        current = {row.key for row in self.table.table.rows if row.is_current}
        return tuple(number for number in self._chosen or at if number not in current)

    def _offer(self) -> None:
        """Enable what is possible now."""
        chosen = self._chosen
        self.compare.setEnabled(len(chosen) == 2)
        self.curves.setEnabled(bool(chosen or self._context.overlaid))
        self.rename.setEnabled(bool(chosen) or self.table.at is not None)
        self.delete.setEnabled(bool(self._deletable))
        self.update()

    def _compare(self) -> None:
        self._context.comparison_wanted.emit(*self._chosen)

    def _show_curves(self) -> None:
        """Overlay the chosen runs, or no longer if it is they that are overlaid."""
        shown = tuple(run.number for run in self._context.overlaid)
        self._context.overlay(() if shown == self._chosen else self._chosen)
        self._offer()

    def _rename(self) -> None:
        if self.table.at is None:
            self.table.go(list(self.table.row_keys()).index(self._chosen[-1]))
        self.table.rename()

    def _delete(self) -> None:
        self._context.runs_deleted.emit(self._deletable)

    def _delete_one(self) -> None:
        """Delete the run that keys are at, unless it is the current one."""
        row = self.table.row
        if row is not None and not row.is_current:
            self._context.runs_deleted.emit((row.key,))

    @property
    def words(self) -> tuple[str, str]:
        """How many runs there are; how many are chosen, and their order."""
        count, chosen = len(self.table.table.rows), len(self.table.chosen)
        key, falling = self.table.sort
        order = "newest first" if key == NEWEST else f"by {heading_of(self.table.table, key)}"
        order += "" if key == NEWEST else ", falling" if falling else ", rising"
        parts = [*([f"{chosen} chosen"] if chosen else []), *([order] if count > 1 else [])]
        return f"{count} run" + ("" if count == 1 else "s"), " · ".join(parts)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.fillRect(QRectF(0, 0, self.width(), HEADER), theme.color("panel"))
        title, more = self.words
        parts: list[tuple[str, QFont, ColorToken]] = [
            (title, theme.font("heading"), "text"),
            (more, theme.font("caption"), "t3"),
        ]
        place = QRectF(INSET, 4, self.compare.x() - 2 * INSET, BUTTON)
        for text, font, color in parts:
            metrics = QFontMetricsF(font)
            painter.setFont(font)
            painter.setPen(theme.color(color))
            fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(place.width(), 0))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, fitting)
            place.setLeft(place.left() + metrics.horizontalAdvance(fitting) + 8)
