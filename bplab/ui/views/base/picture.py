"""The base of every painted view: a background, tooltips for its parts, and a menu to copy or save it."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QBuffer, QEvent, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QHelpEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu, QToolTip, QWidget
from shiboken6 import Shiboken

from bplab.errors import UserError
from bplab.storage.writing import write_file
from bplab.ui.controls.options import rich
from bplab.ui.style.theme import Theme

Tip = tuple[QRectF, str]
Entry = tuple[str, Callable[[], object], bool]  # of a menu: its text, what it does, whether it can be chosen
SETTLE = 100  # ms until the menu or dialog has returned the focus, which would hide a tooltip
READING = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class Picture(QWidget):
    """A view that paints itself; `failed` says in a sentence why an action was not possible."""

    failed = Signal(str)
    title: ClassVar[str] = ""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._tip_read: int | None = None  # which tooltip the keyboard has reached
        self._menu: QMenu | None = None
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self.restyle)

    def restyle(self) -> None:
        """Repaint everything in other colors."""
        self.update()

    def tips(self) -> list[Tip]:
        """The tooltips of parts of the picture; the first that contains the pointer applies."""
        return []

    def values_text(self) -> str:
        """The numbers shown, as a table to paste; empty if there are none."""
        return ""

    def entries(self) -> list[Entry]:
        """What its menu begins with."""
        return []

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            show_tip(self, event, self.tips())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            copy_values(self)
        elif event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._open_menu(self.mapToGlobal(self.rect().center()))
        elif event.key() in READING:
            self._read(READING[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape and QToolTip.isVisible():
            QToolTip.hideText()
        else:
            super().keyPressEvent(event)

    def _read(self, by: int) -> None:
        """Show the next tooltip, as if the pointer were there."""
        tips = self.tips()
        if tips:
            before = self._tip_read if self._tip_read is not None else min(-by, 0)
            self._tip_read = (before + by) % len(tips)
            place, text = tips[self._tip_read]
            self.setAccessibleDescription(text)
            QToolTip.showText(self.mapToGlobal(place.center().toPoint()), rich(text), self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._open_menu(event.globalPos())

    def _open_menu(self, at: QPoint) -> None:
        if self._menu is not None and Shiboken.isValid(self._menu):  # a presentation takes its menus along
            self._menu.deleteLater()
        self._menu = picture_menu(self)  # removed by the next one: keys that close it are still on their way
        self._menu.popup(at)


def show_tip(widget: QWidget, event: QHelpEvent, tips: list[Tip]) -> None:
    """Show the tooltip under the pointer as plain text of any content."""
    found = next((text for place, text in tips if place.contains(event.pos())), "")
    if found:
        QToolTip.showText(event.globalPos(), rich(found), widget)
    else:
        QToolTip.hideText()


def picture_menu(picture: Picture) -> QMenu:
    """The menu of a picture."""
    menu, own = QMenu(picture), picture.entries()
    rows: list[Entry] = [
        ("Copy values", lambda: copy_values(picture), bool(picture.values_text())),
        ("Copy picture", lambda: copy_picture(picture), True),
        ("Save picture...", lambda: save_picture(picture), True),
    ]
    for text, does, possible in [*own, *rows]:
        if own and text == rows[0][0]:
            menu.addSeparator()
        action = QAction(text, menu)
        action.setEnabled(possible)
        action.triggered.connect(does)
        menu.addAction(action)
    return menu


def copy_values(picture: Picture) -> None:
    """Copy the numbers shown to the clipboard."""
    text = picture.values_text()
    if text:
        QGuiApplication.clipboard().setText(text)
        _say(picture, "Values copied as a table.")


def copy_picture(picture: Picture) -> None:
    """Copy the picture to the clipboard."""
    QGuiApplication.clipboard().setPixmap(picture.grab())
    _say(picture, "Picture copied.")


def save_picture(picture: Picture) -> None:
    """Ask for a file and save the picture as PNG."""
    suggested = f"{picture.accessibleName().lower().replace(' ', '-')}.png"
    chosen, _ = QFileDialog.getSaveFileName(picture, "Save picture", suggested, "PNG picture (*.png)")
    if not chosen:
        return
    path = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(".png")
    try:
        write_file(path, lambda file: file.write(_png(picture)))
        _say(picture, f"Saved as {path.name}.")
    except UserError as error:
        picture.failed.emit(str(error))


def _png(picture: Picture) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.grab().save(buffer, "PNG")
    return bytes(buffer.data().data())


def _say(picture: Picture, text: str) -> None:
    def show() -> None:
        if picture.isVisible():
            QToolTip.showText(picture.mapToGlobal(QPoint(0, 0)), rich(text), picture)

    QTimer.singleShot(SETTLE, picture, show)
