"""The timeline's bar: its caption, the track, Branch from here, Latest."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bplab.ui.controls.button import Button
from bplab.ui.controls.options import set_tip, wrapped
from bplab.ui.controls.painting import painter_for
from bplab.ui.controls.text import TextLabel
from bplab.ui.shell.timeline.state import TimelineState
from bplab.ui.shell.timeline.track import TimelineTrack
from bplab.ui.style.theme import Theme

HEIGHT, CAPTION, LATEST = 40, 30, 80
DOT = 7
BRANCH_TIP = "Go on from this step as a new run. This run and what came after the step are kept. (Ctrl+B)"


class TimelineBar(QWidget):
    """Shows one state after another; what the user wants leaves it as signals."""

    moved = Signal(object)  # the step asked for, while dragged or keyed
    latest_wanted = Signal()
    branch_wanted = Signal()
    bookmark_wanted = Signal(object)  # the step
    bookmark_renamed = Signal(object, str)
    bookmark_deleted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = theme
        self.track = TimelineTrack(theme)
        self.branch = Button(theme, "Branch from here", "git-branch")
        self.branch.setToolTip(wrapped(BRANCH_TIP))
        self.latest = Button(theme, "Latest", kind="soft")
        self.latest.icon_size = DOT
        self.latest.setFixedWidth(LATEST)
        self._lay_out()
        self.track.moved.connect(self._moved)
        self.track.bookmark_wanted.connect(self.bookmark_wanted)
        self.track.bookmark_renamed.connect(self.bookmark_renamed)
        self.track.bookmark_deleted.connect(self.bookmark_deleted)
        self.branch.clicked.connect(self.branch_wanted)
        self.latest.clicked.connect(self.latest_wanted)
        theme.changed.connect(self.update)
        self.set_state(TimelineState())

    def _lay_out(self) -> None:
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 1)
        row.setSpacing(0)
        caption = TextLabel(self._theme, "Time")
        caption.setBuddy(self.track)
        caption.setFixedWidth(CAPTION)
        caption.setContentsMargins(0, 3, 0, 0)  # on the line of the track, which is not in the middle
        row.addWidget(caption)
        row.addWidget(self.track, 1)
        row.addWidget(self.branch)
        row.addSpacing(10)
        row.addWidget(self.latest)

    @property
    def state(self) -> TimelineState:
        """What is shown."""
        return self.track.state

    def set_state(self, state: TimelineState) -> None:
        """Show another state; a drag is not disturbed."""
        self.track.set_state(state)
        self.branch.setEnabled(state.end > 0)
        self._show_latest()

    def _moved(self, step: int) -> None:
        self.moved.emit(step)
        self._show_latest()

    def _show_latest(self) -> None:
        """An outline where it leads back from the past, quiet with a dot where it has led."""
        there = self.track.step >= self.track.state.end
        self.latest.set_kind("soft" if there else "outline")
        self.latest.set_icon("dot" if there else "")
        set_tip(self.latest, "This is the last step made." if there else "Return to the last step made.")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        painter.fillRect(event.rect(), color("panel"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), color("line"))
