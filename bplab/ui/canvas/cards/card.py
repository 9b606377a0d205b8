"""The card over a column: title, neurons, activation and initializer, as far as there is room."""

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from bplab.experiment.spec import HIDDEN_ACTIVATIONS, MAX_UNITS
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.initializers import INITIALIZERS
from bplab.ui.canvas.base.wording import SHORT_ACTIVATIONS, SHORT_INITIALIZERS
from bplab.ui.canvas.cards.face import CardFace, draw_face, inset
from bplab.ui.controls.button import Button
from bplab.ui.controls.choice import ChoiceBox
from bplab.ui.controls.options import options_of, unformatted
from bplab.ui.controls.painting import painter_for
from bplab.ui.controls.plus_minus import PlusMinus
from bplab.ui.style.theme import Theme

FULL, SHORT, MINI = 72, 53, 26  # heights
NARROWEST = 44  # minimum width of a choice whose text can still be recognized


class Card(QWidget):
    """One layer's card, which reports edits without making them."""

    resized = Signal(int, int)  # column, neurons
    chosen = Signal(int, str, str)  # column, setting, value
    removed = Signal(int)
    opened = Signal(int)
    pointed = Signal(int, bool)
    dragged = Signal(int, QPoint)  # column, position in the row
    dropped = Signal(int)

    def __init__(self, theme: Theme, column: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.column = column
        self.face = CardFace()
        self.ring = False
        self._down: QPoint | None = None
        self._dragging = False
        self._parts: tuple[PlusMinus, ChoiceBox, ChoiceBox, Button] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def show_face(self, face: CardFace) -> None:
        """Show a layer."""
        if face != self.face:
            self.face = face
            self.setAccessibleName(face.title)
            self.setToolTip(unformatted(face.tip))
            self.setAccessibleDescription(face.equal)
            self._place_parts()
            self._name_parts()
            self.update()

    def restore(self) -> None:
        """Show in the controls what holds: an edit was refused."""
        self._place_parts()

    def set_ring(self, ring: bool) -> None:
        """Mark the card as the place of the keys."""
        if ring != self.ring:
            self.ring = ring
            self.update()

    def _name_parts(self) -> None:
        """Update the controls' names for screen readers."""
        if self._parts is None:
            return
        stepper, activation, init, close = self._parts
        title = self.face.title
        stepper.set_name(f"neurons of {title}")
        activation.setAccessibleName(f"Activation of {title}")
        init.setAccessibleName(f"Initial weights of {title}")
        close.setAccessibleName(f"Remove {title}")

    def _place_parts(self) -> None:
        wanted = self.face.kind == "full" and self.column > 0
        if wanted and self._parts is None:
            self._parts = self._make_parts()
        if self._parts is None:
            return
        stepper, activation, init, close = self._parts
        face = self.face
        for part in self._parts:
            part.setVisible(wanted)
        if not wanted:
            return
        stepper.setVisible(face.sizable)
        stepper.set_value(face.units)
        stepper.move(inset(self.width()), 27)
        table = HIDDEN_ACTIVATIONS if face.sizable else ACTIVATIONS
        activation.set_options(options_of(table, short=SHORT_ACTIVATIONS))
        activation.set_value(face.activation)
        init.set_value(face.init)
        self._place_choices(activation, init)
        close.move(self.width() - 26, 7)
        close.setVisible(face.sizable and self.underMouse())

    def _place_choices(self, activation: ChoiceBox, init: ChoiceBox) -> None:
        """Place both side by side; the second is shortened, or left to the settings if there is no room."""
        left = inset(self.width()) - 1
        first = min(activation.sizeHint().width(), self.width() - left - 4)
        activation.setGeometry(left, 46, first, 24)
        left += first + (4 if self.width() >= 126 else 0)
        second = min(init.sizeHint().width(), self.width() - 3 - left)
        init.setVisible(second >= NARROWEST)
        init.setGeometry(left, 46, second, 24)

    def _make_parts(self) -> tuple[PlusMinus, ChoiceBox, ChoiceBox, Button]:
        theme, column = self._theme, self.column
        stepper = PlusMinus(theme, 1, MAX_UNITS, "neurons", self)
        activation = ChoiceBox(
            theme, options_of(ACTIVATIONS, short=SHORT_ACTIVATIONS), "flat", height=24, parent=self
        )
        init = ChoiceBox(
            theme, options_of(INITIALIZERS, short=SHORT_INITIALIZERS), "flat", height=24, parent=self
        )
        close = Button(theme, icon="x", kind="quiet", height=20, parent=self)
        close.setFixedWidth(20)
        close.icon_size = 12
        close.setToolTip("Remove this layer (Del)")
        stepper.edited.connect(lambda units: self.resized.emit(column, units))
        activation.edited.connect(lambda value: self.chosen.emit(column, "activation", value))
        init.edited.connect(lambda value: self.chosen.emit(column, "init", value))
        close.clicked.connect(lambda: self.removed.emit(column))
        for choice in (activation, init):
            choice.setFont(theme.font("caption", tabular=False))
            choice.view().setFont(choice.font())  # the list is measured by the font of the choice
            # The other policy makes a combo box resize itself later, over the card's edge.
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for part in (activation, init, close, *stepper.buttons):
            part.setFocusPolicy(
                Qt.FocusPolicy.NoFocus
            )  # the graph and the settings have keys for all of this
        return stepper, activation, init, close

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        draw_face(
            painter,
            self._theme,
            QRectF(self.rect()),
            self.face,
            self.underMouse() or self._dragging,
            self.ring,
        )
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_parts()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._hovered(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered(False)

    def _hovered(self, on: bool) -> None:
        if self._parts is not None:
            self._parts[3].setVisible(on and self.face.sizable and self.face.kind == "full")
        self.pointed.emit(self.column, on)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._down = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._down is None:
            body = self.face.sizable
            self.setCursor(Qt.CursorShape.OpenHandCursor if body else Qt.CursorShape.PointingHandCursor)
            return
        far = (event.position().toPoint() - self._down).manhattanLength() >= QApplication.startDragDistance()
        if self.face.sizable and (far or self._dragging):
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(self.column, self.mapToParent(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._down is None:
            return
        self._down = None
        if self._dragging:
            self._dragging = False
            self.dropped.emit(self.column)
        elif self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.column)
