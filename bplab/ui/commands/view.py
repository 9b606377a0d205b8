"""View menu commands: which parts are shown and how large, contrast and motion, Present."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction

from bplab.ui.commands.presenting import Presenting
from bplab.ui.preferences import Preferences
from bplab.ui.shell.main_window import MainWindow
from bplab.ui.shell.view_place import ViewPlace
from bplab.ui.shell.workspace import Workspace
from bplab.ui.style.theme import Theme


class ViewCommands(QObject):
    """Acts on the window and its views."""

    def __init__(
        self, window: MainWindow, workspace: Workspace, theme: Theme, preferences: Preferences
    ) -> None:
        super().__init__(window)
        self._window, self._workspace = window, workspace
        self._theme, self._preferences = theme, preferences
        self.essentials = False
        self._presenting = Presenting(window, workspace, theme)
        self.present = self._presenting.present
        workspace.sidebar.mode_edited.connect(self.set_essentials)

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        dock = self._workspace.dock
        return {
            "fit": self._workspace.canvas.fit,
            "dock": lambda: dock.set_open(not dock.is_open),
            "essentials": lambda: self.set_essentials(not self.essentials),
            "present": self.toggle_present,
            "contrast": lambda: self._set_contrast(not self._theme.high_contrast),
            "reduce_motion": lambda: self._set_reduce_motion(not self._theme.reduce_motion),
            "full_screen": self._window.toggle_full_screen,
        }

    def restore(self) -> None:
        """Set the switches to their stored states."""
        self._set_contrast(self._preferences.flag("high_contrast", default=False))
        self._set_reduce_motion(self._preferences.flag("reduce_motion", default=False))
        if self._preferences.flag("essentials", default=False):
            self.set_essentials(True)

    def set_essentials(self, on: bool) -> None:
        """Show the essentials or everything, and remember the choice."""
        self.show_essentials(on)
        self._preferences.set_flag("essentials", on)

    def show_essentials(self, on: bool) -> None:
        """Show the essentials or everything, without remembering it."""
        self.essentials = on
        self._action("essentials").setChecked(on)
        self._workspace.set_essentials(on)

    def toggle_present(self) -> None:
        """Begin a presentation, or end it."""
        self._window.leave_page()
        self._presenting.toggle()

    def lead_to_lab(self) -> None:
        """Show the lab, unless one of its views fills the window."""
        if self.present.view is None:
            self._window.show_lab()

    def show_network(self) -> None:
        """Show the lab with the focus on the network, so that Space trains what has just been opened."""
        self.lead_to_lab()
        canvas = self._workspace.canvas
        canvas.show_anew()
        canvas.graph.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_everything(self) -> None:
        """Show the whole lab: the requested part is beside the network."""
        self.present.end()
        self._window.leave_page()
        self._window.show_lab()
        self.set_essentials(False)

    def show_view(self, view: ViewPlace) -> None:
        """Show a view that is a tab, and focus it."""
        self.show_everything()
        dock = self._workspace.dock
        dock.set_open(True)
        dock.select(dock.shown.index(view))
        view.widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _set_contrast(self, on: bool) -> None:
        self._theme.set_high_contrast(on)
        self._action("contrast").setChecked(on)
        self._preferences.set_flag("high_contrast", on)

    def _set_reduce_motion(self, on: bool) -> None:
        self._theme.reduce_motion = on
        self._action("reduce_motion").setChecked(on)
        self._preferences.set_flag("reduce_motion", on)

    def _action(self, name: str) -> QAction:
        return self._workspace.actions[name]
