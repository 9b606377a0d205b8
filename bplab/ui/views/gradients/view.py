"""The gradients tab: the size of gradients over time, or the error signal layer by layer."""

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtWidgets import QWidget

from bplab.training.run_summary import RunSummary
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.pages import Page, PageRow, Pages
from bplab.ui.views.gradients.over_time import OverTimeView

OVER_TIME, BY_LAYER = "over_time", "by_layer"


class GradientsView(Pages):
    """Shows what the user chose; `by_layer` makes the other page when it is first shown."""

    def __init__(self, theme: Theme, by_layer: Callable[[int, QWidget], Page]) -> None:
        rows = (
            PageRow(
                OVER_TIME, "Over time", "Gradient, error signal and step of every layer, step by step.",
                lambda left, parent: OverTimeView(theme, left, parent),
            ),
            PageRow(
                BY_LAYER, "By layer",
                "How the error signal δ changes on its way from the loss back: the part of W, that of f′.",
                by_layer,
            ),
        )  # fmt: skip
        super().__init__(theme, rows, "gradients.page", "What is shown of the gradients")

    @property
    def over_time(self) -> OverTimeView:
        """The first page."""
        return cast("OverTimeView", self.page(OVER_TIME))

    def overlay(self, runs: Sequence[RunSummary]) -> None:
        """Draw the lines of other runs too, over time."""
        self.over_time.overlay(runs)

    def show_by_layer(self) -> None:
        """Show the error signal layer by layer, as if the user had chosen it."""
        self.choose(BY_LAYER)
