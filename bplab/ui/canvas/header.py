"""The row over the cards: what connections and neurons show, all layer sizes as text, and the Fit button."""

from typing import cast

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from bplab.data.dataset_row import DatasetRow
from bplab.ui.canvas.base.numbers import EdgeMode, NeuronMode
from bplab.ui.canvas.edges.legend import Legend
from bplab.ui.canvas.sizes_field import SizesField
from bplab.ui.controls.button import Button
from bplab.ui.controls.choice import ChoiceBox
from bplab.ui.controls.options import Option
from bplab.ui.controls.segmented import Segmented
from bplab.ui.controls.text import TextLabel
from bplab.ui.glossary import meaning
from bplab.ui.style.theme import Theme

HEIGHT, INSET, SPACING = 44, 16, 9
EDGES = (
    Option("weights", "Weights", f"The weight w of each connection. {meaning('weight')}"),
    Option("gradients", "Gradients", f"∂L/∂w of the next step. {meaning('gradient')}"),
    Option("updates", "Updates", f"The change Δw of each weight in the next step. {meaning('step')}"),
)
MAPS = Option("map", "Output map", meaning("output map"))
CURVES = Option("map", "Curve", "The output of each neuron along x, from the left end to the right.")
NO_MAPS = Option(
    "map", "Output map", why="Only data with two coordinates can be drawn as a map of the plane."
)
ACTIVATION = Option(
    "activation", "Activation", f"{meaning('activation a')} Shown: the mean over training examples."
)
DELTA = Option("delta", "Error δ", f"{meaning('error signal δ')} Shown: for the selected example.")


class CanvasHeader(QWidget):
    """Controls of the picture; only the field of layer sizes changes the experiment."""

    modes_edited = Signal()
    fit_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self._neuron_mode: NeuronMode = "map"  # as last chosen; shown only if the data lie in a plane
        self.edges = Segmented(theme, EDGES, 28, "What connections show", self)
        self.legend = Legend(theme, self)
        self.sizes = SizesField(theme, self)
        self.neurons = ChoiceBox(theme, (MAPS, ACTIVATION, DELTA), parent=self)
        self.neurons.setAccessibleName("What neurons show")
        self.neurons.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.neurons.setFixedWidth(112)
        self._neurons_label = TextLabel(theme, "Neurons", "body", "text", 600, self)
        fit = Button(theme, icon="maximize", kind="quiet", height=28, parent=self)
        fit.setFixedWidth(32)
        fit.setToolTip("Show the whole network (Home, or double-click beside it)")
        fit.setAccessibleName("Show the whole network")
        fit.clicked.connect(self.fit_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(INSET, 2, INSET, 0)
        row.setSpacing(SPACING)
        edges = TextLabel(theme, "Edges", "body", "text", 600, self)
        self._tools = (edges, self.edges, self.sizes, self.neurons, fit)
        self._essentials = False
        row.addWidget(edges)
        row.addWidget(self.edges)
        row.addWidget(self.legend)
        row.addStretch(1)
        for part in (self.sizes, self._neurons_label, self.neurons, fit):
            row.addWidget(part)
        self.edges.edited.connect(lambda _: self.modes_edited.emit())
        self.neurons.edited.connect(self._choose_neurons)

    def _choose_neurons(self, value: str) -> None:
        self._neuron_mode = cast("NeuronMode", value)
        self.modes_edited.emit()

    @property
    def edge_mode(self) -> EdgeMode:
        """What connections show."""
        return cast("EdgeMode", self.edges.value)

    @property
    def neuron_mode(self) -> NeuronMode:
        """What neurons show."""
        return self._neuron_mode

    def set_data(self, row: DatasetRow) -> None:
        """Offer maps of neurons only for 2-D data, curves only for 1-D data."""
        offered = MAPS if row.planar else CURVES if row.domain is not None else NO_MAPS
        self.neurons.set_options((offered, ACTIVATION, DELTA))
        mapped = self._neuron_mode == "map"
        self.neurons.set_value("activation" if mapped and offered.why else self._neuron_mode)

    def set_essentials(self, on: bool) -> None:
        """Show only the legend."""
        self._essentials = on
        for tool in self._tools:
            tool.setVisible(not on)
        self._show_what_fits()

    def show_legend(self, mode: str, scale: float) -> None:
        """Explain what connections show, if there is room."""
        self.legend.show_mode(mode, scale)
        self._show_what_fits()

    def minimumSizeHint(self) -> QSize:
        """The space for the controls: label and legend move if there is no room for them."""
        tools = (
            []
            if self._essentials
            else [max(tool.minimumWidth(), tool.minimumSizeHint().width()) for tool in self._tools]
        )
        return QSize(sum(tools) + SPACING * len(tools) + 2 * INSET, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_what_fits()

    def _show_what_fits(self) -> None:
        """Beside a wide right column, sizes and the choice for neurons give way."""
        roomy = self.width() >= self.minimumSizeHint().width()
        for tool in (self.sizes, self.neurons):
            tool.setVisible(roomy and not self._essentials)
        self._neurons_label.setVisible(not self._essentials and self.width() >= self._with_label)
        self.legend.setVisible(self.legend_fits)

    @property
    def legend_fits(self) -> bool:
        """Whether the legend is in this row."""
        return (
            self._essentials
            or self.width() >= self._with_label + self.legend.sizeHint().width() + 2 * SPACING
        )

    @property
    def _with_label(self) -> int:
        return self.minimumSizeHint().width() + self._neurons_label.sizeHint().width() + SPACING
