"""All settings of one layer in a popup beside its card."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bplab.data.features import FEATURES
from bplab.experiment.settings import setting_of
from bplab.experiment.spec import HIDDEN_ACTIVATIONS
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.initializers import INITIALIZERS
from bplab.ui.canvas.base.editing import Edits
from bplab.ui.canvas.base.wording import column_title
from bplab.ui.controls.button import Button
from bplab.ui.controls.check import Check
from bplab.ui.controls.choice import ChoiceBox
from bplab.ui.controls.number import NumberField
from bplab.ui.controls.options import options_of
from bplab.ui.controls.painting import painter_for
from bplab.ui.controls.text import TextLabel
from bplab.ui.controls.within import within
from bplab.ui.session import Session
from bplab.ui.style.theme import Theme


class Popover(QFrame):
    """A popup that closes with a click elsewhere or Esc."""

    def __init__(self, theme: Theme, title: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 12, 14, 14)
        self.column.setSpacing(8)
        self.column.addWidget(TextLabel(theme, title, "heading", "text", parent=self))

    def open_under(self, card: QWidget) -> None:
        """Show it under a card, within the screen."""
        self.adjustSize()
        at = card.mapToGlobal(QPoint(card.width() // 2, card.height() + 4))
        screen = self.screen().availableGeometry().adjusted(4, 4, -4, -4)
        self.move(_within(screen, QRect(QPoint(at.x() - self.width() // 2, at.y()), self.size())).topLeft())
        self.show()
        for child in within(self):
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isEnabled():
                child.setFocus(Qt.FocusReason.PopupFocusReason)
                if isinstance(child, NumberField):
                    child.selectAll()  # ready for another number
                break

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        painter.fillRect(self.rect(), self._theme.color("panel"))
        painter.setPen(self._theme.color("line2"))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))


def _within(screen: QRect, box: QRect) -> QRect:
    x = min(max(box.x(), screen.left()), screen.right() - box.width())
    y = min(max(box.y(), screen.top()), screen.bottom() - box.height())
    return QRect(QPoint(x, y), box.size())


class LayerPopover(Popover):
    """The settings of a hidden layer or of the output layer."""

    def __init__(self, session: Session, theme: Theme, edits: Edits, column: int, parent: QWidget) -> None:
        self._layer = session.shape.layers[column - 1]
        super().__init__(theme, column_title(session.shape, column), parent)
        self._session, self._edits, self._number = session, edits, column
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        self.column.addLayout(self._grid)
        self._fields: dict[str, ChoiceBox | NumberField] = {}
        self._labels: dict[str, TextLabel] = {}
        hidden = self._hidden = edits.can_resize(column)
        names = ["activation", "init", "gain", "bias"]
        for name in ["units", *names, "dropout"] if hidden else names:
            self._add(name, hidden)
        if hidden:
            self._add_buttons()
        self._refresh()
        session.spec_changed.connect(self._refresh)

    def _add(self, name: str, hidden: bool) -> None:
        declared = setting_of(self._layer, name)
        field: ChoiceBox | NumberField
        if name in {"activation", "init"}:
            activations = HIDDEN_ACTIVATIONS if hidden else ACTIVATIONS
            field = ChoiceBox(self._theme, options_of(activations if name == "activation" else INITIALIZERS))
        else:
            field = NumberField(self._theme, declared.rule, declared.title, declared.tip)
        field.setAccessibleName(declared.title)
        field.setMinimumWidth(150)
        field.edited.connect(lambda value: self._edit(name, value))
        label = TextLabel(self._theme, declared.title.removeprefix("Output ").capitalize(), parent=self)
        label.setToolTip(declared.tip)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(field, row, 1)
        self._fields[name], self._labels[name] = field, label

    def _add_buttons(self) -> None:
        row = QHBoxLayout()
        self.column.addSpacing(4)
        self.column.addLayout(row)
        insert = Button(self._theme, "Insert a copy", "plus", parent=self)
        remove = Button(self._theme, "Remove", "x", parent=self)
        insert.clicked.connect(lambda: self._leave(self._edits.insert_after))
        remove.clicked.connect(lambda: self._leave(self._edits.remove))
        row.addWidget(insert)
        row.addStretch(1)
        row.addWidget(remove)

    def _leave(self, act: Callable[[int], object]) -> None:
        self.close()
        act(self._number)

    def _edit(self, name: str, value: Any) -> None:
        if name == "units":
            self._edits.resize(self._number, value)
        else:
            self._edits.set_value(self._number, name, value)

    def _refresh(self) -> None:
        gone = self._number > len(self._session.shape.layers)
        if gone or self._edits.can_resize(self._number) != self._hidden:
            self.close()  # or another kind of layer has taken its place
            return
        self._layer = self._session.shape.layers[self._number - 1]
        for name, field in self._fields.items():
            field.set_value(getattr(self._layer, name))
        row = INITIALIZERS[self._layer.init]
        self._fields["gain"].setEnabled(row.uses_gain)
        self._labels["gain"].setText(row.gain_title.capitalize())


class InputPopover(Popover):
    """The input features of a point."""

    def __init__(self, session: Session, theme: Theme, edits: Edits, parent: QWidget) -> None:
        super().__init__(theme, "Input features", parent)
        self._session = session
        self._checks: dict[str, Check] = {}
        for name, feature in FEATURES.items():
            check = Check(theme, feature.title, feature.help, self)
            check.edited.connect(lambda on, name=name: edits.set_feature(name, on))
            self.column.addWidget(check)
            self._checks[name] = check
        self._refresh()
        session.spec_changed.connect(self._refresh)

    def _refresh(self) -> None:
        data = self._session.spec.data
        if not data.row.planar:
            self.close()  # such data have no features to choose from
            return
        chosen = data.features
        for name, check in self._checks.items():
            check.set_value(name in chosen)
            check.setEnabled(chosen != (name,))  # the network needs at least one input
