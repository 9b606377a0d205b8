"""Marks that are stamped look like marks that are drawn, and each color is drawn once."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from bplab.ui.views.output_map import markers as map_marks
from bplab.ui.views.output_map.markers import draw_mark, stamp_marks

COLORS = [QColor("#2060a0"), QColor("#a06020")]


def picture(draw, ratio):
    image = QImage(60 * ratio, 40 * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("black"), 1.0))
    draw(painter)
    painter.end()
    return image


@pytest.mark.parametrize("mark", ["circle", "square", "diamond"])
@pytest.mark.parametrize("ratio", [1, 2])
def test_a_stamped_mark_looks_as_if_it_were_drawn(qapp, mark, ratio):
    places = np.array([[10.0, 12.0], [12.0, 13.0], [41.0, 25.0]])
    colors = [QColor.fromRgba(color.rgba() & map_marks.NEARLY) for color in (*COLORS, COLORS[0])]

    def draw(painter):
        for (x, y), color in zip(places.tolist(), colors, strict=True):
            painter.setBrush(color)
            draw_mark(painter, mark, QPointF(x, y), 2.2)

    stamped = picture(lambda painter: stamp_marks(painter, mark, places, colors, 2.2), ratio)
    drawn = picture(draw, ratio)
    pixels = [
        np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1).astype(int)
        for image in (stamped, drawn)
    ]
    assert (pixels[0] != 255).any()
    assert np.abs(pixels[0] - pixels[1]).max() <= 6  # of 255: pen and brush are blended in another order


def test_of_thousands_of_marks_each_color_is_drawn_once(qapp, monkeypatch):
    drawn = []
    monkeypatch.setattr(map_marks, "draw_mark", lambda *given: drawn.append(given[1]))
    places = np.random.default_rng(0).uniform(0, 40, (4000, 2))
    picture(lambda painter: stamp_marks(painter, "circle", places, COLORS * 2000, 2.2), 1)
    assert drawn == ["circle", "circle"]
