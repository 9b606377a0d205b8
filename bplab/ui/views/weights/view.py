"""The weights tab: the values of a layer, or the update that the next step makes of all parameters."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from bplab.explain.stages import Stop
from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.controls.options import Option
from bplab.ui.controls.segmented import Segmented
from bplab.ui.style.theme import Theme
from bplab.ui.views.weights.update_view import UpdateView
from bplab.ui.views.weights.values import INSET, ValuesView

VALUES, UPDATE = "values", "update"
PAGES = (
    Option(VALUES, "Values", "The weights and biases of one layer as a heat map."),
    Option(UPDATE, "Update", "What the next step makes of every weight and bias: old, gradient, new."),
)


class WeightsView(QWidget):
    """Shows what the user chose; at the last stage of a walk, the update."""

    failed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._chosen, self._led = VALUES, False  # a walk leads to the update
        self.switch = Segmented(theme, PAGES, height=26, name="What is shown of the weights", parent=self)
        self.switch.adjustSize()
        self.switch.move(INSET, 5)
        left = self.switch.geometry().right() + 12
        self.values, self.table = ValuesView(theme, left, self), UpdateView(theme, left, self)
        for page in (self.values, self.table):
            page.failed.connect(self.failed)
            QWidget.setTabOrder(self.switch, page)
        self.values.typing.refused.connect(self.failed)
        self.switch.raise_()
        self.switch.edited.connect(self._choose)
        self._show()

    @property
    def current(self) -> ValuesView | UpdateView:
        """The page that is shown."""
        return self.table if self.switch.value == UPDATE else self.values

    @property
    def needs(self) -> Needs:
        """What the page shown needs."""
        return self.current.needs

    @property
    def choices(self) -> dict[str, str]:
        """The user's choices here, to be remembered."""
        return {**self.values.choices, "weights.page": self._chosen}

    def restore(self, choices: Mapping[str, object]) -> None:
        """Restore remembered choices; those that no longer make sense are ignored."""
        self.values.restore(choices)
        if choices.get("weights.page") in {VALUES, UPDATE}:
            self._chosen = str(choices["weights.page"])
            self._show()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot on the current page; a new run on both."""
        old, self._snapshot = self._snapshot, snapshot
        for page in (self.values, self.table):
            if page is self.current or old is None or old.run != snapshot.run:
                page.show_snapshot(snapshot)

    def follow_stage(self, stage: Stop | None) -> None:
        """Show the update at the last stage of a walk, and what the user chose otherwise."""
        self._led = stage is not None and stage.stage == "update"
        self._show()

    def _choose(self, page: str) -> None:
        self._chosen, self._led = page, False
        self._show()

    def _show(self) -> None:
        page = UPDATE if self._led else self._chosen
        self.switch.set_value(page)
        self.values.setVisible(page == VALUES)
        self.table.setVisible(page == UPDATE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for page in (self.values, self.table):
            page.setGeometry(self.rect())
