import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.data.datasets import DATASETS
from bplab.data.drawing import Drawing, added, own_data
from bplab.data.own import OWN
from bplab.ui.form.picker import AT_HAND, DatasetPicker

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)


@pytest.fixture
def picker(theme, qtbot):
    picker = DatasetPicker(theme)
    qtbot.addWidget(picker)
    picker.heard = []
    picker.edited.connect(picker.heard.append)
    picker.show()
    picker.activateWindow()
    qtbot.waitUntil(picker.isActiveWindow)
    return picker


def test_a_click_chooses_a_set(picker):
    QTest.mouseClick(picker.thumbnails["xor"], Qt.MouseButton.LeftButton)
    assert picker.heard == ["xor"]
    assert [name for name, t in picker.thumbnails.items() if t.isChecked()] == ["xor"]


def test_the_chosen_one_stays_chosen_when_clicked_again(picker):
    QTest.mouseClick(picker.thumbnails["circle"], Qt.MouseButton.LeftButton)
    assert picker.heard == []
    assert picker.thumbnails["circle"].isChecked()


def test_every_set_is_a_picture_or_in_the_menu(picker):
    in_menu = {action.data() for action in picker.menu.actions()}
    assert in_menu | set(AT_HAND) == {*DATASETS, OWN}
    assert all(action.toolTip() for action in picker.menu.actions())


def test_a_set_from_the_menu_takes_the_sixth_place(picker):
    next(action for action in picker.menu.actions() if action.data() == "moons").trigger()
    assert picker.heard == ["moons"]
    assert picker.more.text() == "Moons"
    assert picker.more.isChecked()
    picker.set_value(DATASETS["gauss"])
    assert picker.more.text() == "More..."


def test_arrow_keys_walk_the_pictures_and_space_takes_one(picker, qtbot):
    picker.thumbnails["circle"].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(picker.thumbnails["circle"], Qt.Key.Key_Right)
    QTest.keyClick(picker.thumbnails["xor"], Qt.Key.Key_Down)
    assert picker.thumbnails["digits"].hasFocus()
    QTest.keyClick(picker.thumbnails["digits"], Qt.Key.Key_Space)
    assert picker.heard == ["digits"]


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_set_has_a_picture_in_its_colors(picker, theme, name, mode):
    theme.set_mode(mode)
    picker.set_value(DATASETS[name])
    shown = picker.thumbnails.get(name, picker.more)
    image = shown.grab().toImage()
    colors = {image.pixelColor(x, y).name() for x in range(8, 64) for y in range(8, 46)}
    assert len(colors) > 2
    assert image.pixelColor(0, 27) == theme.color("acc")


def test_the_chosen_set_has_a_name_for_screen_readers(picker):
    assert picker.thumbnails["digits"].accessibleName() == "Digits"


def test_my_data_offers_import_and_drawing(picker):
    wanted = []
    picker.own_wanted.connect(lambda: wanted.append("import"))
    picker.drawing_wanted.connect(lambda: wanted.append("draw"))
    assert picker.menu.actions()[-1] is picker.own.menuAction()
    for action in picker.own.actions():
        action.trigger()
    assert [action.text() for action in picker.own.actions()] == ["Import data...", "Draw points"]
    assert wanted == ["import", "draw"]
    assert picker.heard == []


def test_drawn_points_are_seen_on_the_tile(picker, theme):
    few = added(added(Drawing(), (-3, 0), 0), (3, 0), 1)
    own = own_data(few)
    picker.set_value(own.known.row, own)
    assert (picker.more.text(), picker.more.isChecked()) == ("My data...", True)
    image = picker.more.grab().toImage()
    colors = {image.pixelColor(x, y).name() for x in range(8, 64) for y in range(8, 46)}
    assert {theme.color("neg").name(), theme.color("pos").name()} <= colors
