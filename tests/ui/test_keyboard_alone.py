"""One journey through the real window by keys alone: no mouse, no call into the program but to look."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from bplab.training.snapshot import RunState
from bplab.ui.canvas.base.picks import LayerCard
from bplab.ui.canvas.cards.popover import LayerPopover

# Tooltips and popovers come to the front, which the offscreen platform cannot do.
pytestmark = pytest.mark.qt_log_ignore(
    "does not support raise", "does not support grabbing the keyboard", extend=True
)
KEY, MOD = Qt.Key, Qt.KeyboardModifier
CTRL, ALT = MOD.ControlModifier, MOD.AltModifier
TABS = 60  # more than there are stops


class Hands:
    """Two hands on a keyboard; `lab` is for looking only."""

    def __init__(self, driver):
        self.driver, self.lab = driver, driver.lab
        self.lab.window.activateWindow()
        driver.until(self.lab.window.isActiveWindow)

    @property
    def spec(self):
        return self.lab.session.spec

    @property
    def focus(self):
        if QApplication.activeWindow() is None:  # as after a popup, where there is no window manager
            self.lab.window.activateWindow()
            self.wait(self.lab.window.isActiveWindow)
        window = QApplication.activePopupWidget() or QApplication.activeWindow()
        return window.focusWidget() or window

    def press(self, *keys, mods=MOD.NoModifier):
        for key in keys:
            QTest.keyClick(self.focus, key, mods)

    def type(self, text):
        QTest.keyClicks(self.focus, text)

    def tab_to(self, name):
        """Walk on with Tab until a control of that name has the focus."""
        for _ in range(TABS):
            here = self.focus
            if name in (here.accessibleName(), here.text() if isinstance(here, QAbstractButton) else ""):
                return
            self.press(KEY.Key_Tab)
        raise AssertionError(f"Tab does not come to {name}")

    def wait(self, condition):
        self.driver.until(condition)


@pytest.fixture
def hands(driver):
    driver.lab.commands.file.show_start()  # as the program opens
    return Hands(driver)


def test_keys_alone_do_everything(hands):
    open_a_preset(hands)
    train_and_pause(hands)
    build_the_network(hands)
    change_settings(hands)
    set_a_weight(hands)
    check_gradients(hands)
    look_around(hands)
    ask_for_help(hands)


def open_a_preset(hands):
    assert hands.focus is hands.lab.commands.file.start.first.open
    hands.tab_to("Circle")
    hands.press(KEY.Key_Right, KEY.Key_Return)  # to the next card of the gallery
    assert hands.spec.data.name == "spiral"
    assert hands.focus is hands.lab.workspace.canvas.graph


def train_and_pause(hands):
    hands.press(KEY.Key_Space)
    hands.wait(lambda: hands.driver.snapshot.epoch >= 3)
    hands.press(KEY.Key_Space)
    hands.wait(lambda: hands.driver.state is RunState.PAUSED)
    before = hands.driver.snapshot.step
    hands.press(KEY.Key_B)
    hands.wait(lambda: hands.driver.snapshot.step > before)


def build_the_network(hands):
    graph = hands.lab.workspace.canvas.graph
    hands.press(KEY.Key_Right, KEY.Key_Right, *[KEY.Key_Up] * 8)
    assert graph.scene.current == LayerCard(1)
    hands.press(KEY.Key_Right, mods=CTRL | MOD.ShiftModifier)
    hands.press(KEY.Key_Minus)
    assert hands.spec.hidden == "7-8-8-6"
    hands.press(KEY.Key_Return)
    assert isinstance(hands.focus.window(), LayerPopover)
    hands.tab_to("Activation")
    hands.press(KEY.Key_R)  # ReLU, as the list has it
    assert hands.spec.layers[0].activation == "relu"
    hands.press(KEY.Key_Escape)
    assert hands.focus is graph


def change_settings(hands):
    hands.tab_to("Gauss")
    hands.press(KEY.Key_Return)
    assert hands.spec.data.name == "gauss"
    hands.tab_to("Learning rate η")
    hands.type("0.1")
    hands.press(KEY.Key_Return)
    assert hands.spec.learning_rate == 0.1
    hands.press(KEY.Key_Z, mods=CTRL)
    assert hands.spec.learning_rate == 0.03
    hands.press(KEY.Key_Z, mods=CTRL | MOD.ShiftModifier)
    assert hands.spec.learning_rate == 0.1


def set_a_weight(hands):
    hands.tab_to("Network")
    hands.press(KEY.Key_Down, KEY.Key_BracketRight)
    hands.wait(lambda: hands.lab.workspace.canvas.graph.scene.selected is not None)
    hands.press(KEY.Key_Return, KEY.Key_F2)
    hands.wait(lambda: hands.focus.accessibleName().startswith("Weight W"))
    hands.type("1.5")
    hands.press(KEY.Key_Return)
    hands.tab_to("Freeze")
    hands.press(KEY.Key_Space)
    hands.tab_to("Network")
    (name,) = hands.spec.frozen
    assert hands.spec.start == {name: 1.5}
    hands.driver.until_shown()
    hands.press(KEY.Key_C, mods=CTRL)
    assert "1.5" in QGuiApplication.clipboard().text()
    hands.press(KEY.Key_Z, mods=CTRL)
    assert hands.spec.frozen == ()


def check_gradients(hands):
    hands.tab_to("Check gradients numerically")
    hands.press(KEY.Key_Space)
    hands.wait(lambda: "relative" in hands.focus.accessibleDescription())


def look_around(hands):
    dock = hands.lab.workspace.dock
    hands.tab_to("Microscope")
    hands.press(KEY.Key_3)
    assert dock.shown[dock.tabs.currentIndex()] is hands.lab.workspace.places["weights"]
    hands.tab_to("Views")
    hands.press(KEY.Key_Left)
    assert dock.shown[dock.tabs.currentIndex()] is hands.lab.workspace.places["histograms"]
    hands.tab_to("Output map")
    hands.press(KEY.Key_Right, KEY.Key_Up)
    hands.press(KEY.Key_C, mods=CTRL)
    assert "P(blue)" in QGuiApplication.clipboard().text()


def ask_for_help(hands):
    before = hands.focus
    hands.press(KEY.Key_F1)
    hands.wait(lambda: hands.focus.accessibleName() == "Search help")
    hands.press(KEY.Key_Escape)
    hands.wait(lambda: hands.focus is before)
    hands.press(KEY.Key_K, mods=CTRL)
    hands.type("circle")
    hands.press(KEY.Key_Return)
    assert hands.spec.data.name == "circle"
    assert hands.focus is hands.lab.workspace.canvas.graph


def test_rows_of_a_spreadsheet_are_imported_by_keys_alone(hands):
    rows = "size\tweight\tkind\n" + "1\t2.5\ta\n2\t1.5\tb\n3\t\tc\n4\t0.5\tc\n" * 20
    QGuiApplication.clipboard().setText(rows)
    hands.press(KEY.Key_V, mods=CTRL)
    dialog = hands.lab.commands.file.imports.dialog
    hands.wait(lambda: dialog.ready)
    assert hands.focus.window() is dialog
    hands.tab_to("Empty or bad cell")
    hands.press(KEY.Key_Down)
    hands.wait(lambda: dialog.ready)
    hands.tab_to("First and bad rows")
    hands.press(KEY.Key_Right)
    assert dialog.preview.rows.rowCount() == 80
    hands.tab_to("size, role: Input, 1..4")
    hands.press(KEY.Key_Right, KEY.Key_Down)
    assert hands.focus.accessibleName() == "weight, kind: Number, 0.5..2.5"
    hands.tab_to("Preview")
    hands.press(KEY.Key_Down, KEY.Key_Down)
    assert dialog.preview.currentIndex().data() == "3"
    hands.tab_to("Import")
    hands.press(KEY.Key_Return)
    hands.wait(lambda: hands.driver.snapshot.spec.data.own is not None)
    assert hands.spec.data.own.of_it.row.points == 80
    hands.press(KEY.Key_Z, mods=CTRL)
    hands.wait(lambda: hands.driver.snapshot.spec.data.own is None)


def test_what_w_and_f_do_and_equal_neurons_are_seen_and_merged_by_keys_alone(hands):
    hands.lab.commands.file.open_preset("constant-start")
    hands.lab.commands.view.show_everything()
    hands.wait(lambda: hands.lab.window.in_lab)
    hands.press(KEY.Key_1)
    hands.tab_to("Over time")
    hands.press(KEY.Key_Right)
    hands.tab_to("Gradients by layer")
    hands.driver.until_shown()
    hands.press(KEY.Key_Right)
    assert hands.focus.accessibleDescription().startswith("Output to Hidden 1: W × ")
    hands.press(KEY.Key_3)
    hands.tab_to("Values")
    hands.press(KEY.Key_Right, KEY.Key_Right)
    hands.tab_to("Check gradients")
    hands.press(KEY.Key_Return)
    hands.tab_to("Gradient check")  # the segment of the switch; the picture comes after it
    hands.press(KEY.Key_Tab)
    hands.wait(lambda: "gradients of the loss" in hands.focus.accessibleDescription())
    hands.press(KEY.Key_Backtab, mods=MOD.ShiftModifier)
    hands.press(KEY.Key_Right)
    hands.driver.until_shown()
    hands.tab_to("Merge equal neurons")
    hands.press(KEY.Key_Return)
    assert hands.spec.hidden == "1"
    hands.press(KEY.Key_Z, mods=CTRL)
    assert hands.spec.hidden == "4"
