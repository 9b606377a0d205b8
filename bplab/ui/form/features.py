"""The input features of a 2-D data set, checked in a menu."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter
from PySide6.QtWidgets import QMenu, QSizePolicy

from bplab.data.features import FEATURES
from bplab.ui.controls.button import Button
from bplab.ui.controls.options import wrapped
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme


class FeatureChoice(Button):
    """A button that names the features and opens their menu; the last one cannot be unchecked."""

    edited = Signal(tuple)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, "")
        self.setAccessibleName(name)
        self.setFont(theme.font("form"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._value: tuple[str, ...] = ()
        self._menu = menu = QMenu(self)  # kept: its actions would be deleted with it
        menu.setToolTipsVisible(True)
        self._actions: dict[str, QAction] = {}
        for feature, row in FEATURES.items():
            action = menu.addAction(row.title)
            action.setCheckable(True)
            action.setToolTip(wrapped(row.help))
            action.triggered.connect(self._ticked)
            self._actions[feature] = action
        self.setMenu(menu)

    def sizeHint(self) -> QSize:
        return QSize(80, self.height())

    minimumSizeHint = sizeHint

    def _draw_content(self, painter: QPainter, ink: QColor) -> None:
        # Like a drop-down list: text at the left, chevron at the right.
        painter.setPen(ink)
        box = QRectF(self.rect()).adjusted(10, 0, -26, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
        chevron = QRectF(self.width() - 22, self.height() / 2 - 7, 14, 14)
        draw_icon(painter, "chevron-down", self._theme.color("t2"), chevron)

    def set_value(self, value: tuple[str, ...]) -> None:
        """Show which features are checked without emitting `edited`."""
        self._value = tuple(value)
        for feature, action in self._actions.items():
            action.setChecked(feature in value)
            action.setEnabled(tuple(value) != (feature,))
        titles = [FEATURES[feature].title for feature in value]
        self.setText(", ".join(titles) if len(titles) <= 3 else f"{len(titles)} features")

    def _ticked(self) -> None:
        value = tuple(feature for feature, action in self._actions.items() if action.isChecked())
        self.set_value(value)
        self.edited.emit(value)
