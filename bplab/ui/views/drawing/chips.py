"""The classes of a drawing as chips: the color, the name, the number of points; one is drawn with."""

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from bplab.data.dataset import BINARY_CLASSES
from bplab.data.drawing import CLASS_NAMES, Drawing
from bplab.ui.controls.button import Button
from bplab.ui.controls.painting import EnterPresses, KeyboardFocus, draw_frame, draw_ring, painter_for
from bplab.ui.style.theme import Theme
from bplab.ui.views.drawing.shown import color_of

TALL, DOT, GAP = 28, 10, 8
PADDING, TIGHT = 10, 7
LONGEST = 72  # pixels of a name


class ClassChip(EnterPresses, KeyboardFocus, QPushButton):
    """A class; where there are many, its name is only in the tooltip."""

    def __init__(self, theme: Theme, drawing: Drawing, number: int) -> None:
        super().__init__()
        self._theme, self._drawing, self._number = theme, drawing, number
        name = drawing.classes[number]
        self.setAccessibleName(f"Draw {name}")
        self.setToolTip(f"Draw points of class {name}.")
        self.setCheckable(True)
        self.setFixedHeight(TALL)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_drawing(self, drawing: Drawing) -> None:
        """Show the number of points of a drawing with the same classes."""
        self._drawing = drawing
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> tuple[str, str]:
        """The name, if there is room for it, and the number of points."""
        classes = self._drawing.classes
        shown = classes[self._number] if len(classes) <= BINARY_CLASSES else ""
        metrics = QFontMetricsF(self._theme.font("form", 600))
        name = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, LONGEST)
        return name, f"{self._drawing.counts[self._number]:,}"

    def sizeHint(self) -> QSize:
        name, count = self.words
        metrics = QFontMetricsF(self._theme.font("form", 600))
        texts = [metrics.horizontalAdvance(text) for text in (name, count) if text]
        padding = PADDING if name else TIGHT
        return QSize(round(DOT + sum(texts) + (GAP - 2) * len(texts) + 2 * padding), TALL)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = painter_for(self), self._theme
        rect, chosen = QRectF(self.rect()), self.isChecked()
        ground = theme.color("hover" if self.underMouse() and not chosen else "field")
        draw_frame(painter, rect, ground, theme.color("acc" if chosen else "line2"), width=2 if chosen else 1)
        if self.ring:
            draw_ring(painter, rect.adjusted(2, 2, -2, -2), theme, 4)
        name, count = self.words
        x = (PADDING if name else TIGHT) + DOT / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color_of(self._drawing, self._number, theme))
        painter.drawEllipse(QPointF(x, TALL / 2), DOT / 2, DOT / 2)
        x += DOT / 2 + GAP - 2
        for text, weight in ((name, 600 if chosen else 500), (count, 500)):
            if text:
                font = theme.font("form", weight)
                painter.setFont(font)
                painter.setPen(theme.color("t2" if text is count else "text"))
                painter.drawText(QRectF(x, 0, self.width() - x, TALL), Qt.AlignmentFlag.AlignVCenter, text)
                x += QFontMetricsF(font).horizontalAdvance(text) + GAP - 2


class ClassChips(QWidget):
    """One chip for each class, and a button for one more."""

    edited = Signal(int)
    more_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.chips: list[ClassChip] = []
        self._classes: tuple[str, ...] = ()
        self._group = QButtonGroup(self)
        self.more = Button(theme, icon="plus")
        self.more.padding = 6
        self.more.setToolTip("One class more")
        self.more.setAccessibleName("One class more")
        self.more.clicked.connect(self.more_wanted)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addWidget(self.more)
        theme.changed.connect(self.update)

    @property
    def chosen(self) -> int:
        """The number of the class that is drawn with."""
        return next((number for number, chip in enumerate(self.chips) if chip.isChecked()), 0)

    def choose(self, number: int) -> None:
        """Draw with a class, if there is one of this number."""
        if number < len(self.chips):
            self.chips[number].setChecked(True)

    def show_drawing(self, drawing: Drawing) -> None:
        """Show the classes of a drawing, and how many points each has."""
        if drawing.classes != self._classes:
            self._make(drawing)
        for chip in self.chips:
            chip.show_drawing(drawing)
        self.more.setVisible(len(drawing.classes) < len(CLASS_NAMES))

    def _make(self, drawing: Drawing) -> None:
        chosen, self._classes = self.chosen, drawing.classes
        for chip in self.chips:
            self._group.removeButton(chip)
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [ClassChip(self._theme, drawing, number) for number in range(len(drawing.classes))]
        for number, chip in enumerate(self.chips):
            self._row.insertWidget(number, chip)
            self._group.addButton(chip)
            chip.clicked.connect(partial(self.edited.emit, number))
        self.choose(min(chosen, len(self.chips) - 1))
