"""The rows of the sidebar: label and field side by side, or label and value above a slider."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bplab.ui.controls.options import wrapped
from bplab.ui.controls.slider import MARGIN, Slider
from bplab.ui.controls.text import TextLabel
from bplab.ui.style.theme import Theme

INSET, COLUMN, GAP = 16, 76, 8
ROW, SLIDER_ROW, TICKED_ROW = 36, 43, 60
VALUE_INSET = 9  # from the text to the edge of a flat number field


class FieldRow(QWidget):
    """36 px: the label in its column, then one or two fields."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        tip: str,
        *fields: QWidget,
        wide: bool = False,
        column: int = COLUMN,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFixedHeight(ROW)
        self.label = TextLabel(theme, label)
        self.label.setToolTip(wrapped(tip))
        self.label.setBuddy(fields[0])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(INSET, 4, INSET, 4)
        layout.setSpacing(GAP)
        if wide:
            layout.addWidget(self.label, 1)
        else:
            self.label.setFixedWidth(column - GAP)
            layout.addWidget(self.label)
        for field in fields:
            layout.addWidget(field)


class SliderRow(QWidget):
    """43 px (60 with decade marks): label at the left, value at the right, the slider below."""

    def __init__(self, theme: Theme, label: str, tip: str, value: QWidget, slider: Slider) -> None:
        super().__init__()
        self.setFixedHeight(TICKED_ROW if slider.sizeHint().height() > 20 else SLIDER_ROW)
        self.label = TextLabel(theme, label)
        self.label.setToolTip(wrapped(tip))
        self.label.setBuddy(slider)
        slider.setToolTip(wrapped(tip))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 1, 0, 0)
        layout.setSpacing(0)
        self._heading = heading = QHBoxLayout()
        layout.addLayout(heading)
        heading.setContentsMargins(INSET, 0, INSET - VALUE_INSET, 0)
        heading.addWidget(self.label, 1)
        heading.addWidget(value)
        edge = INSET + 6 - MARGIN  # the groove begins 6 px inside the text's edge
        line = QHBoxLayout()
        layout.addLayout(line)
        line.setContentsMargins(edge, 0, edge, 0)
        line.addWidget(slider, 0, Qt.AlignmentFlag.AlignTop)
        layout.addStretch()

    def add_before_value(self, label: TextLabel) -> TextLabel:
        """Put a label between the label of the row and the value."""
        label.setContentsMargins(0, 0, VALUE_INSET - 3, 0)
        self._heading.insertWidget(1, label)
        return label
