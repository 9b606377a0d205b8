"""The widgets of the window, made once, and where the pictures stand."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from bplab.experiment.parameters import Parameter
from bplab.ui.canvas.canvas import NetworkCanvas
from bplab.ui.canvas.picks import Pick
from bplab.ui.controls.painting import KeyboardFocus
from bplab.ui.form import Form
from bplab.ui.form.essentials import Sidebar
from bplab.ui.session import Session
from bplab.ui.status import StatusBar
from bplab.ui.theme import Theme
from bplab.ui.toolbar import Toolbar
from bplab.ui.views.dock import BottomDock, RightColumn, place_views
from bplab.ui.views.gradients import GradientsView
from bplab.ui.views.histograms import HistogramsView
from bplab.ui.views.loss import LossView
from bplab.ui.views.picture_view import PictureView
from bplab.ui.views.signal_strip import SignalStrip
from bplab.ui.views.view import Chooser, View
from bplab.ui.views.weights import WeightsView

Picture = NetworkCanvas | SignalStrip | PictureView | LossView | GradientsView | HistogramsView | WeightsView


class Parts(QObject):
    """Toolbar, form, canvas, pictures and status line."""

    refresh_wanted = Signal()  # what is visible has changed

    def __init__(self, session: Session, theme: Theme, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.actions = actions
        self.toolbar = Toolbar(
            theme, actions["play"], actions["step_batch"], actions["step_epoch"], actions["reset"]
        )
        self.form = Form(session, theme)
        self.sidebar = Sidebar(session, theme, self.form)
        self.canvas = NetworkCanvas(session, theme)
        self.strip = SignalStrip(theme)
        self.picture = PictureView(theme)
        self.loss = LossView(theme)
        self.right = RightColumn(theme)
        self.gradients = GradientsView(theme)
        self.histograms = HistogramsView(theme)
        self.weights = WeightsView(theme)
        self.dock = BottomDock(theme, (self.gradients, self.histograms, self.weights))
        self.status = StatusBar(theme)
        self.canvas.columns_changed.connect(self._align)
        self._align(self.canvas.columns())
        self.canvas.selected.connect(self._follow)
        self.canvas.example_shown.connect(self.picture.follow)
        for page in self.dock.pages:
            page.failed.connect(session.failed)
        self.dock.toggled.connect(self._show_dock)
        self.dock.tabs.currentChanged.connect(lambda _number: self.refresh_wanted.emit())

    def _align(self, columns: list[float]) -> None:
        """The strip stands under the network's columns."""
        self.strip.set_columns(columns, self.canvas.width())

    def _show_dock(self) -> None:
        """The menu says whether the lower views are open, where there are any."""
        self.actions["dock"].setEnabled(bool(self.dock.shown))
        self.actions["dock"].setChecked(self.dock.is_open and bool(self.dock.shown))
        self.refresh_wanted.emit()

    def _follow(self, pick: Pick) -> None:
        """What is selected on the canvas decides whose weights are shown."""
        if pick is not None:
            self.weights.show_layer(pick.layer if isinstance(pick, Parameter) else pick.column - 1)

    def visible_views(self) -> list[View]:
        """The pictures somebody can see now, in the order in which they take turns."""
        window = self.canvas.window()
        if window.isMinimized() or not window.isVisible():
            return []
        return [view for view in self.views if view.isVisible()]

    @property
    def views(self) -> tuple[Picture, ...]:
        """All pictures, seen or not."""
        return (
            self.canvas, self.strip, self.picture, self.loss, self.gradients, self.histograms, self.weights,
        )  # fmt: skip

    @property
    def choosing(self) -> dict[str, Chooser]:
        """The views whose choices are remembered, and the dock they stand in."""
        return {
            "loss": self.loss,
            "picture": self.picture,
            "signal": self.strip,
            "dock": self.dock,
            "gradients": self.gradients,
            "histograms": self.histograms,
            "weights": self.weights,
        }

    def set_essentials(self, on: bool) -> None:
        """Show what a first hour needs, or everything."""
        self.sidebar.set_essentials(on)
        self.toolbar.set_plain(on)
        self.canvas.set_plain(on)
        self.loss.set_plain(on)
        self.strip.setVisible(not on)
        self.dock.offer(not on)
        self._show_dock()

    def place_pictures(self, wide: bool) -> None:
        """Put map and loss into the right column of a wide window, into the dock of a narrow one."""
        place_views(self.picture, self.loss, self.right, self.dock, wide=wide)
        self._show_dock()

    def takes_single_keys(self, focus: QWidget | None) -> bool:
        """Whether plain keys may act: the focus is on the canvas, a picture, or where a click left it."""
        if focus is None or (isinstance(focus, KeyboardFocus) and focus.by_click):
            return True
        canvas = self.canvas.graph, self.canvas.graph.values.picker
        return any(
            part is focus or part.isAncestorOf(focus)
            for part in (*canvas, self.strip, self.picture, self.loss, *self.dock.pages)
        )
