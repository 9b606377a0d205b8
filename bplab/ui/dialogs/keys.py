"""All keys in one list, made from the actions themselves."""

from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from bplab.ui.actions import ACTIONS, MENUS
from bplab.ui.dialogs.frame import open_dialog
from bplab.ui.theme import Theme

CANVAS_KEYS = (
    ("Walk from neuron to neuron", "Arrow keys"),
    ("Walk along the connections of a neuron", "[ and ]"),
    ("Select what is under the focus, or open a card", "Enter"),
    ("Clear the selection", "Esc"),
    ("Move the focused layer", "Alt+Left, Alt+Right"),
    ("Zoom", "Mouse wheel, Ctrl++, Ctrl+−"),
    ("Pan", "Drag empty space"),
)
PRESENT_KEYS = (("Blank the picture, or show it again", "B"), ("End", "Esc"))
EDIT_KEYS = (("Undo", "Ctrl+Z"), ("Redo", "Ctrl+Shift+Z, Ctrl+Y"))


def show_keys(parent: QWidget, theme: Theme) -> None:
    """Open the list of keys."""
    page = QWidget()
    grid = QGridLayout(page)
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(6)
    for menu in MENUS:
        rows = [
            (row.text, ", ".join(filter(None, (row.single, *row.keys))))
            for row in ACTIONS
            if row.menu == menu
        ]
        _add_section(grid, theme, menu, [*(EDIT_KEYS if menu == "Edit" else ()), *rows])
    _add_section(grid, theme, "On the network", list(CANVAS_KEYS))
    _add_section(grid, theme, "While presenting", list(PRESENT_KEYS))
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    open_dialog(parent, "Keyboard shortcuts", area, (480, 620))


def _add_section(grid: QGridLayout, theme: Theme, title: str, rows: list[tuple[str, str]]) -> None:
    shown = [row for row in rows if row[1]]
    if not shown:
        return
    head = QLabel(title)
    head.setFont(theme.font("heading"))
    grid.addWidget(head, grid.rowCount(), 0, 1, 2)
    for text, keys in shown:
        row = grid.rowCount()
        grid.addWidget(QLabel(text), row, 0)
        grid.addWidget(QLabel(keys), row, 1)
