"""Pictures of a widget as a file: PNG with as many pixels as wanted, or SVG, with text as outlines."""

import re
from html import unescape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint
from PySide6.QtGui import QFont, QImage, QPainter, QPainterPath
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from bplab.errors import UserError

MOST_PIXELS = 100_000_000
TEXT = re.compile(r"<text (?P<attributes>[^>]*)>(?P<words>[^<]*)</text>", re.DOTALL)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


def png_of(widget: QWidget, scale: int) -> bytes:
    """The widget as it is drawn now, with `scale` times as many pixels as its size says.

    Raises: UserError if these are too many.
    """
    size = widget.size() * scale
    if size.width() * size.height() > MOST_PIXELS:
        raise UserError(f"{size.width():,} x {size.height():,} pixels are too many; choose a smaller size.")
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    widget.render(image, QPoint(0, 0))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # PySide's stub has no buffer here
    return bytes(buffer.data().data())


def svg_of(widget: QWidget, title: str) -> bytes:
    """The widget as it is drawn now, in lines that look the same wherever its fonts are missing."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(widget.rect())
    generator.setTitle(title)
    painter = QPainter(generator)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    return TEXT.sub(_outlined, bytes(data.data()).decode("utf-8")).encode("utf-8")


def _outlined(text: re.Match[str]) -> str:
    """A text of the generator as the outline of its letters."""
    said = dict(ATTRIBUTE.findall(text["attributes"]))
    font = QFont(said["font-family"])
    font.setPixelSize(max(round(float(said["font-size"])), 1))
    font.setWeight(QFont.Weight(int(said["font-weight"])))
    font.setItalic(said["font-style"] != "normal")
    outline = QPainterPath()
    outline.addText(float(said["x"]), float(said["y"]), font, unescape(text["words"]))
    fill = f'fill="{said["fill"]}" fill-opacity="{said["fill-opacity"]}"'
    return f'<path {fill} stroke="none" aria-label="{text["words"]}" d="{_commands(outline)}"/>'


def _commands(path: QPainterPath) -> str:
    """A path in the words of SVG."""
    found: list[str] = []
    curve: list[str] = []
    for place in range(path.elementCount()):
        element = path.elementAt(place)
        point = f"{element.x:.2f} {element.y:.2f}"
        if element.isCurveTo() or curve:
            curve.append(point)
            if len(curve) == 3:
                found.append("C" + " ".join(curve))
                curve = []
        else:
            found.append(("M" if element.isMoveTo() else "L") + point)
    return "".join(found)
