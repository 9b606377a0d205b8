"""Bundled fonts and icons; icons in any color and sharp on any screen."""

from functools import lru_cache

from PySide6.QtCore import QLoggingCategory, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from bplab.data.files import resource_path

FONT_FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "NotoSerif-Italic.ttf")
_RATIOS = (1.0, 1.25, 1.5, 2.0, 3.0)
OTHER_SCRIPTS = "qt.text.font.db.info=false"  # a line of Qt on each script that Inter lacks
STROKE = 1.7  # minimum line width in pixels: icons this small would otherwise look faint


def load_fonts() -> None:
    """Register the bundled fonts with Qt; a second call changes nothing."""
    app = QGuiApplication.instance()
    if app is not None and not app.property("bplab_fonts"):
        for name in FONT_FILES:
            QFontDatabase.addApplicationFont(str(resource_path(f"fonts/{name}")))
        QLoggingCategory.setFilterRules(OTHER_SCRIPTS)
        app.setProperty("bplab_fonts", True)


def icon(name: str, color: QColor, size: int = 16, disabled: QColor | None = None) -> QIcon:
    """Return an icon of resources/icons in one color, with a pixmap for each usual device pixel ratio.

    Units: size in device-independent pixels.
    """
    result = QIcon()
    for ratio in _RATIOS:
        result.addPixmap(pixmap(name, color, size, ratio))
        if disabled is not None:
            result.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return result


def app_icon() -> QIcon:
    """The icon of the program."""
    result = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        result.addPixmap(pixmap("bplab", QColor("white"), size, 1.0))
    return result


def pixmap(name: str, color: QColor, size: int, ratio: float) -> QPixmap:
    """Draw an icon for a size and a device pixel ratio; repeated calls return it from Qt's cache."""
    key = f"bplab:{name}:{color.name(QColor.NameFormat.HexArgb)}:{size}:{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    pixels = round(size * ratio)
    drawn = QPixmap(QSize(pixels, pixels))
    drawn.setDevicePixelRatio(pixels / size)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    draw_icon(painter, name, color, QRectF(0, 0, size, size))
    painter.end()
    QPixmapCache.insert(key, drawn)
    return drawn


def draw_icon(painter: QPainter, name: str, color: QColor, rect: QRectF) -> None:
    """Draw an icon as vectors directly into a painter."""
    stroke = max(2.0, STROKE * 24 / rect.width())
    svg = _svg(name).replace("currentColor", color.name())
    svg = svg.replace('stroke-width="2"', f'stroke-width="{stroke:.3g}"')
    painter.save()
    painter.setOpacity(painter.opacity() * color.alphaF())
    QSvgRenderer(svg.encode()).render(painter, rect)
    painter.restore()


@lru_cache(maxsize=64)
def _svg(name: str) -> str:
    return resource_path(f"icons/{name}.svg").read_text(encoding="utf-8")
