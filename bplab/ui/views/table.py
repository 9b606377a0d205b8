"""Every view except the network as a row: its title, its place, and how it is created.

A row's `make` imports the view's own file, so that a view costs nothing before it is first shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtWidgets import QWidget

from bplab.ui.style.tokens import ColorToken
from bplab.ui.views.base.context import ViewContext
from bplab.ui.views.base.pages import Page
from bplab.ui.views.base.view import PlacedView

Place = Literal["strip", "column", "dock"]  # under the network, at its right, a tab below both


@dataclass(frozen=True)
class ViewRow:
    """A view; its choices are remembered under its id, and tabs have the number keys in order."""

    id: str
    title: str
    help: str
    place: Place
    make: Callable[[ViewContext], PlacedView]
    ground: ColorToken = "panel"  # of its place, until it is created
    height: int = 0  # pixels of its place; 0 shares the available space
    tall: int = 244  # pixels of the dock while its tab is open


def _signal(context: ViewContext) -> PlacedView:
    from bplab.ui.views.signal.view import SignalStrip

    view = SignalStrip(context.theme)
    context.columns_changed.connect(view.set_columns)
    view.set_columns(*context.columns)
    return view


def _output(context: ViewContext) -> PlacedView:
    from bplab.ui.views.output.view import OutputView

    view = OutputView(context.theme)

    def follow() -> None:
        view.show_walk(context.stage is not None, context.stop)

    context.example_changed.connect(view.follow)
    context.stage_changed.connect(follow)
    context.stop_changed.connect(follow)
    context.point_changed.connect(view.show_point)
    view.stop_wanted.connect(context.stop_wanted)
    view.point_wanted.connect(context.point_wanted)
    view.follow(*context.example)
    view.show_point(context.point)
    follow()
    return view


def _loss(context: ViewContext) -> PlacedView:
    from bplab.ui.views.loss.with_note import LossWithNote

    whole = LossWithNote(context.theme)
    view = whole.curves
    context.essentials_changed.connect(view.set_essentials)
    view.set_essentials(context.essentials)

    def overlay() -> None:
        view.overlay(context.overlaid, {run.number: run.title for run in context.runs})

    def show_seeds() -> None:
        view.show_seeds(context.group, context.threshold)

    view.threshold_wanted.connect(context.set_threshold)
    context.groups_changed.connect(show_seeds)
    context.overlaid_changed.connect(overlay)
    context.runs_changed.connect(overlay)
    overlay()
    show_seeds()
    context.note_changed.connect(whole.set_note)
    whole.note_edited.connect(context.note_edited)
    context.note_called.connect(lambda edit: whole.show_note(edit=edit))
    context.note_ended.connect(whole.end_note)
    whole.set_note(context.note)
    if context.note:
        whole.show_note()
    return whole


def _gradients(context: ViewContext) -> PlacedView:
    from bplab.ui.views.gradients.view import GradientsView

    view = GradientsView(context.theme, lambda left, parent: _by_layer(context, left, parent))
    context.overlaid_changed.connect(lambda: view.overlay(context.overlaid))
    view.overlay(context.overlaid)
    return view


def _by_layer(context: ViewContext, left: int, parent: QWidget) -> Page:
    from bplab.ui.views.gradients.by_layer import ByLayerView

    page = ByLayerView(context.theme, left, parent)
    context.columns_changed.connect(page.set_columns)
    context.layer_selected.connect(page.show_layer)
    page.set_columns(*context.columns)
    page.show_layer(context.layer)
    return page


def _histograms(context: ViewContext) -> PlacedView:
    from bplab.ui.views.histograms.view import HistogramsView

    return HistogramsView(context.theme)


def _weights(context: ViewContext) -> PlacedView:
    from bplab.ui.views.weights.view import WeightsView

    makes = {
        "check": lambda left, parent: _check(context, left, parent),
        "equal": lambda left, parent: _equal(context, left, parent),
    }
    view = WeightsView(context.theme, makes)
    context.layer_selected.connect(view.values.show_layer)
    context.selection_changed.connect(view.table.set_selected)
    context.stage_changed.connect(view.follow_stage)
    view.table.picked.connect(context.selection_wanted)
    view.values.typing.edited.connect(context.session.set_parameters)
    view.values.show_layer(context.layer)
    view.table.set_selected(context.selected)
    view.follow_stage(context.stage)
    return view


def _check(context: ViewContext, left: int, parent: QWidget) -> Page:
    from bplab.ui.views.weights.check_view import CheckView

    page = CheckView(context.theme, context.session, left, parent)
    context.selection_changed.connect(page.set_selected)
    page.picked.connect(context.selection_wanted)
    page.set_selected(context.selected)
    return page


def _equal(context: ViewContext, left: int, parent: QWidget) -> Page:
    from bplab.ui.views.weights.equal_view import TEXT, EqualView

    page = EqualView(context.theme, left, parent)
    context.layer_selected.connect(page.show_layer)
    page.merged.connect(lambda outcome: context.session.edit(TEXT, outcome.spec))
    page.show_layer(context.layer)
    return page


def _microscope(context: ViewContext) -> PlacedView:
    from bplab.ui.views.microscope.view import MicroscopeView

    return MicroscopeView(context)


def _runs(context: ViewContext) -> PlacedView:
    from bplab.ui.views.runs.view import RunsView

    return RunsView(context)


VIEWS: tuple[ViewRow, ...] = (
    ViewRow(
        "signal", "Signal strip", "The size of the error signal in every layer.", "strip", _signal,
        ground="canvas", height=136,
    ),
    ViewRow(
        "output", "Output", "The network's output: over the plane, or class by class.",
        "column", _output,
    ),
    ViewRow(
        "loss", "Loss", "Loss and accuracy over the epochs, for training and test examples; the file's note.",
        "column", _loss,
    ),
    ViewRow(
        "gradients", "Gradients",
        "The size of gradient, error signal and step in every layer, step by step.",
        "dock", _gradients,
    ),
    ViewRow(
        "histograms", "Histograms",
        "The distribution of outputs, weighted sums, error signals, weights and gradients in every layer.",
        "dock", _histograms,
    ),
    ViewRow(
        "weights", "Weights",
        "All weights of a layer as a heat map or as images, what the next step makes of each, equal neurons.",
        "dock", _weights,
    ),
    ViewRow(
        "microscope", "Microscope",
        "One weight, bias or neuron in the next step: forward, backward and update, number by number.",
        "dock", _microscope, tall=440,
    ),
    ViewRow(
        "runs", "Runs",
        "All runs with what differs between them: go back to one, compare two, draw their curves.",
        "dock", _runs,
    ),
)  # fmt: skip
