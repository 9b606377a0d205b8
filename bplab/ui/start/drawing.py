"""Draws the gallery's pictures: an output map with its points, the signal in deep layers, a small network."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from bplab.experiment.spec import Experiment
from bplab.ui.canvas.edges.strokes import opacities, shares, widths
from bplab.ui.canvas.tiles.tiles import paint_tiles
from bplab.ui.form.pictures import picture_of
from bplab.ui.start.gallery import Pictures
from bplab.ui.style.theme import Theme
from bplab.ui.views.output_map.field import MapField

Places = npt.NDArray[np.floating]
TILE = 28.0
BEND = 0.5  # where a connection's curve bends, as a share of its width
FLOOR = 1e-8  # the smallest signal drawn larger than zero


def draw_preset(painter: QPainter, rect: QRectF, theme: Theme, spec: Experiment, kept: Pictures) -> None:
    """Draw a preset from the stored data."""
    painter.setClipRect(rect)
    if "map" in kept:
        _map(painter, rect, theme, kept)
    elif "signal" in kept:
        _signal(painter, rect, theme, kept)
    elif "cloud" in kept:
        _cloud(painter, rect, theme, kept)
    elif "line" in kept:
        _line(painter, rect, theme, kept)
    else:
        _data(painter, rect, theme, spec)
    painter.setClipping(False)


def draw_network(painter: QPainter, rect: QRectF, theme: Theme, kept: Pictures) -> None:
    """Draw all connections and neurons of a small network."""
    layers = [kept[f"tiles{number}"] for number in range(len(kept)) if f"tiles{number}" in kept]
    if not layers:
        return
    places = _places(rect, [len(tiles) for tiles in layers])
    pitch = rect.width() / (len(layers) + 1)
    for number in range(len(layers) - 1):
        W = kept[f"weights{number}"].astype(float)
        share = shares(W, float(np.abs(W).max()) or 1.0)
        wide, strong = widths(share, pitch), opacities(share)
        for source, unit in np.argwhere(W):
            ink = QColor(theme.color("pos" if W[source, unit] > 0 else "neg"))
            ink.setAlphaF(float(strong[source, unit]))
            painter.strokePath(
                _curve(places[number][source], places[number + 1][unit]), QPen(ink, wide[source, unit])
            )
    for tiles, spots in zip(layers, places, strict=True):
        _tiles(painter, theme, tiles.astype(np.float32), spots)


def _map(painter: QPainter, rect: QRectF, theme: Theme, kept: Pictures) -> None:
    values, ratio = kept["map"], painter.device().devicePixelRatio()
    side = max(rect.width(), rect.height())
    field = MapField(values.shape[0], round(side * ratio))
    field.render(values, 0, 255, None, theme.ramp("map"))
    square = QRectF(0, 0, side, side)
    square.moveCenter(rect.center())
    painter.drawImage(square, field.image)
    ramp = theme.ramp("tile")
    painter.setPen(QPen(theme.color("panel"), 0.9))
    radius = 2.1 if len(kept["points"]) > 12 else 4.0
    for (x, y), place in zip(kept["points"].astype(float), kept["colors"], strict=True):
        painter.setBrush(QColor(int(ramp[place])))
        painter.drawEllipse(square.center() + QPointF(x, -y) * (side / 2), radius, radius)


def _signal(painter: QPainter, rect: QRectF, theme: Theme, kept: Pictures) -> None:
    painter.fillRect(rect, theme.color("canvas"))
    painter.setFont(theme.font("caption"))
    painter.setPen(theme.color("t2"))
    painter.drawText(rect.adjusted(12, 8, 0, 0), Qt.AlignmentFlag.AlignLeft, "signal per layer, log scale")
    signal = np.log10(np.maximum(kept["signal"].astype(float), FLOOR))
    low, high = np.floor(signal.min() - 0.3), signal.max()
    bottom, room = rect.bottom() - 12, rect.height() - 50
    for number, value in enumerate(signal):
        x = rect.left() + rect.width() * (number + 0.75) / (len(signal) + 0.5)
        ink = theme.layer_color(number, len(signal))
        top = QPointF(x, bottom - room * (value - low) / max(high - low, 1e-9))
        painter.setPen(QPen(ink, 2.0))
        painter.drawLine(QPointF(x, bottom), top)
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(top, 4.0, 4.0)


def _cloud(painter: QPainter, rect: QRectF, theme: Theme, kept: Pictures) -> None:
    painter.fillRect(rect, theme.color("canvas"))
    classes = kept["classes"]
    count = int(classes.max()) + 1
    inks = [theme.color("neg"), theme.color("pos")] if count == 2 else None
    painter.setPen(QPen(theme.color("panel"), 0.9))
    for place, kind in zip(_spots(rect, kept["cloud"]), classes, strict=True):
        painter.setBrush(inks[kind] if inks else theme.layer_color(int(kind), count))
        painter.drawEllipse(place, 2.4, 2.4)


def _line(painter: QPainter, rect: QRectF, theme: Theme, kept: Pictures) -> None:
    painter.fillRect(rect, theme.color("canvas"))
    painter.setPen(QPen(theme.color("panel"), 0.9))
    painter.setBrush(theme.color("t3"))
    for place in _spots(rect, kept["dots"]):
        painter.drawEllipse(place, 2.2, 2.2)
    painter.setPen(QPen(theme.color("acc"), 2.0))
    painter.drawPolyline(QPolygonF(_spots(rect, kept["line"])))


def _spots(rect: QRectF, places: Places) -> list[QPointF]:
    wide, high = rect.width() / 2 - 10, rect.height() / 2 - 10
    return [rect.center() + QPointF(x * wide, -y * high) for x, y in places.astype(float)]


def _data(painter: QPainter, rect: QRectF, theme: Theme, spec: Experiment) -> None:
    painter.fillRect(rect, theme.color("canvas"))
    small = QRectF(0, 0, 62, 44)
    scale = 0.92 * min(rect.width() / small.width(), rect.height() / small.height())
    painter.save()
    painter.translate(rect.center())
    painter.scale(scale, scale)
    small.moveCenter(QPointF(0, 0))
    picture_of(spec.data.row)(painter, small, theme)
    painter.restore()


def _places(rect: QRectF, counts: list[int]) -> list[list[QPointF]]:
    room = rect.height() / max(counts)
    return [
        [
            QPointF(
                rect.left() + rect.width() * (column + 1) / (len(counts) + 1),
                rect.center().y() + (row - (count - 1) / 2) * room * (1.6 if count == 2 else 1.0),
            )
            for row in range(count)
        ]
        for column, count in enumerate(counts)
    ]


def _curve(start: QPointF, end: QPointF) -> QPainterPath:
    begin, stop = start + QPointF(TILE / 2, 0), end - QPointF(TILE / 2, 0)
    bend = QPointF((stop.x() - begin.x()) * BEND, 0)
    path = QPainterPath(begin)
    path.cubicTo(begin + bend, stop - bend, stop)
    return path


def _tiles(painter: QPainter, theme: Theme, strength: npt.NDArray[np.float32], spots: list[QPointF]) -> None:
    ratio = painter.device().devicePixelRatio()
    side = round(TILE * ratio)
    border = theme.color("line2").rgb() & 0xFFFFFF
    words = paint_tiles(strength, side, theme.ramp("tile"), border, 4.0 * ratio)
    for number, spot in enumerate(spots):
        part = np.ascontiguousarray(words[number * side : (number + 1) * side])
        image = QImage(part.data, side, side, 4 * side, QImage.Format.Format_ARGB32_Premultiplied)
        painter.drawImage(QRectF(spot.x() - TILE / 2, spot.y() - TILE / 2, TILE, TILE), image)
