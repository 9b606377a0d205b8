"""The widgets of the window: those created at once, and a place for each view, created when first visible."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from bplab.ui.canvas.base.picks import LayerCard, Pick
from bplab.ui.canvas.canvas import NetworkCanvas
from bplab.ui.controls.band import Band
from bplab.ui.controls.painting import KeyboardFocus
from bplab.ui.form import Form
from bplab.ui.form.essentials import Sidebar
from bplab.ui.preferences import Preferences
from bplab.ui.session import Session
from bplab.ui.shell.dock import BottomDock, place_views
from bplab.ui.shell.right_column import RightColumn
from bplab.ui.shell.status import StatusBar
from bplab.ui.shell.timeline.bar import TimelineBar
from bplab.ui.shell.toolbar import Toolbar
from bplab.ui.shell.view_place import ViewPlace
from bplab.ui.stepper import Stepper
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.context import ViewContext
from bplab.ui.views.base.view import Chooser, Editable, View
from bplab.ui.views.table import VIEWS, Place


class Workspace(QObject):
    """Toolbar, form, canvas, status line, and the places of the views."""

    refresh_wanted = Signal()  # the set of visible views has changed
    made = Signal(object)  # a view, before it is painted

    def __init__(
        self,
        session: Session,
        theme: Theme,
        actions: Mapping[str, QAction],
        preferences: Preferences,
        stepper: Stepper,
    ) -> None:
        super().__init__()
        self.actions, self.stepper = actions, stepper
        self._session, self._preferences = session, preferences
        self.toolbar = Toolbar(
            theme, actions["play"], actions["step_batch"], actions["step_epoch"], actions["next_stage"],
            actions["reset"],
        )  # fmt: skip
        self.sidebar = Sidebar(session, theme)
        self.canvas = NetworkCanvas(session, theme, stepper)
        self.status = StatusBar(theme)
        self.timeline, self.band = TimelineBar(theme), Band(theme)
        self.context = ViewContext(session, theme)
        self.places = {row.id: ViewPlace(row, self.context) for row in VIEWS}
        self.right = RightColumn(theme)
        self.dock = BottomDock(theme, self._at("dock"))
        self._without_strip = False
        self._connect()

    def _connect(self) -> None:
        for place in self.places.values():
            place.made.connect(self._welcome)
        self.canvas.columns_changed.connect(self._align)
        self._align(self.canvas.columns())
        self.canvas.selected.connect(self._follow)
        self.context.selection_wanted.connect(self.canvas.graph.select)
        self.canvas.graph.stop_changed.connect(self.context.set_stop)
        self.canvas.example_shown.connect(self.context.set_example)
        self.context.stop_wanted.connect(self.canvas.graph.pick_example)
        self.canvas.graph.point_changed.connect(self.context.set_point)
        self.context.point_wanted.connect(self.canvas.graph.pass_point)
        self.toolbar.layerwise_edited.connect(self.stepper.set_layerwise)
        self.stepper.changed.connect(self._show_walk)
        self.dock.toggled.connect(self._show_dock)
        self.dock.close_button.clicked.connect(self._focus_network)
        self.dock.tabs.currentChanged.connect(lambda _number: self.refresh_wanted.emit())

    def _at(self, place: Place) -> list[ViewPlace]:
        return [each for each in self.places.values() if each.row.place == place]

    @property
    def form(self) -> Form:
        """All settings, in the sidebar."""
        return self.sidebar.form

    @property
    def under(self) -> list[ViewPlace]:
        """The part between network and dock."""
        return self._at("strip")

    def view(self, name: str) -> View:
        """A view by its id, created now if necessary."""
        return self.places[name].fill()

    def make_shown(self, page: QWidget) -> None:
        """Create what a page shows, one part at a time."""
        QTimer.singleShot(0, self.sidebar, self.sidebar.complete)
        for place in self.places.values():
            if place.isVisibleTo(page):
                QTimer.singleShot(0, place, place.fill)

    def _welcome(self, place: ViewPlace) -> None:
        """Restore a view's stored choices."""
        view = place.fill()
        view.failed.connect(self._session.failed)
        if isinstance(view, Chooser):
            self.restore(place.row.id, view)
        self.made.emit(view)
        self.dock.show_tools()

    def restore(self, name: str, chooser: Chooser) -> None:
        """Let a part restore what is remembered about it."""
        chooser.restore({**chooser.choices, **self._preferences.view(name, {})})

    def _align(self, columns: list[float]) -> None:
        """Align the signal strip with the columns of the network."""
        self.context.set_columns(columns, self.canvas.width())

    def _show_walk(self) -> None:
        """While a step is walked through the strip gives way to the network."""
        self.context.set_stage(self.stepper.stop)
        self.toolbar.set_layerwise(self.stepper.layerwise)
        self._place_strip()

    def _place_strip(self) -> None:
        for place in self.under:
            place.setVisible(not (self.context.essentials or self.stepper.is_on or self._without_strip))

    def _focus_network(self) -> None:
        """Give the focus to where single keys act."""
        self.canvas.graph.setFocus()

    def _show_dock(self) -> None:
        """Show in the menu whether the lower views are open, if there are any."""
        self.actions["dock"].setEnabled(bool(self.dock.shown))
        self.actions["dock"].setChecked(self.dock.is_open and bool(self.dock.shown))
        self.refresh_wanted.emit()

    def _follow(self, pick: Pick) -> None:
        """Tell the views what is selected on the canvas."""
        self.context.set_selected(None if isinstance(pick, LayerCard) else pick)

    def leave_point(self) -> bool:
        """Show an example again in place of an own point; False if there is none."""
        left = self.context.point is not None
        self.canvas.graph.pass_point(None)
        return left

    def visible_views(self) -> list[View]:
        """The visible views, in the order in which they take turns."""
        window = self.canvas.window()
        if window.isMinimized() or not window.isVisible():
            return []
        return [view for view in self.views if view.isVisible()]

    @property
    def views(self) -> tuple[View, ...]:
        """All views created so far, visible or not."""
        made = (place.view for place in self.places.values() if place.view is not None)
        return self.canvas, *made

    @property
    def choosing(self) -> dict[str, Chooser]:
        """The views whose choices are remembered, and the dock that holds them."""
        found: dict[str, Chooser] = {"dock": self.dock}
        for name, place in self.places.items():
            if isinstance(place.view, Chooser):
                found[name] = place.view
        return found

    def set_essentials(self, on: bool) -> None:
        """Show the essentials, or everything."""
        self.sidebar.set_essentials(on)
        self.toolbar.set_essentials(on)
        self.canvas.set_essentials(on)
        self.context.set_essentials(on)
        self._place_strip()
        self.dock.offer(not on)
        self._show_dock()

    def leave_out_strip(self, on: bool) -> None:
        """Give the strip's room to the dock, or no longer."""
        if on != self._without_strip:
            self._without_strip = on
            self._place_strip()
            self.refresh_wanted.emit()

    def look_closer(self, edit: bool, *, call: bool = True) -> None:
        """Have the Microscope show what is selected; `edit` goes to its number, `call` opens its tab."""
        place = self.places["microscope"]
        if call:
            self.dock.call(place)
        view = place.fill()
        if call:
            self.dock.show_tools()
        if edit and isinstance(view, Editable):
            view.edit()
        self.refresh_wanted.emit()

    def open_view(self, name: str) -> View:
        """Have a view visible: its tab, or the one that a narrow window has for it."""
        place = self.places[name]
        if place in self.dock.pages:
            self.dock.call(place)
        elif self.dock.isAncestorOf(place):
            self.dock.select(0)
        view = place.fill()
        self.dock.show_tools()
        self.refresh_wanted.emit()
        return view

    def place_pictures(self, wide: bool) -> None:
        """Put map and loss into the right column of a wide window, into the dock of a narrow one."""
        place_views(self._at("column"), self.right, self.dock, wide=wide)
        self._show_dock()

    def view_around(self, focus: QWidget | None) -> QWidget:
        """The focused view, else the network."""
        return next((view for view in self._widgets() if _holds(view, focus)), self.canvas)

    def takes_single_keys(self, focus: QWidget | None) -> bool:
        """Whether single keys may act: on canvas, timeline, a view, or where a click left the focus."""
        if focus is None or (isinstance(focus, KeyboardFocus) and focus.by_click):
            return True
        canvas = self.canvas.graph, self.canvas.graph.values.picker, self.canvas.stages
        return focus is self.timeline.track or any(
            _holds(part, focus) for part in (*canvas, *self._widgets())
        )

    def _widgets(self) -> Iterable[QWidget]:
        return [place.widget for place in self.places.values() if place.view is not None]


def _holds(part: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (part is focus or part.isAncestorOf(focus))
