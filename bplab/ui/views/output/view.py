"""The picture that fits the data: a map, a curve, a confusion matrix, predictions, or a table of targets."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.style.theme import Theme
from bplab.ui.views.confusion.view import ConfusionView
from bplab.ui.views.drawing.view import DrawingView
from bplab.ui.views.examples.curve import CurveView
from bplab.ui.views.examples.fit import FitView
from bplab.ui.views.examples.target_table import TargetTable
from bplab.ui.views.output_map.view import OutputMap

Chosen = OutputMap | CurveView | ConfusionView | FitView | TargetTable | DrawingView
FEW = 12  # most examples for which a table is clearer than points


class OutputView(QStackedWidget):
    """Shows one of five pictures, or the sheet on which points are drawn."""

    failed = Signal(str)
    stop_wanted = Signal(int)
    point_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.map, self.confusion, self.table = OutputMap(theme), ConfusionView(theme), TargetTable(theme)
        self.curve, self.fit = CurveView(theme), FitView(theme)
        self.current: Chosen = self.map
        self._sheet: DrawingView | None = None  # while points are drawn
        self._snapshot: Snapshot | None = None
        self.map.stop_wanted.connect(self.stop_wanted)
        self.map.point_wanted.connect(self.point_wanted)
        for picture in (self.map, self.curve, self.confusion, self.fit, self.table):
            picture.failed.connect(self.failed)
            self.addWidget(picture)

    @property
    def needs(self) -> Needs:
        """What the current picture needs."""
        return self.current.needs

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Choose the picture by the data, and show it."""
        self._snapshot = snapshot
        chosen = self._sheet or self._for(snapshot)
        if chosen is not self.current:
            self.current = chosen
            self.setCurrentWidget(chosen)
        chosen.show_snapshot(snapshot)

    def draw_on(self, sheet: DrawingView | None) -> None:
        """Show a sheet on which points are drawn, or the picture again."""
        self._sheet = sheet
        if sheet is not None and self.indexOf(sheet) < 0:
            self.addWidget(sheet)
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)

    def follow(self, run: int, example: int | None) -> None:
        """Mark the example whose numbers are shown on the network, if the picture can."""
        self.map.followed = run, example
        self.map.update()

    def show_walk(self, walking: bool, stop: int) -> None:
        """Mark the batch of the step that is walked through, and an example of it, if the picture can."""
        self.map.show_walk(walking, stop)

    def show_point(self, point: tuple[float, float] | None) -> None:
        """Mark an own point, or none, if the picture can."""
        self.map.show_point(point)

    @property
    def choices(self) -> dict[str, str | bool]:
        """The user's choices in the pictures, to be remembered."""
        return {**self.fit.choices, "map.decided": self.map.decided.isChecked()}

    def restore(self, choices: Mapping[str, object]) -> None:
        """Restore remembered choices; those that no longer make sense are ignored."""
        self.fit.restore(choices)
        self.map.set_decided(choices.get("map.decided") is True)

    def _for(self, snapshot: Snapshot) -> Chosen:
        row, dataset = snapshot.prepared.row, snapshot.prepared.dataset
        if row.planar:
            return self.map
        if dataset.classes:
            return self.confusion
        if row.domain is not None:
            return self.curve
        return self.fit if dataset.count > FEW else self.table
