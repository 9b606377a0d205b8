"""The positions of the numbers beside the dots: to the right if there is room, else elsewhere or omitted."""

from PySide6.QtCore import QPointF, QRectF

AWAY = 9.0
HEIGHT = 14.0
APART = 4.0  # pixels between two labels side by side


def place_labels(
    dots: list[QPointF], widths: list[float], bottom: float, inside: QRectF, radius: float
) -> list[QRectF | None]:
    """Give each label the first position that overlaps no dot, stem or label placed before it.

    The last layer, which has little room, is placed first, the others from the left.
    """
    taken = [QRectF(dot.x() - radius, dot.y() - radius, 2 * radius, bottom - dot.y()) for dot in dots]
    placed: list[QRectF | None] = [None] * len(dots)
    order = [len(dots) - 1, *range(len(dots) - 1)] if dots else []
    for index in order:
        for place in _candidates(dots[index], widths[index]):
            if inside.contains(place) and not any(place.intersects(other) for other in taken):
                placed[index] = place
                taken.append(place.adjusted(-APART, 0, APART, 0))
                break
    return placed


def _candidates(dot: QPointF, width: float) -> list[QRectF]:
    right, left = dot.x() + AWAY, dot.x() - AWAY - width
    middle = dot.y() - HEIGHT / 2
    shifts = (0, 9, 16, -9, -16)
    return [QRectF(x, middle + shift, width, HEIGHT) for x in (right, left) for shift in shifts]
