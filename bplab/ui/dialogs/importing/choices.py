"""The left side of the import: how the file is read, the task, and where the test set comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bplab.data.csv.dialect import DECIMALS, ENCODINGS, SEPARATORS, Dialect
from bplab.data.csv.plan import GAPS, TASKS, Plan
from bplab.ui.controls.check import Check
from bplab.ui.controls.choice import ChoiceBox
from bplab.ui.controls.options import Option, wrapped
from bplab.ui.controls.painting import painter_for
from bplab.ui.controls.rows import INSET, FieldRow, SliderRow
from bplab.ui.controls.scales import Even
from bplab.ui.controls.segmented import Segmented
from bplab.ui.controls.slider import Slider
from bplab.ui.controls.text import TextLabel
from bplab.ui.style.theme import Theme

WIDTH, LABELS = 297, 119
SHARE, SECOND = "share", "second"
TIPS = {
    "separator": "What stands between two cells of a row.",
    "decimal": "What stands before the decimals of a number.",
    "encoding": "How the file's bytes are read as letters.",
    "header": "The first row has the names of the columns, not values.",
    "gaps": "The mean is that of the column's other cells; for a category, the shares of its values. A row "
    "without a target is always left out.",
    "inputs": "Standardizes each input to mean 0 and standard deviation 1 on the training part.",
    "targets": "Standardizes numeric targets on the training part; losses and outputs stay in the data's own "
    "units.",
    "stratify": "A stratified split: every part has the same class shares.",
    "train": "The share of rows used for training; the rest is for testing.",
}


@dataclass(frozen=True)
class Split:
    """How the examples are scaled and split."""

    train_percent: int = 70
    stratify: bool = True
    standardize: bool = True
    scale_targets: bool = False


class Section(QWidget):
    """A heading with a note at its right, and rows below."""

    def __init__(self, theme: Theme, title: str, note: str = "") -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 10, 0, 10)
        self.column.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(INSET, 0, INSET, 4)
        line.addWidget(TextLabel(theme, title, "body", "text", 600))
        self.note = TextLabel(theme, note, "caption", "t2")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.note, 1)
        self.column.addLayout(line)

    def add(self, *widgets: QWidget, top: int = 0) -> QHBoxLayout:
        """Add a line of widgets."""
        line = QHBoxLayout()
        line.setContentsMargins(INSET, 4 + top, INSET, 4)
        line.setSpacing(8)
        for widget in widgets:
            line.addWidget(widget)
        line.addStretch()
        self.column.addLayout(line)
        return line


class FileChoices(Section):
    """Separator, decimal mark, encoding, and whether the first row is names."""

    edited = Signal(object)  # a Dialect

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "File", "as found; change what is wrong")
        self._dialect = Dialect()
        self.boxes: dict[str, ChoiceBox] = {}
        for name, title, table in (
            ("separator", "Separator", SEPARATORS),
            ("decimal", "Decimal mark", DECIMALS),
            ("encoding", "Encoding", ENCODINGS),
        ):
            box = self.boxes[name] = _choice(theme, table, title)
            self.column.addWidget(FieldRow(theme, title, TIPS[name], box, column=LABELS))
            box.edited.connect(lambda value, name=name: self._edit(**{name: value}))
        self.header = Check(theme, "First row is names", TIPS["header"])
        self.header.edited.connect(lambda on: self._edit(header=on))
        self.add(self.header)

    def show_dialect(self, dialect: Dialect) -> None:
        """Show how the file is read."""
        self._dialect = dialect
        for name, box in self.boxes.items():
            box.set_value(getattr(dialect, name))
        self.header.set_value(dialect.header)

    def _edit(self, **changes: str | bool) -> None:
        self._dialect = replace(self._dialect, **changes)  # type: ignore[arg-type] # by name
        self.edited.emit(self._dialect)


class TaskChoices(Section):
    """Classification or regression, what happens to bad cells, and scaling."""

    task_edited = Signal(str)
    gaps_edited = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Task")
        self.task = Segmented(theme, [Option(value, title) for value, title in TASKS.items()], name="Task")
        self.task.setMinimumWidth(WIDTH - 2 * INSET)
        self.add(self.task)
        self.gaps = _choice(theme, GAPS, "Empty or bad cell")
        self.column.addWidget(FieldRow(theme, "Empty or bad cell", TIPS["gaps"], self.gaps, column=LABELS))
        self.inputs = Check(theme, "Scale inputs", TIPS["inputs"])
        self.inputs.set_value(True)
        self.add(self.inputs, TextLabel(theme, "by the training part", "caption", "t2"))
        self.targets = Check(theme, "Scale targets", TIPS["targets"])
        self.targets.edited.connect(self._choose_targets)
        self._scales_targets = True  # in regression
        self.add(self.targets, TextLabel(theme, "for Regression only", "caption", "t2"))
        self.task.edited.connect(self.task_edited)
        self.gaps.edited.connect(self.gaps_edited)

    def show_plan(self, plan: Plan) -> None:
        """Show a plan's task."""
        self.task.set_value(plan.task)
        is_regression = plan.task == "regression"
        self.targets.setEnabled(is_regression)
        self.targets.set_value(is_regression and self._scales_targets)
        self.gaps.set_value(plan.gaps)

    def show_why(self, why: str) -> None:
        """Say how the task was guessed; nothing if it was not."""
        self.note.setText(self.note.fontMetrics().elidedText(why, Qt.TextElideMode.ElideRight, 210))
        self.note.setToolTip(wrapped(why))

    def _choose_targets(self, on: bool) -> None:
        self._scales_targets = on


