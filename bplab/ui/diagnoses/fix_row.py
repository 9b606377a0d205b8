"""The line about a fix: how far trying is, with Cancel; then what was found, to be tried or looked at."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from bplab.ui.controls.button import Button
from bplab.ui.controls.cut_text import CutText, Words
from bplab.ui.controls.painting import draw_frame, painter_for
from bplab.ui.diagnoses.words import FixLine
from bplab.ui.style.theme import Theme

HEIGHT = 36
BAR, BAR_HEIGHT = 120, 6


class FixRow(QWidget):
    """Hidden until a fix is looked for."""

    cancel_wanted = Signal()
    try_wanted = Signal()
    all_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._words = CutText(theme)
        self._theme, self._bar = theme, _Bar(theme)
        self.cancel = Button(theme, "Cancel")
        self.branch = Button(theme, "Try as branch", kind="soft")
        self.all = Button(theme, "All...")
        self.buttons = (self.cancel, self.branch, self.all)
        self._line: FixLine | None = None
        self.branch.setToolTip("Train with these changes as another run; this run is kept.")
        self.all.setToolTip("Show every change that was tried, seed by seed.")
        self.cancel.clicked.connect(self.cancel_wanted)
        self.branch.clicked.connect(self.try_wanted)
        self.all.clicked.connect(self.all_wanted)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 9)
        across.setSpacing(8)
        across.addWidget(self._words, 1)
        for part in (self._bar, *self.buttons):
            across.addWidget(part)
        across.addSpacing(36)  # under the cross
        self.setFixedHeight(HEIGHT)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, empty while it is hidden."""
        return "" if self._line is None else self._line.text

    @property
    def first(self) -> Button | None:
        """Its first button that can be pressed."""
        if self.isHidden():
            return None
        return next((button for button in self.buttons if not button.isHidden()), None)

    def show_line(self, line: FixLine | None) -> None:
        """Show how far trying is, what was found, or nothing."""
        if line == self._line:
            return
        before, self._line = self._line, line
        self.setVisible(line is not None)
        if line is None:
            return
        trying = line.share is not None
        self._words.set_words(Words(line.text, "body", "t2" if trying else "text", 400 if trying else 600))
        self._bar.setVisible(trying)
        self._bar.set_share(line.share or 0.0)
        self.cancel.setVisible(trying)
        self.branch.setVisible(line.offered)
        self.all.setText(f"All {line.count}...")
        self.all.updateGeometry()
        self.all.setVisible(line.count > 0)
        if QAccessible.isActive() and (before is None or before.share != line.share) and not trying:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, line.text))


class _Bar(QWidget):
    """How much is done."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._share = theme, 0.0
        self.setFixedSize(BAR, BAR_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float) -> None:
        """Show another share."""
        self._share = min(share, 1.0)
        self.setAccessibleName(f"{self._share:.0%} done")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        way = QRectF(self.rect())
        draw_frame(painter, way, color("groove"), None, BAR_HEIGHT / 2)
        way.setWidth(max(way.width() * self._share, BAR_HEIGHT))
        draw_frame(painter, way, color("acc"), None, BAR_HEIGHT / 2)
