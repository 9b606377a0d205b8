"""File menu commands that open and save files; the title says which file is open."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QDropEvent

from bplab.storage.document import Document
from bplab.ui.commands.kept_view import KeptView
from bplab.ui.files.files import Files
from bplab.ui.files.opening import SUFFIX
from bplab.ui.shell.main_window import MainWindow

WITH_FILE = ("next_file", "previous_file")


class DocumentCommands(QObject):
    """Opens files from menu, drop and command line in place of each other."""

    def __init__(
        self,
        files: Files,
        window: MainWindow,
        view: KeptView,
        actions: Mapping[str, QAction],
        lead: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._files, self._window, self._view = files, window, view
        self._actions, self._lead = actions, lead
        self._doing = ""
        files.document.view = view.taken
        files.document.changed.connect(self._show)
        files.doing.connect(self._tell)
        files.document.adopted.connect(self._restore)
        window.may_close = lambda: files.saves.may_close(window.close)
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._show()

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        opens, saves = self._files.opens, self._files.saves
        return {
            "open": opens.ask,
            "save": saves.save,
            "save_as": saves.save_as,
            "save_copy": saves.save_copy,
            "hand_out": saves.hand_out,
            "revert": opens.revert,
            "next_file": lambda: opens.go_beside(1),
            "previous_file": lambda: opens.go_beside(-1),
            "quit": self.quit,
        }

    def quit(self) -> None:
        """Close the window; what would be lost is asked about first."""
        if self._window.may_close():
            self._window.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open a file that is dropped on the window."""
        if event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop) and isinstance(event, QDropEvent):
            path = dropped_file(event)
            if path is not None:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self._files.opens.open(path)
                return True
        return super().eventFilter(watched, event)

    def _restore(self, document: Document) -> None:
        self._lead()
        self._view.restore(document.view)

    def _tell(self, doing: str) -> None:
        self._doing = doing
        self._show()

    def _show(self) -> None:
        """Show the name of the file and what is to be said about it."""
        document = self._files.document
        modified = bool(document.name) and document.is_modified
        self._window.show_file(document.name, self._doing or ("modified" if modified else ""), modified)
        for name in WITH_FILE:
            self._actions[name].setEnabled(self._files.opens.place is not None)
        self._actions["revert"].setEnabled(document.path is not None and document.is_modified)


def dropped_file(event: QDropEvent) -> Path | None:
    """The experiment among what is dropped, if there is one."""
    paths = (url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile())
    return next((Path(path) for path in paths if path.casefold().endswith(SUFFIX)), None)
