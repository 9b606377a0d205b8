"""Present: one view over the whole window, drawn larger, for a projector."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QPainter, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsProxyWidget,
    QGraphicsScene,
    QGraphicsView,
    QLayout,
    QStackedWidget,
    QWidget,
)

from bplab.ui.controls.within import within
from bplab.ui.style.theme import Theme

LEAST, MOST = 1.5, 2.0  # enlargement
ROOM = QSize(900, 560)  # what a view should have before it is enlarged further
POINTER = 2.0  # the pointer, relative to its usual size
BLANKS = {Qt.Key.Key_B.value, Qt.Key.Key_Period.value}
PAGES = {Qt.Key.Key_PageDown.value: 1, Qt.Key.Key_PageUp.value: -1}
ARROW = ((0, 0), (0, 17), (4, 13), (7, 20), (10, 19), (7, 12), (13, 12))


@dataclass
class ReturnPlace:
    """Where a view belongs when it is not presented."""

    stand_in: QWidget
    least: QSize
    most: QSize


class Present(QGraphicsView):
    """Shows a borrowed widget, enlarged; B or . blanks, Page Down and Page Up turn pages, Esc ends."""

    ended = Signal()
    turned = Signal(int)  # the page, by the keys of a presenter's remote: 1 forward, -1 back

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scene = QGraphicsScene(self)
        self._proxy: QGraphicsProxyWidget | None = None
        self._place: ReturnPlace | None = None
        self.blank = False
        self._turns = False  # whether pages can be turned in the view
        self.setScene(self._scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Presentation")
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def view(self) -> QWidget | None:
        """The widget that is presented."""
        return self._proxy.widget() if self._proxy is not None else None

    def begin(self, view: QWidget, inside: QWidget, turns: bool = False) -> None:
        """Borrow a view and show it, with the focus on something inside."""
        self._turns = turns
        self._place = _take_out(view)
        view.setMinimumSize(0, 0)
        view.setMaximumSize(16_777_215, 16_777_215)
        self.setBackgroundBrush(self._theme.color("canvas"))
        self._proxy = self._scene.addWidget(view)
        self._proxy.setPos(0, 0)
        self.viewport().setCursor(_large_pointer())
        view.show()
        self._fit()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._proxy.setFocus(Qt.FocusReason.OtherFocusReason)
        inside.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Return the view to its place."""
        view = self.view
        if view is None or self._proxy is None or self._place is None:
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self.blank = False
        self._proxy.setWidget(None)  # type: ignore[arg-type]
        self._scene.removeItem(self._proxy)
        self._proxy = None
        for widget in within(view):
            _draw_finer(widget, None)
        view.setMinimumSize(self._place.least)
        view.setMaximumSize(self._place.most)
        _put_back(view, self._place.stand_in)
        self._place = None
        self.ended.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the keys of a presentation, and of a presenter's remote, wherever the focus is."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.isVisible():
            if event.key() == Qt.Key.Key_Escape:
                self.end()
                return True
            if event.key() in PAGES and self._turns:
                self.turned.emit(PAGES[event.key()])
                return True
            if event.key() in BLANKS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                self.blank = not self.blank
                self.viewport().update()
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Nothing is visible while it is blank."""
        if self.blank:
            painter.fillRect(rect, Qt.GlobalColor.black)

    def _fit(self) -> None:
        if self._proxy is None:
            return
        wide, high = self.viewport().width(), self.viewport().height()
        zoom = max(LEAST, min(MOST, wide / ROOM.width(), high / ROOM.height()))
        for widget in within(self._proxy.widget()):
            _draw_finer(widget, zoom * self.devicePixelRatioF())
        self._proxy.setScale(zoom)
        self._proxy.resize(wide / zoom, high / zoom)
        self._scene.setSceneRect(0, 0, wide, high)


def _take_out(view: QWidget) -> ReturnPlace:
    """Leave an empty widget in place of the view."""
    stand_in = QWidget()
    parent = view.parentWidget()
    place = ReturnPlace(stand_in, view.minimumSize(), view.maximumSize())
    stand_in.setMinimumSize(place.least)
    stand_in.setMaximumSize(place.most)
    if isinstance(parent, QStackedWidget):
        _swap(parent, view, stand_in)
    elif parent is not None:
        _layout_with(parent, view).replaceWidget(view, stand_in)
    view.setParent(None)
    return place


def _put_back(view: QWidget, stand_in: QWidget) -> None:
    parent = stand_in.parentWidget()
    if isinstance(parent, QStackedWidget):
        _swap(parent, stand_in, view)
    elif parent is not None:
        _layout_with(parent, stand_in).replaceWidget(stand_in, view)
        view.show()
    stand_in.deleteLater()


def _swap(stack: QStackedWidget, there: QWidget, instead: QWidget) -> None:
    shown, at = stack.currentWidget() is there, stack.indexOf(there)
    stack.insertWidget(at, instead)
    if shown:
        stack.setCurrentWidget(instead)
    stack.removeWidget(there)


def _layout_with(parent: QWidget, widget: QWidget) -> QLayout:
    """The layout, possibly nested, that contains a widget."""
    layouts = [found for found in [parent.layout(), *parent.findChildren(QLayout)] if found is not None]
    return next(layout for layout in layouts if layout.indexOf(widget) >= 0)


def _draw_finer(widget: QWidget, ratio: float | None) -> None:
    """Make a widget render its pictures with more pixels: it does not know that it is enlarged."""
    if ratio is not None:
        widget.__dict__["devicePixelRatioF"] = lambda: ratio
    else:
        widget.__dict__.pop("devicePixelRatioF", None)


def _large_pointer() -> QCursor:
    picture = QPixmap(32, 44)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.GlobalColor.white)
    painter.setBrush(Qt.GlobalColor.black)
    painter.scale(POINTER, POINTER)
    painter.translate(1, 1)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in ARROW]))
    painter.end()
    return QCursor(picture, 2, 2)
