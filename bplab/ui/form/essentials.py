"""The sidebar reduced to the essentials, and the switch that shows everything."""

from itertools import pairwise
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from bplab.experiment.spec import HIDDEN_ACTIVATIONS, MAX_HIDDEN_LAYERS, MAX_UNITS
from bplab.training.snapshot import Snapshot
from bplab.ui.canvas.base.editing import Edits
from bplab.ui.canvas.base.wording import SHORT_ACTIVATIONS
from bplab.ui.controls.button import Button
from bplab.ui.controls.choice import MIXED, ChoiceBox
from bplab.ui.controls.options import Option, options_of, wrapped
from bplab.ui.controls.overlay import OverlayScrollArea
from bplab.ui.controls.painting import draw_frame, painter_for
from bplab.ui.controls.plus_minus import PlusMinus
from bplab.ui.controls.rows import INSET, FieldRow
from bplab.ui.controls.segmented import Segmented
from bplab.ui.controls.text import TextLabel
from bplab.ui.form.editors import editor_for
from bplab.ui.form.fields import ROWS
from bplab.ui.form.marks import Sides
from bplab.ui.form.picker import DatasetPicker
from bplab.ui.form.sidebar import WIDTH, Form, Page, Rule, edit_setting, heading
from bplab.ui.form.values import declared, value_of
from bplab.ui.form.wording import size_text
from bplab.ui.session import Session
from bplab.ui.style.theme import Theme

MODES = (
    Option("essentials", "Essentials", "Data, network and learning rate: enough to begin with."),
    Option("all", "All", "Every setting, the gradients of every layer, and the views below."),
)
MORE = "adds noise, batch size, loss, optimizer, seed, gradient check, signal strip and dock."
FRAME, COLUMN = 58, 104  # there is room for larger pictures and labels
LOW = 580  # height in pixels below which the hint would need scrolling
ACTIVATION = "layers.*.activation"
NO_LAYER = "No layer yet"


class Sidebar(QWidget):
    """Essentials or all settings; each form is created when first needed."""

    mode_edited = Signal(bool)  # essentials
    made = Signal()
    same_start_wanted = Signal(str)  # the path of the setting to be changed
    own_wanted = Signal()  # data of one's own, from a file
    drawing_wanted = Signal()  # or drawn

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._session, self._theme = session, theme
        self._only_essentials = False
        self._stack: QStackedWidget | None = None
        self._form: Form | None = None
        self._essentials: EssentialsForm | None = None
        self._snapshot: Snapshot | None = None
        self._sides: Sides | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    @property
    def form(self) -> Form:
        """All settings."""
        if self._form is None:
            self._form = Form(self._session, self._theme, self._forms())
            self._form.same_start_wanted.connect(self.same_start_wanted)
            self._form.picker.own_wanted.connect(self.own_wanted)
            self._form.picker.drawing_wanted.connect(self.drawing_wanted)
            self._add(self._form)
            if self._snapshot is not None:
                self._form.notes.show_snapshot(self._snapshot)
        return self._form

    @property
    def essentials(self) -> "EssentialsForm":
        """The essentials."""
        if self._essentials is None:
            self._essentials = EssentialsForm(self._session, self._theme, self._forms())
            self._essentials.picker.own_wanted.connect(self.own_wanted)
            self._essentials.picker.drawing_wanted.connect(self.drawing_wanted)
            self._add(self._essentials)
        return self._essentials

    def _add(self, form: "Form | EssentialsForm") -> None:
        self._forms().addWidget(form)
        form.mark(self._sides)
        self.made.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.set_essentials(self._only_essentials)

    def mark(self, sides: Sides | None) -> None:
        """Mark the settings in which two compared runs differ, or none."""
        self._sides = sides
        for form in (self._form, self._essentials):
            if form is not None:
                form.mark(sides)

    def complete(self) -> None:
        """Create both forms, so that nobody has to wait for one."""
        for form in (self.form, self.essentials):
            form.ensurePolished()
        self.set_essentials(self._only_essentials)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the warnings about a run's data as soon as there is a form to show them."""
        self._snapshot = snapshot
        if self._form is not None:
            self._form.notes.show_snapshot(snapshot)

    def set_essentials(self, on: bool) -> None:
        """Show one form or the other without emitting a signal."""
        self._only_essentials = on
        if self._stack is not None or self.isVisible():
            self._forms().setCurrentWidget(self.essentials if on else self.form)
            self.mode.set_value("essentials" if on else "all")

    def _forms(self) -> QStackedWidget:
        """The area of both forms, under the switch between them."""
        if self._stack is None:
            self.mode = Segmented(self._theme, MODES, 28, "Amount of detail")
            self.mode.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.mode.set_value("essentials" if self._only_essentials else "all")
            self.mode.edited.connect(lambda mode: self.mode_edited.emit(mode == "essentials"))
            self._stack = QStackedWidget()
            head = Page(self._theme)
            line = QHBoxLayout(head)
            line.setContentsMargins(INSET, 8, INSET, 2)
            line.addWidget(self.mode)
            self._column.addWidget(head)
            self._column.addWidget(self._stack, 1)
            self._column.activate()
            for part in (head, self._stack):
                part.show()
        return self._stack


