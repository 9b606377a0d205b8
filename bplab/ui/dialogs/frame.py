"""The frame of a help dialog: a page and a close button."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget


def open_dialog(parent: QWidget, title: str, page: QWidget, size: tuple[int, int]) -> QDialog:
    """Open a dialog that leaves the window usable and is deleted when it is closed."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    column = QVBoxLayout(dialog)
    column.addWidget(page)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    close = buttons.button(QDialogButtonBox.StandardButton.Close)
    close.setIcon(QIcon())
    close.setAutoDefault(False)  # Enter in a field of the page belongs to the page
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QShortcut(key, close, close.click, context=Qt.ShortcutContext.WidgetShortcut)
    buttons.rejected.connect(dialog.close)
    column.addWidget(buttons)
    dialog.resize(*size)
    dialog.show()
    return dialog
