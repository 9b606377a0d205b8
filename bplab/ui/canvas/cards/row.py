"""The row of cards over the columns, with a "+" between neighbors; cards can be dragged elsewhere."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from bplab.experiment.shape import Shape
from bplab.experiment.spec import MAX_HIDDEN_LAYERS, Experiment
from bplab.ui.canvas.base.layout import GraphLayout
from bplab.ui.canvas.base.wording import (
    SCALED,
    SCALED_HELP,
    column_title,
    counted,
    input_titles,
    short_activation,
    short_title,
)
from bplab.ui.canvas.cards.card import FULL, MINI, SHORT, Card
from bplab.ui.canvas.cards.face import CardFace, Kind
from bplab.ui.canvas.stages.light import Light
from bplab.ui.controls.painting import draw_frame, painter_for
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme

HEIGHTS: dict[Kind, int] = {"full": FULL, "short": SHORT, "mini": MINI, "title": MINI}
PLUS = 20
NO_WALK = Light()
NO_EQUALS: Mapping[int, str] = {}
EQUAL_HELP = "the others have equal weights. Weights > Equal neurons shows which, and merges them."


class CardRow(QWidget):
    """All cards, placed by a layout."""

    resized = Signal(int, int)
    chosen = Signal(int, str, str)
    removed = Signal(int)
    opened = Signal(int)
    pointed = Signal(int, bool)
    inserted = Signal(int)  # after this column
    moved = Signal(int, int)  # column, to column

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, editable: bool = True) -> None:
        super().__init__(parent)
        self._theme, self._editable = theme, editable
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not editable)
        self.cards: list[Card] = []
        self._plus: list[InsertButton] = []
        self._ghost = _Ghost(theme, self)
        self._layout: GraphLayout | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(FULL)

    def show_layers(
        self,
        spec: Experiment,
        shape: Shape,
        layout: GraphLayout,
        low: bool,
        plain: bool = False,
        light: Light = NO_WALK,
        equal: Mapping[int, str] = NO_EQUALS,
    ) -> None:
        """Show a network's layers at the positions of the layout.

        `low` means cards of one line, `plain` titles alone; `light` marks the layer that a walk computes,
        `equal` says by column how few neurons differ.
        """
        self._layout = layout
        kind: Kind = "title" if plain else "mini" if low else "short" if layout.short else "full"
        self.setFixedHeight(HEIGHTS[kind])
        self._count(len(shape.sizes))
        for card in self.cards:
            x = layout.columns[card.column].x
            card.setGeometry(round(x - layout.card / 2), 0, round(layout.card), HEIGHTS[kind])
            face = self._face(spec, shape, card.column, kind)
            told = equal.get(card.column, "")
            tip = f"{face.tip}\n{told}: {EQUAL_HELP}" if told else face.tip
            lit = light.is_active(card.column)
            card.show_face(replace(face, walked=light.on, active=lit, equal=told, tip=tip))
        room = layout.pitch - layout.card >= PLUS + 4
        full = len(spec.layers) >= MAX_HIDDEN_LAYERS
        for plus in self._plus:
            x = (layout.columns[plus.column].x + layout.columns[plus.column + 1].x) / 2
            plus.move(round(x - PLUS / 2), round((HEIGHTS[kind] - PLUS) / 2))
            plus.setVisible(room and not plain and self._editable)
            plus.show_place(column_title(shape, plus.column), full)

    def restore(self) -> None:
        """Show in the controls of all cards what holds: an edit was refused."""
        for card in self.cards:
            card.restore()

    def set_ring(self, column: int | None) -> None:
        """Ring the card at the keyboard position."""
        for card in self.cards:
            card.set_ring(card.column == column)

    def _face(self, spec: Experiment, shape: Shape, column: int, kind: Kind) -> CardFace:
        title, short, units = column_title(shape, column), short_title(shape, column), shape.sizes[column]
        if column == 0:
            planar = spec.data.row.planar
            names = input_titles(spec, shape)
            few = sum(map(len, names)) <= 24
            line = ", ".join(names) if few else counted(units, "input")
            if spec.data.standardize:
                line += f", {SCALED}"
            small = " ".join(names) if planar and sum(map(len, names)) <= 6 else "inputs"
            tip = f"{title}: {', '.join(names)}" if few else f"{title}: {counted(units, 'input')}"
            tip += f"\n{SCALED_HELP}" if spec.data.standardize else ""
            return CardFace(
                kind, title, short, units, False, "", "", line, "+ feature..." if planar else "", small, tip
            )
        layer = shape.layers[column - 1]
        color = self._theme.layer_color(column - 1, len(shape.layers)).rgb() & 0xFFFFFF
        name = short_activation(layer.activation)
        tip = f"{title}: {counted(units, 'neuron')}, {name}. Click for all settings, drag to move."
        return CardFace(
            kind, title, short, units, column < len(shape.layers), layer.activation, layer.init,
            counted(units, "neuron"), "", name, tip, color,
        )  # fmt: skip

    def _count(self, columns: int) -> None:
        while len(self.cards) > columns:
            for gone in [self.cards.pop(), *([self._plus.pop()] if self._plus else [])]:
                gone.hide()
                gone.deleteLater()
        while len(self.cards) < columns:
            self._add(len(self.cards))

    def _add(self, column: int) -> None:
        card = Card(self._theme, column, self)
        for name in ("resized", "chosen", "removed", "opened", "pointed"):
            getattr(card, name).connect(getattr(self, name))
        card.dragged.connect(self._drag)
        card.dropped.connect(self._drop)
        card.show()
        self.cards.append(card)
        if column:
            plus = InsertButton(self._theme, column - 1, self)
            plus.clicked.connect(lambda: self.inserted.emit(column - 1))
            self._plus.append(plus)
        self._ghost.raise_()

    def _drag(self, column: int, at: QPoint) -> None:
        if self._layout is None:
            return
        if not self._ghost.isVisible():
            self._ghost.begin(self.cards[column].grab())
        xs = [each.x for each in self._layout.columns[1:-1]]
        self._ghost.to = min(range(len(xs)), key=lambda place: abs(xs[place] - at.x())) + 1
        mark = xs[self._ghost.to - 1] + (self._layout.pitch / 2) * (1 if self._ghost.to > column else -1)
        self._ghost.follow(at.x(), mark if self._ghost.to != column else None)

    def _drop(self, column: int) -> None:
        to = self._ghost.to
        self._ghost.hide()
        if to and to != column:
            self.moved.emit(column, to)


class InsertButton(QAbstractButton):
    """The round "+" between two cards."""

    def __init__(self, theme: Theme, column: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.column = column
        self.setFixedSize(PLUS, PLUS)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def show_place(self, title: str, full: bool) -> None:
        """Say after which column a layer is inserted, or why none can be."""
        self.setEnabled(not full)
        self.setAccessibleName(f"Insert a layer after {title}")
        self.setToolTip(
            f"There are already {MAX_HIDDEN_LAYERS} hidden layers, the maximum"
            if full
            else f"Insert a layer after {title} (Ctrl+Shift+Right)"
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        touched = self.underMouse() and self.isEnabled()
        rect = QRectF(self.rect())
        draw_frame(painter, rect, color("panel"), color("acc" if touched else "line2"), PLUS / 2)
        ink = color("acc" if touched else "t2" if self.isEnabled() else "line2")
        draw_icon(painter, "plus", ink, rect.adjusted(2, 2, -2, -2))


class _Ghost(QWidget):
    """The translucent card being dragged, and the mark where it would be inserted."""

    def __init__(self, theme: Theme, row: QWidget) -> None:
        super().__init__(row)
        self._theme, self._row = theme, row
        self._card = QPixmap()
        self._x = 0.0
        self._mark: float | None = None
        self.to = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def begin(self, card: QPixmap) -> None:
        self._card = card
        self.setGeometry(self._row.rect())
        self.show()
        self.raise_()

    def follow(self, x: float, mark: float | None) -> None:
        self._x, self._mark = x, mark
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        painter.setOpacity(0.9)
        wide = self._card.deviceIndependentSize().width()
        painter.drawPixmap(QPointF(self._x - wide / 2, 0), self._card)
        painter.setOpacity(1.0)
        if self._mark is not None:
            bar = QRectF(self._mark - 1.5, 0, 3, self.height())
            draw_frame(painter, bar, self._theme.color("acc"), None, 1.5)
