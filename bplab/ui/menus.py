"""The menu bar, made from the rows of `actions`, the presets and the undo stack."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from bplab.experiment.presets import PRESETS
from bplab.ui.actions import ACTIONS, MENUS
from bplab.ui.session import Session
from bplab.ui.theme import Mode, Theme

THEMES: dict[Mode, str] = {"light": "Light", "dark": "Dark", "system": "As the system"}


def fill_menus(
    bar: QMenuBar,
    actions: dict[str, QAction],
    session: Session,
    theme: Theme,
    open_preset: Callable[[str], None],
) -> None:
    """Make all menus. Presets hang under File, undo and redo under Edit, the theme under View."""
    menus = {title: bar.addMenu(title) for title in MENUS}
    for menu in menus.values():
        menu.setToolTipsVisible(True)
    _add_undo(menus["Edit"], session)
    for row in ACTIONS:
        if row.break_before:
            menus[row.menu].addSeparator()
        menus[row.menu].addAction(actions[row.id])
        if row.id == "new":
            _add_presets(menus["File"].addMenu("Open preset"), open_preset)
    menus["View"].addSeparator()
    _add_themes(menus["View"].addMenu("Theme"), theme)


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


def _add_themes(menu: QMenu, theme: Theme) -> None:
    group = QActionGroup(menu)
    actions = {mode: group.addAction(title) for mode, title in THEMES.items()}
    for mode, action in actions.items():
        action.setCheckable(True)
        action.triggered.connect(lambda _checked=False, mode=mode: theme.set_mode(mode))
    menu.addActions(group.actions())

    def show() -> None:
        actions[theme.mode].setChecked(True)

    theme.changed.connect(show)
    show()
