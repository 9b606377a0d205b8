"""The dialog of Same start, one change...: which setting, and its other values."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bplab.errors import UserError
from bplab.experiment.paths import all_paths
from bplab.experiment.rules import Choice
from bplab.experiment.settings import Setting, setting_of
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.trials.same_start import MOST, Variant, same_start
from bplab.ui.background.seeds import Made
from bplab.ui.controls.check import Check
from bplab.ui.controls.choice import ChoiceBox
from bplab.ui.controls.options import Option, wrapped
from bplab.ui.dialogs.question import Question
from bplab.ui.style.theme import Theme

KINDS = {"": Experiment, "data": DataSpec, "layers.*": Layer, "output": Output}
PARTS = {"": "", "data": "Data: ", "layers.*": "Hidden layers: ", "output": "Output: "}
FIRST = "optimizer"
WIDTH, COLUMNS = 460, 3
INTRODUCTION = (
    "Trains this experiment for as many steps, from the same initial weights, with another setting."
)


def declared(path: str) -> Setting | None:
    """What is declared of a setting."""
    part, _, name = path.rpartition(".")
    try:
        return setting_of(KINDS[part], name)
    except KeyError:
        return None


def options() -> Iterator[Option]:
    """All settings that have a declaration."""
    for path in all_paths():
        setting = declared(path)
        if setting is not None:
            part = path.rpartition(".")[0]
            yield Option(path, PARTS[part] + setting.title, setting.tip)


class SameStartPage(QWidget):
    """The setting, then boxes of its values, or a field for several of them."""

    def __init__(self, theme: Theme, run: Made, path: str = FIRST) -> None:
        super().__init__()
        self._theme, self._run = theme, run
        self.setting = ChoiceBox(theme, sorted(options(), key=lambda option: option.title))
        self.setting.setAccessibleName("Setting")
        self.field = QLineEdit()
        self.field.setAccessibleName("Other values, separated by commas")
        self.field.setPlaceholderText("0.01, 0.03, 0.1")
        self.boxes: list[Check] = []
        self.said = QLabel()
        self.said.setWordWrap(True)
        self._values = QStackedWidget()
        self._values.addWidget(self.field)
        self._page = QWidget()
        self._values.addWidget(self._page)
        self._build()
        self.setting.edited.connect(self._show)
        self.setting.set_value(path)
        self._show()

    def _build(self) -> None:
        column, form = QVBoxLayout(self), QFormLayout()
        column.setContentsMargins(0, 0, 0, 0)
        introduction = QLabel(INTRODUCTION)
        introduction.setWordWrap(True)
        column.addWidget(introduction)
        column.addLayout(form)
        form.addRow("Setting", self.setting)
        form.addRow("Values", self._values)
        column.addWidget(self.said)

    def _show(self) -> None:
        setting = declared(self.setting.value)
        rows = setting.rule.table if setting is not None and isinstance(setting.rule, Choice) else {}
        self.said.setText("")
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        self.boxes = []
        own = self._own_value() if rows else ""
        for place, (value, row) in enumerate(rows.items()):
            box = Check(self._theme, row.title, row.help)
            box.setProperty("value", value)
            box.edited.connect(lambda _on: self.said.setText(""))
            if value == own:
                box.setEnabled(False)
                box.setToolTip(wrapped("This run has it itself."))
            self.boxes.append(box)
            grid.addWidget(box, place // COLUMNS, place % COLUMNS)
        self._values.removeWidget(self._page)
        self._page.deleteLater()
        self._page = page
        self._values.addWidget(page)
        self._values.setCurrentIndex(1 if rows else 0)
        self.field.setToolTip(wrapped(f"Up to {MOST} values, separated by commas."))

    def _own_value(self) -> object:
        """What the run has of a setting with boxes; empty where its layers differ or it was changed."""
        part, _, name = self.setting.value.rpartition(".")
        spec = self._run.spec
        holders = {"": (spec,), "data": (spec.data,), "output": (spec.output,)}.get(part, spec.layers)
        found = {getattr(holder, name) for holder in holders}
        changed = any(change.field == self.setting.value for change in self._run.changes)
        return found.pop() if len(found) == 1 and not changed else ""

    @property
    def values(self) -> Sequence[str]:
        """The other values, as typed or chosen."""
        if self.boxes:
            return [box.property("value") for box in self.boxes if box.isChecked()]
        return [text for text in self.field.text().split(",") if text.strip()]

    def variants(self) -> tuple[Variant, ...]:
        """The runs to be made; none, and a sentence in the page, if they cannot be."""
        run = self._run
        try:
            return same_start(run.spec, self.setting.value, self.values, run.step, run.changes, run.own)
        except UserError as error:
            self.said.setText(str(error))
            return ()


def ask_change(
    window: QWidget, theme: Theme, run: Made, begin: Callable[[tuple[Variant, ...]], None], path: str = FIRST
) -> Question:
    """Ask for a setting and its other values; `begin` gets the runs to be made."""
    page = SameStartPage(theme, run, path)

    def act() -> bool:
        variants = page.variants()
        if variants:
            begin(variants)
        return bool(variants)

    dialog = Question(window, "Same start, one change", page, "Train", act)
    dialog.setMinimumWidth(WIDTH)
    dialog.open()
    return dialog
