"""File > Note...: the note of the document, shown and edited beside the loss."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from bplab.ui.commands.view import ViewCommands
from bplab.ui.document import OpenDocument
from bplab.ui.session import Session
from bplab.ui.shell.main_window import MainWindow
from bplab.ui.shell.workspace import Workspace


class NoteCommands(QObject):
    """Connects the note of the open document with the view that shows it."""

    def __init__(
        self,
        window: MainWindow,
        workspace: Workspace,
        session: Session,
        view: ViewCommands,
        document: OpenDocument,
    ) -> None:
        super().__init__(window)
        self._window, self._workspace, self._session, self._view = window, workspace, session, view
        context = workspace.context
        document.note_changed.connect(context.set_note)
        context.note_edited.connect(document.set_note)
        session.run_changed.connect(self._end)
        document.adopted.connect(lambda _document: context.call_note() if document.note else None)

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        return {"note": self.edit}

    def _end(self) -> None:
        """What is begun or opened is not written about yet."""
        if not self._session.is_related:
            self._workspace.context.end_note()

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
