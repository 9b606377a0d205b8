"""View > Present: the focused view over the whole window; the network has the Microscope under it."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from bplab.ui.canvas.base.picks import Pick, has_numbers
from bplab.ui.controls.within import give_focus_back
from bplab.ui.shell.main_window import MainWindow
from bplab.ui.shell.present import Present
from bplab.ui.shell.workspace import Workspace
from bplab.ui.style.theme import Theme


class Presenting(QObject):
    """Begins and ends a presentation, and shows what is clicked in it more closely."""

    def __init__(self, window: MainWindow, workspace: Workspace, theme: Theme) -> None:
        super().__init__(window)
        self._window, self._workspace = window, workspace
        self.present = Present(theme, window)
        self.present.hide()  # until something is presented
        self._before: QWidget | None = None  # had the focus before
        self.present.ended.connect(self._stop)
        workspace.canvas.selected.connect(self._follow)
        workspace.canvas.graph.microscope_wanted.connect(self._look_closer)

    def toggle(self) -> None:
        """Show the focused view, or else the network, over the whole window, or end the presentation."""
        if self.present.view is not None:
            self.present.end()
            return
        self._before = focus = self._window.focusWidget()
        chosen = self._chosen(focus)
        canvas = self._workspace.canvas
        self._window.pages.addWidget(self.present)
        self._window.pages.setCurrentWidget(self.present)
        self._window.set_bare(True)
        inside = focus if chosen.isAncestorOf(focus) else canvas.graph
        self.present.begin(chosen, inside, turns=chosen is canvas)
        if chosen is canvas:
            canvas.present(True)
            if has_numbers(canvas.graph.scene.selected):
                self._add_microscope()
        self._workspace.refresh_wanted.emit()

    def _chosen(self, focus: QWidget | None) -> QWidget:
        """The view of the focus; of a step that is walked through all is seen together."""
        workspace = self._workspace
        view = workspace.view_around(focus)
        is_part = workspace.stepper.is_walking and view is workspace.places["microscope"].widget
        return workspace.canvas if is_part else view

    @property
    def _has_network(self) -> bool:
        return self.present.view is self._workspace.canvas

    def _add_microscope(self) -> None:
        self.present.add(self._workspace.places["microscope"].widget)

    def _look_closer(self, edit: bool) -> None:
        """Open the Microscope on what is selected, where it is seen."""
        if self._has_network:
            self._add_microscope()
        self._workspace.look_closer(edit, call=not self._has_network)

    def _follow(self, pick: Pick) -> None:
        """Without a selection there is nothing to look at more closely."""
        if self._has_network and not has_numbers(pick):
            self.present.remove()
            self._workspace.refresh_wanted.emit()

    def _stop(self) -> None:
        self._workspace.canvas.present(False)
        self._window.set_bare(False)
        self._window.show_lab()
        self._window.pages.removeWidget(self.present)
        give_focus_back(self._before, Qt.FocusReason.OtherFocusReason)
