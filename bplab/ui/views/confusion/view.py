"""For classes without a map: the confusion matrix, and the worst misclassified examples."""

from time import monotonic
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.numerals import percent
from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.ui.controls.painting import KeyboardFocus, draw_frame, draw_ring
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.background import Background
from bplab.ui.views.base.card import draw_card
from bplab.ui.views.base.picture import Picture, Tip
from bplab.ui.views.confusion.cells import MARGIN, NAMES, Cells, Grid, names_width, paint_counts, paint_empty
from bplab.ui.views.confusion.worst import ROW_HEIGHT, paint_worst, worst_tips

HEADER, INSET = 44, 16
GAP = 14  # between the matrix and the part beside it
WIDEST = 0.27  # of the view: room for the names beside the rows
LARGE = 40_000  # parameters; above this, it is requested only occasionally while training runs
NOW_AND_THEN = 0.5  # seconds
STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class ConfusionGeometry(NamedTuple):
    """The layout: the header, the cells, and the row (or block) of worst examples."""

    header: QRectF
    cells: QRectF
    worst: QRectF
    wide: bool


class ConfusionView(KeyboardFocus, Picture):
    """Shows Snapshot.confusion and Snapshot.worst."""

    title = "Confusion"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.title, parent)
        self._snapshot: Snapshot | None = None
        self._cells: Cells | None = None
        self._cell: tuple[int, int] | None = None  # under the pointer
        self._asked = 0.0
        self._older = False  # than the newest snapshot, by at least one epoch
        self._ground, self._front = Background(), Background()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(180, 120)

    @property
    def needs(self) -> Needs:
        """The matrix, and the accuracy of the same step; only occasionally if that is slow."""
        snapshot = self._snapshot
        if snapshot is not None and snapshot.state is RunState.RUNNING:
            slow = snapshot.shape.parameters > LARGE
            wanted = not slow or monotonic() - self._asked > NOW_AND_THEN
            return Needs(confusion=wanted, evaluation=wanted)
        return Needs(confusion=True, evaluation=True)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a new matrix, if the snapshot has one; another run clears the old."""
        old = self._snapshot
        if old is not None and old.run != snapshot.run:
            self._cells, self._cell = None, None
        if snapshot.confusion is not None:
            self._asked = monotonic()
            self._snapshot, self._older = snapshot, False
            self._cells = Cells(
                snapshot.confusion, snapshot.prepared.dataset.classes, snapshot.confusion_part
            )
        elif old is None or old.run != snapshot.run:
            self._snapshot = snapshot
        elif snapshot.epoch > old.epoch and not self._older:
            self._older = True
        else:
            return
        self._front.forget()
        self.update()

    def restyle(self) -> None:
        self._ground.forget()
        self._front.forget()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(336, 387)

    def plan(self) -> ConfusionGeometry:
        """Lay out the matrix above the worst examples, or beside them if the view is low and wide."""
        width, height, beside = self.width(), self.height(), self._names + NAMES
        if width > 1.5 * height:
            side = height - 10 - MARGIN
            room = width - 2 * INSET - beside - GAP - self._summary_width
            cells = QRectF(INSET + beside, 2 + MARGIN, min(1.3 * side, max(room, side)), side)
            left = cells.right() + GAP
            header = QRectF(left, 6, width - left - INSET, 26)
            return ConfusionGeometry(
                header, cells, QRectF(left, 44, min(330, width - left - INSET), height - 50), True
            )
        top = HEADER + MARGIN - 7
        side = max(60, height - top - ROW_HEIGHT - 12)
        cells = QRectF(INSET + beside, top, width - 2 * INSET - beside, side)
        worst = QRectF(INSET, cells.bottom() + 6, width - 2 * INSET, ROW_HEIGHT)
        return ConfusionGeometry(QRectF(INSET, 10, width - 2 * INSET, 26), cells, worst, False)

    @property
    def _classes(self) -> tuple[str, ...]:
        return self._snapshot.prepared.dataset.classes if self._snapshot is not None else ()

    @property
    def _summary_width(self) -> float:
        """The width of the summary for any share of right predictions."""
        count, part = (self._cells.count, self._cells.part) if self._cells is not None else (0, "")
        metrics = QFontMetricsF(self.theme.font("caption"))
        return metrics.horizontalAdvance(f"100.0 % right ({count:,}/{count:,} {part})") + 1

    @property
    def _names(self) -> float:
        metrics = QFontMetricsF(self.theme.font("caption"))
        return names_width(self._classes, metrics, WIDEST * min(self.width(), self.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = self.theme.dark, self._classes, self.plan().cells.width()
        self._ground.draw(painter, self.size(), ground, self._paint_ground)
        self._front.draw(painter, self.size(), self.theme.dark, self._paint_front)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._cell is not None and self._cells is not None:
            grid = self._grid()
            place = grid.place(*self._cell)
            draw_frame(painter, place.adjusted(-1, -1, 1, 1), None, self.theme.color("text"), 3, 1.5)
            draw_card(painter, place.center(), grid.field, self._cells.lines(*self._cell), self.theme)
        if self.ring:
            draw_ring(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), self.theme)

    def _grid(self) -> Grid:
        return Grid(max(len(self._classes), 1), self.plan().cells, self._names)

    def _paint_ground(self, painter: QPainter) -> None:
        plan, theme = self.plan(), self.theme
        painter.fillRect(self.rect(), theme.color("panel"))
        painter.setFont(theme.font("heading"))
        painter.setPen(theme.color("text"))
        if not plan.wide:
            painter.drawText(plan.header, Qt.AlignmentFlag.AlignVCenter, self.title)
        if self._snapshot is not None:
            paint_empty(painter, self._classes, self._grid(), theme)

    def _paint_front(self, painter: QPainter) -> None:
        if self._cells is None or self._snapshot is None:
            return
        plan, theme = self.plan(), self.theme
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("t2"))
        self._paint_summary(painter, plan)
        paint_counts(painter, self._cells, self._grid(), theme)
        paint_worst(painter, plan.worst, self._snapshot, theme)

    def _paint_summary(self, painter: QPainter, plan: ConfusionGeometry) -> None:
        """Write it on two lines if one is too short; beside the title there is only one."""
        middle, text = Qt.AlignmentFlag.AlignVCenter, self.summary()
        if plan.wide:
            flags = middle | Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextDontClip
            painter.drawText(plan.header, flags, text)
            return
        title = QFontMetricsF(self.theme.font("heading")).horizontalAdvance(self.title)
        place = plan.header.adjusted(title + 8, 0, 0, 0)
        metrics = QFontMetricsF(painter.font())
        text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, place.width())
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, text)

    def summary(self) -> str:
        """How many are right, out of how many, on which part; and in which epoch, if that is past."""
        if self._cells is None:
            return ""
        right, count = self._cells.right, self._cells.count
        then = f", epoch {self._snapshot.epoch:,}" if self._older and self._snapshot is not None else ""
        return f"{percent(right / max(count, 1), 1)} right ({right:,}/{count:,} {self._cells.part}{then})"

    def tips(self) -> list[Tip]:
        plan = self.plan()
        says = "Rows: the true class. Columns: the predicted class. Counts on the diagonal are right."
        tips: list[Tip] = [(plan.header, says)]
        if self._snapshot is not None:
            tips += worst_tips(plan.worst, self._snapshot, self.theme)
        return tips

    def values_text(self) -> str:
        return self._cells.table() if self._cells is not None else ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._grid().at(event.position()) if self._cells else None)

    def leaveEvent(self, event: object) -> None:
        self._point_at(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point_at(None)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._cell is not None:
            self._point_at(None)
        elif step is None or self._cells is None:
            super().keyPressEvent(event)
        else:
            last = len(self._cells.classes) - 1
            row, column = self._cell or (-step[0], -step[1])
            self._point_at((min(last, max(0, row + step[0])), min(last, max(0, column + step[1]))))

    def _point_at(self, cell: tuple[int, int] | None) -> None:
        if cell != self._cell:
            self._cell = cell
            lines = self._cells.lines(*cell) if cell is not None and self._cells is not None else []
            self.setAccessibleDescription(", ".join(lines))
            self.update()
