"""What the menu of a row offers, and the button of a group that is trained."""

from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from bplab.ui.controls.button import Button
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Entry
from bplab.ui.views.runs.group_painter import BUTTON_HEIGHT
from bplab.ui.views.runs.group_rows import GroupRow, SeedRow
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
        ("Rename…", table.rename, True),
        ("Delete run", table.deletion_wanted.emit, not row.is_current),
    ]


def cancel_button(theme: Theme, table: QWidget) -> Button:
    """The button that ends the training of a group."""
    button = Button(theme, "Cancel", height=BUTTON_HEIGHT, parent=table)
    button.setFont(theme.font("form", tabular=False))
    button.setToolTip("Train no more of these seeds; those that are trained stay.")
    button.setAccessibleName("Cancel other seeds")
    return button
