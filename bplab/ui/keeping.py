"""Nothing is lost: recent files, snapshots of what is in no file, and what earlier windows left behind."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from bplab.storage.recovery import Found
from bplab.ui import places
from bplab.ui.autosave import Autosave
from bplab.ui.controls.notice import Notice
from bplab.ui.files.files import Files
from bplab.ui.recents import Recents
from bplab.ui.recovering import Recovering
from bplab.ui.start.thumbnail import Thumbnails

SESSIONS = "sessions"


class Keeping(QObject):
    """Follows the files of a window."""

    def __init__(
        self,
        files: Files,
        report: Callable[[str], object],
        notice: Callable[[], Notice],
        seconds: float,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.files, self._notice = files, notice
        folder, draw = places.data_folder(), Thumbnails().with_thumbnail
        self.recents = Recents(folder, draw, self)
        self.autosave = Autosave(files.document, folder / SESSIONS, draw, seconds, self)
        self.recovering = Recovering(folder / SESSIONS, self)
        files.saving.finish = draw
        files.saving.saved.connect(self.recents.add)
        files.opens.opened.connect(self.recents.add)
        files.opening.begun.connect(self.autosave.keep_soon)
        self.autosave.bug.connect(report)
        self.autosave.failed.connect(self._tell)
        self.recovering.recover_wanted.connect(self._recover)

    def close(self, *, unexpectedly: bool = False) -> None:
        """End all threads; unexpectedly, the next start offers what there was."""
        self.files.saving.saved.disconnect(self.recents.add)
        self.files.opens.opened.disconnect(self.recents.add)
        self.recovering.close()
        self.autosave.close(leave=unexpectedly)
        self.recents.close()

    def _recover(self, found: Found, then: Callable[[], object]) -> None:
        """Open it without a file; it is deleted when this window has kept it."""
        kept = found.snapshot

        def adopt() -> None:
            self.files.opens.adopt(kept.document, name=kept.name, modified=True, then=keep)

        def keep() -> None:
            self.autosave.keep(then)

        self.files.saves.leave(adopt)

    def _tell(self, reason: str) -> None:
        self._notice().tell(
            "No copy of your work can be kept at the moment.", f"{reason} Save it to be safe."
        )
