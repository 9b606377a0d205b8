"""The start page: what it offers, and that everything on it opens something."""

import json

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from bplab.experiment.presets import PRESETS
from bplab.ui.recents import Recents
from bplab.ui.start.gallery import FIRST, caption_of, is_of, pictures_of
from bplab.ui.start.page import StartPage
from bplab.ui.style.theme import Theme


@pytest.fixture
def recents(qapp, tmp_path):
    recents = Recents(tmp_path)
    yield recents
    recents.close()


@pytest.fixture
def page(qapp, qtbot, recents):
    page = StartPage(Theme("light"), recents)
    qtbot.addWidget(page)
    page.resize(1440, 870)
    page.show()
    return page


@pytest.mark.parametrize("name", PRESETS)
def test_pictures_are_of_the_presets_as_they_are(name):
    kept = pictures_of(name)
    assert is_of(kept, PRESETS[name].spec), "run: python packaging/gallery.py"
    network, _, result = str(kept["caption"]).rpartition(" · ")
    assert network == caption_of(PRESETS[name].spec)
    assert result


def test_pictures_of_a_changed_preset_are_not_shown():
    assert pictures_of(FIRST, PRESETS[FIRST].spec)
    assert pictures_of(FIRST, PRESETS[FIRST].spec.but(seed=99)) == {}


def test_pictures_made_before_there_was_a_setting_are_those_of_its_default():
    spec = PRESETS[FIRST].spec
    older = {key: value for key, value in spec.to_dict().items() if key != "clip"}
    kept = {"spec": np.array(json.dumps(older))}
    assert is_of(kept, spec)
    assert not is_of(kept, spec.but(clip=1.0))
    assert not is_of({"spec": np.array(json.dumps(older | {"gone": 1}))}, spec)


def test_captions_say_what_a_network_is_made_of():
    assert caption_of(PRESETS["circle"].spec, "94 % test") == "2-4-1 · tanh · 94 % test"
    assert caption_of(PRESETS["ten-sigmoid"].spec) == "2-6×10-1 · sigmoid"


def test_every_preset_has_a_card_that_draws_something(page):
    assert list(page.gallery.cards) == list(PRESETS)
    for card in page.gallery.cards.values():
        image = card.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        pixels = np.frombuffer(image.constBits(), np.uint32)
        assert len(np.unique(pixels)) > 20


def test_every_card_is_described_once_the_page_has_been_painted(page, qtbot):
    page.grab()
    cards = page.gallery.cards
    qtbot.waitUntil(lambda: all(card.accessibleDescription() for card in cards.values()))
    spec = PRESETS[FIRST].spec
    assert caption_of(spec) in cards[FIRST].accessibleDescription()


def test_cards_keep_inside_the_gallery_in_any_width(page):
    for width in (1120, 1440, 2560):
        page.resize(width, 800)
        inside = page.gallery.rect()
        assert all(inside.contains(card.geometry()) for card in page.gallery.cards.values())


def test_cards_and_buttons_say_what_is_wanted(page, qtbot):
    with qtbot.waitSignal(page.new_wanted):
        page.first.open.click()
    with qtbot.waitSignal(page.new_wanted):
        page.welcome.new.click()
    with qtbot.waitSignal(page.preset_wanted, check_params_cb=lambda name: name == "spiral"):
        page.gallery.cards["spiral"].setFocus()
        QTest.keyClick(page.gallery.cards["spiral"], Qt.Key.Key_Space)


def test_a_card_opens_its_preset_untrained_in_the_lab(driver):
    driver.lab.actions["start"].trigger()
    assert not driver.lab.window.in_lab
    assert driver.lab.workspace.visible_views() == []
    driver.lab.commands.file.start.gallery.cards["spiral"].click()
    assert driver.lab.window.in_lab
    driver.until(lambda: driver.snapshot.spec == PRESETS["spiral"].spec)
    assert driver.snapshot.step == 0


def test_training_from_the_start_page_leads_to_the_lab(driver):
    driver.lab.commands.file.show_start()
    driver.lab.actions["step_batch"].trigger()
    assert driver.lab.window.in_lab


def test_showing_it_at_start_is_remembered(driver):
    driver.lab.commands.file.show_start()
    check = driver.lab.commands.file.start.welcome.again
    assert check.isChecked()
    check.click()
    assert not type(driver.lab.preferences)().flag("start_page", default=True)


def test_arrows_walk_the_gallery_and_enter_opens_a_card(page, qtbot):
    page.activateWindow()
    cards = list(page.gallery.cards.values())
    cards[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(cards[0].hasFocus)
    across = sum(card.y() == cards[0].y() for card in cards)
    QTest.keyClick(cards[0], Qt.Key.Key_Down)
    assert cards[across].hasFocus()
    QTest.keyClick(cards[across], Qt.Key.Key_Right)
    assert cards[across + 1].hasFocus()
    with qtbot.waitSignal(page.preset_wanted) as opened:
        QTest.keyClick(cards[across + 1], Qt.Key.Key_Return)
    assert opened.args == [list(page.gallery.cards)[across + 1]]


def test_there_is_a_way_back_where_there_is_something_to_go_back_to(page, qtbot):
    assert not page.welcome.back.isVisible()
    page.welcome.show_back("Spiral, 2-8-8-6-1")
    assert page.welcome.back.isVisible()
    assert page.welcome.back.text() == "Back to Spiral, 2-8-8-6-1"
    with qtbot.waitSignal(page.left):
        page.welcome.back.click()