class PartChoices(Section):
    """A share of the rows for testing, or a second file; how many examples each part has."""

    source_edited = Signal(str)
    edited = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Test set from")
        options = [Option(SHARE, "Share of these rows"), Option(SECOND, "Second file...")]
        self.source = Segmented(theme, options, name="Test set from")
        self.source.setMinimumWidth(WIDTH - 2 * INSET)
        self.add(self.source)
        self.slider = Slider(theme, Even(1, 100), "Train / test")
        self.slider.set_value(70)
        self._value = TextLabel(theme, "70 / 30", "form", "text", 600)
        self._value.setContentsMargins(0, 0, 9, 0)
        self.train = SliderRow(theme, "Train / test", TIPS["train"], self._value, self.slider)
        self.column.addWidget(self.train)
        self.file = TextLabel(theme, "", "form", "text")
        self.stratify = Check(theme, "Same class shares in each part", TIPS["stratify"])
        self.stratify.set_value(True)
        self.add(self.file)
        self.add(self.stratify)
        self.counts = [TextLabel(theme, "", "caption", "t2") for _ in range(2)]
        for count in self.counts:
            count.setContentsMargins(INSET, 0, INSET, 0)
            count.setFixedHeight(18)
            self.column.addWidget(count)
        self.source.edited.connect(self.source_edited)
        self.slider.edited.connect(self._moved)
        self.stratify.edited.connect(lambda _: self.edited.emit())
        self.show_source("")

    def show_source(self, second: str) -> None:
        """Show the name of a second file, or the share of a single one."""
        self.source.set_value(SECOND if second else SHARE)
        for widget in (self.train, self.stratify):
            widget.setVisible(not second)
        self.file.setVisible(bool(second))
        self.file.setText(self.file.fontMetrics().elidedText(second, Qt.TextElideMode.ElideMiddle, 260))

    def show_counts(self, *counts: str) -> None:
        """Show how many examples the parts have."""
        for label, text in zip(self.counts, counts, strict=True):
            room = WIDTH - 2 * INSET
            label.setText(label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))
            label.setToolTip(wrapped(text))

    @property
    def train_percent(self) -> int:
        """The share of the training part."""
        return round(self.slider.number)

    def _moved(self, number: float) -> None:
        self._value.setText(f"{number:.0f} / {100 - number:.0f}")
        self.edited.emit()


class Choices(QWidget):
    """The three sections, one below the other."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.file, self.task, self.parts = FileChoices(theme), TaskChoices(theme), PartChoices(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in (self.file, self.task, self.parts):
            if column.count():
                column.addWidget(Rule(theme))
            column.addWidget(section)
        column.addStretch()

    @property
    def split(self) -> Split:
        """How the examples are to be scaled and split."""
        parts, task = self.parts, self.task
        checks = (parts.stratify, task.inputs, task.targets)
        return Split(parts.train_percent, *(check.isChecked() for check in checks))


class Rule(QWidget):
    """A thin line between two regions."""

    def __init__(self, theme: Theme, *, upright: bool = False) -> None:
        super().__init__()
        self._theme = theme
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter_for(self).fillRect(self.rect(), self._theme.color("line"))


def _choice(theme: Theme, table: Mapping[str, str], name: str) -> ChoiceBox:
    box = ChoiceBox(theme, [Option(value, title) for value, title in table.items()])
    box.setAccessibleName(name)
    return box
