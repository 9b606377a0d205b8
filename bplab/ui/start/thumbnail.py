"""The small picture of a document: what its network has learned, drawn without any widget."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QImageWriter, QPainter, QPen, QPolygonF

from bplab.arrays import Array
from bplab.data.dataset import BINARY_CLASSES
from bplab.storage.document import Document
from bplab.storage.parts import PNG
from bplab.training.record import Record
from bplab.training.run_summary import spec_of
from bplab.training.snapshot import Needs, RunState, Snapshot, take_snapshot
from bplab.ui.style.theme import Theme
from bplab.ui.views.confusion.cells import cell_color
from bplab.ui.views.output_map.class_colors import class_color
from bplab.ui.views.output_map.field_painter import FieldPainter
from bplab.ui.views.output_map.scale import scale_of, values_of

SIDE = 104  # pixels: 52 on a screen of double density
SAMPLES, CURVE = 28, 80  # across a map and a curve
MOST_POINTS, RADIUS = 140, 1.7
MOST_PIXELS = 1024  # a side of a picture that is read
MOST_EXAMPLES = 20_000  # a set with more is not passed forward for a picture
ROOM = 0.12  # of a curve's height, above and below

Paint = Callable[[QPainter, QRectF, Theme, Snapshot], None]


class Thumbnails:
    """Draws the pictures, always in light colors, in any thread; created in the window's."""

    def __init__(self) -> None:
        self._theme = Theme("light")

    def with_thumbnail(self, document: Document) -> Document:
        """The document with a picture of its current run, or without one where there is nothing to see."""
        record = document.run(document.current)
        drawn = self._drawn(record) if isinstance(record, Record) else None
        return replace(document, thumbnail=b"" if drawn is None else png_of(drawn))

    def _drawn(self, record: Record) -> QImage | None:
        """Draw a run as it stands."""
        choice = _choice(record)
        if choice is None:
            return None
        needs, paint = choice
        snapshot = take_snapshot(
            record.build, record.now, record.history, needs, spec=spec_of(record), run=record.number,
            version=1, state=RunState.PAUSED,
        )  # fmt: skip
        image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
        image.fill(self._theme.color("canvas"))
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        paint(painter, QRectF(0, 0, SIDE, SIDE), self._theme, snapshot)
        painter.end()
        return image


def png_of(image: QImage) -> bytes:
    """An image as PNG."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def image_of(png: bytes) -> QImage:
    """A picture from a file; empty if it is none, or larger than any that the lab makes."""
    data = QBuffer()
    data.setData(QByteArray(png))
    data.open(QBuffer.OpenModeFlag.ReadOnly)
    if not png.startswith(PNG):
        return QImage()
    reader = QImageReader(data, QByteArray(b"png"))
    size = reader.size()
    fits = size.isValid() and max(size.width(), size.height()) <= MOST_PIXELS
    return reader.read() if fits else QImage()


def scaled_png(png: bytes, side: int) -> bytes:
    """A picture from a file, drawn anew with at most so many pixels a side; empty if it is none."""
    image = image_of(png)
    if max(image.width(), image.height()) > side:
        smooth = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, smooth)
    return b"" if image.isNull() else png_of(image)


def _choice(record: Record) -> tuple[Needs, Paint] | None:
    """The picture that fits the data, as in the view Output: a map, a curve, a confusion matrix or points."""
    dataset, row = record.build.prepared.dataset, record.build.prepared.row
    if row.planar:
        return Needs(map=SAMPLES), _paint_map
    if row.domain is not None:
        return Needs(curve=CURVE), _paint_curve
    if dataset.count > MOST_EXAMPLES:
        return None
    return (Needs(confusion=True), _paint_cells) if dataset.classes else (Needs(predictions=True), _paint_fit)


def _paint_map(painter: QPainter, rect: QRectF, theme: Theme, snapshot: Snapshot) -> None:
    dataset, scale = snapshot.prepared.dataset, scale_of(snapshot)
    FieldPainter(theme).paint(painter, rect, values_of(snapshot), scale, decided=False)
    extent, ramp = snapshot.prepared.row.extent or 1.0, theme.ramp("tile")
    painter.setPen(QPen(theme.color("panel"), 0.6))
    for index in _some(dataset.count):
        x, y = dataset.inputs[index]
        target = dataset.targets[index]
        if len(dataset.classes) > BINARY_CLASSES:
            painter.setBrush(class_color(theme, int(target)))
        else:
            share = float(target) if dataset.classes else scale.fraction(float(target[0]))
            painter.setBrush(QColor(int(ramp[round(255 * share)])))
        place = rect.center() + QPointF(x, -y) * (rect.width() / 2 / extent)
        painter.drawEllipse(place, RADIUS, RADIUS)


def _paint_curve(painter: QPainter, rect: QRectF, theme: Theme, snapshot: Snapshot) -> None:
    dataset, domain = snapshot.prepared.dataset, snapshot.prepared.row.domain or 1.0
    dots = np.column_stack([dataset.inputs[:, 0], dataset.targets[:, 0]])
    curve = np.empty(0) if snapshot.curve is None else snapshot.curve[0]
    low, high = float(dots[:, 1].min()), float(dots[:, 1].max())
    room = (high - low) * ROOM or 1.0
    line = np.column_stack([np.linspace(-domain, domain, len(curve)), curve])
    ranges = (-domain, domain), (low - room, high + room)
    _paint_dots(painter, _places(rect, dots, *ranges), theme)
    painter.setPen(QPen(theme.color("acc"), 2.0))
    painter.drawPolyline(QPolygonF(_places(rect, line, *ranges)))


def _paint_fit(painter: QPainter, rect: QRectF, theme: Theme, snapshot: Snapshot) -> None:
    if snapshot.predictions is None:
        return
    dots = np.column_stack([snapshot.prepared.dataset.targets.ravel(), snapshot.predictions.ravel()])
    known = dots[np.isfinite(dots).all(axis=1)]
    if len(known):
        ends = float(known.min()), float(known.max())
        painter.setPen(QPen(theme.color("acc"), 2.0))
        painter.drawLine(rect.bottomLeft(), rect.topRight())
        _paint_dots(painter, _places(rect, known, ends, ends), theme)


def _paint_cells(painter: QPainter, rect: QRectF, theme: Theme, snapshot: Snapshot) -> None:
    counts = snapshot.confusion
    if counts is None:
        return
    shares, side = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1), rect.width() / len(counts)
    for row, column in np.argwhere(counts).tolist():
        color = cell_color(float(shares[row, column]), theme, is_right=row == column)
        painter.fillRect(QRectF(column * side, row * side, side, side).adjusted(0.5, 0.5, -0.5, -0.5), color)


def _paint_dots(painter: QPainter, places: list[QPointF], theme: Theme) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("t3"))
    for index in _some(len(places)):
        painter.drawEllipse(places[index], RADIUS, RADIUS)


def _places(
    rect: QRectF, points: Array, across: tuple[float, float], up: tuple[float, float]
) -> list[QPointF]:
    """Where points are in a picture of these ranges; those far outside it lie near its edge."""
    low, high = np.array([across[0], up[0]]), np.array([across[1], up[1]])
    shares = np.clip((points - low) / np.where(high > low, high - low, 1.0), -1.0, 2.0)
    known = shares[np.isfinite(shares).all(axis=1)]
    return [QPointF(x * rect.width(), (1 - y) * rect.height()) for x, y in known.tolist()]


def _some(count: int) -> list[int]:
    """Some of many, evenly."""
    chosen: list[int] = np.linspace(0, count - 1, min(count, MOST_POINTS)).astype(int).tolist()
    return chosen
