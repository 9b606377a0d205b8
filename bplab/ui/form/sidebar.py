"""The sidebar: data and training settings; each edit is one undo step."""

from typing import Any

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from bplab.errors import UserError
from bplab.ui.controls.disclosure import Disclosure
from bplab.ui.controls.overlay import OverlayScrollArea
from bplab.ui.controls.painting import painter_for
from bplab.ui.controls.rows import INSET
from bplab.ui.controls.text import TextLabel
from bplab.ui.form.data_notes import DataNotes
from bplab.ui.form.editor import Editor
from bplab.ui.form.editors import editor_for
from bplab.ui.form.fields import ROWS, Section
from bplab.ui.form.gradient_check import GradientCheck
from bplab.ui.form.marks import Sides
from bplab.ui.form.picker import DatasetPicker
from bplab.ui.form.values import declared, with_value
from bplab.ui.form.wording import edit_text, size_text
from bplab.ui.session import Session
from bplab.ui.style.theme import Theme

WIDTH = 264


class Form(OverlayScrollArea):
    """Shows the session's experiment after each change, including its own edits."""

    same_start_wanted = Signal(str)  # the path of the setting to be changed
    _wanted = Signal(object)  # the Experiment that all parts should show

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._session = session
        self._theme = theme
        self.editors: dict[str, Editor] = {}
        self.picker = DatasetPicker(theme)
        self._size = TextLabel(theme, "", "caption", "t3")
        self.notes = DataNotes(theme)
        self.more = Disclosure(theme, "More settings")
        self._wanted.connect(lambda spec: self.picker.set_value(spec.data.row, session.own_of(spec)))
        self._wanted.connect(lambda spec: self._size.setText(size_text(spec)))
        self.gradients = GradientCheck(session, theme)
        page = Page(theme)
        self.setWidget(page)  # before its rows: what moves is styled anew, with all that is in it
        self._lay_out(page)
        self.setFixedWidth(WIDTH)
        self.picker.edited.connect(self.choose_data)
        self.gradients.told.connect(lambda: self._bring(self.gradients, 0))
        session.spec_changed.connect(self.show_spec)
        theme.changed.connect(self.update)
        self.show_spec()

    def show_spec(self) -> None:
        """Show the session's experiment; a row that fails does not keep the others from showing it."""
        self._wanted.emit(self._session.spec)

    def mark(self, sides: Sides | None) -> None:
        """Mark the settings in which two compared runs differ, or none."""
        for editor in self.editors.values():
            editor.show_mark("" if sides is None else sides.mark(editor.row))

    def editor(self, path: str) -> Editor:
        """The row of a setting."""
        return self.editors[path]

    def show_setting(self, path: str) -> None:
        """Scroll a setting's row into view and focus it."""
        editor = self.editors[path]
        if editor.row.section.startswith("more"):
            self.more.set_open(True)
        self._bring(editor, 80)
        field = next((field for field in editor.fields if field.isEnabled()), None)
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _bring(self, part: QWidget, margin: int) -> None:
        """Scroll to a part, allowing for parts that have just been opened."""
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self.ensureWidgetVisible(part, 0, margin)

    def _lay_out(self, page: "Page") -> None:
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(heading(self._theme, "Data", self._size, 34, 0))
        column.addWidget(self.picker)
        column.addSpacing(8)
        self._fill(column, "data")
        column.addWidget(self.notes)
        column.addSpacing(10)
        column.addWidget(Rule(self._theme))
        column.addWidget(heading(self._theme, "Training", None, 33))
        self._fill(column, "training")
        column.addSpacing(6)
        column.addWidget(Rule(self._theme))
        column.addWidget(self.more)
        self.more.body.addWidget(_subheading(self._theme, "Data"))
        self._fill(self.more.body, "more data")
        self.more.body.addWidget(_subheading(self._theme, "Training"))
        self._fill(self.more.body, "more training")
        column.addStretch()
        column.addWidget(Rule(self._theme))
        column.addWidget(self.gradients)

    def _fill(self, column: QVBoxLayout, section: Section) -> None:
        for row in ROWS:
            if row.section == section:
                editor = editor_for(self._theme, row, column.parentWidget())
                editor.edited.connect(self.edit)
                editor.released.connect(self.show_spec)
                self._wanted.connect(editor.show_spec)
                self.editors[row.path] = editor
                column.addWidget(editor)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to train the same start with other values of a setting."""
        under = self.childAt(event.pos())
        holds = (path for path, one in self.editors.items() if under is not None and one.isAncestorOf(under))
        path = next(holds, "")
        if not path:
            super().contextMenuEvent(event)
            return
        menu = QMenu(self)
        menu.addAction("Same start, one change...").triggered.connect(
            lambda: self.same_start_wanted.emit(path)
        )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def choose_data(self, name: str) -> None:
        """Choose another data set."""
        self.edit("data.name", name)

    def edit(self, path: str, value: Any, shown: str = "", merge: str = "") -> None:
        """Change a setting as one undo step; report what is not possible, and show the old value."""
        if not edit_setting(self._session, path, value, shown, merge):
            for editor in self.editors.values():
                editor.forget()
            self.show_spec()


def edit_setting(session: Session, path: str, value: Any, shown: str, merge: str) -> bool:
    """Change a setting as one undo step, named by its value `shown`; return whether it was possible."""
    text = edit_text(declared(path), value, shown)
    try:
        spec = with_value(session.spec, path, value)
    except UserError as error:
        session.failed.emit(str(error))
        return False
    return session.edit(text, spec, merge)


class Page(QWidget):
    """The background of the rows, with a line at its right edge."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        painter.fillRect(self.rect(), self._theme.color("panel"))
        edge = QRectF(self.width() - 1, 0, 1, self.height())
        painter.fillRect(edge, self._theme.color("line"))


class Rule(QWidget):
    """A thin line from edge to edge."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(1)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter_for(self).fillRect(self.rect(), self._theme.color("line"))


def heading(theme: Theme, title: str, right: QWidget | None, height: int, top: int = 6) -> QWidget:
    """A section title, with a widget at its right."""
    line = QWidget()
    line.setFixedHeight(height)
    layout = QHBoxLayout(line)
    layout.setContentsMargins(INSET, top, INSET, 0)
    layout.addWidget(TextLabel(theme, title, "heading", "text"), 1)
    if right is not None:
        layout.addWidget(right)
    return line


def _subheading(theme: Theme, title: str) -> QWidget:
    line = TextLabel(theme, title, "caption", "t3", 600)
    line.setContentsMargins(INSET, 6, INSET, 4)
    return line
