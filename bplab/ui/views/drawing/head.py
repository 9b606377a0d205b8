"""The head of Draw points: where to start from, classes or heights, the tools."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from bplab.data.datasets import DATASETS
from bplab.data.drawing import Drawing
from bplab.numerals import minus
from bplab.ui.controls.button import Button
from bplab.ui.controls.options import Option, wrapped
from bplab.ui.controls.scales import Even
from bplab.ui.controls.segmented import Segmented
from bplab.ui.controls.slider import Slider
from bplab.ui.controls.text import TextLabel
from bplab.ui.style.theme import Theme
from bplab.ui.views.drawing.chips import ClassChips
from bplab.ui.views.drawing.stroke import Tool

TOOLS = (
    Option("brush", "Brush", "Sets points all over the circle while you drag."),
    Option("single", "Single", "Sets one point where you click."),
    Option("move", "Move", "Drags a point elsewhere."),
    Option("erase", "Erase", "Takes away the points within the circle."),
)
TASKS = (
    Option("classification", "Classification", "Each point has a class."),
    Option("regression", "Regression", "Each point has a height, which is to be learned."),
)
SIZES, HEIGHTS = Even(0.2, 2.0, 0.1), Even(-1.0, 1.0, 0.1)
SIZE, HEIGHT = 0.8, 1.0
INSET, ROW, GAP = 16, 28, 8


class DrawingHead(QWidget):
    """Three rows; all it knows of the drawing is what it shows."""

    tool_changed = Signal(object)  # Tool
    start_wanted = Signal(str)  # the name of a set
    clear_wanted = Signal()
    class_wanted = Signal()
    task_wanted = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAutoFillBackground(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(INSET - 1, 8, INSET, 8)
        rows.setSpacing(GAP)
        self._add_first(rows)
        self._add_second(rows)
        self._add_third(rows)

    def _add_first(self, rows: QVBoxLayout) -> None:
        theme = self._theme
        self.parts = TextLabel(theme, "", "caption", "t2")
        self.start = Button(theme, "Start from")
        self.start.setMenu(self._menu())
        self.start.setToolTip("Begins with the points of another set.")
        self.clear, self.done = Button(theme, "Clear"), Button(theme, "Done", kind="primary")
        self.clear.setToolTip("Takes away all points, to begin with none.")
        self.done.setToolTip("Back to the map (Esc)")
        self.clear.clicked.connect(self.clear_wanted)
        self.done.clicked.connect(self.left)
        title = TextLabel(theme, "Draw points", "heading", "text")
        _row(rows, title, self.parts, None, self.start, self.clear, self.done)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for row in DATASETS.values():
            if row.planar:
                action = QAction(row.title, menu)
                action.setToolTip(wrapped(row.help))
                action.triggered.connect(lambda _=False, name=row.name: self.start_wanted.emit(name))
                menu.addAction(action)
        return menu

    def _add_second(self, rows: QVBoxLayout) -> None:
        theme = self._theme
        self.chips = ClassChips(theme)
        self.chips.edited.connect(self._tell)
        self.chips.more_wanted.connect(self.class_wanted)
        self.height_slider = Slider(theme, HEIGHTS, "Height of new points")
        self.height_slider.setToolTip("The target of the points that you draw.")
        self.height_slider.set_value(HEIGHT)
        self.height_slider.edited.connect(self._tell)
        self._height = TextLabel(theme, "", "form", "text", 600)
        self._heights = QWidget()
        line = QHBoxLayout(self._heights)
        line.setContentsMargins(0, 0, 0, 0)
        for part in (TextLabel(theme, "Height"), self.height_slider, self._height):
            line.addWidget(part)
        self.height_slider.setFixedWidth(110)
        self._height.setFixedWidth(30)
        self.task = Segmented(theme, TASKS, ROW, "Task")
        self.task.edited.connect(self.task_wanted)
        _row(rows, self.chips, self._heights, None, self.task)

    def _add_third(self, rows: QVBoxLayout) -> None:
        theme = self._theme
        self.tools = Segmented(theme, TOOLS, ROW, "Tool")
        self.tools.edited.connect(self._tell)
        self.size_slider = Slider(theme, SIZES, "Size of brush and eraser")
        self.size_slider.setToolTip("The radius of brush and eraser, in the units of the axes.")
        self.size_slider.set_value(SIZE)
        self.size_slider.edited.connect(self._tell)
        self.size_slider.setFixedWidth(84)
        self._size = TextLabel(theme, "", "form", "text", 600)
        self._size.setFixedWidth(24)
        self.undo = Button(theme, "Undo", icon="undo-2")
        self.undo.setToolTip("Takes the last stroke back, and its run (Ctrl+Z)")
        _row(rows, self.tools, TextLabel(theme, "Size"), self.size_slider, self._size, None, self.undo)

    @property
    def tool(self) -> Tool:
        """The chosen tool."""
        target = self.height_slider.number if self.task.value == "regression" else self.chips.chosen
        kind = next(option.value for option in TOOLS if option.value == self.tools.value)
        return Tool(kind, self.size_slider.number, target)  # type: ignore[arg-type] # one of TOOLS

    def show_drawing(self, drawing: Drawing, counts: dict[str, int]) -> None:
        """Show classes and numbers of points, and how many are in each part."""
        self.task.set_value("classification" if drawing.classes else "regression")
        self.chips.setVisible(bool(drawing.classes))
        self._heights.setVisible(not drawing.classes)
        if drawing.classes:
            self.chips.show_drawing(drawing)
        marks = {"train": "●", "validation": "◆", "test": "■"}
        shown = [
            f"{marks[part]} {part} {count:,}"
            for part, count in counts.items()
            if count or part != "validation"
        ]
        self.parts.setText("  ".join(shown))
        self.clear.setEnabled(drawing.count > 0)
        self._tell()

    def choose_class(self, number: int) -> None:
        """Draw with a class."""
        self.chips.choose(number)
        self._tell()

    def _tell(self, *_: object) -> None:
        self._size.setText(f"{self.size_slider.number:.1f}")
        self._height.setText(minus(f"{self.height_slider.number:.1f}"))
        self.tool_changed.emit(self.tool)


def _row(rows: QVBoxLayout, *parts: QWidget | None) -> None:
    """Add parts side by side; None is free room."""
    row = QHBoxLayout()
    rows.addLayout(row)
    row.setSpacing(GAP)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
