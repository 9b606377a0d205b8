"""Help: all keys in one list, and what this program is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bplab import __version__
from bplab.ui.actions import ACTIONS, MENUS
from bplab.ui.resources import app_icon
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
EDIT_KEYS = (("Undo", "Ctrl+Z"), ("Redo", "Ctrl+Shift+Z, Ctrl+Y"))


def show_keys(parent: QWidget, theme: Theme) -> None:
    """Open the list of keys, made from the actions themselves."""
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
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    _open(parent, "Keyboard shortcuts", area, (480, 620))


def show_about(parent: QWidget, theme: Theme) -> None:
    """Say what the program is, and its version."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setSpacing(10)
    mark = QLabel()
    mark.setPixmap(app_icon().pixmap(64, 64))
    column.addWidget(mark)
    for text, role in (
        ("Backprop Lab", "title"),
        (f"Version {__version__}", "body"),
        (
            "Draw a neural network, train it, and watch backpropagation work. Every number is the run's own.",
            "body",
        ),
        ("Nothing is sent anywhere.", "body"),
    ):
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(theme.font(role))  # type: ignore[arg-type]
        label.setWordWrap(True)
        column.addWidget(label)
    column.addStretch()
    _open(parent, "About Backprop Lab", page, (380, 300))


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


def _open(parent: QWidget, title: str, page: QWidget, size: tuple[int, int]) -> None:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    column = QVBoxLayout(dialog)
    column.addWidget(page)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.close)
    column.addWidget(buttons)
    dialog.resize(*size)
    dialog.show()
