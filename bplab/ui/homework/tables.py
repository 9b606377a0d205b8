"""The two tables: the largest differences, and the mistakes that were tried with what each leaves."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.homework.text import figure
from bplab.homework.verdict import Difference, Tried
from bplab.numerals import short
from bplab.ui.controls.painting import painter_for
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme
from bplab.ui.views.microscope.formula import Typesetter

ROW, HEAD = 25, 24
INSET = 6
SHOWN = 6  # of what was tried; the rest is in the line below
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
COLUMNS = (("yours", 0.393), ("lab's", 0.547), ("ratio yours ÷ lab's", 0.77), ("relative difference", 1.0))


class _Table(QWidget):
    """Rows of one height, as wide as there is room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._height = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def _set_height(self, height: int) -> None:
        self._height = height
        self.setFixedHeight(height)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(560, self._height)

    def _rule(self, painter: QPainter, y: float, strong: bool = False) -> None:
        color = self._theme.color("line2" if strong else "line")
        painter.fillRect(QRectF(0, y - 1, self.width(), 1), color)


class DifferenceTable(_Table):
    """Gradient by gradient: yours, the lab's, their ratio, how much they differ."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._rows: Sequence[Difference] = ()
        self._right = False
        self._typesetter = Typesetter(theme)
        self.setAccessibleName("Largest differences")

    def show_rows(self, rows: Sequence[Difference], *, right: bool) -> None:
        """Show other gradients."""
        self._rows, self._right = rows, right
        self.setAccessibleDescription(
            "; ".join(f"{row.name.plain}: yours {figure(row.mine)}, lab's {figure(row.lab)}" for row in rows)
        )
        self._set_height(HEAD + ROW * len(rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = painter_for(self), self._theme
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("t2"))
        painter.drawText(QRectF(INSET, 0, 100, HEAD), LEFT, "gradient")
        for title, share in COLUMNS:
            painter.drawText(QRectF(0, 0, share * self.width() - INSET, HEAD), RIGHT, title)
        self._rule(painter, HEAD, strong=True)
        for number, row in enumerate(self._rows):
            self._paint_row(painter, HEAD + ROW * number, row)
        painter.end()

    def _paint_row(self, painter: QPainter, y: float, row: Difference) -> None:
        theme = self._theme
        self._typesetter.draw(painter, row.name.latex, QPointF(INSET, y + 17), theme.color("text"), 15)
        texts = figure(row.mine), figure(row.lab), figure(row.ratio, 3), short(row.relative)
        for (title, share), text in zip(COLUMNS, texts, strict=True):
            last = title == COLUMNS[-1][0]
            painter.setFont(theme.font("form", 600 if last else 400))
            painter.setPen(theme.color(("ok" if self._right else "bad") if last else "text"))
            painter.drawText(QRectF(0, y, share * self.width() - INSET, ROW), RIGHT, text)
        self._rule(painter, y + ROW)


class TriedTable(_Table):
    """Mistake by mistake: what is left of the differences when it is made in the lab too."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._rows: Sequence[Tried] = ()
        self.setAccessibleName("Tried on the lab's numbers")

    def show_rows(self, rows: Sequence[Tried]) -> None:
        """Show other mistakes."""
        self._rows = rows[:SHOWN]
        self.setAccessibleDescription("; ".join(f"{row.title}: {short(row.left)}" for row in self._rows))
        self._set_height(ROW * len(self._rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = painter_for(self), self._theme
        for number, row in enumerate(self._rows):
            y = ROW * number
            if row.fits:
                painter.fillRect(QRectF(0, y, self.width(), ROW - 1), theme.color("okw"))
                icon = QRectF(self.width() - 20, y + 6, 13, 13)
                draw_icon(painter, "check", theme.color("ok"), icon)
            painter.setFont(theme.font("form", 600 if row.fits else 400))
            painter.setPen(theme.color("ok" if row.fits else "text"))
            painter.drawText(QRectF(INSET, y, self.width() - 110, ROW), LEFT, row.title)
            painter.drawText(QRectF(0, y, self.width() - 42, ROW), RIGHT, short(row.left))
            self._rule(painter, y + ROW)
        painter.end()


def rest(rows: Sequence[Tried]) -> str:
    """What was tried besides the rows that are shown, with what each left."""
    said = []
    for left, group in groupby(rows[SHOWN:], key=lambda row: short(row.left)):
        names = [_brief(row.title) for row in group]
        said.append(f"{', '.join(names)}: {left}{' each' if len(names) > 1 else ''}")
    return f"{'; '.join(said)}." if said else ""


def _brief(title: str) -> str:
    before, colon, after = title.partition(": ")
    return f"{before} ({after})" if colon else title
