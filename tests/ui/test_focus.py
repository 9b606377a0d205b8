"""Keys alone reach everything: Tab walks through the window, and each stop has a name."""

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

import bplab
from bplab.training.snapshot import RunState
from bplab.ui.canvas.cards.popover import Popover
from bplab.ui.canvas.sizes_field import SizesField
from bplab.ui.controls.number import NumberField
from bplab.ui.controls.slider import Slider

MOST = 150
# Popups come to the front and take the keys, which the offscreen platform cannot do.
pytestmark = pytest.mark.qt_log_ignore(
    "does not support raise", "does not support grabbing the keyboard", extend=True
)


def name_of(widget):
    """What a screen reader says, as Qt finds it: the name, the text, or the label that leads here."""
    buddies = [label.text() for label in widget.window().findChildren(QLabel) if label.buddy() is widget]
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or "".join(buddies)


def walk(window, back=False):
    """Give the stops of Tab from where the focus is, once around."""
    stops = []
    for _ in range(MOST):
        stop = window.focusWidget()
        if stop in stops:
            return stops
        stops.append(stop)
        QTest.keyClick(stop, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
    raise AssertionError("Tab does not come around")


def lab_with(driver, page):
    lab = driver.lab
    lab.window.activateWindow()
    if page == "start":
        lab.commands.file.show_start()
    else:
        lab.commands.view.set_essentials(page == "essentials")
        lab.workspace.toolbar.play.setFocus()
    driver.settle()
    return lab


@pytest.mark.parametrize("page", ["all", "essentials", "start"])
def test_every_stop_of_tab_has_a_name_and_is_visible(driver, page):
    stops = walk(lab_with(driver, page).window)
    nameless = [f"{type(stop).__name__} {stop.objectName()}" for stop in stops if not name_of(stop)]
    assert nameless == []
    assert all(stop.isVisible() for stop in stops)
    assert len(stops) > 10


def test_the_focus_goes_on_to_the_network_when_a_notice_that_had_it_closes(driver):
    lab = lab_with(driver, "all")
    lab.window.notice.tell("Something happened", buttons=[("Mend it", int)])
    driver.settle()
    (button,) = [stop for stop in walk(lab.window) if name_of(stop) == "Mend it"]
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert not lab.window.notice.isVisible()
    assert lab.window.focusWidget() is lab.workspace.canvas.graph


def test_notices_that_come_and_go_leave_all_menus_alive(driver):
    """Whoever walks the focus chain gives each widget to the one before it, and loses it with that one."""
    lab = lab_with(driver, "all")
    features = lab.workspace.form.editor("data.features").choice
    for head in ("One", "Two"):
        lab.window.notice.tell(head, buttons=[("Mend it", int)])
        lab.actions["add_layer"].trigger()
    lab.commands.view.set_essentials(True)
    lab.actions["remove_layer"].trigger()
    lab.window.notice.dismiss()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    made = [*features._actions.values(), *lab.window.menus.actions()]
    assert all(shiboken6.isValid(each) for each in made)
    lab.commands.file.open_preset("digits")
    assert all(
        editor.isHidden() or editor._spec is lab.session.spec
        for editor in lab.workspace.form.editors.values()
    )


def test_no_code_asks_qt_for_its_focus_chain():
    sources = [path.read_text(encoding="utf-8") for path in Path(bplab.__file__).parent.rglob("*.py")]
    assert [source for source in sources if "InFocusChain()" in source] == []


def test_what_is_opened_has_the_focus_on_the_network(driver):
    lab = lab_with(driver, "all")
    for open_it in (lab.actions["new"].trigger, lambda: lab.commands.file.open_preset("spiral")):
        lab.workspace.form.gradients.box.setFocus(Qt.FocusReason.TabFocusReason)
        open_it()
        assert lab.window.focusWidget() is lab.workspace.canvas.graph


def test_alt_and_its_letter_open_a_menu(driver):
    lab = lab_with(driver, "all")
    for action in lab.window.menus.actions():
        letter = Qt.Key(ord(action.text()[0]))
        QTest.keyClick(lab.window.focusWidget(), letter, Qt.KeyboardModifier.AltModifier)
        driver.until(action.menu().isVisible)
        QTest.keyClick(action.menu(), Qt.Key.Key_Escape)
        driver.until(action.menu().isHidden)
        lab.window.activateWindow()
        lab.workspace.canvas.graph.setFocus()


def test_escape_leads_from_the_start_page_back_to_the_lab(driver):
    lab = lab_with(driver, "start")
    QTest.keyClick(lab.window.focusWidget(), Qt.Key.Key_Escape)
    assert lab.window.in_lab
    assert lab.window.focusWidget() is lab.workspace.canvas.graph


def test_tab_comes_to_a_notice_before_the_network(driver):
    lab = lab_with(driver, "all")
    lab.window.notice.tell("Something happened", buttons=[("Mend it", int), ("Leave it", int)])
    driver.settle()
    stops = walk(lab.window)
    inside = [stop for stop in stops if lab.window.notice.isAncestorOf(stop)]
    assert [name_of(stop) for stop in inside] == ["Mend it", "Leave it", "Close the notice"]
    first = stops.index(inside[0])
    assert lab.workspace.sidebar.isAncestorOf(stops[first - 1])
    assert lab.workspace.canvas.isAncestorOf(stops[first + 3])


def test_every_stop_of_a_layers_settings_has_a_name(driver):
    lab = lab_with(driver, "all")
    for column in (0, 1, 2):
        lab.workspace.canvas.graph.open_card(column)
        popover = lab.workspace.canvas.findChildren(Popover)[-1]
        driver.until(popover.isVisible)
        assert all(name_of(stop) for stop in walk(popover))
        QTest.keyClick(popover.focusWidget(), Qt.Key.Key_Escape)
        driver.until(lambda: not lab.workspace.canvas.findChildren(Popover))


def test_the_order_is_toolbar_timeline_sidebar_network_pictures_dock(driver):
    lab = lab_with(driver, "all")
    parts = lab.workspace
    regions = [
        parts.toolbar, parts.timeline, parts.sidebar, parts.canvas, parts.view("signal"), parts.right,
        parts.dock,
    ]  # fmt: skip
    order = [
        next((number for number, region in enumerate(regions) if region.isAncestorOf(stop)), -1)
        for stop in walk(lab.window)
    ]
    assert -1 not in order
    assert order == sorted(order)
    assert set(order) >= {0, 1, 2, 3, 5, 6}


def test_the_order_is_the_same_after_a_presentation(driver):
    lab = lab_with(driver, "all")
    before = walk(lab.window)
    lab.workspace.canvas.graph.setFocus()
    lab.actions["present"].trigger()
    lab.window.notice.tell("Meanwhile", buttons=[("Mend it", int)])
    lab.window.notice.dismiss()
    lab.actions["present"].trigger()
    driver.live(0.1)
    lab.workspace.toolbar.play.setFocus()
    assert walk(lab.window) == before


def test_the_way_back_is_the_same(driver):
    lab = lab_with(driver, "all")
    forth = walk(lab.window)
    lab.workspace.toolbar.play.setFocus()
    back = walk(lab.window, back=True)
    assert set(back) == set(forth)


def test_everything_on_the_start_page_can_be_reached(driver):
    lab = lab_with(driver, "start")
    stops = walk(lab.window)
    start = lab.commands.file.start
    wanted = [start.welcome.new, start.welcome.link, start.welcome.again, start.first.open]
    assert set(stops) >= {*wanted, *start.gallery.cards.values()}


def test_space_plays_after_a_click_on_a_control(driver):
    lab = lab_with(driver, "essentials")
    form = lab.workspace.sidebar.essentials
    plus = form.layers[0].stepper.findChildren(QAbstractButton)[-1]
    for control in (
        plus,
        form.rate.findChild(Slider),
        form.activation,
        lab.workspace.sidebar.mode.segment("all"),
    ):
        driver.until(control.isVisible)
        control.setFocus(Qt.FocusReason.MouseFocusReason)
        layers = lab.session.spec.layers
        QTest.keyClick(lab.window.focusWidget(), Qt.Key.Key_Space)
        driver.until(lambda: driver.state is RunState.RUNNING)
        QTest.keyClick(lab.window.focusWidget(), Qt.Key.Key_Space)
        driver.until(lambda: driver.state is not RunState.RUNNING)
        assert lab.session.spec.layers == layers


def test_space_plays_after_a_number_was_typed(driver):
    lab = lab_with(driver, "all")
    rate = lab.workspace.form.editor("learning_rate").findChild(NumberField)
    for field, text in ((lab.workspace.canvas.findChild(SizesField), "5 5"), (rate, "0.2")):
        field.setFocus(Qt.FocusReason.MouseFocusReason)
        field.selectAll()
        QTest.keyClicks(field, text)
        assert driver.state is not RunState.RUNNING
        QTest.keyClick(field, Qt.Key.Key_Return)
        QTest.keyClick(field, Qt.Key.Key_Space)
        driver.until(lambda: driver.state is RunState.RUNNING)
        driver.lab.commands.train.pause()
        driver.until(lambda: driver.state is not RunState.RUNNING)
    assert [layer.units for layer in lab.session.spec.layers] == [5, 5]
    assert lab.session.spec.learning_rate == 0.2


def test_space_is_the_controls_own_where_keys_brought_the_focus(driver):
    lab = lab_with(driver, "essentials")
    plus = lab.workspace.sidebar.essentials.layers[0].stepper.findChildren(QAbstractButton)[-1]
    plus.setFocus(Qt.FocusReason.TabFocusReason)
    units = lab.session.spec.layers[0].units
    QTest.keyClick(plus, Qt.Key.Key_Space)
    assert lab.session.spec.layers[0].units == units + 1
    assert driver.state is not RunState.RUNNING


@pytest.mark.parametrize("action", ["search", "present"])
def test_what_had_the_focus_may_have_gone_when_a_search_or_a_presentation_ends(driver, action):
    lab = driver.lab
    lab.commands.view.set_essentials(True)
    remove = lab.workspace.sidebar.essentials.layers[-1].remove
    remove.setFocus()
    lab.actions[action].trigger()
    lab.workspace.canvas.edits.remove(1)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(remove)
    lab.commands.help.search.close_again()
    lab.commands.view.present.end()
    assert lab.workspace.canvas.graph.isVisible()
