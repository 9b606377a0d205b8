"""Help menu commands that open something outside of the window; nothing is sent by the lab itself."""

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from bplab.errors import named
from bplab.ui import places
from bplab.ui.controls.notice import Notice

RELEASES = "https://bplab.org/releases"


class OutsideCommands:
    """Opens the page of newer versions, and the folder with the logs."""

    def __init__(self, notice: Callable[[], Notice]) -> None:
        self._notice = notice

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        return {"releases": self.open_releases, "log_folder": self.show_log_folder}

    def open_releases(self) -> None:
        """Have the browser open the page."""
        if not QDesktopServices.openUrl(QUrl(RELEASES)):
            self._notice().tell("No browser could be opened.", f"The releases are listed on {RELEASES}.")

    def show_log_folder(self) -> None:
        """Have the file manager open the folder."""
        folder = places.data_folder()
        if not folder.is_dir() or not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._notice().tell("No file manager could be opened.", f"The logs are in {named(folder)}.")
