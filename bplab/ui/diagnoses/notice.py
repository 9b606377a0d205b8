"""The notice of a diagnosis: two quiet lines above the network, and a third one about its fix."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bplab.ui.controls.button import Button
from bplab.ui.controls.cut_text import CutText, Words
from bplab.ui.controls.painting import painter_for
from bplab.ui.diagnoses.closable import STRIPE, Closable
from bplab.ui.diagnoses.fix_row import FixRow
from bplab.ui.diagnoses.words import FixLine, Said
from bplab.ui.style.theme import Theme

HEIGHT, LEFT = 49, 44


class DiagnosisNotice(Closable):
    """Hidden while there is nothing to say."""

    why_wanted = Signal()
    fix_wanted = Signal()
    resized = Signal()  # shown, hidden, or of another height
    left = Signal()  # what had the focus in it is gone

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Close the diagnosis", "Say no more of this in this run (Esc)", parent)
        self._said: Said | None = None
        self._head, self._evidence = CutText(theme, gap=16), CutText(theme)
        self.why = Button(theme, "Why?", kind="soft")
        self.fix = Button(theme, "Find a fix")
        self.row = FixRow(theme)
        self._name()
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def _name(self) -> None:
        self.why.setToolTip("Open the picture that shows it.")
        self.fix.setToolTip("Try changes on 5 seeds in the background; this run stays as it is.")
        self.why.clicked.connect(self.why_wanted)
        self.fix.clicked.connect(self.fix_wanted)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(LEFT, 0, 8, 0)
        column.setSpacing(0)
        first = QWidget()
        first.setFixedHeight(HEIGHT)
        column.addWidget(first)
        column.addWidget(self.row)
        across = QHBoxLayout(first)
        across.setContentsMargins(0, 5, 0, 5)
        across.setSpacing(8)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self._head)
        lines.addWidget(self._evidence)
        across.addLayout(lines, 1)
        for button in (self.why, self.fix, self.cross):
            across.addWidget(button)

    @property
    def text(self) -> str:
        """All that it says, empty while it is hidden."""
        if self._said is None or self.isHidden():
            return ""
        return " ".join(filter(None, (self._said.text, self.row.text)))

    def say(self, said: Said | None, line: FixLine | None) -> None:
        """Say something in place of the last, or nothing more."""
        if said is None:
            self._withdraw()
            return
        focused = self._focused
        before, self._said = self._said, said
        self._head.set_words(Words(said.head, "body", "text", 600), Words(said.cause, "body"))
        self._evidence.set_words(Words(said.evidence, "form", "t2"))
        self.fix.setVisible(said.fixable and line is None)
        self.row.show_line(line)
        self._fit()
        self.setAccessibleName(said.text)
        if before is None or before.bad != said.bad:
            self.update()
        if before is None or before.head != said.head:
            self._announce(said.text)
        if focused is not None and focused.isHidden():
            (self.row.first or self.cross).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        height = HEIGHT + (0 if self.row.isHidden() else self.row.height())
        if self.isHidden() or height != self.height():
            self.setFixedHeight(height)
            self.show()
            self.resized.emit()

    def _withdraw(self) -> None:
        self._said = None
        if self.isHidden():
            return
        focused = self._focused
        self.hide()
        self.resized.emit()
        if focused is not None:
            self.left.emit()

    @property
    def _focused(self) -> Button | None:
        """The button that has the focus."""
        buttons = (self.why, self.fix, self.cross, *self.row.buttons)
        return next((button for button in buttons if button.hasFocus()), None)

    def _announce(self, text: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        stripe = QRectF(0, 0, STRIPE, self.height() - 1)
        painter.fillRect(self.rect(), color("panel"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), color("line"))
        bad = self._said is None or self._said.bad
        self.draw_mark(painter, stripe, (HEIGHT - 1) / 2, bad=bad)
