"""Draws the icons of the program and of its files in all usual sizes, from their SVG."""

from pathlib import Path
from shutil import copyfile

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[2]
SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
ICONS = {  # below hicolor/SIZE/
    "apps/org.bplab.BackpropLab": ROOT / "resources" / "icons" / "bplab.svg",
    "mimetypes/application-x-bplab+zip": ROOT / "packaging" / "linux" / "icons" / "file.svg",
}


def write_icons(theme: Path) -> None:
    """Write all icons into a folder of an icon theme, such as share/icons/hicolor."""
    for name, svg in ICONS.items():
        scalable = theme / "scalable" / f"{name}.svg"
        scalable.parent.mkdir(parents=True, exist_ok=True)
        copyfile(svg, scalable)
        for size in SIZES:
            path = theme / f"{size}x{size}" / f"{name}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            if not drawn(svg, size).save(str(path)):
                raise OSError(f"{path} cannot be written")


def drawn(svg: Path, size: int) -> QImage:
    """An icon of so many pixels a side."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(svg)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image
