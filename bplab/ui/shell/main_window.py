"""The main window, which lays out the parts it is given."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bplab.ui.actions import single_keys
from bplab.ui.controls.notice import Notice
from bplab.ui.controls.within import stops_in
from bplab.ui.shell.dock import DOCK_HEIGHT, DOCK_LEAST, NUMBER_KEYS
from bplab.ui.shell.menu_row import MenuRow
from bplab.ui.shell.workspace import Workspace
from bplab.ui.style.resources import app_icon
from bplab.ui.style.theme import Theme

NARROW = 1280  # width in pixels below which map and loss move into the bottom dock
SMALLEST = (1120, 700)
TINY = (640, 480)  # while one view is presented
USUAL = (1440, 900)
NETWORK, CARDS = 260, 340  # height in pixels that the network has at least, and with its layers' controls
LOW, SHARE = 800, 0.4  # under this height the dock takes this share at most
DOCK_READABLE = 220  # height in pixels to which the dock gives way for these controls
AROUND = 148  # menu, toolbar, timeline and status line


class MainWindow(QMainWindow):
    """Menu, toolbar, timeline, sidebar, canvas above strip, right column or bottom dock, status line."""

    closing = Signal()
    page_left = Signal()  # a page that stands in place of the views is wanted no more

    def __init__(self, theme: Theme, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._wide: bool | None = None
        self._tight = False  # whether there is room to draw only in place of the dock
        self._bare, self._painted = False, False
        self._instead: QWidget | None = None  # a page in place of the views
        self._above: QWidget | None = None  # what stands above the network, if anything
        self.may_close: Callable[[], bool] = lambda: True  # asked when a person closes it
        self.setWindowTitle("Backprop Lab")
        self.setWindowIcon(app_icon())
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.setObjectName("main")
        self.notice = Notice(theme)
        self._menu = MenuRow(theme)
        self.menus, self.title = self._menu.menus, self._menu.title
        self.pages = QStackedWidget()  # the lab first
        self._lay_out()
        self.notice.left.connect(workspace.canvas.graph.setFocus)
        workspace.band.left.connect(workspace.canvas.graph.setFocus)
        self._ordering = QTimer(self, singleShot=True, interval=0)  # once for all that is made together
        self._ordering.timeout.connect(self._order_focus)
        workspace.made.connect(self._ordering.start)
        workspace.dock.page_changed.connect(self.share_height)
        workspace.sidebar.made.connect(self._ordering.start)

    def _lay_out(self) -> None:
        workspace = self._workspace
        self.setMenuWidget(self._menu)
        whole, page = QWidget(), QWidget()
        self.setCentralWidget(whole)  # from the outside in: what moves is styled anew, with all that is in it
        self._over = _column(whole)
        self._over.addWidget(self.pages)
        self.pages.addWidget(page)
        self._lab = page
        column = _column(page)
        column.addWidget(workspace.toolbar)
        column.addWidget(workspace.timeline)
        middle = QHBoxLayout()
        column.addLayout(middle, 1)
        middle.setSpacing(0)
        middle.addWidget(workspace.sidebar)
        self._add_center(middle)
        middle.addWidget(workspace.right)
        column.addWidget(workspace.status)

    def _add_center(self, line: QHBoxLayout) -> None:
        column = QVBoxLayout()
        line.addLayout(column, 1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._middle = column
        for message in (self.notice, self._workspace.band):
            column.addWidget(message)
            message.installEventFilter(self)
        self.center = QWidget()
        column.addWidget(self.center, 1)
        self._network = center = _column(self.center)
        center.addWidget(self._workspace.canvas, 1)
        for place in self._workspace.under:
            center.addWidget(place)
        center.addWidget(self._workspace.dock)

    def put_above(self, notice: QWidget) -> None:
        """Have a notice above the network from now on, which keeps its room."""
        self._above = notice
        self._network.insertWidget(0, notice)
        self._order_focus()

    def share_height(self) -> None:
        """Share the height again: something above the network has come, gone or grown."""
        if self.in_lab and self._painted:
            self._share_height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the height again when a message has come, gone or grown."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize):
            self.share_height()
        return super().eventFilter(watched, event)

    def show_instead(self, page: QWidget | None) -> None:
        """Show a page in place of network, right column and lower views, or these again."""
        if self._instead is not None:
            self._middle.removeWidget(self._instead)
            self._instead.hide()
        self._instead = page
        self.center.setVisible(page is None)
        if page is not None:
            self._workspace.right.hide()
            self._middle.addWidget(page, 1)
            page.show()
            self._order_focus()
        else:
            self._wide = None
            self._arrange()
            self._workspace.refresh_wanted.emit()

    def leave_page(self) -> None:
        """Ask for the views, if a page stands in their place."""
        if self._instead is not None:
            self.page_left.emit()

    def _order_focus(self) -> None:
        """Put the views into tab order by position; what has been moved would otherwise come last."""
        if self._bare:
            return  # a presented view has a window of its own, until `show_lab` asks again
        workspace = self._workspace
        order = (
            workspace.toolbar, workspace.timeline, workspace.sidebar, self.notice.cross, workspace.band,
            *(part for part in (self._instead, self._above) if part is not None),
            workspace.canvas, *workspace.under, workspace.right, workspace.dock,
        )  # fmt: skip
        stops = [stop for part in order for stop in stops_in(part)]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move map and loss between the right column and the bottom dock."""
        super().resizeEvent(event)
        if self.in_lab:
            self._arrange()

    def _arrange(self) -> None:
        if self._instead is not None:
            return
        drawing, narrow = self._workspace.right.is_drawing, self.width() < NARROW
        if self._tight != (drawing and narrow):
            self._tight = not self._tight
            self._workspace.dock.set_away(self._tight)
        self._share_height()
        wide = drawing or not narrow
        if wide != self._wide:
            self._wide = wide
            self._workspace.place_pictures(wide)
            self._order_focus()

    def set_drawing(self, on: bool) -> None:
        """Widen the right column to draw points in it, in a narrow window at the cost of the dock."""
        self._workspace.right.set_drawing(on)
        self._wide = None
        self._arrange()
        self._workspace.refresh_wanted.emit()

    def _share_height(self) -> None:
        """Give the dock what its tab asks for; it comes before the strip where both do not fit."""
        everything = self.notice, self._workspace.band, self._above
        messages = [each for each in everything if each is not None and not each.isHidden()]
        above = sum(each.height() for each in messages)
        workspace, room = self._workspace, self.height() - AROUND - NETWORK - above
        least = min(room, DOCK_LEAST)  # only messages may leave it less
        under = sum(place.row.height for place in workspace.under)
        asked = workspace.dock.tall
        tall = asked > DOCK_HEIGHT
        without = bool(asked) and room - under < (asked if tall else DOCK_LEAST)
        workspace.leave_out_strip(without)
        to_dock = without and (
            tall or not workspace.context.essentials
        )  # else the network has numbers to show
        room -= 0 if to_dock else under
        if tall and self.height() < LOW:
            room = min(room, round(SHARE * self.height()))
        elif self._above in messages and room - (CARDS - NETWORK) >= DOCK_READABLE:
            room -= CARDS - NETWORK
        workspace.dock.fit(max(room, least))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._complete)

    def _complete(self) -> None:
        """Create what the lab shows, even under the start page, once something is visible."""
        self._arrange()
        self._workspace.make_shown(self._lab)

    def toggle_full_screen(self) -> None:
        """Switch full screen on or off."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    @property
    def in_lab(self) -> bool:
        """Whether the lab is shown rather than the start page."""
        return self.pages.currentIndex() == 0

    def show_file(self, name: str, said: str, modified: bool) -> None:
        """Show the name of the open file, and what is said about it."""
        self.title.show_name(name, said)
        self.setWindowTitle(f"{name}[*]" if name else "Backprop Lab")
        self.setWindowModified(modified)

    def set_bare(self, on: bool) -> None:
        """Hide the menu and allow a small screen while one view is presented, or restore them."""
        self._bare = on
        self._menu.setVisible(not on)
        (self._over if on else self._middle).insertWidget(0, self.notice)  # visible over a presentation too
        self.setMinimumSize(*(TINY if on else SMALLEST))

    def show_lab(self) -> None:
        """Show the lab again, with the focus on the network."""
        if not self.in_lab:
            self.pages.setCurrentIndex(0)
            self._arrange()
            self._order_focus()
            self._workspace.canvas.graph.setFocus(Qt.FocusReason.OtherFocusReason)
            self._workspace.refresh_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single keys act with the focus on canvas or views; buttons, boxes and fields keep theirs."""
        action = single_keys().get(event.key())
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        focus = self.focusWidget()
        inside = self._instead is not None and self._instead.isAncestorOf(focus)
        free = plain and self.in_lab and (inside or self._workspace.takes_single_keys(focus))
        if action and plain and (free or self._bare):
            self._workspace.actions[action].trigger()
            return
        number = event.key() - Qt.Key.Key_1.value
        if free and number in range(NUMBER_KEYS) and self._instead is None:
            self._workspace.dock.select(number)
            return
        if event.key() == Qt.Key.Key_Escape and self.notice.isVisible():
            self.notice.dismiss()
            return
        if event.key() == Qt.Key.Key_Escape and self._workspace.leave_point():
            return
        if event.key() == Qt.Key.Key_Escape and self._instead is not None:
            self.leave_page()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Update when the window is restored."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and not self.isMinimized():
            self._workspace.refresh_wanted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Notify those who must stop before the window closes; what it asks is not answered any more.

        A person who closes it may be asked first.
        """
        if event.spontaneous() and not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        for dialog in self.findChildren(QDialog):
            dialog.close()
        super().closeEvent(event)


def _column(page: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
