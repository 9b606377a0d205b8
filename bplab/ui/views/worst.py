"""The examples classified worst, as pictures where they are pictures: what each is, what it was taken for."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from bplab.training.metrics import Worst
from bplab.training.snapshot import Snapshot
from bplab.ui.controls.painting import draw_frame
from bplab.ui.theme import Theme
from bplab.ui.views.numbers import percent
from bplab.ui.views.picture import Tip

MOST = 8
TITLE, LINE = 18, 13
ROW_HEIGHT = 84


def paint_worst(painter: QPainter, row: QRectF, snapshot: Snapshot, theme: Theme) -> None:
    """Draw a title and up to eight examples side by side, the worst at the left."""
    painter.setFont(theme.font("caption", 600))
    painter.setPen(theme.color("text"))
    painter.drawText(
        QRectF(row.left(), row.top(), row.width(), TITLE), Qt.AlignmentFlag.AlignVCenter, "Worst classified"
    )
    if not snapshot.worst:
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("t3"))
        below = row.adjusted(0, TITLE, 0, 0)
        painter.drawText(below, Qt.AlignmentFlag.AlignTop, "No example is classified wrongly.")
        return
    for worst, place in _places(row, snapshot):
        _paint_example(painter, place, worst, snapshot, theme)


def worst_tips(row: QRectF, snapshot: Snapshot) -> list[Tip]:
    """Say of each example what the network gave to what it was taken for."""
    classes = snapshot.prepared.dataset.classes
    return [
        (place, _says(worst, classes[worst.label], classes[worst.predicted]))
        for worst, place in _places(row, snapshot)
    ]


def _says(worst: Worst, true: str, taken: str) -> str:
    gives = f"the network takes it for {taken} and gives that {worst.probability:.4f}"
    return f"Example {worst.index + 1:,} is {true}; {gives}."


def _places(row: QRectF, snapshot: Snapshot) -> list[tuple[Worst, QRectF]]:
    pitch = row.width() / MOST
    return [
        (worst, QRectF(row.left() + number * pitch, row.top() + TITLE, pitch, row.height() - TITLE))
        for number, worst in enumerate(snapshot.worst[:MOST])
    ]


def _paint_example(painter: QPainter, place: QRectF, worst: Worst, snapshot: Snapshot, theme: Theme) -> None:
    dataset = snapshot.prepared.dataset
    side = min(place.width() - 6, place.height() - 2 * LINE - 2)
    picture = QRectF(round(place.left()), round(place.top() + 1), round(side), round(side))
    if dataset.image_shape is not None:
        pixels = dataset.inputs[worst.index].reshape(dataset.image_shape)
        painter.drawImage(picture, image_of(pixels, theme.color("panel"), theme.color("text")))
        draw_frame(painter, picture.adjusted(-0.5, -0.5, 0.5, 0.5), None, theme.color("line2"), 2)
    else:
        picture.setHeight(0)
    true, taken = dataset.classes[worst.label], dataset.classes[worst.predicted]
    lines = ((f"{true} → {taken}", "text", 600), (percent(worst.probability), "t3", 400))
    for number, (text, color, weight) in enumerate(lines):
        painter.setFont(theme.font("tick", weight))
        painter.setPen(theme.color("text" if color == "text" else "t3"))
        line = QRectF(place.left() - 2, picture.bottom() + 2 + number * LINE, side + 4, LINE)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)


def image_of(pixels: npt.NDArray[np.floating], paper: QColor, ink: QColor) -> QImage:
    """Make a picture of numbers, the smallest in the color of paper, the largest in that of ink.

    Shapes: pixels (rows, columns).
    """
    low, high = float(pixels.min()), float(pixels.max())
    share = (pixels - low) / max(high - low, 1e-12)
    rows, columns = pixels.shape
    words = np.full((rows, columns), 0xFF000000, np.uint32)
    for shift, a, b in (
        (16, paper.red(), ink.red()),
        (8, paper.green(), ink.green()),
        (0, paper.blue(), ink.blue()),
    ):
        words |= np.rint(a + (b - a) * share).astype(np.uint32) << np.uint32(shift)
    return QImage(words.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()
