"""The style sheet for Qt's own widgets: menus, tooltips, bars, fields, tabs, docks."""

from collections.abc import Mapping
from string import Template

from PySide6.QtGui import QColor

from bplab.ui.style.tokens import ColorToken


def make_sheet(colors: Mapping[ColorToken, QColor]) -> str:
    """Insert the colors into the style sheet."""
    return _SHEET.substitute({token: color.name() for token, color in colors.items()})


_SHEET = Template("""
QMainWindow, QDialog { background: $panel; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $acc; }
QToolTip { background: $panel; color: $text; border: 1px solid $line2; padding: 5px 7px; }

#menurow { background: $panel; border-bottom: 1px solid $line; }
QMenuBar { background: $panel; color: $t2; border: none; border-bottom: 1px solid $line; spacing: 0px; }
QMenuBar::item { background: transparent; padding: 6px 10px; border-radius: 6px; }
QMenuBar::item:selected { background: $hover; color: $text; }
QMenu { background: $panel; color: $text; border: 1px solid $line2; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 12px; border-radius: 5px; border: none; }
QMenu::item:selected { background: $accw; color: $text; }
QMenu::item:disabled { color: $t3; }
QMenu::icon { padding-left: 8px; }
QMenu#recent { icon-size: 32px; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }

QStatusBar { background: $panel; color: $t2; border-top: 1px solid $line;
             min-height: 23px; max-height: 23px; }
QStatusBar::item { border: none; }

QLineEdit, QAbstractSpinBox, QPlainTextEdit, QTextEdit {
    background: $field; color: $text; border: 1px solid $line2; border-radius: 6px; padding: 0px 7px;
    min-height: 26px; selection-background-color: $acc; selection-color: $onacc; }
QPlainTextEdit[flat="true"] { background: transparent; border: none; padding: 0px; }
QLineEdit:focus, QAbstractSpinBox:focus { border: 2px solid $acc; padding: 0px 6px; min-height: 24px; }
QLineEdit:disabled, QAbstractSpinBox:disabled { color: $t3; border-color: $line; }
QLineEdit[invalid="true"] { border: 2px solid $bad; padding: 0px 6px; min-height: 24px; }
QLineEdit[flat="true"] { background: transparent; border: 1px solid transparent; padding: 0px 4px;
                         min-height: 20px; }
QLineEdit[flat="true"]:hover { border-color: $line2; }
QLineEdit[flat="true"]:focus { background: $field; border: 2px solid $acc; padding: 0px 3px;
                               min-height: 18px; }
QLineEdit[flat="true"]:disabled { color: $t3; border-color: transparent; }
QLineEdit[marked="true"] { background: $accw; color: $acc; font-weight: 600; }
QLineEdit[flat="true"][invalid="true"] { border: 2px solid $bad; padding: 0px 3px; min-height: 18px; }

QComboBox QAbstractItemView, QListView {
    background: $panel; color: $text; border: 1px solid $line2; padding: 4px; outline: none; }
QComboBox QAbstractItemView::item, QListView::item {
    min-height: 26px; padding: 0px 8px; border-radius: 5px; color: $text; }
QComboBox QAbstractItemView::item:disabled, QListView::item:disabled { color: $t3; }
QComboBox QAbstractItemView::item:selected, QListView::item:selected { background: $accw; color: $text; }

QScrollBar:vertical { background: transparent; width: 8px; margin: 2px; border: none; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 2px; border: none; }
QScrollBar::handle { background: $line2; border-radius: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $t3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QTabBar { background: $panel; outline: none; }
QTabBar::tab { background: transparent; color: $t2; padding: 8px 4px; margin-right: 16px; border: none;
               border-bottom: 3px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $acc; }
QTabBar::tab:hover { color: $text; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QDockWidget { color: $text; }
QDockWidget::title { background: $panel; padding: 9px 16px; }
QSplitter::handle { background: $line; }
QFrame#preview { border: 1px solid $line2; border-radius: 6px; }
QFrame#preview QTableCornerButton::section {
    background: $canvas; border: none; border-bottom: 1px solid $line; }
QFrame#preview QHeaderView::section { background: $canvas; color: $text; border: none; padding: 2px 8px;
    border-right: 1px solid $grid; border-bottom: 1px solid $grid; }
QFrame#preview QTableView, QFrame#preview QHeaderView { background: $panel; border: none; }

QDialogButtonBox QPushButton { background: $field; color: $text; border: 1px solid $line2; border-radius: 6px;
    padding: 0px 14px; min-height: 26px; min-width: 60px; }
QDialogButtonBox QPushButton:hover { background: $hover; }
QDialogButtonBox QPushButton:default { background: $acc; color: $onacc; border-color: $acc; }
QDialogButtonBox QPushButton:disabled { color: $t3; border-color: $line; }
QDialogButtonBox QPushButton:focus { border: 2px solid $acc; padding: 0px 13px; min-height: 24px; }
""")
