"""The row "Checked as": activations by layer, loss and reduction, and where they are from."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from bplab.experiment.choices import REDUCTIONS
from bplab.experiment.parts import HIDDEN_ACTIVATIONS
from bplab.homework.assuming import Assumed
from bplab.homework.recipe import CheckedAs
from bplab.nn.activations import ACTIVATIONS, Activation
from bplab.nn.losses import LOSSES
from bplab.ui.controls.choice import ChoiceBox
from bplab.ui.controls.options import Option, options_of, wrapped
from bplab.ui.controls.text import TextLabel
from bplab.ui.form.conditions import SHORT
from bplab.ui.style.theme import Theme

MOST_BOXES = 2  # of hidden layers; more have one box together
ROOM = 46  # of a box around its words
CHOSEN = "as chosen here"


class CheckedRow(QWidget):
    """Says as what gradients are checked; each of it can be changed."""

    edited = Signal(object)  # Assumed

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._assumed: Assumed | None = None
        self._boxes: list[tuple[ChoiceBox, tuple[int, ...]]] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(TextLabel(theme, "Checked as"))
        self._loss = self._box(options_of(LOSSES, short=SHORT), "Loss")
        lower = (Option(name, row.title.lower(), row.help) for name, row in REDUCTIONS.items())
        self._reduction = self._box(tuple(lower), "Batch reduction")
        self._source = TextLabel(theme, "", "caption")
        self._source.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for widget in (self._loss, self._reduction):
            self._row.addWidget(widget)
        self._row.addSpacing(2)
        self._row.addWidget(self._source, 1)

    @property
    def boxes(self) -> tuple[ChoiceBox, ...]:
        """All choices, in order."""
        return (*(box for box, _ in self._boxes), self._loss, self._reduction)

    def show_assumed(self, assumed: Assumed) -> None:
        """Show what is checked."""
        layers = len(assumed.checked.activations)
        if self._assumed is None or layers != len(self._assumed.checked.activations):
            self._make_boxes(layers)
        self._assumed = assumed
        for box, at in self._boxes:
            names = {assumed.checked.activations[layer] for layer in at}
            box.set_value(names.pop() if len(names) == 1 else None)
        self._loss.set_value(assumed.checked.loss)
        self._reduction.set_value(assumed.checked.reduction)
        rate = assumed.checked.l2
        penalty = f"L2 with λ = {rate:g}; " if rate else ""
        for box in self.boxes:
            box.setFixedWidth(box.fontMetrics().horizontalAdvance(box.words) + ROOM)
        self._source.setText(penalty + assumed.source)
        self._source.setToolTip(wrapped(penalty + assumed.source))

    def _box(self, options: Sequence[Option], name: str) -> ChoiceBox:
        box = ChoiceBox(self._theme, options)
        box.setAccessibleName(name)
        box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        box.edited.connect(lambda _value: self._edit())
        return box

    def _make_boxes(self, layers: int) -> None:
        for box, _ in self._boxes:
            self._row.removeWidget(box)
            box.deleteLater()
        hidden = tuple(range(layers - 1))
        groups = [(layer,) for layer in hidden] if len(hidden) <= MOST_BOXES else [hidden]
        self._boxes = []
        for at in (*groups, (layers - 1,)):
            title = "Output" if at == (layers - 1,) else f"Hidden {at[0] + 1}"
            title = "All hidden" if len(at) > 1 else title
            table = ACTIVATIONS if title == "Output" else HIDDEN_ACTIVATIONS
            box = self._box([_option(title, row) for row in table.values()], title)
            self._row.insertWidget(1 + len(self._boxes), box)
            self._boxes.append((box, at))

    def _edit(self) -> None:
        if self._assumed is None:
            return
        names = list(self._assumed.checked.activations)
        for box, at in self._boxes:
            for layer in at:
                names[layer] = box.value or names[layer]
        rate = self._assumed.checked.l2
        checked = CheckedAs(tuple(names), self._loss.value, self._reduction.value, rate)
        self.show_assumed(Assumed(checked, CHOSEN))
        self.edited.emit(self._assumed)


def _option(layer: str, row: Activation) -> Option:
    title = row.title if row.title[1:2].isupper() else row.title[0].lower() + row.title[1:]
    return Option(row.name, f"{layer}: {title}", row.help)
