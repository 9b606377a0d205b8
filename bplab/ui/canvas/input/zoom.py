"""Zooming and panning the graph, within bounds."""

from PySide6.QtCore import QPointF

from bplab.ui.canvas.base.fine import FineWidget
from bplab.ui.canvas.base.layout import GraphLayout, Viewport

CLOSEST, FARTHEST = 12.0, 0.6


class Zoomable(FineWidget):
    """Mixed into what has a layout and arranges it for a viewport."""

    view: Viewport
    layout_: GraphLayout

    def arrange(self) -> None:
        """Work out where everything stands."""
        raise NotImplementedError

    @property
    def zoomed(self) -> bool:
        """Whether the view shows something else than all of the network."""
        return self.view != Viewport()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom at a point, or at the middle."""
        at = QPointF(self.rect().center()) if at is None else at
        zoom = min(max(self.view.zoom * factor, FARTHEST), CLOSEST)
        self.view = self.view.zoomed(zoom / self.view.zoom, at.x(), at.y())
        self.arrange()

    def pan_by(self, dx: float, dy: float) -> None:
        """Shift the view, but never all of the network out of sight."""
        xs = [column.x for column in self.layout_.columns]
        dx = min(max(dx, 40 - xs[-1]), self.width() - 40 - xs[0])
        top = min(column.top for column in self.layout_.columns)
        bottom = max(column.bottom for column in self.layout_.columns)
        dy = min(max(dy, 30 - bottom), self.height() - 30 - top)
        self.view = self.view.panned(dx, dy)
        self.arrange()

    def fit(self) -> None:
        """Show all of the network."""
        self.view = Viewport()
        self.arrange()
