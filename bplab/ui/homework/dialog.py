"""The dialog Check my gradients: reads and checks beside the window, and shows what came of it."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from bplab.errors import UserError
from bplab.experiment.spec import Experiment
from bplab.explain.slope.line import Turn
from bplab.homework.assuming import Assumed, checked_as
from bplab.homework.check import Check, check
from bplab.homework.reading import Homework, read_homework
from bplab.homework.text import about, as_text
from bplab.ui.controls.button import Button
from bplab.ui.controls.overlay import OverlayScrollArea
from bplab.ui.controls.painting import draw_frame, painter_for
from bplab.ui.controls.text import TextLabel
from bplab.ui.homework.checked_row import CheckedRow
from bplab.ui.homework.result import Result
from bplab.ui.style.theme import Theme
from bplab.ui.views.microscope.slope.worker import SlopeWorker

WIDTH, HEIGHT, INSET = 980, 716, 16
AROUND = 16  # pixels of the window that stay visible at its edges
SOURCE = "from the open experiment"


Choose = Callable[[QWidget, Callable[[Path], object]], object]  # asks for a file; it is passed on


class Checked(NamedTuple):
    """What the worker brings: a result with what it was checked as."""

    check: Check
    assumed: Assumed


class GradientDialog(QDialog):
    """Checks one file after another; the window stays usable."""

    def __init__(self, parent: QWidget, theme: Theme, spec: Callable[[], Experiment], choose: Choose) -> None:
        super().__init__(parent)
        self._theme, self._spec, self._choose = theme, spec, choose
        self.found: Checked | None = None
        self._homework: Homework | None = None
        self._worker: SlopeWorker[Checked | UserError] = SlopeWorker(self)
        self._worker.ready.connect(lambda found, _seconds: self._show(found))
        self.setWindowTitle("Check my gradients")
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._about = TextLabel(theme, "", "caption")
        self.row = CheckedRow(theme)
        self.row.edited.connect(self._check_as)
        self.page = Result(theme)
        self.count = TextLabel(theme, "", "caption")
        self.cross = Button(theme, icon="x", kind="quiet")
        self.other = Button(theme, "Choose another file...", height=36)
        self.copy = Button(theme, "Copy as text", height=36)
        self.ready = Button(theme, "Close", kind="primary", height=36)
        self._lay_out()
        self._connect()
        limit = parent.window().size()
        self.resize(min(WIDTH, limit.width() - AROUND), min(HEIGHT, limit.height() - AROUND))

    @property
    def busy(self) -> bool:
        """Whether a result is still to come."""
        return self._worker.busy

    def read(self, path: Path) -> None:
        """Read a file and check it."""
        spec = self._spec()
        self.found = self._homework = None
        self.row.hide()
        self._about.setText(path.name)
        self._show_words("busy", f"Reading {path.name}...")

        def make(turn: Turn) -> Checked:
            homework = read_homework(path)
            assumed = checked_as(homework, spec, SOURCE)
            return Checked(check(homework, assumed.checked, turn), assumed)

        self._ask(make)

    def _check_as(self, assumed: Assumed) -> None:
        """Check the same homework as something else."""
        homework = self._homework
        if homework is not None:
            self._ask(lambda turn: Checked(check(homework, assumed.checked, turn), assumed))

    def _ask(self, make: Callable[[Turn], Checked]) -> None:
        """Have a result made, or the sentence that says why there is none."""

        def made(turn: Turn) -> Checked | UserError:
            try:
                return make(turn)
            except UserError as error:
                return error

        self._worker.ask(made)

    def _show(self, found: Checked | UserError) -> None:
        if isinstance(found, UserError):
            self._show_words("bad", str(found))
            return
        self.found = found
        self._homework = homework = found.check.homework
        self._about.setText(f"{homework.name} · {about(found.check)}")
        self.row.show_assumed(found.assumed)
        self.row.show()
        self.page.show_check(found.check)
        self.count.setText(f"{homework.count:,} gradients in {homework.dtype} · the file was only read")
        self.copy.setEnabled(True)

    def _show_words(self, tone: str, words: str) -> None:
        self.page.show_words(tone, words)
        self.count.setText("The file is only read, never written.")
        self.copy.setEnabled(False)

    def copy_text(self) -> None:
        """Put the result into the clipboard."""
        if self.found is not None:
            QGuiApplication.clipboard().setText(as_text(*self.found))

    def choose_another(self) -> None:
        """Ask for another file, and check it."""
        self._choose(self, self.read)

    def _connect(self) -> None:
        self.cross.setToolTip("Close (Esc)")
        self.cross.setAccessibleName("Close")
        for button, act in (
            (self.cross, self.close), (self.ready, self.close), (self.copy, self.copy_text),
            (self.other, self.choose_another),
        ):  # fmt: skip
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, act=act: act())
        self.ready.setDefault(True)
        self.finished.connect(lambda _code: self._worker.forget())
        self._theme.changed.connect(self.update)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(INSET, 6, 8, 6)
        foot.setContentsMargins(INSET, 10, INSET, 10)
        head.setSpacing(12)
        foot.setSpacing(8)
        head.addWidget(TextLabel(self._theme, "Check my gradients", "heading", "text"))
        head.addWidget(self._about, 1)
        head.addWidget(self.cross)
        foot.addWidget(self.count, 1)
        for button in (self.other, self.copy, self.ready):
            foot.addWidget(button)
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(INSET, 12, INSET, 10)
        body.setSpacing(12)
        body.addWidget(self.row)
        body.addWidget(self.page, 1)
        area = OverlayScrollArea(self._theme)
        area.setWidget(inside)
        column.addLayout(head)
        column.addWidget(area, 1)
        column.addLayout(foot)
        self._area = area

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        draw_frame(painter, QRectF(self.rect()), color("panel"), color("line2"), 1)
        for y in (self._area.geometry().top() - 1, self._area.geometry().bottom() + 1):
            painter.fillRect(QRectF(1, y, self.width() - 2, 1), color("line"))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        handle = self.windowHandle()
        if event.position().y() < self._area.geometry().top() and handle is not None:
            handle.startSystemMove()
