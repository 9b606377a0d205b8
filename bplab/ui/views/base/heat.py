"""Colors between two others, for the cells of a table."""

from PySide6.QtGui import QColor


def between(low: QColor, high: QColor, share: float) -> QColor:
    """Mix two colors: share 0 is the first, 1 the second."""
    channels = ((low.red(), high.red()), (low.green(), high.green()), (low.blue(), high.blue()))
    return QColor(*(round(a + (b - a) * share) for a, b in channels))
