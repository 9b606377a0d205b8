"""The About dialog: version, arithmetic, and the licenses of everything included."""

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from bplab import __version__
from bplab.baseline import version_of
from bplab.data.dataset_row import GENERATED
from bplab.data.datasets import DATASETS, FACTS
from bplab.training.commit import commit
from bplab.training.machine import about
from bplab.ui.controls.text import TextLabel
from bplab.ui.dialogs.frame import open_dialog
from bplab.ui.style.resources import app_icon
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken, FontRole

PURPOSE = "Draw a neural network, train it, and watch backpropagation work. Every number comes from the run."
LIBRARIES = (
    ("PySide6-Essentials", "Qt for Python", "LGPL 3.0"),
    ("numpy", "NumPy", "BSD 3-Clause"),
    ("pyqtgraph", "pyqtgraph", "MIT"),
    ("threadpoolctl", "threadpoolctl", "BSD 3-Clause"),
)
LOOKS = (
    ("Inter 4.1", "text of the window", "SIL OFL 1.1"),
    ("Noto Serif Italic", "letters in formulas", "SIL OFL 1.1"),
    ("Lucide", "icons", "ISC"),
)


def show_about(parent: QWidget, theme: Theme) -> None:
    """Say what the program is, its version, and the licenses of all that comes with it."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setSpacing(8)
    _add_head(column, theme)
    for text in (PURPOSE, "Nothing is sent anywhere. MIT License.", *about()[1:]):
        column.addWidget(_text(theme, text))
    area = QScrollArea()
    area.setAccessibleName("Licenses")
    area.setWidget(_licenses(theme))
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    column.addWidget(area, 1)
    open_dialog(parent, "About Backprop Lab", page, (560, 560))


def licenses() -> dict[str, list[tuple[str, str, str]]]:
    """List what the program uses: name, what it is or which version, license."""
    used = [("Python", platform.python_version(), "PSF")]
    used += [(title, version_of(name), terms) for name, title, terms in LIBRARIES]
    used.insert(1, ("Qt", qVersion(), "LGPL 3.0"))
    data = [
        (row.title, row.source, row.license)
        for row in DATASETS.values()
        if row.license not in (GENERATED, FACTS)
    ]
    return {"Libraries": used, "Fonts and icons": list(LOOKS), "Data": data}


def _add_head(column: QVBoxLayout, theme: Theme) -> None:
    mark = QLabel()
    mark.setPixmap(app_icon().pixmap(64, 64))
    line = QHBoxLayout()
    column.addLayout(line)
    line.setSpacing(16)
    line.addWidget(mark)
    names = QVBoxLayout()
    line.addLayout(names, 1)
    names.addWidget(_text(theme, "Backprop Lab", "title", "text"))
    names.addWidget(_text(theme, f"Version {__version__}, commit {commit()}"))
    names.addStretch()


def _licenses(theme: Theme) -> QWidget:
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(0, 0, 12, 0)
    grid.setHorizontalSpacing(20)
    grid.setColumnStretch(1, 1)
    for section, rows in licenses().items():
        grid.addWidget(_text(theme, section, "heading", "text"), grid.rowCount(), 0, 1, 3)
        for row in rows:
            at = grid.rowCount()
            for column, text in enumerate(row):
                grid.addWidget(_text(theme, text, "form"), at, column, Qt.AlignmentFlag.AlignTop)
    return page


def _text(theme: Theme, text: str, role: FontRole = "body", color: ColorToken = "t2") -> TextLabel:
    label = TextLabel(theme, text, role, color)
    label.setWordWrap(True)
    return label
