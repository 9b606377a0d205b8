"""How the window shares its height among its parts."""

from bplab.ui.shell.dock import DOCK_LEAST
from bplab.ui.shell.main_window import SMALLEST


def test_a_notice_in_the_smallest_window_leaves_the_whole_network_in_view(driver):
    lab = driver.lab
    lab.commands.file.open_preset("diverging")
    lab.window.resize(*SMALLEST)
    driver.settle()
    lab.window.notice.tell("Diverged.", "What happened, and what may have been its cause. " * 4)
    driver.settle()
    canvas, dock = lab.workspace.canvas, lab.workspace.dock
    assert not lab.workspace.under[0].isVisible()  # there is no room for the strip
    assert canvas.geometry().bottom() < dock.geometry().top()
    assert max(column.foot for column in canvas.graph.layout_.columns) <= canvas.graph.height()
    assert canvas.graph.geometry().bottom() < canvas.height()


def test_the_strip_gives_way_where_it_the_network_and_the_dock_do_not_fit(driver):
    lab = driver.lab
    strip, dock = lab.workspace.under[0], lab.workspace.dock
    for height, there in ((700, False), (740, True), (700, False)):
        lab.window.resize(1120, height)
        driver.settle()
        assert strip.isVisible() == there
        assert lab.workspace.canvas.height() >= 260
    dock.set_open(False)
    driver.settle()
    assert strip.isVisible()


def test_only_messages_leave_the_dock_less_than_its_views_are_made_for(driver):
    lab = driver.lab
    lab.window.resize(*SMALLEST)
    for essentials in (True, False):
        lab.commands.view.set_essentials(essentials)
        driver.settle()
        assert lab.workspace.dock.height() >= DOCK_LEAST