class EssentialsForm(OverlayScrollArea):
    """Data, neurons of each layer, activation, learning rate."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._session, self._theme = session, theme
        self._edits = Edits(session)
        self._size = TextLabel(theme, "", "caption", "t3")
        self.picker = DatasetPicker(theme, FRAME)
        self.rate = editor_for(theme, next(row for row in ROWS if row.path == "learning_rate"))
        self.layers: list[LayerRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.add = Button(theme, "Add a layer", "plus")
        self.add.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        setting = declared(ACTIVATION)
        names = options_of(HIDDEN_ACTIVATIONS, short=SHORT_ACTIVATIONS)
        self.activation = ChoiceBox(theme, names, tip=setting.tip)
        self.activation.setAccessibleName("Activation of all hidden layers")
        page = Page(theme)
        self.setWidget(page)  # before its rows: what moves is styled anew, with all that is in it
        self._lay_out(page)
        self.setFixedWidth(WIDTH)
        self.picker.edited.connect(lambda name: self._edit("data.name", name))
        self.add.clicked.connect(self._add_layer)
        self.activation.edited.connect(lambda value: self._edit(ACTIVATION, value))
        self.rate.edited.connect(self._edit)
        self.rate.released.connect(self.show_spec)
        session.spec_changed.connect(self.show_spec)
        self.show_spec()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.hint.setVisible(self.height() >= LOW)
        super().resizeEvent(event)

    def show_spec(self) -> None:
        """Show the session's experiment."""
        spec = self._session.spec
        self.picker.set_value(spec.data.row, self._session.own_of(spec))
        self._size.setText(size_text(spec))
        self._show_layers([layer.units for layer in spec.layers])
        full = len(spec.layers) >= MAX_HIDDEN_LAYERS
        self.add.setEnabled(not full)
        self.add.setToolTip(
            wrapped(f"There are already {MAX_HIDDEN_LAYERS} hidden layers, the maximum." if full else "")
        )
        self.activation.setEnabled(bool(spec.layers))
        self.activation.set_value(value_of(spec, ACTIVATION), MIXED if spec.layers else NO_LAYER)
        self.rate.show_spec(spec)

    def mark(self, sides: Sides | None) -> None:
        """Mark the learning rate, if two compared runs differ in it."""
        self.rate.show_mark("" if sides is None else sides.mark(self.rate.row))

    def _edit(self, path: str, value: Any, shown: str = "", merge: str = "") -> None:
        if not edit_setting(self._session, path, value, shown, merge):
            self.rate.forget()
            self.show_spec()

    def _show_layers(self, units: list[int]) -> None:
        while len(self.layers) > len(units):
            row = self.layers.pop()
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.layers) < len(units):
            row = LayerRow(self._theme, len(self.layers) + 1, self._edits)
            self._rows.addWidget(row)
            self.layers.append(row)
            self._order_focus()
        for row, count in zip(self.layers, units, strict=True):
            row.stepper.set_value(count)

    def _order_focus(self) -> None:
        """Put the rows into tab order by position: between the data and the button that adds one."""
        buttons = [button for row in self.layers for button in (*row.stepper.buttons, row.remove)]
        for first, second in pairwise([self.picker.more, *buttons, self.add]):
            QWidget.setTabOrder(first, second)

    def _add_layer(self) -> None:
        self._edits.insert_after(len(self._session.spec.layers))

    def _lay_out(self, page: Page) -> None:
        theme = self._theme
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(heading(theme, "Data", self._size, 38, 4))
        column.addWidget(self.picker)
        column.addSpacing(22)
        column.addWidget(Rule(theme))
        column.addWidget(heading(theme, "Network", None, 40))
        column.addLayout(self._rows)
        column.addWidget(FieldRow(theme, "Layers", "", self.add, column=COLUMN))
        tip = declared(ACTIVATION).tip
        column.addWidget(FieldRow(theme, "Activation", tip, self.activation, column=COLUMN))
        column.addSpacing(19)
        column.addWidget(Rule(theme))
        column.addWidget(heading(theme, "Training", None, 42))
        column.addWidget(self.rate)
        column.addStretch()
        self.hint = MoreHint(theme)
        column.addWidget(self.hint)


class LayerRow(QWidget):
    """A hidden layer: its number of neurons, and a button to remove it."""

    def __init__(self, theme: Theme, column: int, edits: Edits) -> None:
        super().__init__()
        title = f"Hidden {column}"
        self.stepper = PlusMinus(theme, 1, MAX_UNITS, f"neurons of {title}", side=28)
        self.remove = Button(theme, icon="x", kind="quiet")
        self.remove.padding = 6
        self.remove.setToolTip("Remove this layer")
        self.remove.setAccessibleName(f"Remove {title}")
        self.stepper.edited.connect(lambda units: edits.resize(column, units))
        self.remove.clicked.connect(lambda: edits.remove(column))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        fields = QWidget()
        line = QHBoxLayout(fields)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.stepper)
        line.addStretch()
        line.addWidget(self.remove)
        tip = "The number of neurons in this layer."
        layout.addWidget(FieldRow(theme, title, tip, fields, column=COLUMN))


class MoreHint(QWidget):
    """Says what the other half of the switch adds."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        words = TextLabel(theme, role="caption")
        words.setTextFormat(Qt.TextFormat.RichText)
        words.setText(f'<p style="line-height: 120%"><span style="font-weight: 600">All</span> {MORE}</p>')
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(INSET + 12, 18, INSET + 12, 26)
        layout.addWidget(words)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect()).adjusted(INSET, 8, -INSET, -16)
        draw_frame(painter_for(self), box, self._theme.color("hover"), None, 8)
