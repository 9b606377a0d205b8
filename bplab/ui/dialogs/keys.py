"""The list of all keyboard shortcuts, built from the actions."""

from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from bplab.ui.actions import ACTIONS, MENUS
from bplab.ui.dialogs.frame import open_dialog
from bplab.ui.style.theme import Theme

CANVAS_KEYS = (
    ("Move from neuron to neuron", "Arrow keys"),
    ("Move along the connections of a neuron", "[ and ]"),
    ("Select a neuron, open a card's settings, set a weight", "Enter"),
    ("Copy the selected number", "Ctrl+C"),
    ("Clear the selection", "Esc"),
    ("Move the focused layer", "Alt+Left, Alt+Right"),
    ("Zoom", "Ctrl++, Ctrl+−, mouse wheel"),
    ("Pan", "Shift+arrow keys, drag empty space"),
)
PICTURE_KEYS = (
    ("Read a value", "Arrow keys"),
    ("Scroll the explanation", "Page Down, Page Up"),
    ("Copy the values", "Ctrl+C"),
    ("Copy or save the picture", "Menu key, Shift+F10"),
    ("Open a tab of the lower views", "Number keys"),
)
RUNS_KEYS = (
    ("Choose a run, or no longer", "Space"),
    ("Go to a run; open or close a group of seeds", "Enter"),
    ("Rename a run", "F2"),
    ("Delete a run", "Del"),
    ("Sort by a column", "Up to the headings, Left, Right, Enter"),
)
TIMELINE_KEYS = (
    ("A step back or on, ten with Shift", "Left, Right"),
    ("An epoch back or on", "Page Down, Page Up"),
    ("The start, the latest step", "Home, End"),
    ("Bookmark the step", "M"),
    ("Rename or delete the bookmark there", "F2, Del"),
)
WINDOW_KEYS = (
    ("Next control, or the one before", "Tab, Shift+Tab"),
    ("Press a button", "Space, Enter"),
    ("Open a menu", "Alt and its first letter"),
    ("Open the menu of Step, or a drop-down list", "Alt+Down"),
    ("Close a notice, a window or the start page", "Esc"),
)
PRESENT_KEYS = (("Blank or show the picture", "B"), ("End", "Esc"))
EDIT_KEYS = (("Undo", "Ctrl+Z"), ("Redo", "Ctrl+Shift+Z, Ctrl+Y"))


def show_keys(parent: QWidget, theme: Theme) -> None:
    """Open the list of shortcuts."""
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
    _add_section(grid, theme, "On the other pictures", list(PICTURE_KEYS))
    _add_section(grid, theme, "On the timeline", list(TIMELINE_KEYS))
    _add_section(grid, theme, "On the table of runs", list(RUNS_KEYS))
    _add_section(grid, theme, "Everywhere", list(WINDOW_KEYS))
    _add_section(grid, theme, "While presenting", list(PRESENT_KEYS))
    area = QScrollArea()
    area.setAccessibleName("Keyboard shortcuts")
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    open_dialog(parent, "Keyboard shortcuts", area, (640, 620))


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
