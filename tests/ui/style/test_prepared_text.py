"""Texts that are laid out once look like those that are laid out each time."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from bplab.ui.style.prepared_text import draw_centered, draw_right
from bplab.ui.style.theme import Theme

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def drawn(draw):
    image = QImage(200, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return image


@pytest.mark.parametrize("place", [QRectF(10, 8, 120, 15), QRectF(10.25, 8.5, 121.4, 14.2)], ids=str)
@pytest.mark.parametrize("text", ["guessing: ln 2 = 0.693", "typical 1e\u22124..3e\u22122"])
@pytest.mark.parametrize(
    ("draw", "where"),
    [(draw_centered, Qt.AlignmentFlag.AlignCenter), (draw_right, RIGHT)],
    ids=["center", "right"],
)
def test_a_prepared_text_is_the_same_to_the_pixel(qapp, draw, where, text, place):
    font = Theme("light").font("tick")

    def anew(painter):
        painter.setFont(font)
        painter.drawText(place, where, text)

    def prepared(painter):
        painter.setFont(font)
        draw(painter, place, text, font)

    assert drawn(prepared) == drawn(anew) != drawn(lambda _painter: None)
