"""The places of the views: two at the right, the others as tabs below; in a narrow window all are below.

There, the output and the loss share one tab, Output.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from bplab.ui.controls.button import Button
from bplab.ui.controls.painting import KeyboardFocus, draw_ring, painter_for
from bplab.ui.shell.right_column import RightColumn
from bplab.ui.shell.view_place import ViewPlace
from bplab.ui.style.theme import Theme

DOCK_HEIGHT, DOCK_LEAST = 244, 176
FLOOR = 156  # what it keeps where messages take the room: its tabs, and the least that a view needs
PICTURE_SHARE = 44  # percentages of the tab for output and loss
GAP = 16  # space after each tab, as in the style sheet
NUMBER_KEYS = 9  # tabs that have one


class OutputPage(QWidget):
    """The tab of a narrow window: the picture at the left, the loss at the right."""

    title = "Output"
    tall = DOCK_HEIGHT
    tools = None
    help = "The network's output, with loss and accuracy over the epochs beside it."

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(1)
        theme.changed.connect(self.update)

    def take(self, views: Sequence[ViewPlace]) -> None:
        """Show these views here, the output first."""
        rest = (100 - PICTURE_SHARE) // max(len(views) - 1, 1)
        for view in views:
            self._layout.addWidget(view, PICTURE_SHARE if view is views[0] else rest)
            view.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("line"))


class BottomDock(QWidget):
    """244 px under the canvas, less in a low window: one tab per view; it costs nothing while closed."""

    page_changed = Signal()  # another tab is open, or none
    toggled = Signal(bool)  # opened or closed, in any way

    def __init__(self, theme: Theme, pages: Sequence[ViewPlace], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._open, self._offered = True, True
        self.pages = tuple(pages)  # its own; output and loss come and go
        self.output = OutputPage(theme)
        self._narrow = False  # whether output and loss are here
        self._away = False  # whether it gives way to something, though open
        self._chosen = {
            True: OutputPage.title,
            False: self.pages[0].title,
        }  # the current tab, in a narrow window or not
        self._called: ViewPlace | None = None  # offered alone, while the others are not
        self._tools: QWidget | None = None  # of the open tab
        self._room = DOCK_HEIGHT
        self._restored = ""  # the stored tab, until the first window is laid out
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._build()
        self._show_tabs()
        self.fit(DOCK_HEIGHT)
        theme.changed.connect(self.update)

    def _build(self) -> None:
        theme = self._theme
        self.tabs = _Tabs(theme)
        self.tabs.setAccessibleName("Views")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setFont(theme.font("body", 500))
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button = Button(theme, icon="x", kind="quiet", height=26)
        self.close_button.padding = 6
        self.close_button.setToolTip("Close these views; View > Lower views opens them again.")
        self.close_button.setAccessibleName("Close the lower views")
        self.close_button.clicked.connect(lambda: self.set_open(False))
        self._stack = QStackedWidget()
        for page in (self.output, *self.pages):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 1, 0, 0)
        layout.setSpacing(1)
        head = QHBoxLayout()
        layout.addLayout(head)
        head.setContentsMargins(16, 0, 10, 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.close_button)
        self._head = head
        layout.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._choose)

    def sizeHint(self) -> QSize:
        return QSize(856, DOCK_HEIGHT)

    @property
    def shown(self) -> list[ViewPlace | OutputPage]:
        """The views that have a tab, in order."""
        return [*([self.output] if self._narrow else ()), *(self.pages if self._offered else self._alone)]

    @property
    def is_open(self) -> bool:
        """Whether it is visible, if it has anything to show."""
        return self._open and not self._away

    @property
    def _alone(self) -> tuple[ViewPlace, ...]:
        return () if self._called is None else (self._called,)

    @property
    def tall(self) -> int:
        """The height that the open tab asks for; 0 while nothing is shown."""
        number = self.tabs.currentIndex()
        return self.shown[number].tall if self.is_open and 0 <= number < len(self.shown) else 0

    def set_open(self, on: bool) -> None:
        """Open or close it."""
        if not on and not self._offered and self._called is not None:
            self._called = None  # open still for what a narrow window puts here
        elif on == self.is_open:
            return
        else:
            self._open, self._away = on, False
        self._show_tabs()
        self.toggled.emit(self.is_open)

    def set_away(self, on: bool) -> None:
        """Give way to what needs the room until that is over, or the user opens it again."""
        if on != self._away:
            self._away = on
            self._show_tabs()
            self.toggled.emit(self.is_open)

    def call(self, page: ViewPlace) -> None:
        """Open the tab of a page, also while the pages are not offered."""
        if not self._offered:
            self._called = page
        self._chosen[self._narrow] = page.title
        opened, self._open, self._away = not self.is_open, True, False
        self._show_tabs()
        if opened or not self._offered:
            self.toggled.emit(True)

    def offer(self, on: bool) -> None:
        """Offer its own pages, or only those of a narrow window."""
        if on != self._offered:
            self._offered, self._called = on, None
            self._show_tabs()

    def fit(self, room: int) -> None:
        """Take the height that the open tab asks for, within the room there is."""
        self._room = room
        self.setFixedHeight(max(FLOOR, min(max(self.tall, DOCK_HEIGHT), room)))

    def select(self, number: int) -> None:
        """Open the tab with a number, counted from 0, if there is one."""
        if number < len(self.shown):
            self.set_open(True)
            self.tabs.setCurrentIndex(number)

    @property
    def choices(self) -> dict[str, bool | str]:
        """The user's choices here, to be remembered."""
        return {"dock.open": self._open, "dock.tab": self._title}

    def restore(self, choices: Mapping[str, object]) -> None:
        """Restore remembered choices; those that no longer make sense are ignored."""
        title = str(choices.get("dock.tab"))
        if title in (OutputPage.title, *(page.title for page in self.pages)):
            self._restored = self._chosen[title == OutputPage.title or self._narrow] = title
            self._show_tabs()
        if isinstance(choices.get("dock.open"), bool):
            self.set_open(bool(choices["dock.open"]))

    def take(self, views: Sequence[ViewPlace]) -> None:
        """Show these views here too, before its own."""
        self._narrow = True
        self._chosen[True] = self._restored or self._chosen[True]
        self._restored = ""
        self.output.take(views)
        self._show_tabs()

    def release(self) -> None:
        """Hand the views over to another place."""
        self._narrow, self._restored = False, ""
        self._show_tabs()

    @property
    def _title(self) -> str:
        return self.tabs.tabText(self.tabs.currentIndex()) if self.tabs.count() else ""

    def _show_tabs(self) -> None:
        """Make a tab for each view offered; the current one stays if it still exists."""
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        titles = [view.title for view in self.shown]
        for number, view in enumerate(self.shown):
            self.tabs.addTab(view.title)
            key = f" (key {number + 1})" if number < NUMBER_KEYS else ""
            self.tabs.setTabToolTip(number, view.help + key)
        if self._chosen[self._narrow] in titles:
            self.tabs.setCurrentIndex(titles.index(self._chosen[self._narrow]))
        self.tabs.blockSignals(False)
        self.setVisible(self.is_open and bool(titles))
        self._show_page(self.tabs.currentIndex())

    def _choose(self, number: int) -> None:
        self._chosen[self._narrow] = self._title
        self._show_page(number)

    def _show_page(self, number: int) -> None:
        if 0 <= number < len(self.shown):
            self._stack.setCurrentWidget(self.shown[number])
        self.show_tools()
        self.fit(self._room)
        self.page_changed.emit()

    def show_tools(self) -> None:
        """Have the controls of the open tab beside the tabs."""
        number = self.tabs.currentIndex()
        tools = self.shown[number].tools if 0 <= number < len(self.shown) else None
        if self._tools is not None and self._tools is not tools and self.isAncestorOf(self._tools):
            self._tools.hide()
        self._tools = tools
        if tools is not None:
            self._head.removeWidget(tools)
            self._head.insertWidget(self._head.indexOf(self.close_button), tools)
            tools.show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_tools()  # a presentation may have taken them along

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("line"))
        bar = self.tabs.geometry()
        painter.fillRect(0, bar.top(), self.width(), bar.height(), self._theme.color("panel"))


class _Tabs(KeyboardFocus, QTabBar):
    """Tabs with the lab's own focus ring."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.ring:
            place = QRectF(self.tabRect(self.currentIndex())).adjusted(0, 5, -GAP, -6)
            draw_ring(painter_for(self), place, self._theme)


def place_views(views: Sequence[ViewPlace], column: RightColumn, dock: BottomDock, *, wide: bool) -> None:
    """Put the views of the right column there in a wide window, or into the dock of a narrow one."""
    if wide and not column.isAncestorOf(views[0]):
        dock.release()
        column.take(views)
    elif not wide and not dock.isAncestorOf(views[0]):
        column.release()
        dock.take(views)
    column.setVisible(wide)
