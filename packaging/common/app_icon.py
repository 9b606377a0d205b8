"""Draws the program's icon as the one file that Windows (.ico) or macOS (.icns) wants, for the recipes.

python packaging/common/app_icon.py TARGET
"""

import sys
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QImageWriter
from PySide6.QtWidgets import QApplication

SVG = Path(__file__).resolve().parents[2] / "resources" / "icons" / "bplab.svg"
SIZES = {".ico": 256, ".icns": 1024}


def main(target: Path) -> int:
    """Write the icon in the largest size of its format; the system scales it down."""
    QApplication(["app_icon", "-platform", "offscreen"])
    size = SIZES[target.suffix]
    image = QIcon(str(SVG)).pixmap(QSize(size, size), 1.0).toImage()
    writer = QImageWriter(str(target))
    if not writer.write(image):
        print(f"{target} cannot be written: {writer.errorString()}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
