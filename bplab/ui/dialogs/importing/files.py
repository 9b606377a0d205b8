"""Asks for a table's file without waiting for the answer, so that training and window go on."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

TABLES = "Tables (*.csv *.tsv *.txt);;All files (*)"
DATA = "Tables and arrays (*.csv *.tsv *.txt *.npz);;All files (*)"
Take = Callable[[Path | None], object]


def ask_file(parent: QWidget, take: Take, kinds: str = TABLES, title: str = "Import data") -> QFileDialog:
    """Ask for a file; `take` gets its path, or None."""
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setOption(QFileDialog.Option.ReadOnly)  # who opens a file renames and deletes none
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def answer(chosen: int) -> None:
        names = dialog.selectedFiles() if chosen else []
        take(Path(names[0]) if names else None)

    dialog.finished.connect(answer)
    dialog.open()
    return dialog
