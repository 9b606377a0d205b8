"""The run's numbers in the toolbar: progress, losses and accuracy."""

import math

from PySide6.QtWidgets import QHBoxLayout, QWidget

from bplab.training.metrics import PartScore
from bplab.training.snapshot import Snapshot
from bplab.ui.controls.options import wrapped
from bplab.ui.controls.readout import Readout
from bplab.ui.glossary import meaning
from bplab.ui.scores import accuracy_text, loss_text
from bplab.ui.style.theme import Theme

IN_OWN_UNITS = "\nIn the data's own units: the network learns scaled targets."
TERMS = {  # terms of the glossary, for tooltips; and what there is room for from the start
    "Epoch": ("epoch", "000"),
    "Step": ("step", "0,000"),
    "Train loss": ("train loss", "0.0000"),
    "Test loss": ("test loss", "0.0000"),
    "Test accuracy": ("accuracy", "00.0 %|(000/000)"),
}


class Readouts(QWidget):
    """A view of a snapshot; the two least important numbers hide in narrow windows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.epoch, self.step, self.train_loss, self.test_loss, self.accuracy = (
            Readout(theme, caption, meaning(term), usual) for caption, (term, usual) in TERMS.items()
        )
        self._is_scaled = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(25)
        for readout in (self.epoch, self.step, self.train_loss, self.test_loss, self.accuracy):
            layout.addWidget(readout)

    def set_spacing(self, pixels: int) -> None:
        """Change the distance between the numbers."""
        layout = self.layout()
        if layout is not None:
            layout.setSpacing(pixels)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the numbers of a snapshot."""
        scores = snapshot.evaluation
        self.epoch.set_value(f"{snapshot.epoch:,}")
        self.step.set_value(f"{snapshot.step:,}")
        summed = " (sum)" if snapshot.spec.reduction == "sum" else ""  # over as many examples as a part has
        self._tell_units(scaled=snapshot.prepared.target_scaler is not None)
        self._show_loss(self.train_loss, scores.train, f"Train loss{summed}")
        self._show_loss(self.test_loss, scores.test, f"Test loss{summed}")
        tested = scores.test.count > 0
        part, name = (scores.test, "Test accuracy") if tested else (scores.train, "Train accuracy")
        self.accuracy.setVisible(part.accuracy is not None)
        self.accuracy.set_value(*accuracy_text(part), caption=name)

    def _tell_units(self, *, scaled: bool) -> None:
        """Say in the tooltips of losses that scaled targets do not change their units."""
        if scaled != self._is_scaled:
            self._is_scaled = scaled
            for readout, term in ((self.train_loss, "train loss"), (self.test_loss, "test loss")):
                readout.setToolTip(wrapped(meaning(term) + (IN_OWN_UNITS if scaled else "")))

    def set_room(self, epoch: bool, test_loss: bool) -> None:
        """Show or hide the two least important numbers."""
        self.epoch.setVisible(epoch)
        self.test_loss.setVisible(test_loss)

    def _show_loss(self, readout: Readout, part: PartScore, caption: str) -> None:
        sick = part.loss is not None and not math.isfinite(part.loss)
        readout.set_value(loss_text(part.loss), caption=caption, color="bad" if sick else "text")
