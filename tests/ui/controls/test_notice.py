import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bplab.ui.controls.notice import Notice, Rank
from bplab.ui.controls.text import TextLabel


@pytest.fixture
def notice(theme, shown):
    page = QWidget()
    notice = Notice(theme, page)
    QVBoxLayout(page).addWidget(notice)
    shown(page)
    notice.page = page
    return notice


def test_it_is_hidden_until_there_is_something_to_tell(notice):
    assert not notice.isVisible()
    notice.tell("Training diverged", "The learning rate is too large.")
    assert notice.isVisible()
    assert notice.text == "Training diverged The learning rate is too large."


def test_a_message_is_taken_back_unless_another_has_taken_its_place(notice):
    told = notice.tell("Not possible.")
    notice.take_back(told)
    assert notice.text == ""
    told = notice.tell("Not possible.")
    notice.tell("Not possible.")
    notice.take_back(told)
    assert notice.text == "Not possible."


def test_closing_hides_it_and_says_so(notice, qtbot):
    notice.tell("Something")
    with qtbot.waitSignal(notice.closed):
        notice.dismiss()
    assert notice.text == ""


def test_a_button_does_its_work_and_closes_the_notice(notice):
    done = []
    notice.tell("Diverged", buttons=[("Halve η and restart", lambda: done.append(1))])
    QTest.mouseClick(notice._buttons[0], Qt.MouseButton.LeftButton)
    assert done == [1]
    assert not notice.isVisible()


def test_a_new_notice_takes_the_place_of_the_old_one(notice):
    notice.tell("One", buttons=[("Do", print)])
    notice.tell("Two")
    assert notice.text == "Two"
    assert notice._buttons == []


@pytest.mark.parametrize(("tone", "wash"), [("bad", "badw"), ("info", "accw")])
def test_its_color_goes_with_its_tone(theme, notice, tone, wash):
    notice.tell("Head", tone=tone)
    assert notice.grab().toImage().pixelColor(6, notice.height() // 2) == theme.color(wash)


def test_markup_from_elsewhere_is_shown_and_not_obeyed(notice):
    notice.tell("<b>bold</b>")
    assert notice._head.textFormat() == Qt.TextFormat.PlainText


def test_text_changes_its_color_with_the_theme(theme, shown):
    text = TextLabel(theme, "Label", color="t2")
    shown(text)
    theme.set_mode("dark")
    assert text.palette().color(text.foregroundRole()) == theme.color("t2")
    text.set_color("bad")
    assert text.palette().color(text.foregroundRole()) == theme.color("bad")


def test_what_is_less_urgent_waits_until_the_rest_is_closed(notice):
    notice.tell("A bug", rank=Rank.BUG)
    notice.tell("It is so", rank=Rank.STATE)
    notice.tell("One answer")
    notice.tell("Another answer")
    assert notice.text == "A bug"
    read = []
    while notice.text:
        read.append(notice.text)
        notice.dismiss()
    assert read == ["A bug", "Another answer", "It is so"]


def test_what_is_no_longer_true_is_withdrawn_unseen(notice):
    notice.tell("A bug", rank=Rank.BUG)
    notice.tell("It is so", rank=Rank.STATE)
    notice.withdraw(Rank.STATE)
    assert notice.text == "A bug"
    notice.dismiss()
    assert notice.text == ""


def test_it_can_be_closed_while_its_page_is_hidden(notice):
    notice.tell("Something")
    notice.page.hide()
    notice.dismiss()
    assert notice.text == ""
