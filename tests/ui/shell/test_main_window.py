"""How the window shares its height among its parts."""

from bplab.ui.shell.main_window import SMALLEST


def test_a_notice_in_the_smallest_window_leaves_the_whole_network_in_view(driver):
    lab = driver.lab
    lab.commands.file.open_preset("diverging")
    lab.window.resize(*SMALLEST)
    driver.settle()
    lab.window.notice.tell("Diverged.", "What happened, and what may have been its cause. " * 4)
    driver.settle()
    canvas, under = lab.workspace.canvas, lab.workspace.under[0]
    assert canvas.geometry().bottom() < under.geometry().top()
    assert max(column.foot for column in canvas.graph.layout_.columns) <= canvas.graph.height()
    assert canvas.graph.geometry().bottom() < canvas.height()
