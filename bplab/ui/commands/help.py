"""Help menu commands: glossary, shortcuts, versions, and the command search."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from bplab.ui.commands.file import FileCommands
from bplab.ui.commands.search import Search
from bplab.ui.commands.search_items import (
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
from bplab.ui.commands.view import ViewCommands
from bplab.ui.form.fields import FormRow
from bplab.ui.form.gradient_check import TIP, TITLE
from bplab.ui.form.picker import DRAW_TIP, DRAW_TITLE, IMPORT_TIP, OWN_TITLE
from bplab.ui.session import Session
from bplab.ui.shell.main_window import MainWindow
from bplab.ui.shell.workspace import Workspace
from bplab.ui.style.theme import Theme


class HelpCommands(QObject):
    """Shows help and searches commands."""

    def __init__(
        self,
        window: MainWindow,
        workspace: Workspace,
        session: Session,
        file: FileCommands,
        view: ViewCommands,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._window, self._workspace, self._session = window, workspace, session
        self._file, self._view, self._theme = file, view, theme
        self.search = Search(theme, self.items, window)

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        return {
            "search": self.search.open,
            "help": self.show_help,
            "keys": self._show_keys,
            "about": self._show_about,
        }

    def items(self) -> list[Item]:
        """Everything that can be searched, rebuilt each time because enabled states change."""
        stack = self._session.undo_stack
        return [
            *command_items(self._workspace.actions),
            Item("Undo", "Edit", "Undo the last edit.", stack.undo, "Ctrl+Z", stack.canUndo),
            Item("Redo", "Edit", "Redo the last undone edit.", stack.redo, "Ctrl+Shift+Z", stack.canRedo),
            *preset_items(self._file.open_preset),
            *setting_items(self._show_setting, self._applies),
            *data_items(self._file.choose_data),
            Item(OWN_TITLE, "Data", IMPORT_TIP, self._workspace.sidebar.own_wanted.emit),
            Item(DRAW_TITLE, "Data", DRAW_TIP, self._workspace.sidebar.drawing_wanted.emit),
            *view_items(self._workspace.dock.pages, self._view.show_view),
            Item(TITLE, "Setting", TIP, self._check_gradients),
            *theme_items(self._theme.set_mode),
            *speed_items(self._workspace.toolbar.choose_speed),
            *word_items(self.show_help),
        ]

    def show_help(self, word: str = "") -> None:
        """Show the glossary, at a word if one is given."""
        from bplab.ui.dialogs.help import show_help

        show_help(self._window, self._theme, word)

    def _show_keys(self) -> None:
        from bplab.ui.dialogs.keys import show_keys

        show_keys(self._window, self._theme)

    def _show_about(self) -> None:
        from bplab.ui.dialogs.about import show_about

        show_about(self._window, self._theme)

    def _show_setting(self, path: str) -> None:
        self._view.show_everything()
        self._workspace.form.show_setting(path)

    def _check_gradients(self) -> None:
        self._view.show_everything()
        self._workspace.form.gradients.check()

    def _applies(self, row: FormRow) -> bool:
        return row.shown(self._session.spec)
