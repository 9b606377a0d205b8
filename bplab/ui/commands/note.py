"""File > Note...: the note of the document, shown and edited beside the loss."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from bplab.ui.commands.view import ViewCommands
from bplab.ui.document import OpenDocument
from bplab.ui.shell.main_window import MainWindow
from bplab.ui.shell.workspace import Workspace


class NoteCommands(QObject):
    """Connects the note of the open document with the view that shows it."""

    def __init__(
        self, window: MainWindow, workspace: Workspace, view: ViewCommands, document: OpenDocument
    ) -> None:
        super().__init__(window)
        self._window, self._workspace, self._view = window, workspace, view
        context = workspace.context
        document.note_changed.connect(context.set_note)
        context.note_edited.connect(document.set_note)
        document.adopted.connect(lambda _document: context.call_note() if document.note else None)

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        return {"note": self.edit}

    def edit(self) -> None:
        """Write the note where it is shown."""
        self._view.present.end()
        self._window.leave_page()
        self._window.show_lab()
        dock = self._workspace.dock
        if dock.output in dock.shown:
            dock.set_open(True)
            dock.select(dock.shown.index(dock.output))
        self._workspace.places["loss"].fill()
        self._workspace.context.call_note(edit=True)
