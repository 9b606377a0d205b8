"""The panel stands well in every room."""

import pytest
from shiboken6 import Shiboken


def test_no_item_of_its_layouts_has_a_wrapper(shown):
    def wrapped():
        return {id(one) for one in Shiboken.getAllValidWrappers() if type(one).__name__ == "QWidgetItem"}

    before = wrapped()
    panel = shown().panel
    assert wrapped() <= before
    assert panel.isVisible()


def test_another_room_has_the_same_numbers_in_other_words(shown, pictured):
    snapshot = pictured("worked-example", regularization="l2", regularization_rate=0.01)()
    panel = shown("W1[1,1]", snapshot, (300, 400)).panel
    assert panel.words.real.caption.text() == "The real step moves all 8 (4 are frozen):"
    assert panel.what.isVisible()
    panel.resize(368, 225)
    assert panel.words.real.caption.text() == "The real step moves all 8:"
    assert "(4 are frozen)" in panel.words.real.caption.toolTip()
    assert not panel.what.isVisible()
    assert panel.title.toolTip() == "Slope of the loss: this batch, with L2 penalty"
    panel.resize(300, 400)
    assert panel.words.real.caption.text() == "The real step moves all 8 (4 are frozen):"
    assert panel.what.isVisible()


def test_the_slider_keeps_its_length_while_it_is_dragged(shown, pictured):
    panel = shown("W1[1,1]", pictured("circle", 20)()).panel
    before = panel.what_if.slider.width()
    for rate in (0.0005, 10.0):
        panel.what_if.slider.set_value(rate)
        panel.what_if._moved(rate)
        assert panel.what_if.slider.width() == before


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize(
    ("size", "stands"),
    [
        ((235, 400), (False, False, False, False)),
        ((310, 400), (False, False, False, True)),
        ((250, 275), (False, True, True, False)),
        ((368, 225), (False, True, True, True)),
        ((720, 230), (True, True, False, True)),
        ((700, 160), (True, True, True, True)),
        ((540, 160), (True, True, True, True)),
    ],
)
def test_it_stands_well_in_every_room(shown, pictured, size, stands, optimizer):
    panel = shown("W1[1,1]", pictured("circle", 20, optimizer=optimizer)(), size).panel
    assert panel._arranged == stands
    assert panel.size().toTuple() == size
    words = panel.words
    for part in (panel.plot, words.headline, words.real, panel.what_if, panel.sign):
        assert part.isVisible()
        corner = part.mapTo(panel, part.rect().bottomRight())
        assert panel.rect().contains(corner), part
    for label in (words.headline, words.alone.loss, words.real.caption, words.real.promise):
        assert label.height() >= label.heightForWidth(label.width())
    for label in (words.alone.caption, words.real.caption, words.real.loss, words.real.promise):
        assert label.isHidden() or label.wordWrap() or label.width() >= label.sizeHint().width(), label.text()
    for part in (panel.sign, panel.what_if.label):
        assert part.width() >= part.sizeHint().width()


def test_in_a_short_line_the_tooltip_of_the_loss_tells_what_the_tangent_promises(shown, pictured):
    words = shown("W1[1,1]", pictured("circle", 20)(), (250, 275)).panel.words
    assert words.real.promise.isHidden()
    assert "by the tangent" in words.real.loss.toolTip()


def test_with_many_digits_numbers_fit_into_their_line(shown, pictured):
    stage = shown("W1[1,1]", pictured("worked-example")(), (372, 231))
    panel = stage.panel
    panel.what_if.slider.set_value(0.02)
    panel._compute()
    stage.rest()
    for lines in (panel.words.alone, panel.words.real):
        end = lines.promise.mapTo(panel, lines.promise.rect().topRight())
        assert end.x() < panel.width()
        assert lines.promise.width() >= lines.promise.sizeHint().width()


@pytest.mark.parametrize("height", [400, 375, 340, 320])
def test_late_in_training_with_many_digits_nothing_is_cut_off(shown, pictured, height):
    panel = shown("W1[2,3]", pictured("spiral", 7911)(), (250, height)).panel
    words = panel.words
    assert panel.layout().minimumHeightForWidth(250) <= height
    for lines in (words.alone, words.own, words.real):
        for label in (lines.caption, lines.loss, lines.promise, lines.note):
            if label.isVisible():
                assert label.wordWrap() or label.width() >= label.sizeHint().width(), label.text()
                assert label.height() >= label.heightForWidth(label.width()), label.text()
