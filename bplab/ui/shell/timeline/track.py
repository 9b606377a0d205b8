"""The track of the timeline: a slider over all steps of the run, with bookmarks."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QSlider, QToolTip, QWidget

from bplab.storage.document import Bookmark
from bplab.ui.controls.painting import KeyboardFocus, painter_for
from bplab.ui.shell.timeline.axis import Axis, axis_for
from bplab.ui.shell.timeline.labels import Label, labels_of
from bplab.ui.shell.timeline.naming import NameField
from bplab.ui.shell.timeline.painting import TrackPainter, paint_handle, paint_label
from bplab.ui.shell.timeline.reading import bookmark_under, step_near, words_of
from bplab.ui.shell.timeline.state import TimelineState
from bplab.ui.style.theme import Theme

HEIGHT, MARGIN = 39, 18  # from the widget's edge to the end of the axis
FAR = 10  # steps with Shift
LARGEST = 2**31 - 1  # of Qt's sliders
STYLED = (QEvent.Type.Polish, QEvent.Type.StyleChange)
NO_KEYS = Qt.KeyboardModifier.NoModifier


class TimelineTrack(KeyboardFocus, QSlider):
    """Steps are whole numbers of any size, so the signals carry them as objects."""

    moved = Signal(object)  # the step asked for, while dragged or keyed
    bookmark_wanted = Signal(object)  # the step
    bookmark_renamed = Signal(object, str)
    bookmark_deleted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._state = TimelineState()
        self._asked: int | None = None
        self._grip: QPointF | None = None  # where a bookmark was pressed, until the pointer moves away
        self._quiet = False
        self._painter = TrackPainter(theme)
        self._labels: list[Label] = []
        self._drawn: object = None  # what is painted, and where
        self._menu: QMenu | None = None
        self.name_field = NameField(theme, self)
        self.name_field.renamed.connect(self.bookmark_renamed)
        self.setAccessibleName("Time")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.valueChanged.connect(self._set_by_assistant)
        theme.changed.connect(self._restyle)

    @property
    def state(self) -> TimelineState:
        """What is shown."""
        return self._state

    @property
    def step(self) -> int:
        """The step of the handle."""
        return min(self._state.at if self._asked is None else self._asked, self._state.end)

    @property
    def axis(self) -> Axis:
        """The axis as laid out now."""
        return axis_for(self._state, MARGIN, self.width() - MARGIN)

    def set_state(self, state: TimelineState) -> None:
        """Show another state; a drag is not disturbed."""
        self._state = state
        if not self.isSliderDown():
            self._asked = None
        self._show()

    def _show(self) -> None:
        """Repaint if a pixel has changed, and keep what a screen reader reads."""
        state, axis, at = self._state, self.axis, self.step
        pixels = [round(axis.x_of(step) * 2) / 2 for step in (at, state.shown, state.end)]
        shape = None if state.running else state.silhouette  # while it grows, it changes at its end
        what = axis, shape, state.bookmarks, state.marks, pixels
        if what != self._drawn:
            self._drawn = what
            self._labels = []
            self.update()
        self._quiet = True
        self.setRange(0, min(state.end, LARGEST))
        self.setValue(min(at, LARGEST))
        self._quiet = False
        if not state.running:
            self._describe()

    def _describe(self) -> None:
        words = self._state.words(self.step)
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)

    def _restyle(self) -> None:
        self._painter.forget()
        self._labels = []
        self.update()

    @property
    def labels(self) -> list[Label]:
        """The names, in their places."""
        if not self._labels:
            metrics = QFontMetricsF(self._theme.font("caption"))
            self._labels = labels_of(self._state, self.axis, metrics, self.step)
        return self._labels

    def _ask(self, step: int) -> None:
        """Move the handle to a step of the run."""
        step = min(max(step, 0), self._state.end)
        if step != self.step:
            self._asked = step
            self.moved.emit(step)
            self._show()
            self._describe()

    def _set_by_assistant(self, value: int) -> None:
        if not self._quiet:
            self._ask(value)

    # Keys

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tell(event.pos())
            return True
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._acts(event)
        ):
            event.accept()  # the key is the timeline's, not a command's
            return True
        done = super().event(event)
        if event.type() in STYLED:  # when a style has declared it translucent, as it does all sliders
            self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._acts(event)
        if act is None:
            event.ignore()  # single keys of the window, such as Space
        else:
            act()

    def _acts(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does, if it is one of the timeline's."""
        at, state = self.step, self._state
        far = FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        goals = {
            Qt.Key.Key_Left: at - far,
            Qt.Key.Key_Right: at + far,
            Qt.Key.Key_PageUp: at + state.steps_per_epoch,
            Qt.Key.Key_PageDown: at - state.steps_per_epoch,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: state.end,
        }
        key, plain = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in goals and plain in (NO_KEYS, Qt.KeyboardModifier.ShiftModifier):
            return lambda: self._ask(goals[key])
        acts = {
            Qt.Key.Key_M: self._bookmark,
            Qt.Key.Key_F2: self.rename,
            Qt.Key.Key_Delete: self.delete,
        }
        return acts.get(key) if plain == NO_KEYS else None

    def _bookmark(self) -> None:
        if self._state.bookmark_at(self.step) is None:
            self.bookmark_wanted.emit(self.step)

    def rename(self, bookmark: Bookmark | None = None) -> None:
        """Edit the name of a bookmark, of the one at the handle if none is given."""
        found = bookmark or self._state.bookmark_at(self.step)
        if found is not None:
            self.name_field.edit(found, self.axis.x_of(found.step))

    def delete(self, bookmark: Bookmark | None = None) -> None:
        """Ask for the end of a bookmark, of the one at the handle if none is given."""
        found = bookmark or self._state.bookmark_at(self.step)
        if found is not None:
            self.bookmark_deleted.emit(found.step)

    # Pointer

    def _bookmark_under(self, at: QPointF) -> Bookmark | None:
        return bookmark_under(self.labels, at)

    def _step_near(self, x: float) -> int:
        return step_near(self._state, self.axis, x)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        bookmark = self._bookmark_under(event.position())
        self._grip = event.position() if bookmark is not None else None
        self.setSliderDown(True)
        self._ask(bookmark.step if bookmark is not None else self._step_near(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.isSliderDown():
            if QToolTip.isVisible():
                self._tell(event.position().toPoint())
            return
        moved = event.position() - (self._grip or QPointF())
        if self._grip is None or moved.manhattanLength() >= QApplication.startDragDistance():
            self._grip = None
            self._ask(self._step_near(event.position().x()))
            self._tell(event.position().toPoint(), self.step)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown() and event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        bookmark = self._bookmark_under(event.position())
        if bookmark is None or event.button() != Qt.MouseButton.LeftButton:
            self.mousePressEvent(event)
        else:
            self.rename(bookmark)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        under = self._state.bookmark_at(self.step) if by_key else self._bookmark_under(QPointF(event.pos()))
        at = (
            self.mapToGlobal(QPoint(round(self.axis.x_of(self.step)), HEIGHT))
            if by_key
            else event.globalPos()
        )
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = self._menu_of(under)
        self._menu.popup(at)

    def _menu_of(self, bookmark: Bookmark | None) -> QMenu:
        menu = QMenu(self)
        if bookmark is None:
            add = menu.addAction("Bookmark this step\tM", self._bookmark)
            add.setEnabled(self._state.bookmark_at(self.step) is None)
        else:
            menu.addAction("Rename\tF2", lambda: self.rename(bookmark))
            menu.addAction("Delete\tDel", lambda: self.delete(bookmark))
        return menu

    def _tell(self, at: QPoint, step: int | None = None) -> None:
        """Say in a tooltip what is at a pixel."""
        text = self.words_at(QPointF(at)) if step is None else words_of(self._state, step)
        QToolTip.showText(self.mapToGlobal(at + QPoint(0, 8)), text, self)

    def words_at(self, at: QPointF) -> str:
        """Describe a pixel."""
        bookmark = self._bookmark_under(at)
        return words_of(self._state, bookmark.step if bookmark is not None else self._step_near(at.x()))

    # Look

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def sliderChange(self, change: QSlider.SliderChange) -> None:
        """Nothing: `_show` repaints when a pixel changes, not with every step."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._describe()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, axis = painter_for(self), self.axis
        painter.fillRect(self.rect(), self._theme.color("panel"))
        self._painter.paint(painter, self, self._state, axis)
        for label in self.labels:
            paint_label(painter, label, self._theme)
        paint_handle(painter, axis.x_of(self.step), self._theme, ring=self.ring)
