"""Thumbnails of the data sets: points or digits drawn from the sets themselves."""

from dataclasses import replace
from functools import lru_cache, partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from bplab.data.dataset import Dataset
from bplab.data.dataset_row import DatasetRow
from bplab.data.datasets import DATASETS
from bplab.data.facts import facts_of
from bplab.data.own import OWN, OwnData
from bplab.data.streams import DATA, stream
from bplab.ui.controls.thumbnail import Draw
from bplab.ui.style.theme import Theme

POINTS, NOISE, SEED = 120, 12.0, 3
DIGITS = 12  # four columns, three rows


def picture_of(row: DatasetRow, own: OwnData | None = None) -> Draw:
    """Choose how to draw a data set; one's own is drawn if it is given and lies in the plane."""
    if row.name == OWN:
        few = _few_of(own.dataset) if own is not None and row.planar else None
        return _draw_table if few is None else partial(_draw_points, few, row.extent or 1.0)
    if row.planar:
        return lambda painter, rect, theme: _draw_points(
            _sample(row), row.extent or 1.0, painter, rect, theme
        )
    if facts_of(row).image_shape is not None:
        return lambda painter, rect, theme: _draw_images(row, painter, rect, theme)
    return _draw_table


def draw_more(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Draw three dots, for more."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("t3"))
    for offset in (-9, 0, 9):
        painter.drawEllipse(rect.center() + QPointF(offset, 0), 2.2, 2.2)


@lru_cache(maxsize=len(DATASETS))
def _sample(row: DatasetRow) -> Dataset:
    return row.make(stream(SEED, DATA), row.points if row.fixed else POINTS, NOISE)


def _few_of(data: Dataset) -> Dataset:
    few = slice(None, None, -(-data.count // POINTS))
    return replace(data, inputs=data.inputs[few], targets=data.targets[few])


def _draw_points(data: Dataset, extent: float, painter: QPainter, rect: QRectF, theme: Theme) -> None:
    scale = rect.height() / 2 / extent
    radius = 3.0 if data.count < 10 else 1.5
    painter.setPen(Qt.PenStyle.NoPen)
    for (x, y), color in zip(data.inputs, _colors(data, theme), strict=True):
        painter.setBrush(color)
        painter.drawEllipse(rect.center() + QPointF(x * scale, -y * scale), radius, radius)


def _colors(data: Dataset, theme: Theme) -> list[QColor]:
    if data.classes:
        return [theme.color("pos" if label else "neg") for label in data.targets]
    heights = data.targets[:, 0]
    places = np.rint(128 + 127 * heights / max(float(np.abs(heights).max()), 1e-9)).astype(int)
    return [QColor(int(theme.ramp("tile")[place])) for place in places]


def _draw_images(row: DatasetRow, painter: QPainter, rect: QRectF, theme: Theme) -> None:
    data = _sample(row)
    rows, columns = data.image_shape or (1, 1)
    ink = theme.color("text").rgb() & 0xFFFFFF
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    side, across, down = 12.0, 15.5, 14.0
    left, top = rect.center().x() - 1.5 * across - side / 2, rect.center().y() - down - side / 2
    for index in range(DIGITS):
        alpha = np.rint(data.inputs[index] * 255).astype(np.uint32)
        words = (alpha << 24) | ink
        image = QImage(words.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_ARGB32)
        place = QRectF(left + index % 4 * across, top + index // 4 * down, side, side)
        painter.drawImage(place, image)


def _draw_table(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for row in range(4):
        painter.setBrush(theme.color("t3" if row == 0 else "line2"))
        for column in range(3):
            corner = QPointF(rect.center().x() - 23 + column * 16, rect.center().y() - 17 + row * 9)
            painter.drawRoundedRect(QRectF(corner.x(), corner.y(), 13, 6), 1.5, 1.5)
