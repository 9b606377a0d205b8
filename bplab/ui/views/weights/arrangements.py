"""The arrangement of a layer's weights: in a matrix with its biases below, or in an image per neuron."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from bplab.arrays import Array
from bplab.ui.controls.painting import draw_frame
from bplab.ui.style.theme import Theme
from bplab.ui.views.weights.image import colored, image_of, strongest

WIDEST, HIGHEST = 44.0, 28.0  # pixels of a cell
SHARE = 0.14  # share of a large area that a cell may take
SLIMMEST = 4.0  # maximum ratio of width to height of a cell
BETWEEN = 4.0  # pixels between the weights and the row of biases, and between images
SMALLEST = 10.0  # pixels of an image

Cell = tuple[int, int]  # row and column of W, the first of those that share it


@dataclass(frozen=True)
class MatrixArrangement:
    """The last row holds the biases; `down` times `across` weights share a cell."""

    rows: int
    columns: int
    weights: QRectF
    biases: QRectF
    down: int
    across: int

    def cell_at(self, x: float, y: float) -> Cell | None:
        """The cell at a point."""
        share = (x - self.weights.left()) / self.weights.width()
        if not 0 <= share < 1:
            return None
        column = int(share * -(-self.columns // self.across)) * self.across
        if self.biases.top() <= y < self.biases.bottom():
            return self.rows, column
        if not self.weights.top() <= y < self.weights.bottom():
            return None
        share = (y - self.weights.top()) / self.weights.height()
        return int(share * -(-self.rows // self.down)) * self.down, column

    def place(self, cell: Cell) -> QRectF | None:
        """The rectangle of a cell."""
        row, column = cell
        if row > self.rows or column >= self.columns:
            return None
        width = self.weights.width() / -(-self.columns // self.across)
        left = self.weights.left() + column // self.across * width
        if row == self.rows:
            return QRectF(left, self.biases.top(), width, self.biases.height())
        height = self.weights.height() / -(-self.rows // self.down)
        return QRectF(left, self.weights.top() + row // self.down * height, width, height)

    def moved(self, cell: Cell, down: int, right: int) -> Cell:
        """Move to a neighboring cell, not beyond the edge."""
        last = (self.rows - 1) // self.down * self.down, (self.columns - 1) // self.across * self.across
        row = cell[0] + down * self.down
        if cell[0] == self.rows:
            row = last[0] if down < 0 else self.rows
        elif row > last[0]:
            row = self.rows
        return max(row, 0), min(max(cell[1] + right * self.across, 0), last[1])

    def paint(self, painter: QPainter, W: Array, b: Array, reach: float, theme: Theme) -> None:
        """Draw all cells."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)  # cells keep their edges
        ramp = theme.ramp("tile")
        cells, biases = strongest(W, self.down, self.across), strongest(b[None], 1, self.across)
        painter.drawImage(self.weights, image_of(colored(cells, reach, ramp)))
        painter.drawImage(self.biases, image_of(colored(biases, reach, ramp)))
        painter.setFont(theme.font("tick"))
        for place, name in ((self.weights, "w"), (self.biases, "b")):
            draw_frame(painter, place.adjusted(-1, -1, 1, 1), None, theme.color("line2"), 1)
            painter.setPen(theme.color("t3"))
            painter.drawText(place.topRight() + QPointF(6, min(place.height() / 2, 8) + 4), name)


@dataclass(frozen=True)
class ImageArrangement:
    """One image per neuron, with its weights in rows of the given shape; some may be omitted."""

    rows: int
    shape: tuple[int, int]
    places: tuple[QRectF, ...]

    down = across = 1

    def cell_at(self, x: float, y: float) -> Cell | None:
        """The weight at a point."""
        for column, place in enumerate(self.places):
            if place.contains(QPointF(x, y)):
                shares = (y - place.top()) / place.height(), (x - place.left()) / place.width()
                down, right = (
                    min(int(share * n), n - 1) for share, n in zip(shares, self.shape, strict=True)
                )
                return down * self.shape[1] + right, column
        return None

    def place(self, cell: Cell) -> QRectF | None:
        """The rectangle of a weight."""
        row, column = cell
        if row >= self.rows or column >= len(self.places):
            return None
        whole, across = self.places[column], self.shape[1]
        width, height = whole.width() / across, whole.height() / self.shape[0]
        return QRectF(
            whole.left() + row % across * width, whole.top() + row // across * height, width, height
        )

    def moved(self, cell: Cell, down: int, right: int) -> Cell:
        """Move to a neighboring pixel, across the edge to the next neuron's image."""
        row, column = cell[0] + down * self.shape[1], cell[1]
        across = cell[0] % self.shape[1] + right
        if 0 <= across < self.shape[1]:
            row += right
        elif 0 <= column + right < len(self.places):
            row, column = row - right * (self.shape[1] - 1), column + right
        return (row if 0 <= row < self.rows else cell[0]), column

    def paint(self, painter: QPainter, W: Array, _b: Array, reach: float, theme: Theme) -> None:
        """Draw all images."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        pixels = colored(W.T, reach, theme.ramp("tile"))
        for place, neuron in zip(self.places, pixels, strict=False):
            painter.drawImage(place, image_of(neuron.reshape(self.shape)))


Plan = MatrixArrangement | ImageArrangement


def plan_matrix(rows: int, columns: int, area: QRectF) -> MatrixArrangement:
    """Lay out a matrix and its biases; if there are more weights than pixels, several share a cell."""
    room = area.height() - BETWEEN
    down, across = max(1, math.ceil((rows + 4) / room)), max(1, math.ceil(columns / area.width()))
    cells_down, cells_across = -(-rows // down), -(-columns // across)
    highest, widest = (
        max(HIGHEST, SHARE * area.height()),
        max(WIDEST, SHARE * area.height() * WIDEST / HIGHEST),
    )
    height = min(highest, room / (cells_down + 1), (room - BETWEEN) / cells_down)
    width = min(widest, area.width() / cells_across, max(1.0, SLIMMEST * height))
    weights = QRectF(area.left(), area.top(), width * cells_across, height * cells_down)
    biases = QRectF(area.left(), weights.bottom() + BETWEEN, weights.width(), max(height, BETWEEN))
    return MatrixArrangement(rows, columns, weights, biases, down, across)


def plan_pictures(rows: int, count: int, shape: tuple[int, int], area: QRectF) -> ImageArrangement:
    """Lay out one image per neuron, as large as possible; those that would be too small are omitted."""
    ratio, size = shape[1] / shape[0], area.height()
    while size > SMALLEST and _fitting(size, ratio, area) < count:
        size -= 0.5
    across = max(1, int((area.width() + BETWEEN) // (size * ratio + BETWEEN)))
    places = tuple(
        QRectF(
            area.left() + number % across * (size * ratio + BETWEEN),
            area.top() + number // across * (size + BETWEEN),
            size * ratio,
            size,
        )
        for number in range(min(count, max(1, _fitting(size, ratio, area))))
    )
    return ImageArrangement(rows, shape, places)


def _fitting(size: float, ratio: float, area: QRectF) -> int:
    across = int((area.width() + BETWEEN) // (size * ratio + BETWEEN))
    return across * int((area.height() + BETWEEN) // (size + BETWEEN))
