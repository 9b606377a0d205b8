"""What the commands of the window itself do: to its layout, its focus, its dialogs."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from bplab.experiment.presets_trouble import TROUBLE
from bplab.processor import has_avx2_and_fma
from bplab.training.snapshot import RunState
from bplab.ui.canvas.editing import Edits
from bplab.ui.commands import Commands
from bplab.ui.controls.notice import Notice
from bplab.ui.controls.within import give_focus_back
from bplab.ui.dialogs.about import show_about
from bplab.ui.dialogs.help import show_help
from bplab.ui.dialogs.keys import show_keys
from bplab.ui.form.fields import FormRow
from bplab.ui.form.gradient_check import TIP, TITLE
from bplab.ui.links import Links
from bplab.ui.main_window import MainWindow
from bplab.ui.parts import Parts
from bplab.ui.present import Present
from bplab.ui.search import Search
from bplab.ui.search_items import (
    Item,
    command_items,
    data_items,
    preset_items,
    setting_items,
    speed_items,
    theme_items,
    view_items,
    word_items,
)
from bplab.ui.session import Session
from bplab.ui.settings import Settings
from bplab.ui.start.page import StartPage
from bplab.ui.theme import Theme
from bplab.ui.toolbar import WATCHABLE
from bplab.ui.views.place import ViewPlace
from bplab.ui.views.view import Chooser

NATIVE = (
    "The lab will use this machine's fastest arithmetic: perhaps faster, other last digits than elsewhere."
)
BASELINE = "The lab will use the arithmetic that gives all machines with AVX2 the same numbers."


class Deeds(QObject):
    """Acts on the window and what stands in it."""

    def __init__(
        self,
        window: MainWindow,
        parts: Parts,
        session: Session,
        commands: Commands,
        theme: Theme,
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._window, self._parts, self._session = window, parts, session
        self._commands, self._theme, self._settings = commands, theme, settings
        self.start: StartPage | None = None
        self.links = Links(
            window, session, commands.pause, self._show_opened, self.notice,
            lambda: cast("Chooser", parts.view("picture")),
        )  # fmt: skip
        self.search = Search(theme, self._items, window)
        self.present = Present(theme)
        self.present.ended.connect(self._stop_presenting)
        self.essentials = False
        self._before: QWidget | None = None  # had the focus before a presentation
        parts.sidebar.mode_edited.connect(self.set_essentials)

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands that need the window, by the ids of their actions."""
        return {
            "new": self._new,
            "start": self.show_start,
            "quit": self._window.close,
            "paste_link": self.links.paste,
            "copy_link": self.links.copy,
            "fit": self._parts.canvas.fit,
            "dock": lambda: self._parts.dock.set_open(not self._parts.dock.is_open),
            "essentials": lambda: self.set_essentials(not self.essentials),
            "present": self.toggle_present,
            "contrast": lambda: self._set_contrast(not self._theme.high_contrast),
            "still": lambda: self._set_still(not self._theme.reduce_motion),
            "full_screen": self._window.toggle_full_screen,
            "add_layer": lambda: self._edit_layer(
                lambda edits, at: edits.insert_after(min(at, len(self._session.spec.layers)))
            ),
            "remove_layer": lambda: self._edit_layer(lambda edits, at: edits.remove(at)),
            "add_neuron": lambda: self._edit_layer(lambda edits, at: edits.add(at, 1)),
            "remove_neuron": lambda: self._edit_layer(lambda edits, at: edits.add(at, -1)),
            "native": lambda: self._set_native(not self._settings.flag("native", default=False)),
            "search": self.search.open,
            "help": lambda: show_help(self._window, self._theme),
            "keys": lambda: show_keys(self._window, self._theme),
            "about": lambda: show_about(self._window, self._theme),
        }

    def open_preset(self, name: str) -> None:
        """Open a preset in the lab; what goes wrong in some shows in the views beyond the essentials."""
        self._commands.open_preset(name)
        self._show_opened()
        if name in TROUBLE:
            self._show_essentials(False)

    def set_essentials(self, on: bool) -> None:
        """Show what a first hour needs, or everything, now and the next time."""
        self._show_essentials(on)
        self._settings.set_flag("essentials", on)

    def _show_essentials(self, on: bool) -> None:
        self.essentials = on
        self._parts.actions["essentials"].setChecked(on)
        self._parts.set_essentials(on)

    def toggle_present(self) -> None:
        """Show the view that has the focus, else the network, over the whole window; or end that."""
        if self.present.view is not None:
            self.present.end()
            return
        focus = self._before = self._window.focusWidget()
        chosen = self._parts.view_around(focus)
        self._window.pages.addWidget(self.present)
        self._window.pages.setCurrentWidget(self.present)
        self._window.set_bare(True)
        inside = focus if chosen.isAncestorOf(focus) else self._parts.canvas.graph
        self.present.begin(chosen, inside)
        self._parts.refresh_wanted.emit()

    def _stop_presenting(self) -> None:
        self._window.set_bare(False)
        self._window.show_lab()
        self._window.pages.removeWidget(self.present)
        give_focus_back(self._before, Qt.FocusReason.OtherFocusReason)

    def lead_to_lab(self) -> None:
        """Show the lab, unless a view of it fills the window."""
        if self.present.view is None:
            self._window.show_lab()

    def restore(self) -> None:
        """Throw the switches as they stood the last time."""
        self._set_contrast(self._settings.flag("high_contrast", default=False))
        self._set_still(self._settings.flag("reduce_motion", default=False))
        self._parts.actions["native"].setChecked(self._settings.flag("native", default=False))
        self._parts.actions["native"].setEnabled(has_avx2_and_fma())  # elsewhere it is the machine's anyway
        if self._settings.flag("essentials", default=False):
            self.set_essentials(True)

    def _set_contrast(self, on: bool) -> None:
        self._theme.set_high_contrast(on)
        self._parts.actions["contrast"].setChecked(on)
        self._settings.set_flag("high_contrast", on)

    def _set_still(self, on: bool) -> None:
        self._theme.reduce_motion = on
        self._parts.actions["still"].setChecked(on)
        self._settings.set_flag("reduce_motion", on)

    def _set_native(self, on: bool) -> None:
        self._parts.actions["native"].setChecked(on)
        self._settings.set_flag("native", on)
        self.notice().tell("At the next start.", NATIVE if on else BASELINE, "info")

    def show_start(self) -> None:
        """Show the start page, made when it is first wanted; a presentation ends."""
        self.present.end()
        if self.start is None:
            self.start = StartPage(self._theme)
            self.start.welcome.again.set_value(self._settings.flag("start_page", default=True))
            self.start.welcome.again.edited.connect(lambda on: self._settings.set_flag("start_page", on))
            self.start.welcome.link.clicked.connect(self.links.paste)
            self.start.new_wanted.connect(self._new)
            self.start.preset_wanted.connect(self.open_preset)
            self.start.left.connect(self._window.show_lab)
            self._window.pages.addWidget(self.start)
        self.start.welcome.show_back(self._begun())
        self._window.pages.setCurrentWidget(self.start)
        self.start.first.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begun(self) -> str:
        """Name the experiment of the lab, if somebody has worked on it."""
        spec, sizes = self._session.spec, self._session.shape.sizes
        begun = self._session.undo_stack.count() > 0 or self._commands.state is not RunState.IDLE
        return f"{spec.data.row.title}, {'-'.join(map(str, sizes))}" if begun else ""

    def notice(self) -> Notice:
        """Give the notice bar of the page that is shown."""
        start = self.start
        return start.notice if start is not None and start.isVisible() else self._window.notice

    def _leave_for_lab(self) -> None:
        """Show the lab whole: what is wanted stands beside the network."""
        self.present.end()
        self._window.show_lab()

    def _show_setting(self, path: str) -> None:
        self._leave_for_lab()
        self.set_essentials(False)
        self._parts.form.show_setting(path)

    def _show_view(self, view: ViewPlace) -> None:
        self._leave_for_lab()
        self.set_essentials(False)
        self._parts.dock.set_open(True)
        self._parts.dock.select(self._parts.dock.shown.index(view))
        view.widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _check_gradients(self) -> None:
        self._leave_for_lab()
        self.set_essentials(False)
        self._parts.form.gradients.check()

    def _choose_data(self, name: str) -> None:
        self.lead_to_lab()
        self._parts.form.choose_data(name)

    def _new(self) -> None:
        """Begin with the essentials, slow enough to watch, unless somebody has chosen otherwise."""
        self.set_essentials(self._settings.flag("essentials", default=True))
        if not self._settings.has_speed:
            self._parts.toolbar.choose_speed(WATCHABLE)
        self._commands.new()
        self._show_opened()

    def _show_opened(self) -> None:
        """Show the lab with the focus on the network: Space trains what has just been opened."""
        self.lead_to_lab()
        self._parts.canvas.graph.select(None)
        self._parts.canvas.fit()
        self._parts.canvas.graph.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit_layer(self, edit: Callable[[Edits, int], object]) -> None:
        """Edit the layer that has the focus on the canvas."""
        edit(self._parts.canvas.edits, self._parts.canvas.graph.keys.column)

    def _items(self) -> list[Item]:
        """Everything that can be searched for, made anew: what is enabled changes."""
        stack = self._session.undo_stack
        return [
            *command_items(self._parts.actions),
            Item("Undo", "Edit", "Take the last edit back.", stack.undo, "Ctrl+Z", stack.canUndo),
            Item("Redo", "Edit", "Make the edit again.", stack.redo, "Ctrl+Shift+Z", stack.canRedo),
            *preset_items(self.open_preset),
            *setting_items(self._show_setting, self._applies),
            *data_items(self._choose_data),
            *view_items(self._parts.dock.pages, self._show_view),
            Item(TITLE, "Setting", TIP, self._check_gradients),
            *theme_items(self._theme.set_mode),
            *speed_items(self._parts.toolbar.choose_speed),
            *word_items(lambda word: show_help(self._window, self._theme, word)),
        ]

    def _applies(self, row: FormRow) -> bool:
        return row.shown(self._session.spec)
