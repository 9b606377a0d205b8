"""A widget that can be drawn more finely than the screen is, for a large picture of it."""

from PySide6.QtWidgets import QWidget


class FineWidget(QWidget):
    """Whatever it keeps as pixels has `ratio` of them per unit."""

    fineness = 1.0  # times as many pixels as the screen has

    @property
    def ratio(self) -> float:
        """Pixels per unit."""
        return self.devicePixelRatioF() * self.fineness
