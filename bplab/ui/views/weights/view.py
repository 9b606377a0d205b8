"""The weights tab: a layer's values, the next step's update of all parameters, or a layer's equal neurons."""

from collections.abc import Callable, Mapping
from typing import Protocol, cast, runtime_checkable

from PySide6.QtWidgets import QWidget

from bplab.explain.stages import Stop
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.pages import Page, PageRow, Pages
from bplab.ui.views.weights.update_view import UpdateView
from bplab.ui.views.weights.values import ValuesView

VALUES, UPDATE, CHECK, EQUAL = "values", "update", "check", "equal"
MORE = {
    CHECK: ("Gradient check", "Every gradient against central differences of the loss, as a map."),
    EQUAL: ("Equal neurons", "Which neurons of a layer are equal, and why they stay so; they can be merged."),
}
Make = Callable[[int, QWidget], Page]


@runtime_checkable
class OfLayer(Protocol):
    """A page of one layer."""

    def show_layer(self, layer: int) -> None:
        """Show another layer, counted from 0."""


class WeightsView(Pages):
    """Shows what the user chose; at the last stage of a walk, the update."""

    def __init__(self, theme: Theme, makes: Mapping[str, Make]) -> None:
        self._led = False  # a walk leads to the update
        rows = (
            PageRow(
                VALUES, "Values", "The weights and biases of one layer as a heat map.",
                lambda left, parent: ValuesView(theme, left, parent),
            ),
            PageRow(
                UPDATE, "Update", "What the next step makes of every weight and bias: old, gradient, new.",
                lambda left, parent: UpdateView(theme, left, parent),
            ),
            *(PageRow(name, *MORE[name], make) for name, make in makes.items()),
        )  # fmt: skip
        super().__init__(theme, rows, "weights.page", "What is shown of the weights")
        self.values = cast("ValuesView", self.page(VALUES))
        self.table = cast("UpdateView", self.page(UPDATE))
        self.values.typing.refused.connect(self.failed)

    @property
    def due(self) -> str:
        return UPDATE if self._led else super().due

    def follow_stage(self, stage: Stop | None) -> None:
        """Show the update at the last stage of a walk, and what the user chose otherwise."""
        self._led = stage is not None and stage.stage == "update"
        self.show_page()

    def choose(self, name: str) -> None:
        self._led = False
        super().choose(name)

    def show_equal_neurons(self, layer: int) -> None:
        """Show the equal neurons of a layer, counted from 0, as if the user had chosen them."""
        self.choose(EQUAL)
        page = self.current
        if isinstance(page, OfLayer):
            page.show_layer(layer)
