"""Weights are typed into their cells, or pasted from a spreadsheet."""

from collections.abc import Iterator
from typing import Protocol

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from bplab.experiment.parameters import Parameter
from bplab.experiment.rules import Number
from bplab.training.parameter_edits import LARGEST
from bplab.training.snapshot import Snapshot
from bplab.ui.style.theme import Theme
from bplab.ui.views.weights.arrangements import Cell, Plan

RULE = Number(-LARGEST, LARGEST)
BEGINNINGS = "0123456789+-−.,"  # of a number that is typed
WIDEST, TALLEST = 72.0, 24.0  # pixels of the field at least
SHARED = "Several weights share a cell here; enlarge the lower views, or use the Microscope for one of them."
Table = list[list[float]]


class Cells(Protocol):
    """A view with a cell at hand."""

    @property
    def shown(self) -> Snapshot | None:
        """What it shows."""

    @property
    def layer(self) -> int:
        """The layer, counted from 0."""

    @property
    def probe(self) -> Cell | None:
        """The cell at hand."""

    def plan(self) -> Plan:
        """Where the cells are."""

    def step_on(self, down: int, right: int) -> None:
        """Take a neighboring cell at hand."""


class CellTyping(QObject):
    """A field over the cell at hand: Enter sets the weight, Esc keeps it."""

    edited = Signal(dict, dict, bool)  # new and old values by name, and whether the run has made steps
    refused = Signal(str)  # what is wrong with what was typed or pasted

    def __init__(self, cells: Cells, view: QWidget, theme: Theme) -> None:
        super().__init__(view)
        self._cells, self._view = cells, view
        self._field = _CellField(view)
        self._field.setFont(theme.font("form"))
        self._field.setAccessibleName("Weight")
        self._field.returnPressed.connect(self._enter)
        self._field.left.connect(self.cancel)
        self._field.hide()

    @property
    def is_on(self) -> bool:
        """Whether a weight is being typed."""
        return self._field.isVisibleTo(self._view)

    def take(self, event: QKeyEvent) -> bool:
        """Begin typing, or paste, if a key says so."""
        typed = event.text()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QApplication.clipboard().text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.begin()
        elif len(typed) == 1 and typed in BEGINNINGS:
            self.begin(typed)
        else:
            return False
        return True

    def begin(self, typed: str = "") -> None:
        """Let the weight at hand be typed; what was typed first replaces its value."""
        cell, plan = self._cells.probe, self._cells.plan()
        if cell is None or plan.place(cell) is None or self._cells.shown is None:
            return
        if plan.down * plan.across > 1:
            self.refused.emit(SHARED)
            return
        self.stand()
        self._field.setText(typed or repr(self._value(cell)))
        self._field.show()
        self._field.setFocus()
        if not typed:
            self._field.selectAll()

    def stand(self) -> None:
        """Stand over the cell at hand, also when the view has got another size."""
        cell, plan = self._cells.probe, self._cells.plan()
        place = None if cell is None else plan.place(cell)
        if place is None or plan.down * plan.across > 1:
            self.cancel()
            return
        middle = place.center()
        width, height = max(WIDEST, place.width()), max(TALLEST, place.height())
        field = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
        self._field.setGeometry(field.toRect())

    def cancel(self) -> None:
        """Keep the weight."""
        if self.is_on:
            held = self._field.hasFocus()
            self._field.hide()
            if held:
                self._view.setFocus()

    def follow(self) -> None:
        """Of another network there is nothing to type."""
        cell = self._cells.probe
        if self.is_on and (cell is None or self._parameter(cell) is None):
            self.cancel()

    def paste(self, text: str) -> None:
        """Set a block of weights, biases below them, from the cell at hand on to the right and down."""
        cell = self._cells.probe
        try:
            table = list(_rows(text))
        except ValueError as wrong:
            self.refused.emit(str(wrong))
            return
        values = {}
        for down, row in enumerate(table):
            for right, value in enumerate(row):
                parameter = None if cell is None else self._parameter((cell[0] + down, cell[1] + right))
                if parameter is None:
                    size = f"{len(table)} x {max(map(len, table))}"
                    self.refused.emit(
                        f"The {size} numbers do not fit from here on: they go beyond the layer."
                    )
                    return
                values[parameter] = value
        self._set(values)

    def _enter(self) -> None:
        cell = self._cells.probe
        parameter = None if cell is None else self._parameter(cell)
        try:
            value = RULE.check(RULE.parse(self._field.text()))
        except ValueError as wanted:
            self.refused.emit(f"A weight must be {wanted}.")
            self._field.selectAll()
            return
        self.cancel()
        if parameter is not None:
            self._set({parameter: value})
            self._cells.step_on(1, 0)

    def _set(self, values: dict[Parameter, float]) -> None:
        old = {each.name: self._value(self._cell(each)) for each in values}
        shown = self._cells.shown
        if values and shown is not None:
            self.edited.emit({each.name: value for each, value in values.items()}, old, shown.step > 0)

    def _parameter(self, cell: Cell) -> Parameter | None:
        """The parameter of a cell; biases are below the weights."""
        shown, layer = self._cells.shown, self._cells.layer
        if shown is None or layer >= len(shown.shape.fan_in):
            return None
        (row, column), rows = cell, shown.shape.fan_in[layer]
        if row > rows or column >= shown.shape.sizes[layer + 1]:
            return None
        return Parameter(layer, None if row == rows else row, column)

    def _cell(self, parameter: Parameter) -> Cell:
        shown = self._cells.shown
        rows = 0 if shown is None else shown.shape.fan_in[parameter.layer]
        return rows if parameter.source is None else parameter.source, parameter.unit

    def _value(self, cell: Cell) -> float:
        shown = self._cells.shown
        if shown is None or shown.weights is None:
            return 0.0
        (row, column), (W, b) = cell, shown.weights[self._cells.layer]
        return float(b[column] if row == len(W) else W[row, column])


class _CellField(QLineEdit):
    """Tells when it is left, by Esc or for another widget."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


def _rows(text: str) -> Iterator[list[float]]:
    """The numbers of a spreadsheet's cells; tabs, semicolons or spaces stand between them.

    Raises: ValueError with a sentence if a cell is no number, or there is none.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise ValueError("The clipboard has no numbers; copy cells of a spreadsheet first.")
    for number, line in enumerate(lines, 1):
        cells = line.split("\t") if "\t" in line else line.split(";") if ";" in line else line.split()
        try:
            yield [RULE.check(RULE.parse(cell)) for cell in cells]
        except ValueError as wanted:
            raise ValueError(f"Each cell of line {number} of the clipboard must be {wanted}.") from None
