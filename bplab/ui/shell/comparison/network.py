"""The network of a run that is only looked at, under the titles of its layers."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bplab.experiment.spec import Experiment
from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.canvas.base.connections import MOST
from bplab.ui.canvas.base.drawn import LookedAt
from bplab.ui.canvas.base.editing import Edits
from bplab.ui.canvas.cards.row import CardRow
from bplab.ui.canvas.graph import Graph
from bplab.ui.controls.painting import painter_for
from bplab.ui.style.theme import Theme

ABOVE = 5  # the titles, in pixels


class NetworkBeside(QWidget):
    """Drawn as on the canvas; nothing of it can be edited."""

    def __init__(self, theme: Theme, run: int, spec: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._run = LookedAt(run, spec, self)
        self.cards = CardRow(theme, self, editable=False)
        self.graph = Graph(self._run, theme, Edits(self._run), self)
        self.graph.scene.presented = True
        self.graph.scene.bare = spec.data.row.planar and self._run.shape.parameters <= MOST
        column = QVBoxLayout(self)
        column.setContentsMargins(0, ABOVE, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.cards)
        column.addWidget(self.graph, 1)
        self.graph.arranged.connect(self._show_cards)
        theme.changed.connect(self._show_cards)
        theme.changed.connect(self.update)

    @property
    def needs(self) -> Needs:
        """What the next snapshot should contain."""
        return self.graph.needs

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show another moment of the run."""
        self._run.show_spec(snapshot.spec)
        self.graph.show_snapshot(snapshot)
        self.graph.scene.hint = False  # it is not trained here

    def close_threads(self) -> None:
        """End what draws in the background."""
        self.graph.edges.close()

    def _show_cards(self) -> None:
        layout, shape = self.graph.layout_, self._run.shape
        if len(layout.columns) == len(shape.sizes):
            self.cards.show_layers(self._run.spec, shape, layout, low=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_cards()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter_for(self).fillRect(QRectF(self.rect()), self._theme.color("canvas"))
