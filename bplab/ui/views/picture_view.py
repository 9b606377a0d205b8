"""The picture that fits the data: a map of the plane, else confusion of classes, else a table of targets."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.theme import Theme
from bplab.ui.views.confusion import ConfusionView
from bplab.ui.views.output_map import OutputMap
from bplab.ui.views.target_table import TargetTable


class PictureView(QStackedWidget):
    """Shows one of three pictures; `title_changed` tells which, as the data change."""

    title_changed = Signal(str)
    failed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.map, self.confusion, self.table = OutputMap(theme), ConfusionView(theme), TargetTable(theme)
        self.current: OutputMap | ConfusionView | TargetTable = self.map
        for picture in (self.map, self.confusion, self.table):
            picture.failed.connect(self.failed)
            self.addWidget(picture)

    @property
    def title(self) -> str:
        """What the picture now shown is called."""
        return self.current.title

    @property
    def needs(self) -> Needs:
        """What the picture now shown needs."""
        return self.current.needs

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Choose the picture by the data, and show it."""
        chosen = self._for(snapshot)
        if chosen is not self.current:
            self.current = chosen
            self.setCurrentWidget(chosen)
            self.title_changed.emit(chosen.title)
        chosen.show_snapshot(snapshot)

    def _for(self, snapshot: Snapshot) -> OutputMap | ConfusionView | TargetTable:
        if snapshot.prepared.row.extent is not None:
            return self.map
        return self.confusion if snapshot.prepared.dataset.classes else self.table
