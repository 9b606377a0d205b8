"""Where picture and loss stand: one above the other at the right, or as tabs below in a narrow window."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from bplab.ui.theme import Theme
from bplab.ui.views.loss import LossView
from bplab.ui.views.picture_view import PictureView

COLUMN_WIDTH = 336
DOCK_HEIGHT, DOCK_LEAST = 244, 190
PICTURE_HEIGHT = 387
WIDEST = 16_777_215  # Qt's "no maximum"


class RightColumn(QWidget):
    """336 px at the right of the canvas: the picture, and the loss under it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture: PictureView | None = None
        self.setFixedWidth(COLUMN_WIDTH)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(1, 0, 0, 0)
        self._layout.setSpacing(1)
        theme.changed.connect(self.update)

    def take(self, picture: PictureView, loss: LossView) -> None:
        """Show both views here."""
        self._picture = picture
        self._layout.addWidget(picture)
        self._layout.addWidget(loss, 1)
        self._share()
        picture.show()
        loss.show()

    def release(self) -> None:
        """Leave the views to another place."""
        if self._picture is not None:
            self._picture.setMaximumHeight(WIDEST)
            self._picture.setMinimumHeight(0)
            self._picture = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """The map keeps its size where it can; in a low window both give way."""
        if self._picture is not None:
            self._picture.setFixedHeight(max(240, min(PICTURE_HEIGHT, round(self.height() * 0.58))))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("line"))


class BottomDock(QWidget):
    """244 px under the canvas, less in a low window: a tab for the picture, a tab for the loss."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setMinimumHeight(DOCK_LEAST)
        self.setMaximumHeight(DOCK_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Views")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setFont(theme.font("body", 500))
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 1, 0, 0)
        layout.setSpacing(1)
        head = QHBoxLayout()
        head.setContentsMargins(7, 0, 0, 0)
        head.addWidget(self.tabs)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        self._picture: PictureView | None = None
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(856, DOCK_HEIGHT)

    def take(self, picture: PictureView, loss: LossView) -> None:
        """Show both views here, one at a time."""
        self._picture = picture
        for view, title in ((picture, picture.title), (loss, loss.title)):
            self._stack.addWidget(view)
            self.tabs.addTab(title)
        picture.title_changed.connect(self._rename)
        self._stack.setCurrentIndex(self.tabs.currentIndex())

    def release(self) -> None:
        """Leave the views to another place."""
        if self._picture is not None:
            self._picture.title_changed.disconnect(self._rename)
            self._picture = None
        while self.tabs.count():
            self.tabs.removeTab(0)
        while (view := self._stack.currentWidget()) is not None:
            self._stack.removeWidget(view)

    def _rename(self, title: str) -> None:
        self.tabs.setTabText(0, title)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("line"))
        bar = self.tabs.geometry()
        painter.fillRect(0, bar.top(), self.width(), bar.height(), self._theme.color("panel"))


def place_views(
    picture: PictureView, loss: LossView, column: RightColumn, dock: BottomDock, *, wide: bool
) -> None:
    """Put both views into the column of a wide window, or into the dock of a narrow one; the other hides."""
    here, there = (column, dock) if wide else (dock, column)
    there.setVisible(False)
    if here.isAncestorOf(picture):
        here.setVisible(True)
        return
    there.release()
    here.take(picture, loss)
    here.setVisible(True)
