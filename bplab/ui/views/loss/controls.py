"""The controls above the loss plot: what is drawn, on which axis, how smooth."""

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from bplab.ui.controls.check import Check
from bplab.ui.controls.options import Option
from bplab.ui.controls.scales import Even
from bplab.ui.controls.slider import Slider
from bplab.ui.controls.text import TextLabel
from bplab.ui.style.theme import Theme
from bplab.ui.views.loss.heading_tabs import HeadingTabs

SMOOTH = 0.25
NOTE = "note"
TABS = (
    Option(NOTE, "Note", "A note that is kept in the file, such as the task of an exercise."),
    Option(
        "loss",
        "Loss",
        "The quantity that training minimizes, over all examples of each part, without penalty.",
    ),
    Option("accuracy", "Accuracy", "The share of examples that are predicted correctly."),
)


class LossControls:
    """Loss or accuracy, the axis, the smoothing, in one row of a column."""

    def __init__(self, theme: Theme, column: QVBoxLayout) -> None:
        self.tabs = HeadingTabs(theme, TABS, elsewhere=(NOTE,))
        self.tabs.offer(NOTE, offered=False)
        self._essentials = False
        self.log = Check(theme, "Log", "Logarithmic axis: equal ratios have equal distances.")
        self.smooth = Slider(theme, Even(0.0, 1.0, 0.05), "Smoothing")
        self.smooth.setToolTip(
            "Averages each line over preceding epochs; the raw line remains faintly visible behind it."
        )
        self.smooth.set_value(SMOOTH)
        self.smooth.setMaximumWidth(120)
        self._label = TextLabel(theme, "Smooth")
        self.row = QHBoxLayout()
        column.addLayout(self.row)
        self.row.setSpacing(7)
        self.leave_room(0)
        for widget, stretch in ((self.tabs, 0), (self.log, 0), (self._label, 0), (self.smooth, 100)):
            self.row.addWidget(widget, stretch)
            if widget is self.tabs or widget is self.log:
                self.row.addSpacing(2)
        self.row.addStretch(1)

    @property
    def choices(self) -> dict[str, bool | float | str]:
        """The user's choices here, to be remembered."""
        what, log = self.tabs.value, self.log.isChecked()
        return {"loss.what": what, "loss.log": log, "loss.smooth": self.smooth.number}

    def restore(self, choices: Mapping[str, object]) -> None:
        """Restore remembered choices; those that no longer make sense are ignored."""
        if choices.get("loss.what") in {tab.value for tab in TABS if tab.value != NOTE}:
            self.tabs.set_value(str(choices["loss.what"]))
        log, smooth = choices.get("loss.log"), choices.get("loss.smooth")
        if isinstance(log, bool):
            self.log.set_value(log)
        if isinstance(smooth, int | float):
            self.smooth.set_value(min(max(float(smooth), 0.0), 1.0))

    def set_essentials(self, on: bool) -> None:
        """Hide the choices of axis and smoothing, or show them."""
        self._essentials = on
        self._show()

    def offer_note(self, offered: bool) -> None:
        """Show or hide the heading that leads to the note, which takes the room of a word."""
        self.tabs.offer(NOTE, offered)
        self._show()

    def _show(self) -> None:
        for widget in (self.log, self.smooth):
            widget.setVisible(not self._essentials)
        self._label.setVisible(not self._essentials and not self.tabs.offers(NOTE))

    def leave_room(self, width: int) -> None:
        """Leave so many pixels at the right to something else."""
        self.row.setContentsMargins(16, 0, 14 + width, 0)
