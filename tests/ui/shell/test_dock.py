import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from bplab.ui.shell.dock import FLOOR, BottomDock, place_views
from bplab.ui.shell.right_column import RightColumn
from bplab.ui.shell.view_place import ViewPlace
from bplab.ui.views.base.context import ViewContext
from bplab.ui.views.table import VIEWS


class Window(QWidget):
    def __init__(self, theme, pages=("gradients",)):
        super().__init__()
        self.context = ViewContext(None, theme)
        places = {row.id: ViewPlace(row, self.context) for row in VIEWS}
        self.picture, self.loss = places["output"], places["loss"]
        self.column, self.dock = RightColumn(theme), BottomDock(theme, [places[name] for name in pages])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.dock)
        layout.addWidget(self.column)

    def place(self, *, wide):
        place_views([self.picture, self.loss], self.column, self.dock, wide=wide)
        QApplication.processEvents()


@pytest.fixture
def window(qtbot, theme):
    window = Window(theme)
    qtbot.addWidget(window)
    window.resize(1192, 792)
    window.place(wide=True)
    window.show()
    QApplication.processEvents()
    return window


def test_in_a_wide_window_both_stand_in_the_right_column(window):
    assert window.column.width() == 336
    assert window.picture.isVisible()
    assert window.loss.isVisible()
    assert [window.dock.tabs.tabText(i) for i in range(window.dock.tabs.count())] == ["Gradients"]
    assert window.dock.pages[0].isVisible()
    assert window.picture.height() == 387
    assert window.loss.y() == 388


def tabs(window):
    return [window.dock.tabs.tabText(number) for number in range(window.dock.tabs.count())]


def shown(window):
    return window.dock.tabs.tabText(window.dock.tabs.currentIndex())


def test_in_a_narrow_window_one_tab_holds_both_side_by_side(window):
    window.place(wide=False)
    assert not window.column.isVisible()
    assert window.dock.maximumHeight() == window.dock.sizeHint().height() == 244
    assert tabs(window) == ["Output", "Gradients"]
    assert shown(window) == "Output"
    assert window.picture.isVisible()
    assert window.loss.isVisible()
    picture, loss = window.picture.geometry(), window.loss.geometry()
    assert picture.right() < loss.left()
    assert picture.height() == loss.height()
    assert min(picture.width(), loss.width()) > 0.4 * window.dock.width()


@pytest.mark.parametrize("name", ["circle", "digits"])
def test_the_tab_keeps_its_name_whatever_the_picture(window, start, name):
    window.place(wide=False)
    window.picture.fill().show_snapshot(start(name).snapshot())
    assert shown(window) == "Output"
    assert window.picture.isVisible()


def test_to_and_fro_each_width_keeps_its_own_tab(window, theme, qtbot):
    wide = Window(theme, ("gradients", "histograms"))
    qtbot.addWidget(wide)
    wide.place(wide=True)
    wide.dock.select(1)
    for _ in range(2):
        wide.place(wide=False)
        assert shown(wide) == "Output"
        wide.place(wide=True)
        assert shown(wide) == "Histograms"
    wide.place(wide=False)
    wide.dock.select(1)
    wide.place(wide=True)
    wide.place(wide=False)
    assert shown(wide) == "Gradients"


def test_they_come_back_and_go_again(window):
    for _ in range(3):
        window.place(wide=False)
        window.place(wide=False)
        assert window.dock.tabs.count() == 2
        window.place(wide=True)
        window.place(wide=True)
        assert window.picture.isVisible()
        assert window.loss.isVisible()
        assert window.picture.height() == 387


def test_a_low_column_leaves_room_for_the_loss(window):
    window.resize(1300, 592)
    QApplication.processEvents()
    assert window.picture.height() < 387
    assert window.loss.height() > 200


def test_the_ground_is_the_line_between_regions(window, theme, alike):
    image = window.column.grab().toImage()
    assert alike(image.pixelColor(0, 100), theme.color("line"))
    assert alike(image.pixelColor(100, 387), theme.color("line"))


def test_closed_it_is_gone_with_its_views_and_a_number_opens_it_again(window):
    told = []
    window.dock.toggled.connect(told.append)
    window.dock.close_button.click()
    assert not window.dock.isVisible()
    assert not window.dock.pages[0].isVisible()
    window.place(wide=False)
    assert not window.dock.isVisible()
    window.place(wide=True)
    window.dock.select(5)
    assert not window.dock.isVisible()
    window.dock.select(0)
    assert window.dock.pages[0].isVisible()
    assert told == [False, True]


def test_without_its_own_pages_only_a_narrow_window_has_it(window):
    window.dock.offer(False)
    assert not window.dock.isVisible()
    window.place(wide=False)
    assert window.dock.isVisible()
    assert tabs(window) == ["Output"]
    assert window.loss.isVisible()
    window.dock.offer(True)
    assert tabs(window) == ["Output", "Gradients"]


def test_it_remembers_whether_it_is_open_and_its_tab(window, theme, qtbot):
    window.place(wide=False)
    window.dock.select(1)
    window.dock.set_open(False)
    other = Window(theme)
    qtbot.addWidget(other)
    other.place(wide=False)
    other.dock.restore(window.dock.choices)
    assert not other.dock.is_open
    assert other.dock.tabs.currentIndex() == 1
    other.dock.restore({"dock.open": "perhaps", "dock.tab": "Nonsense"})
    assert other.dock.tabs.currentIndex() == 1


@pytest.mark.parametrize("old", ["Output map", "Loss", "Confusion", "Output"])
def test_tabs_that_stood_alone_before_lead_to_output(theme, qtbot, old):
    window = Window(theme)
    qtbot.addWidget(window)
    window.dock.restore({"dock.tab": old})
    window.place(wide=False)
    assert shown(window) == "Output"


def test_what_was_remembered_is_chosen_before_the_window_is_laid_out(theme, qtbot):
    window = Window(theme)
    qtbot.addWidget(window)
    window.dock.restore({"dock.tab": "Gradients"})
    window.place(wide=False)
    assert shown(window) == "Gradients"


def test_a_low_window_has_a_lower_dock(window):
    window.dock.fit(200)
    assert window.dock.height() == 200
    window.dock.fit(20)
    assert window.dock.height() == FLOOR
    window.dock.fit(500)
    assert window.dock.height() == 244


def test_a_tab_says_what_its_view_tells_and_its_key(window):
    tips = [window.dock.tabs.tabToolTip(number) for number in range(window.dock.tabs.count())]
    assert all(len(tip) > 40 and tip.endswith(f"(key {number})") for number, tip in enumerate(tips, 1))
