"""Present: one view over the whole window, drawn larger, for a projector; the network with the Microscope."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QPainter, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsProxyWidget,
    QGraphicsScene,
    QGraphicsView,
    QVBoxLayout,
    QWidget,
)

from bplab.ui.controls.text import TextLabel
from bplab.ui.controls.within import within
from bplab.ui.shell.borrowed import Borrowed
from bplab.ui.style.theme import Theme

LEAST, MOST = 1.5, 2.0  # enlargement
ROOM = QSize(900, 560)  # what a view should have before it is enlarged further
FOOTER, INSET = 26, 14
POINTER = 2.0  # the pointer, relative to its usual size
BLANKS = {Qt.Key.Key_B.value, Qt.Key.Key_Period.value}
PAGES = {Qt.Key.Key_PageDown.value: 1, Qt.Key.Key_PageUp.value: -1}
TURNS, KEYS = "Page Down next · Page Up previous · ", "B blank · Esc ends"
ARROW = ((0, 0), (0, 17), (4, 13), (7, 20), (10, 19), (7, 12), (13, 12))


class Present(QGraphicsView):
    """Shows borrowed widgets, enlarged; B or . blanks, Page Down and Page Up turn pages, Esc ends."""

    ended = Signal()
    turned = Signal(int)  # the page, by the keys of a presenter's remote: 1 forward, -1 back

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scene = QGraphicsScene(self)
        self._proxy: QGraphicsProxyWidget | None = None
        self._borrowed: list[Borrowed] = []  # from top to bottom
        self.blank = False
        self._turns = False  # whether pages can be turned in the view
        self._said = ""
        self._footer: TextLabel | None = None
        self.setScene(self._scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Presentation")
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def view(self) -> QWidget | None:
        """The widget that is presented."""
        return self._borrowed[0].widget if self._borrowed else None

    @property
    def under(self) -> QWidget | None:
        """What is presented under it, if anything."""
        return self._borrowed[1].widget if len(self._borrowed) > 1 else None

    def begin(self, view: QWidget, inside: QWidget, turns: bool = False) -> None:
        """Borrow a view and show it, with the focus on something inside."""
        self._turns = turns
        self._borrowed = [Borrowed(view)]
        self.setBackgroundBrush(self._theme.color("canvas"))
        self._footer = footer = TextLabel(self._theme, "", "caption", "t2")
        self._proxy = self._scene.addWidget(_stage(view, footer))
        self.say(self._said)
        self._proxy.setPos(0, 0)
        self.viewport().setCursor(_large_pointer())
        view.show()
        self._fit()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._proxy.setFocus(Qt.FocusReason.OtherFocusReason)
        inside.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, text: str) -> None:
        """Say what is shown beside the keys, such as a moment of the past that keys go on from."""
        self._said = text
        keys = TURNS + KEYS if self._turns and not text else KEYS
        if self._footer is not None:
            self._footer.setText(" · ".join(filter(None, (text.removesuffix("."), keys))))

    def add(self, view: QWidget) -> None:
        """Borrow another view and show it under the first one, as high as it asks for."""
        if self._proxy is None or self.under is not None:
            return
        self._borrowed.append(Borrowed(view))
        layout = self._proxy.widget().layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(1, view)
        view.show()
        self._fit()

    def remove(self) -> None:
        """Return what is shown under the first view to its place."""
        if self.under is not None:
            self._give_back(self._borrowed.pop())

    def end(self) -> None:
        """Return all views to their places."""
        if self._proxy is None:
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self.blank = False
        stage = self._proxy.widget()
        while self._borrowed:
            self._give_back(self._borrowed.pop())
        self._proxy.setWidget(None)  # type: ignore[arg-type]
        self._scene.removeItem(self._proxy)
        self._proxy = self._footer = None
        stage.deleteLater()
        self.ended.emit()

    @staticmethod
    def _give_back(borrowed: Borrowed) -> None:
        for widget in within(borrowed.widget):
            _draw_finer(widget, None)
        borrowed.give_back()

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


def _stage(view: QWidget, footer: TextLabel) -> QWidget:
    """A page with a view, and a footer under it."""
    stage = QWidget()
    column = QVBoxLayout(stage)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(view, 1)
    footer.setContentsMargins(INSET, 0, INSET, 4)
    footer.setFixedHeight(FOOTER)
    column.addWidget(footer)
    return stage


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
