"""The box that says which rows are left out and why, or why nothing can be imported."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.data.csv.own import Import
from bplab.data.csv.words import heading
from bplab.ui.controls.options import wrapped
from bplab.ui.controls.painting import draw_frame, painter_for
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme

LINES, LINE, TOP, LEFT = 3, 21, 9, 36  # the first rows are named; pixels


class Faults(QWidget):
    """A heading, then a line for each of the first bad rows; plain text, since it comes from a file."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._heading = ""
        self._lines: list[tuple[str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_import(self, found: Import) -> None:
        """Show the first bad rows of a table, then those of a second one; nothing if there are none."""
        said: list[str] = []
        lines: list[tuple[str, str]] = []
        count = 0
        for name, examples in (("", found.examples), ("second file, ", found.tests)):
            if examples is not None and (text := heading(examples)):
                said.append(f"{name}{text}")
                lines += [(f"{name}row {row.number:,}", row.text) for row in examples.bad[:LINES]]
                count += examples.left_out + examples.filled
        room = LINES if count <= LINES else LINES - 1
        self.show_lines("; ".join(said), lines[:room], count - room)

    def show_refusal(self, sentence: str) -> None:
        """Show why nothing can be imported."""
        self.show_lines("This cannot be imported", [("", sentence)], 0)

    def show_lines(self, head: str, lines: list[tuple[str, str]], more: int) -> None:
        """Show a heading, and lines with a name each or none, and how many more there are."""
        if more > 0:
            lines = [*lines, ("", f"and {more:,} more")]
        self._heading, self._lines = head, lines
        told = "\n".join([head, *(f"{name}: {text}" if name else text for name, text in lines)])
        self.setAccessibleName(told)
        self.setToolTip(wrapped(told))
        self.setVisible(bool(head))
        self._fit()

    def _fit(self) -> None:
        lines = sum(len(self._wrapped(text)) for _, text in self._lines)
        self.setFixedHeight(2 * TOP + LINE * (lines + 1))
        self.update()

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _wrapped(self, text: str) -> list[str]:
        """Break a refusal into lines; the texts of rows are cut instead."""
        if len(self._lines) != 1 or self._lines[0][0]:
            return [text]
        metrics, lines = self.fontMetrics(), [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if metrics.horizontalAdvance(longer) > self.width() - LEFT - 16 and lines[-1]:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        draw_frame(painter, QRectF(self.rect()), color("badw"), None, 8)
        draw_icon(painter, "triangle-alert", color("bad"), QRectF(12, TOP + 3, 16, 16))
        painter.setPen(color("text"))
        painter.setFont(self._theme.font("form", 600))
        painter.drawText(self._box(0), Qt.AlignmentFlag.AlignVCenter, self._heading)
        at = 1
        for name, text in self._lines:
            for line in self._wrapped(text):
                self._draw_line(painter, self._box(at), name, line)
                at += 1

    def _box(self, line: int) -> QRect:
        return QRect(LEFT, TOP + LINE * line, self.width() - LEFT - 12, LINE)

    def _draw_line(self, painter: QPainter, box: QRect, name: str, text: str) -> None:
        if name:
            painter.setFont(self._theme.font("form", 600))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)
            box.setLeft(box.left() + painter.fontMetrics().horizontalAdvance(name))
            text = f": {text}"
        painter.setFont(self._theme.font("form"))
        short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, short)
