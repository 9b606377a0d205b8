"""The dialog of Import data...: what was found on the left, the table on the right; Import does it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bplab.data.csv.builder import Watch
from bplab.data.csv.dialect import Dialect
from bplab.data.csv.draft import Load, Outcome, Reading, evaluate, read, read_from
from bplab.data.csv.examples import BadRow, misshapen_rows
from bplab.data.csv.plan import Gaps, Plan, Role, Task, with_role, with_task
from bplab.data.csv.words import counts, parts, summary
from bplab.data.dataset import Dataset
from bplab.storage.csv import read_table_bytes
from bplab.ui.controls.button import Button
from bplab.ui.controls.options import Option
from bplab.ui.controls.segmented import Segmented
from bplab.ui.controls.text import TextLabel
from bplab.ui.dialogs.importing.choices import SECOND, Choices, Rule
from bplab.ui.dialogs.importing.faults import Faults
from bplab.ui.dialogs.importing.files import Take
from bplab.ui.dialogs.importing.preview import Preview
from bplab.ui.dialogs.importing.worker import TableWorker
from bplab.ui.style.theme import Theme

SIZE = (980, 680)
FRAME = 32  # pixels of height that the window manager may take
PROMISE = "Nothing changes before Import; Undo brings the old data back."
NUMBERED = "numbered as in a spreadsheet"
BAD, ALL = "bad", "all"
Second = tuple[str, Reading] | None  # the name of a second file, and what was read


class ImportDialog(QDialog):
    """Shows what would be imported, as soon as it is known, and emits it when it is wanted."""

    wanted = Signal(object, object)  # OwnData, Split

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        name: str,
        load: Load,
        ask_file: Callable[[QWidget, Take], object],
    ) -> None:
        super().__init__(parent)
        self._theme, self._name, self._ask_file = theme, name, ask_file
        self._reading: Reading | None = None
        self._plan = Plan(())
        self._second: Second = None
        self._outcome: Outcome | None = None
        self.setWindowTitle("Import data")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.choices = Choices(theme)
        self.preview = Preview(theme)
        self.faults = Faults(theme)
        self.shown = Segmented(
            theme, [Option(BAD, "First and bad rows"), Option(ALL, "All rows")], 28, "Rows"
        )
        self.accept_button = Button(theme, "Import", kind="primary", height=36)
        self.cancel_button = Button(theme, "Cancel", height=36)
        self._labels = {
            name: TextLabel(theme, "", "caption", "t2") for name in ("file", "numbered", "promise", "classes")
        }
        self._total = TextLabel(theme, "", "form", "text", 600)
        self._lay_out()
        self.worker = TableWorker(self)
        self._connect()
        self.resize(SIZE[0], min(SIZE[1], self.screen().availableGeometry().height() - FRAME))
        self._set_busy(share=0.0)
        self.worker.ask(lambda watch: read_from(load, watch), self._show_reading)

    def _lay_out(self) -> None:
        column = _tight(QVBoxLayout(self))
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 10)
        head.setSpacing(12)
        head.addWidget(TextLabel(self._theme, "Import data", "heading", "text"))
        head.addWidget(self._labels["file"], 1)
        column.addLayout(head)
        column.addWidget(Rule(self._theme))
        middle = QHBoxLayout()
        column.addLayout(middle, 1)
        middle.setSpacing(0)
        middle.addWidget(self.choices)
        middle.addWidget(Rule(self._theme, upright=True))
        middle.addLayout(self._right_side(), 1)
        column.addWidget(Rule(self._theme))
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 9, 16, 9)
        foot.setSpacing(8)
        foot.addWidget(self._labels["promise"], 1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.accept_button)
        column.addLayout(foot)

    def _right_side(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setContentsMargins(16, 8, 16, 8)
        right.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(TextLabel(self._theme, "Preview", "body", "text", 600))
        line.addWidget(self.shown)
        self._labels["numbered"].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._labels["numbered"], 1)
        right.addLayout(line)
        frame = QFrame()
        frame.setObjectName("preview")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.preview)
        right.addWidget(frame, 1)
        right.addWidget(self.faults)
        last = QHBoxLayout()
        last.setSpacing(0)
        last.addWidget(self._total)
        self._labels["classes"].setFont(self._theme.font("form"))
        last.addWidget(self._labels["classes"], 1)
        right.addLayout(last)
        return right

    def _connect(self) -> None:
        choices = self.choices
        choices.file.edited.connect(self._read_again)
        choices.task.task_edited.connect(lambda task: self._replan(self._with_task(cast("Task", task))))
        choices.task.gaps_edited.connect(
            lambda gaps: self._replan(replace(self._plan, gaps=cast("Gaps", gaps)))
        )
        choices.parts.source_edited.connect(self._choose_source)
        choices.parts.edited.connect(self._show_counts)
        self.preview.heads.edited.connect(self._edit_column)
        self.shown.edited.connect(lambda _: self._show_preview())
        self.worker.progressed.connect(self._set_busy)
        self.accept_button.setDefault(True)
        self.cancel_button.setAutoDefault(False)
        self.accept_button.clicked.connect(self._import)
        self.cancel_button.clicked.connect(self.reject)
        self.finished.connect(lambda _: self.worker.close())

    @property
    def ready(self) -> bool:
        """Whether there is something that can be imported."""
        return not self.worker.busy and self._outcome is not None and self._outcome.own is not None

    def _read_again(self, dialect: Dialect) -> None:
        reading, second = self._reading, self._second
        if reading is None:
            return

        def make(watch: Watch) -> tuple[Reading, Second]:
            again = (second[0], read_from(lambda: second[1].raw, watch, like=dialect)) if second else None
            return read(reading.raw, watch, dialect), again

        self._set_busy(share=0.0)
        self.worker.ask(make, self._take_both)

    def _take_both(self, both: tuple[Reading, Second]) -> None:
        reading, self._second = both
        self._show_reading(reading)

    def _show_reading(self, reading: Reading) -> None:
        self._reading, self._outcome = reading, None
        self.choices.file.show_dialect(reading.dialect)
        self._labels["file"].setText(f"{self._name} · {len(reading.raw):,} bytes")
        names = ": the names are row 1" if reading.dialect.header else ""
        self._labels["numbered"].setText(NUMBERED + names)
        self._replan(reading.plan or Plan(()))

    def _replan(self, plan: Plan) -> None:
        """Show another plan, and find out what it makes of the table."""
        self._plan = plan
        self.choices.task.show_plan(plan)
        self.choices.parts.stratify.setEnabled(plan.task == "classification")
        table = self._reading.table if self._reading else None
        if table is None:
            self._show_outcome(Outcome((), refusal=self._reading.refusal if self._reading else ""))
            return
        second = self._second[1] if self._second else None
        self._set_busy(share=0.0)
        name = self._name  # the thread must not hold the dialog
        self.worker.ask(lambda _: evaluate(name, table, plan, second), self._show_outcome)

    def _with_task(self, task: Task) -> Plan:
        table = self._reading.table if self._reading else None
        return with_task(table, self._plan, task) if table else self._plan

    def _edit_column(self, column: int, what: str, value: str) -> None:
        table = self._reading.table if self._reading else None
        if table is None or self._outcome is None:  # the headings are still those of the table before
            return
        if what == "role":
            self._replan(with_role(table, self._plan, column, cast("Role", value)))
            return
        uses = list(self._plan.uses)
        uses[column] = replace(uses[column], kind=cast("Any", value))
        plan = replace(self._plan, uses=tuple(uses))
        if uses[column].role == "target":
            plan = replace(
                plan, task="regression" if value == "number" else "classification", is_guessed=False
            )
        self._replan(plan)

    def _choose_source(self, source: str) -> None:
        """Ask for a second file, or do without one."""
        if source == SECOND:
            self._ask_file(self, self._read_second)
        else:
            self._read_second(None)

    def _read_second(self, path: Path | None) -> None:
        self.choices.parts.show_source(path.name if path else "")
        self._second = None
        if path is None:
            self._replan(self._plan)
            return
        dialect = self._reading.dialect if self._reading else None
        self._set_busy(share=0.0)
        self.worker.ask(
            lambda watch: (path.name, read_from(lambda: read_table_bytes(path), watch, like=dialect)),
            self._take_second,
        )

    def _take_second(self, second: Second) -> None:
        self._second = second
        self._replan(self._plan)

    def _show_outcome(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self.choices.task.show_why(outcome.why)
        self._labels["promise"].setText(PROMISE)
        found, reading = outcome.found, self._reading
        total, classes = ("", "")
        if found is not None:
            total, classes = summary(found.table, found.examples)
            self.faults.show_import(found)
        if outcome.refusal or reading is None:
            self.faults.show_refusal(outcome.refusal)
        self._total.setText(total)
        self._labels["classes"].setText(f" · {classes}" if classes else "")
        self._show_preview()
        self._show_counts()
        self.accept_button.setEnabled(self.ready)

    def _show_preview(self) -> None:
        outcome, table = self._outcome, self._reading.table if self._reading else None
        if outcome is not None:
            bad: Sequence[BadRow] = ()
            if table is not None:
                bad = outcome.found.examples.bad if outcome.found else misshapen_rows(table)
            self.preview.show_table(table, self._plan, outcome.ranges, bad, self.shown.value == ALL)

    def _show_counts(self) -> None:
        found = self._outcome.found if self._outcome else None
        if found is None:
            self.choices.parts.show_counts("", "")
            return
        data, tests = found.examples.dataset, found.tests
        if tests is None:
            split = self.choices.split
            self.choices.parts.show_counts(*parts(data, split.train_percent, split.stratify))
            return
        self.choices.parts.show_counts(_counted("train", data), _counted("test", tests.dataset))

    def _set_busy(self, share: float) -> None:
        self.accept_button.setEnabled(False)
        if share:
            self._labels["promise"].setText(f"Reading: {share:.0%}".replace("%", " %"))

    def _import(self) -> None:
        own = self._outcome.own if self._outcome else None
        if self.ready and own is not None:
            self.wanted.emit(own, self.choices.split)
            self.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.worker.close()
        super().closeEvent(event)


def _counted(part: str, data: Dataset) -> str:
    sizes = np.bincount(data.targets, minlength=len(data.classes)) if data.classes else [data.count]
    return counts(part, sizes, data.classes)


def _tight(column: QVBoxLayout) -> QVBoxLayout:
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
