"""A drop-down list; the tooltip of each row says what it means, or why it is disabled."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QSizePolicy, QWidget

from bplab.ui.controls.options import Option, set_tip
from bplab.ui.controls.painting import KeyboardFocus, draw_frame, draw_ring, painter_for
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken

MIXED = "Different values"


class ChoiceBox(KeyboardFocus, QComboBox):
    """A field with a border, or a flat one with only text and a chevron, as on layer cards."""

    edited = Signal(str)

    def __init__(
        self,
        theme: Theme,
        options: Sequence[Option],
        kind: Literal["field", "flat"] = "field",
        tip: str = "",
        height: int = 28,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._flat = kind == "flat"
        self._tip = tip
        self._last = ""
        self._none = MIXED
        self._options: tuple[Option, ...] = ()
        self.setFont(theme.font("form", tabular=False))
        self.setFixedHeight(height)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel alone must not take the focus
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        policy = QSizePolicy.Policy.Fixed if self._flat else QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        self.setView(QListView(self))
        self.setMaxVisibleItems(16)
        self.set_options(options)
        self.activated.connect(self._chosen)
        theme.changed.connect(self.update)

    @property
    def value(self) -> str:
        """The value shown; empty if the layers it applies to differ."""
        return self._options[self.currentIndex()].value if self.currentIndex() >= 0 else ""

    def set_options(self, options: Sequence[Option]) -> None:
        """Replace the options, or give reasons why some are disabled; the value shown stays."""
        if tuple(options) == self._options:
            return
        shown = self.value if self._options else ""
        self._options = tuple(options)
        self.clear()
        for row, option in enumerate(self._options):
            self.addItem(option.title)
            self.setItemData(row, option.tip, Qt.ItemDataRole.ToolTipRole)
            model = self.model()
            if option.why and isinstance(model, QStandardItemModel):
                model.item(row).setEnabled(False)
        self.set_value(shown)
        self.updateGeometry()

    def set_value(self, value: str | None, none: str = MIXED) -> None:
        """Show a value without emitting `edited`; a text if there is none, because the layers differ."""
        self._none = none
        if value is None:
            self.setCurrentIndex(-1)
            set_tip(self, self._tip)
            self._last = ""
            return
        rows = [row for row, option in enumerate(self._options) if option.value == value]
        self.setCurrentIndex(rows[0] if rows else 0)
        current = self._options[self.currentIndex()]
        set_tip(self, "\n".join(text for text in (self._tip, current.help) if text))
        self._last = current.value

    @property
    def words(self) -> str:
        """What the closed box shows."""
        if self.currentIndex() < 0:
            return self._none
        current = self._options[self.currentIndex()]
        return current.short or current.title

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The wheel scrolls the sidebar, unless this field has the focus.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        texts = [self.words] if self._flat else [option.title for option in self._options]
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        return QSize(widest + (20 if self._flat else 44), self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._flat else QSize(56, self.height())

    def showPopup(self) -> None:
        view = self.view()
        widest = max(self.fontMetrics().horizontalAdvance(option.title) for option in self._options)
        view.setMinimumWidth(max(self.width(), widest + 40))
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        rect = QRectF(self.rect())
        touched = self.isEnabled() and self.underMouse()
        if not self._flat:
            border: ColorToken = "line" if not self.isEnabled() else "t3" if touched else "line2"
            draw_frame(painter, rect, color("field"), color(border))
        if self.ring:
            draw_ring(painter, rect, self._theme)
        left, right = (1, 16) if self._flat else (10, 26)
        painter.setPen(color("text" if self.isEnabled() else "t3"))
        box = rect.adjusted(left, 0, -right, 0)
        text = self.fontMetrics().elidedText(self.words, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
        painter.drawText(box.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter, text)
        x = rect.right() - (15 if self._flat else 22)
        ink = color("text" if touched else "t2")
        draw_icon(painter, "chevron-down", ink, QRectF(x, rect.center().y() - 7, 14, 14))

    def _chosen(self, row: int) -> None:
        value = self._options[row].value
        if value != self._last:
            self.set_value(value)
            self.edited.emit(value)
