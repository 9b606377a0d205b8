"""The start page offers what a window that was killed has left behind, until somebody decides."""

import pytest

from bplab.experiment.presets import PRESETS
from bplab.storage.document import Document
from bplab.storage.recovery import NAMES, TRASH, Session, left_behind
from bplab.training.record import Record
from bplab.training.run import Run
from bplab.training.trainer import Trainer
from bplab.ui.recents import Recents
from bplab.ui.recovering import Recovering, moment_text
from bplab.ui.start.page import StartPage
from bplab.ui.style.theme import Theme

DAY = 86_400.0


@pytest.fixture
def root(tmp_path):
    return tmp_path / "sessions"


@pytest.fixture
def crash(root):
    def leave(name):
        trainer = Trainer(PRESETS["circle"].spec)
        trainer.run(epochs=3)
        run = Run(1, trainer)
        run.rest()
        session = Session(root)
        session.keep(Document.of((Record.of(run),), 1), name)
        folder = session.folder
        session.leave()
        return folder

    return leave


@pytest.fixture
def page(qapp, qtbot, tmp_path):
    recents = Recents(tmp_path)
    page = StartPage(Theme("light"), recents)
    qtbot.addWidget(page)
    page.resize(1440, 870)
    page.show()
    yield page
    recents.close()


@pytest.fixture
def looked(root, page, qtbot):
    made = []

    def look():
        recovering = Recovering(root)
        made.append(recovering)
        recovering.show_on(page)
        with qtbot.waitSignal(recovering.found):
            recovering.look()
        return recovering

    yield look
    for recovering in made:
        recovering.close()


def test_a_card_says_what_was_lost_and_when(crash, looked, page):
    crash("spiral.bplab")
    looked()
    (card,) = page.cards.cards
    assert card.accessibleName().startswith("Backprop Lab ended unexpectedly at ")
    assert "spiral.bplab, with changes not in the file · as it was at " in card.accessibleName()
    assert "circle 2-4-1 · epoch 3 · test " in card.accessibleName()


def test_every_window_has_its_card_and_what_has_no_name_is_untitled(crash, looked, page):
    crash("a.bplab")
    crash("")
    looked()
    names = [card._left.name for card in page.cards.cards]
    assert sorted(names) == ["Untitled experiment", "a.bplab"]


def test_discard_puts_it_into_the_trash(crash, looked, page, root, qtbot):
    crash("a.bplab")
    recovering = looked()
    page.cards.cards[0].discard.click()
    assert page.cards.isHidden()
    assert recovering.offered == ()
    qtbot.waitUntil(lambda: left_behind(root) == [])
    assert len(list((root / TRASH).iterdir())) == 1


def test_discard_says_before_and_after_where_it_is_kept_and_for_how_long(crash, looked, page, root, qtbot):
    folder = crash("a.bplab")
    looked()
    button = page.cards.cards[0].discard
    assert "Offer it no more. For 7 days it" in button.toolTip()
    assert str(root / TRASH) in button.toolTip().replace("\n", "")
    button.click()
    qtbot.waitUntil(page.notice.isVisible)
    place = root / TRASH / folder.name
    assert page.notice.text == f"Discarded. For 7 days it can still be opened from {place}."
    assert Document.open(place / NAMES[1]).runs


def test_what_cannot_be_discarded_is_not_said_to_be(crash, looked, page, root, qtbot):
    crash("a.bplab")
    recovering, done = looked(), []
    (root / TRASH).write_bytes(b"in the way")
    page.cards.cards[0].discard.click()
    recovering._worker.do(lambda: None, done.append, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert page.notice.text == ""


def test_decide_later_leaves_it_for_the_next_start(crash, looked, page, root):
    folder = crash("a.bplab")
    looked()
    page.cards.cards[0].later.click()
    assert page.cards.isHidden()
    assert left_behind(root) == [folder]


def test_recover_hands_it_over_and_deletes_it_when_it_is_kept_again(crash, looked, page, root, qtbot):
    folder = crash("a.bplab")
    recovering, heard = looked(), []
    recovering.recover_wanted.connect(lambda found, then: heard.append((found, then)))
    page.cards.cards[0].recover.click()
    (found, then) = heard[0]
    assert found.snapshot.document.run(1).now.epoch == 3
    assert folder.exists()
    assert not page.cards.isHidden()
    then()
    assert page.cards.isHidden()
    qtbot.waitUntil(lambda: not folder.exists())


def test_what_cannot_be_read_is_not_offered_and_stays(crash, root, page, qtbot):
    folder = crash("a.bplab")
    for name in NAMES:
        (folder / name).write_bytes(b"damaged")
    recovering = Recovering(root)
    recovering.show_on(page)
    recovering.look()
    done = []
    recovering._worker.do(lambda: None, done.append, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert page.cards.isHidden()
    assert folder.exists()
    recovering.close()


def test_cards_keep_their_text_beside_or_above_their_buttons(crash, looked, page, qtbot):
    crash("a.bplab")
    looked()
    (card,) = page.cards.cards
    qtbot.waitUntil(lambda: card.width() > 900)
    assert card.recover.y() < 40
    page.resize(1120, 672)
    qtbot.waitUntil(lambda: card.recover.y() > 80)
    assert card.rect().contains(card.later.geometry())


@pytest.mark.parametrize(("ago", "words"), [(0, "at "), (DAY, "yesterday at "), (9 * DAY, "on ")])
def test_moments_are_said_in_a_sentence(ago, words):
    now = 1.7e9
    assert moment_text(now - ago, now, "%H:%M").startswith(words)
