"""The worst misclassified examples, as pictures if they are images: true and predicted class."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from bplab.numerals import percent
from bplab.training.metrics import Worst
from bplab.training.snapshot import Snapshot
from bplab.ui.controls.painting import draw_frame
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Tip

MOST = 8
TITLE, LINE = 18, 13
ROW_HEIGHT = 84
AIR, GAP = 4.0, 12.0  # between pictures, and between columns of text
SHARE = 44.0  # for "100 %" after the text


def paint_worst(painter: QPainter, row: QRectF, snapshot: Snapshot, theme: Theme) -> None:
    """Draw a title and up to eight examples, the worst first."""
    painter.setFont(theme.font("caption", 600))
    painter.setPen(theme.color("text"))
    painter.drawText(
        QRectF(row.left(), row.top(), row.width(), TITLE), Qt.AlignmentFlag.AlignVCenter, "Worst classified"
    )
    if not snapshot.worst:
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("t3"))
        below = row.adjusted(0, TITLE, 0, 0)
        flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(below, flags, "No example is misclassified.")
        return
    for worst, place in _places(row, snapshot, theme):
        _paint_example(painter, place, worst, snapshot, theme)


def worst_tips(row: QRectF, snapshot: Snapshot, theme: Theme) -> list[Tip]:
    """For each example, the output for the predicted class."""
    classes = snapshot.prepared.dataset.classes
    return [
        (place, _says(worst, classes[worst.label], classes[worst.predicted]))
        for worst, place in _places(row, snapshot, theme)
    ]


def _says(worst: Worst, true: str, taken: str) -> str:
    gives = f"the network predicts {taken} with output {worst.probability:.4f}"
    return f"Example {worst.index + 1:,} is {true}; {gives}."


def _taken(worst: Worst, snapshot: Snapshot) -> str:
    classes = snapshot.prepared.dataset.classes
    return f"{classes[worst.label]} → {classes[worst.predicted]}"


def _places(row: QRectF, snapshot: Snapshot, theme: Theme) -> list[tuple[Worst, QRectF]]:
    """Pictures side by side; without pictures, lines of text in as many columns as fit."""
    metrics = QFontMetricsF(theme.font("tick", 600))
    widths = [metrics.horizontalAdvance(_taken(worst, snapshot)) for worst in snapshot.worst[:MOST]]
    widest, room = max(widths, default=0.0), row.adjusted(0, TITLE, 0, 0)
    if snapshot.prepared.dataset.image_shape is not None:
        columns, lines = max(1, min(MOST, int(row.width() / (widest + AIR)))), 1
    else:
        columns = max(1, int(row.width() / (widest + SHARE + GAP)))
        lines = max(1, int(room.height() / LINE))
    wide, high = row.width() / columns, room.height() if lines == 1 else LINE
    return [
        (worst, QRectF(room.left() + number // lines * wide, room.top() + number % lines * high, wide, high))
        for number, worst in enumerate(snapshot.worst[: min(MOST, columns * lines)])
    ]


def _paint_example(painter: QPainter, place: QRectF, worst: Worst, snapshot: Snapshot, theme: Theme) -> None:
    dataset = snapshot.prepared.dataset
    if dataset.image_shape is None:
        _paint_line(painter, place, _taken(worst, snapshot), percent(worst.probability), theme)
        return
    side = round(min(place.width() - 6, place.height() - 2 * LINE - 2))
    picture = QRectF(round(place.center().x() - side / 2), round(place.top() + 1), side, side)
    pixels = dataset.inputs[worst.index].reshape(dataset.image_shape)
    painter.drawImage(picture, image_of(pixels, theme.color("panel"), theme.color("text")))
    draw_frame(painter, picture.adjusted(-0.5, -0.5, 0.5, 0.5), None, theme.color("line2"), 2)
    line = QRectF(place.left(), picture.bottom() + 2, place.width(), LINE)
    painter.setFont(theme.font("tick", 600))
    painter.setPen(theme.color("text"))
    painter.drawText(line, Qt.AlignmentFlag.AlignCenter, _taken(worst, snapshot))
    painter.setFont(theme.font("tick"))
    painter.setPen(theme.color("t3"))
    painter.drawText(line.translated(0, LINE), Qt.AlignmentFlag.AlignCenter, percent(worst.probability))


def _paint_line(painter: QPainter, place: QRectF, taken: str, sure: str, theme: Theme) -> None:
    """Draw the predicted class of an example, and its output, in one line."""
    font = theme.font("tick", 600)
    metrics, room = QFontMetricsF(font), place.width() - SHARE
    text = metrics.elidedText(taken, Qt.TextElideMode.ElideRight, room)
    painter.setFont(font)
    painter.setPen(theme.color("text"))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
    after = place.adjusted(metrics.horizontalAdvance(text) + 8, 0, 0, 0)
    painter.setFont(theme.font("tick"))
    painter.setPen(theme.color("t3"))
    painter.drawText(after, Qt.AlignmentFlag.AlignVCenter, sure)


def image_of(pixels: npt.NDArray[np.floating], paper: QColor, ink: QColor) -> QImage:
    """Convert numbers to an image, the smallest in the background color, the largest in the text color.

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
