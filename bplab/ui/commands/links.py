"""TensorFlow Playground links in the window: pasted, dropped and copied."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from bplab.errors import UserError
from bplab.experiment.playground import format_link, is_link, parse_link
from bplab.experiment.spec import Experiment
from bplab.ui.controls.notice import Notice
from bplab.ui.session import Session
from bplab.ui.views.base.view import Chooser

SAME = "It has the same data, split and initial weights as in the Playground."
NO_LINK = (
    "First copy a TensorFlow Playground address to the clipboard, at least the part from #, or rows of a "
    "spreadsheet."
)


class Links(QObject):
    """Opens links as one undo step and shows notes about them in the notice bar."""

    def __init__(
        self,
        window: QWidget,
        session: Session,
        begin: Callable[[str, Experiment, Callable[[], object]], bool],
        notice: Callable[[], Notice],
        picture: Callable[[], Chooser],
        paste_table: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._picture = picture  # shows decided classes if a link says so
        self._paste_table = paste_table  # whether there was one
        self._session, self._begin, self._notice = session, begin, notice
        self._kept: tuple[str, Mapping[str, str]] = ("", {})  # the seed of the last link, and what it hides
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def paste(self) -> None:
        """Open the link in the clipboard, or the rows of a spreadsheet."""
        text = QApplication.clipboard().text().strip()
        if is_link(text):
            self.open(text)
        elif not self._paste_table():
            self._notice().tell("The clipboard has no link and no table.", NO_LINK, "info")

    def open(self, text: str) -> bool:
        """Make the link's experiment the current one, paused at its start; return whether it was possible."""
        try:
            link = parse_link(text)
        except UserError as error:
            self._notice().tell("The link cannot be opened.", str(error))
            return False

        def show() -> None:
            self._kept = link.spec.data.playground_seed, link.kept
            picture = self._picture()
            picture.restore({**picture.choices, "map.decided": link.discretize})
            self._notice().tell("Opened from TensorFlow Playground.", " ".join(link.notes) or SAME, "info")

        return self._begin("Open Playground link", link.spec, show)

    def copy(self) -> None:
        """Copy the experiment's link to the clipboard, or say what it cannot express."""
        seed, kept = self._kept
        spec = self._session.spec
        own = kept if seed == spec.data.playground_seed else {}
        decided = "true" if self._picture().choices["map.decided"] else "false"
        try:
            link, notes = format_link(spec, {**own, "discretize": decided})
        except UserError as error:
            self._notice().tell("The link could not be copied.", str(error))
            return
        QApplication.clipboard().setText(link)
        self._notice().tell("Link copied.", " ".join(notes) or SAME, "info")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept links that are dropped on the window."""
        if event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop) and isinstance(event, QDropEvent):
            text = dropped_text(event.mimeData())
            if is_link(text):
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.open(text)
                return True
        return super().eventFilter(watched, event)


def dropped_text(data: QMimeData) -> str:
    """Return the address or the text of a dropped object; a file is no link."""
    if data.hasUrls() and data.urls():
        address = data.urls()[0]
        return "" if address.isLocalFile() else address.toString()
    return data.text().strip()
