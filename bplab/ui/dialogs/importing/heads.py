"""The headings of the preview: each column's name, role, kind and range, and the numbers of the rows."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from bplab.data.csv.kinds import KINDS
from bplab.data.csv.plan import ROLES, Use
from bplab.ui.controls.options import wrapped
from bplab.ui.controls.painting import KeyboardFocus, draw_frame, draw_ring
from bplab.ui.dialogs.importing.model import PreviewModel
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme

HEIGHT, INSET = 108, 8
TOPS = {"role": 29, "kind": 57}
BOX = 24
NUMBERS = 55  # width of the numbers
TABLES: Mapping[str, Mapping[str, str]] = {"role": ROLES, "kind": KINDS}
What = Literal["role", "kind"]
BELOW: Mapping[What, What] = {"role": "kind", "kind": "kind"}
ABOVE: Mapping[What, What] = {"role": "role", "kind": "role"}
Key = Qt.Key


class Heading(NamedTuple):
    """A column's name, what it is for, and what is in it."""

    name: str
    use: Use
    range: str


class ColumnHeads(KeyboardFocus, QHeaderView):
    """Painted, because a thousand columns would be two thousand boxes; arrow keys go from box to box."""

    edited = Signal(int, str, str)  # column, "role" or "kind", value

    def __init__(self, theme: Theme, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._headings: tuple[Heading, ...] = ()
        self._at: tuple[int, What] = (0, "role")
        self.setFixedHeight(HEIGHT)
        self.setMinimumSectionSize(92)
        self.setDefaultSectionSize(99)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Columns")
        theme.changed.connect(self.viewport().update)

    def set_headings(self, headings: Sequence[Heading]) -> None:
        """Show other columns, or the same otherwise."""
        self._headings = tuple(headings)
        self._at = min(self._at[0], max(0, len(headings) - 1)), self._at[1]
        self._name_focus()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEIGHT)

    def box(self, column: int, what: What) -> QRect:
        """Where the box of a column is."""
        left = self.sectionViewportPosition(column)
        return QRect(left + 6, TOPS[what], self.sectionSize(column) - 12, BOX)

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:
        if column >= len(self._headings):
            return
        heading, color = self._headings[column], self._theme.color
        role = heading.use.role
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, color("accw" if role == "target" else "canvas"))
        painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), color("line"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), color("line"))
        ink = color("acc" if role == "target" else "t2" if role == "ignore" else "text")
        self._text(painter, rect, 6, heading.name, self._theme.font("form", 600, tabular=False), ink)
        self._draw_box(painter, column, "role", ROLES[role])
        self._draw_box(painter, column, "kind", KINDS[heading.use.kind])
        self._text(painter, rect, 84, heading.range, self._theme.font("caption"), color("t2"))
        painter.restore()

    def _text(self, painter: QPainter, rect: QRect, top: int, text: str, font: Any, ink: Any) -> None:
        painter.setFont(font)
        painter.setPen(ink)
        room = rect.width() - 2 * INSET
        short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        box = QRect(rect.left() + INSET, rect.top() + top, room + 2, 20)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, short)

    def _draw_box(self, painter: QPainter, column: int, what: What, text: str) -> None:
        color, box = self._theme.color, QRectF(self.box(column, what))
        draw_frame(painter, box, color("field"), color("line2"))
        if self.ring and self._at == (column, what):
            draw_ring(painter, box, self._theme)
        painter.setFont(self._theme.font("form", tabular=False))
        painter.setPen(color("text"))
        painter.drawText(box.adjusted(8, 0, -18, 0), Qt.AlignmentFlag.AlignVCenter, text)
        draw_icon(
            painter, "chevron-down", color("t2"), QRectF(box.right() - 18, box.center().y() - 6, 12, 12)
        )

    def show_ring(self) -> None:
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        column = self.logicalIndexAt(event.position().toPoint())
        for what in ("role", "kind"):
            if 0 <= column < len(self._headings) and self.box(column, what).contains(
                event.position().toPoint()
            ):
                self._go(column, what)
                self.open_menu()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        column, what = self._at
        moves: dict[int, tuple[int, What]] = {
            Key.Key_Left: (column - 1, what), Key.Key_Right: (column + 1, what),
            Key.Key_Up: (column, ABOVE[what]), Key.Key_Down: (column, BELOW[what]),
            Key.Key_Home: (0, what), Key.Key_End: (len(self._headings) - 1, what),
        }  # fmt: skip
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() in {Key.Key_Space, Key.Key_Return, Key.Key_Enter} or (
            alt and event.key() == Key.Key_Down
        ):
            self.open_menu()
        elif event.key() in moves:
            self._go(*moves[event.key()])
        else:
            super().keyPressEvent(event)

    def _go(self, column: int, what: What) -> None:
        if not 0 <= column < len(self._headings):
            return
        self._at = column, what
        view = self.parent()
        if isinstance(view, QTableView):
            view.scrollTo(view.model().index(max(0, view.rowAt(1)), column))
        self.viewport().update()
        self._name_focus()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def _name_focus(self) -> None:
        """Say which box is current, and its value."""
        column, what = self._at
        if column >= len(self._headings):
            return
        heading = self._headings[column]
        value = ROLES[heading.use.role] if what == "role" else KINDS[heading.use.kind]
        self.setAccessibleName(f"{heading.name}, {what}: {value}, {heading.range}")

    def open_menu(self) -> None:
        """Open the menu of the box that is current, if there are columns."""
        column, what = self._at
        if column >= len(self._headings):
            return
        heading, menu = self._headings[column], QMenu(self)
        now = heading.use.role if what == "role" else heading.use.kind
        for value, title in TABLES[what].items():
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(value == now)
            action.triggered.connect(
                lambda _=False, value=value: self.edited.emit(column, what, value) if value != now else None
            )
            if value == now:
                menu.setActiveAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.viewport().mapToGlobal(self.box(column, what).bottomLeft() + QPoint(0, 2)))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            column = self.logicalIndexAt(event.pos())  # type: ignore[attr-defined] # a QHelpEvent
            if 0 <= column < len(self._headings):
                heading = self._headings[column]
                why = (
                    f"\nIgnored: {heading.use.why}."
                    if heading.use.role == "ignore" and heading.use.why
                    else ""
                )
                self.setToolTip(wrapped(heading.name + why))
        return super().viewportEvent(event)


class RowNumbers(QHeaderView):
    """The numbers of the rows as in a spreadsheet; a sign at the bad ones."""

    def __init__(self, theme: Theme, model: PreviewModel, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme, self._model = theme, model
        self.setFixedWidth(NUMBERS)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        theme.changed.connect(self.viewport().update)

    def paintSection(self, painter: QPainter, rect: QRect, row: int) -> None:
        color, line, bad = self._theme.color, self._model.line(row), self._model.bad_row(row)
        painter.save()
        painter.fillRect(rect, color("badw" if bad else "canvas"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), color("grid"))
        if not line.folded:
            painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), color("grid"))
            painter.setFont(self._theme.font("caption", 600 if bad else 400))
            painter.setPen(color("bad" if bad else "t2"))
            box = rect.adjusted(0, 0, -10, 0)
            painter.drawText(
                box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{line.number}"
            )
        if bad:
            sign = QRectF(rect.left() + 7, rect.center().y() - 6, 12, 12)
            draw_icon(painter, "triangle-alert", color("bad"), sign)
        painter.restore()
