"""What the menu of a row offers, and the button of a group that is trained."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from bplab.ui.controls.button import Button
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Entry
from bplab.ui.views.runs.group_painter import BUTTON_HEIGHT, cancel_place
from bplab.ui.views.runs.group_rows import GroupRow, SeedRow
from bplab.ui.views.runs.layout import RunsLayout
from bplab.ui.views.runs.rows import AnyRow


class Table(Protocol):
    """The table that does it."""

    chosen: frozenset[int]
    chosen_group: int | None

    @property
    def curves_wanted(self) -> SignalInstance: ...

    @property
    def deletion_wanted(self) -> SignalInstance: ...

    def enter(self) -> None: ...

    def rename(self) -> None: ...

    def choose(self, number: int) -> None: ...

    def choose_group(self, number: int) -> None: ...


def entries_of(table: Table, row: AnyRow) -> list[Entry]:
    """What can be done with a row."""
    if isinstance(row, SeedRow):
        return [("Go to this run", table.enter, not row.is_current)]
    choose = "Choose no longer" if row.is_chosen else "Choose"
    if isinstance(row, GroupRow):
        number = row.group.number
        return [
            ("Close" if row.is_open else "Open", table.enter, True),
            (choose, lambda: table.choose_group(number), True),
            ("Show in curves", table.curves_wanted.emit, table.chosen_group is not None),
            ("Delete run", table.deletion_wanted.emit, True),
        ]
    key = row.key
    return [
        ("Go to this run", table.enter, not row.is_current),
        (choose, lambda: table.choose(key), True),
        ("Show in curves", table.curves_wanted.emit, bool(table.chosen)),
        ("Rename...", table.rename, True),
        ("Delete run", table.deletion_wanted.emit, not row.is_current),
    ]


class CancelButtons:
    """A button in the row of every group that is trained or waits for it."""

    def __init__(self, theme: Theme, parent: QWidget, wanted: SignalInstance) -> None:
        self._theme, self._parent, self._wanted = theme, parent, wanted
        self.buttons: dict[int, Button] = {}  # by the numbers of groups

    def place(self, plan: RunsLayout, shown: Sequence[AnyRow]) -> None:
        """Show them where their rows stand."""
        slots = {
            row.group.number: slot
            for slot, row in enumerate(shown)
            if isinstance(row, GroupRow) and not row.group.is_over
        }
        for number in slots.keys() - self.buttons.keys():
            self.buttons[number] = self._made(number)
        for number, button in self.buttons.items():
            if number in slots:
                button.setGeometry(cancel_place(plan, slots[number]).toRect())
            button.setVisible(number in slots)

    def _made(self, number: int) -> Button:
        button = Button(self._theme, "Cancel", height=BUTTON_HEIGHT, parent=self._parent)
        button.setFont(self._theme.font("form", tabular=False))
        button.setToolTip("Train no more of these seeds; those that are trained stay.")
        button.setAccessibleName("Cancel other seeds")
        button.clicked.connect(lambda _on: self._wanted.emit(number))
        return button
