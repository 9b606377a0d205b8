import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bplab.ui.controls.band import HEIGHT, WITH_BUTTONS, Band, BandText

PAST = BandText("Step 540 of 1,800.", "Play, Step or an edit goes on from here as a new branch.")
GOING = BandText("Going to step 12,000 of 40,000: 43 %", share=0.43, button="Cancel")
SAME = BandText(
    "The same to the bit up to step 540.", "Step 541 differs.", button="Go to step 541", closes=True
)


@pytest.fixture(params=["light", "dark"])
def themes(theme, request):
    theme.set_mode(request.param)
    return theme


@pytest.fixture
def band(theme, qtbot):
    band = Band(theme)
    qtbot.addWidget(band)
    band.resize(840, HEIGHT)
    return band


def pixels(band, color) -> int:
    QApplication.processEvents()
    image = band.grab().toImage()
    return sum(image.pixelColor(x, y) == color for x in range(image.width()) for y in range(image.height()))


def test_it_is_hidden_until_there_is_something_to_say(band):
    assert band.text == ""
    band.show_text(PAST)
    assert band.text == "Step 540 of 1,800. Play, Step or an edit goes on from here as a new branch."
    assert band.height() == HEIGHT
    assert band.accessibleName() == band.toolTip().replace("\n", " ") == band.text
    band.withdraw()
    assert band.text == ""


def test_its_ground_is_a_wash_of_the_accent(themes, band):
    band.show_text(PAST)
    assert band.grab().toImage().pixelColor(5, 5) == themes.color("accw")


def test_a_button_and_a_cross_say_that_they_were_pressed(band):
    heard = []
    band.pressed.connect(lambda: heard.append("pressed"))
    band.closed.connect(lambda: heard.append("closed"))
    band.show_text(SAME)
    assert band.height() == WITH_BUTTONS
    assert band.button.text() == "Go to step 541"
    QTest.mouseClick(band.button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(band.cross, Qt.MouseButton.LeftButton)
    assert heard == ["pressed", "closed"]
    band.show_text(PAST)
    assert band.button.isHidden()
    assert band.cross.isHidden()


def test_progress_grows_with_the_share(theme, band):
    found = []
    for share in (0.2, 0.8):
        band.show_text(BandText("Going", share=share, button="Cancel"))
        found.append(pixels(band, theme.color("acc")))
    assert found[1] > found[0] + 100


def test_a_long_text_ends_before_the_button(theme, band):
    band.show_text(BandText("Going " * 60, "and on " * 60, button="Cancel"))
    QApplication.processEvents()
    image, left = band.grab().toImage(), band.button.geometry().left()
    beside = [image.pixelColor(x, y) for x in range(left - 10, left - 1) for y in range(4, 30)]
    assert all(color == theme.color("accw") for color in beside)


@pytest.mark.parametrize("leave", ["withdraw", "another"])
def test_when_the_button_goes_that_had_the_focus_it_says_so(band, qtbot, leave):
    band.show_text(GOING)
    band.activateWindow()
    band.button.setFocus()
    qtbot.waitUntil(band.button.hasFocus)
    with qtbot.waitSignal(band.left):
        if leave == "withdraw":
            band.withdraw()
        else:
            band.show_text(PAST)
