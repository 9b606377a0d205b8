"""The menu bar, built from the rows of `actions`, the presets and the undo stack."""

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar

from bplab.experiment.presets import PRESETS
from bplab.ui.actions import ACTIONS, MENUS
from bplab.ui.controls.options import unformatted
from bplab.ui.recents import Recents
from bplab.ui.session import Session
from bplab.ui.shell.toolbar import Toolbar
from bplab.ui.start.thumbnail import image_of
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import Mode

T = TypeVar("T")
THEMES: dict[Mode, str] = {"light": "Light", "dark": "Dark", "system": "As the system"}

SPEEDS = {
    1.0: "1 step a second",
    10.0: "10 steps a second",
    100.0: "100 steps a second",
    1000.0: "1,000 steps a second",
    math.inf: "Flat out",
}


def fill_menus(
    bar: QMenuBar,
    actions: dict[str, QAction],
    session: Session,
    theme: Theme,
    open_preset: Callable[[str], None],
    recent: QMenu,
    toolbar: Toolbar,
    fill_exports: Callable[[QMenu], object],
) -> None:
    """Build all menus from rows, presets, recent files, the undo stack, themes and speeds."""
    menus = {title: bar.addMenu(title) for title in MENUS}
    for title, menu in menus.items():
        menu.setToolTipsVisible(True)
        key = QShortcut(QKeySequence(f"Alt+{title[0]}"), bar)  # a mnemonic would underline the letter
        key.activated.connect(lambda menu=menu: bar.setActiveAction(menu.menuAction()))
    _add_undo(menus["Edit"], session)
    for row in ACTIONS:
        if row.break_before:
            menus[row.menu].addSeparator()
        menus[row.menu].addAction(actions[row.id])
        if row.id == "check_gradients":
            menus["File"].addSeparator()
            fill_exports(menus["File"].addMenu("Export"))
        if row.id == "open":
            menus["File"].addMenu(recent)
            _add_presets(menus["File"].addMenu("Open preset"), open_preset)
    menus["View"].addSeparator()
    _add_choices(menus["View"].addMenu("Theme"), THEMES, lambda: theme.mode, theme.set_mode)
    menus["Train"].addSeparator()
    speeds = menus["Train"].addMenu("Speed")  # for windows whose toolbar has no room for it
    _add_choices(speeds, SPEEDS, lambda: toolbar.chosen_speed, toolbar.choose_speed)


def recent_menu(bar: QMenuBar, recents: Recents, choose: Callable[[Path], None]) -> QMenu:
    """File > Open recent, filled whenever it opens."""
    menu = QMenu("Open recent", bar)
    menu.setObjectName("recent")
    menu.setToolTipsVisible(True)

    def fill() -> None:
        menu.clear()
        for recent in recents.files:
            picture = QIcon(QPixmap.fromImage(image_of(recent.thumbnail)))
            action = menu.addAction(picture, recent.title.replace("&", "&&"))
            action.setToolTip(unformatted(str(recent.path)))
            action.triggered.connect(lambda _checked=False, path=recent.path: choose(path))
        if menu.isEmpty():
            menu.addAction("No files yet").setEnabled(False)

    menu.aboutToShow.connect(fill)
    return menu


def _add_presets(menu: QMenu, open_preset: Callable[[str], None]) -> None:
    menu.setToolTipsVisible(True)
    for name, preset in PRESETS.items():
        action = menu.addAction(preset.title)
        action.setToolTip(preset.help)
        action.triggered.connect(lambda _checked=False, name=name: open_preset(name))


def _add_undo(menu: QMenu, session: Session) -> None:
    undo = session.undo_stack.createUndoAction(menu, "Undo")
    undo.setShortcuts([QKeySequence("Ctrl+Z")])
    redo = session.undo_stack.createRedoAction(menu, "Redo")
    redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
    menu.addActions([undo, redo])


def _add_choices(
    menu: QMenu, titles: Mapping[T, str], now: Callable[[], T], choose: Callable[[T], None]
) -> None:
    """Add choices of which at most one is current; it has a check mark whenever the menu opens."""
    group = QActionGroup(menu)
    group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
    actions = {value: group.addAction(title) for value, title in titles.items()}
    for value, action in actions.items():
        action.setCheckable(True)
        action.triggered.connect(lambda _checked=False, value=value: choose(value))
    menu.addActions(group.actions())

    def show() -> None:
        for value, action in actions.items():
            action.setChecked(value == now())

    menu.aboutToShow.connect(show)
