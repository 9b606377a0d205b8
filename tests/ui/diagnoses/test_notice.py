import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.ui.diagnoses.notice import DiagnosisNotice
from bplab.ui.diagnoses.words import FixLine, Said

SICK = Said(
    "Vanishing gradient",
    "sigmoid's slope f′ is the cause, not W; loss 0.69, as guessing",
    "rms δ falls 78,000-fold from Output to Hidden 1; Hidden 1 moves 5.9e−7 of its size per step",
)
TRYING = FixLine("Trying tanh, seed 102", 0.2)
FOUND = FixLine("tanh + Xavier: 5 of 5 reach and keep loss < 0.2.", None, offered=True, count=8)


@pytest.fixture
def notice(theme, qtbot):
    notice = DiagnosisNotice(theme)
    qtbot.addWidget(notice)
    notice.resize(840, 49)
    notice.say(SICK, None)
    qtbot.waitExposed(notice)
    return notice


def test_it_says_name_cause_and_evidence_in_two_lines(notice):
    assert notice.height() == 49
    assert notice.text == notice.accessibleName()
    assert notice.text == f"{SICK.head}. {SICK.cause}. {SICK.evidence}."
    notice.say(None, None)
    assert notice.text == ""
    assert notice.isHidden()


def test_its_buttons_say_what_is_wanted(notice):
    heard = []
    notice.why_wanted.connect(lambda: heard.append("why"))
    notice.fix_wanted.connect(lambda: heard.append("fix"))
    notice.closed.connect(lambda: heard.append("closed"))
    for button in (notice.why, notice.fix, notice.cross):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.keyClick(notice.why, Qt.Key.Key_Escape)
    assert heard == ["why", "fix", "closed", "closed"]


def test_a_third_line_says_how_far_a_fix_is_and_then_what_was_found(notice):
    notice.say(SICK, TRYING)
    assert notice.height() == 85
    assert notice.fix.isHidden()
    assert [button.text() for button in notice.row.buttons if button.isVisible()] == ["Cancel"]
    notice.say(SICK, FOUND)
    assert [button.text() for button in notice.row.buttons if button.isVisible()] == [
        "Try as branch",
        "All 8...",
    ]
    assert notice.text.endswith(FOUND.text)
    notice.say(SICK, None)
    assert notice.height() == 49
    assert notice.fix.isVisible()


def test_where_nothing_is_to_be_tried_nothing_is_offered(notice):
    notice.say(Said("Converged", "the gradient is 0", "", bad=False, fixable=False), None)
    assert notice.fix.isHidden()
    assert notice.why.isVisible()


def test_the_focus_goes_from_what_is_gone_to_what_came_in_its_place(notice):
    notice.activateWindow()
    notice.fix.setFocus()
    notice.say(SICK, TRYING)
    assert notice.focusWidget() is notice.row.cancel
    notice.say(SICK, FOUND)
    assert notice.focusWidget() is notice.row.branch


def test_in_a_narrow_window_a_line_is_cut_and_complete_in_its_tooltip(notice):
    assert notice._head.toolTip() == ""
    notice.resize(500, notice.height())
    assert "as guessing" in notice._head.toolTip().replace("\n", " ")


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_stripe_says_whether_it_is_a_warning(theme, notice, mode):
    theme.set_mode(mode)
    assert notice.grab().toImage().pixelColor(1, 20) == theme.color("bad")
    notice.say(Said("Converged", "", "", bad=False), None)
    assert notice.grab().toImage().pixelColor(1, 20) == theme.color("acc")
