"""Where the Microscope's parts stand: head, cards and slope, alone, in the dock, or presented."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from bplab.ui.controls.painting import painter_for
from bplab.ui.controls.segmented import Segmented
from bplab.ui.views.base.context import ViewContext
from bplab.ui.views.microscope.empty import Empty
from bplab.ui.views.microscope.head import Head
from bplab.ui.views.microscope.sheet import ALL, Sheet
from bplab.ui.views.microscope.slope.panel import SlopePanel
from bplab.ui.views.microscope.switches import CARDS, FORMS, MOMENTS, PARTS

SLOPE, LOW_SLOPE = 250, 372  # pixels of width
NARROW = 720  # pixels of width under which there is no room for the slope
LOW = 300  # pixels of height under which the cards become tabs
BESIDE_SUM, ALONE = 290, 130  # pixels of height that are not terms: of all cards, of one alone
TERM = 19  # pixels of height
TABS = 4  # pixels under the tabs, if there are any
PRESENTED_TERMS = 4
UNDER = 0.62  # share of a presentation that it takes at most, under the network


class Panes(QWidget):
    """The head over the cards at the left, the slope at the right where there is room for both."""

    def __init__(self, context: ViewContext) -> None:
        super().__init__()
        self._theme = context.theme
        self.head = Head(context.session, context.theme, self)
        self.sheet = Sheet(context.theme)
        self.forms = Segmented(context.theme, FORMS, height=26, name="How the gradient is written")
        self.moments = Segmented(context.theme, MOMENTS, height=26, name="One example or the batch")
        self.cards = Segmented(context.theme, CARDS, height=26, name="Which card is shown")
        self.parts = Segmented(context.theme, PARTS, height=26, name="Which cards are shown")
        self.empty = Empty(context.theme)
        self.tools = QWidget()
        self.slope = SlopePanel(context)
        self.area = QScrollArea()
        self.is_split = False  # the update is shown alone, because all cards together are too high
        self._lay_out_tools()
        self._lay_out()
        self._theme.changed.connect(self.update)

    def _lay_out_tools(self) -> None:
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.moments)
        row.addWidget(self.forms)
        self.head.row.addWidget(self.tools)
        self.head.guests = (self.tools,)

    def _lay_out(self) -> None:
        area = self.area
        area.setWidget(self.sheet)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        panels = QHBoxLayout(self)  # each layout is added before it is filled
        panels.setContentsMargins(0, 0, 0, 0)
        panels.setSpacing(1)
        left, tabs = QVBoxLayout(), QHBoxLayout()
        self._beside = QWidget()
        beside = QVBoxLayout(self._beside)
        panels.addLayout(left, 1)
        left.setSpacing(0)
        left.addWidget(self.head)
        left.addLayout(tabs)
        tabs.setContentsMargins(16, 0, 16, TABS)
        tabs.addWidget(self.cards)
        tabs.addWidget(self.parts)
        tabs.addStretch(1)
        left.addWidget(self.empty)
        left.addWidget(area, 1)
        panels.addWidget(self._beside)
        beside.setContentsMargins(12, 6, 12, 6)
        beside.addWidget(self.slope)

    @property
    def is_presented(self) -> bool:
        """Whether it is part of a presentation, with its switches in its own head."""
        return self.window().graphicsProxyWidget() is not None

    @property
    def is_low(self) -> bool:
        """Whether there is room for one card alone."""
        return self.height() < LOW and not self.is_presented

    @property
    def shown(self) -> tuple[int, ...]:
        """The numbers of the cards there is room for."""
        if self.is_low:
            return (int(self.cards.value),)
        return tuple(map(int, self.parts.value)) if self.is_split else ALL

    @property
    def is_overfull(self) -> bool:
        """Whether the cards would have to be scrolled."""
        return self.sheet.height() > self.height() - self.head.sizeHint().height()

    @property
    def rows(self) -> int:
        """The number of terms there is room for."""
        if self.is_presented:
            return PRESENTED_TERMS
        least, beside = (3, ALONE) if self.is_low else (5, BESIDE_SUM)
        return max(least, (self.area.viewport().height() - beside) // TERM)

    def arrange(self) -> None:
        """Have the slope beside the cards where there is room for both."""
        self.slope.setFixedWidth(LOW_SLOPE if self.is_low else SLOPE)
        self._beside.setVisible(self.width() >= NARROW and not self.is_presented)

    def sizeHint(self) -> QSize:
        """Under a presented network, what the cards need, within its share."""
        if not self.is_presented:
            return super().sizeHint()
        inside = self.head.sizeHint().height() + self.sheet.height() + TABS
        return QSize(self.width(), min(inside, round(UNDER * self.window().height())))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        painter.fillRect(event.rect(), self._theme.color("panel"))
        line = self._theme.color("line")
        x = self._beside.x() - 1 if self._beside.isVisible() else self.width()
        painter.fillRect(x, 12, 1, self.height() - 24, line)
        if self.is_presented:
            painter.fillRect(0, 0, self.width(), 1, line)
        painter.end()
