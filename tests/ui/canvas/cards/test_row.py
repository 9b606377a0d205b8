"""The cards over the columns."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from bplab.experiment.parameters import Parameter
from bplab.ui.canvas.base.picks import Neuron
from bplab.ui.canvas.cards.card import FULL, MINI, SHORT
from bplab.ui.controls.button import Button
from bplab.ui.controls.choice import ChoiceBox
from bplab.ui.controls.plus_minus import PlusMinus, stepper_width

LEFT = Qt.MouseButton.LeftButton


def parts(card, kind) -> list:
    return [part for part in card.findChildren(kind) if part.isVisibleTo(card)]


@pytest.mark.parametrize(
    ("hidden", "height", "expected"),
    [("8-8-6", 520, FULL), ("-".join(["6"] * 10), 520, SHORT), ("8-8-6", 300, MINI)],
)
def test_cards_are_as_large_as_there_is_room(bench, hidden, height, expected):
    table = bench(hidden, height=height)
    assert table.canvas.cards.height() == expected
    assert {card.height() for card in table.canvas.cards.cards} == {expected}


def test_cards_stand_over_their_columns(bench):
    table = bench()
    for card, x in zip(table.canvas.cards.cards, table.canvas.columns(), strict=True):
        assert card.geometry().center().x() == pytest.approx(x, abs=1)


def test_no_control_leaves_its_card(bench, settle):
    table = bench()
    table.session.edit("x", table.session.spec.but(output=table.session.spec.output))
    for name in ("leaky_relu", "lecun_tanh"):
        table.canvas.edits.set_value(1, "activation", name)
        settle()  # a combo box may resize itself a moment later
        for card in table.canvas.cards.cards:
            for part in [*parts(card, ChoiceBox), *parts(card, PlusMinus), *parts(card, Button)]:
                assert card.rect().contains(part.geometry()) or part.parent() is not card


def test_plus_and_minus_change_the_layer(bench):
    table = bench()
    less, more = table.canvas.cards.cards[2].findChild(PlusMinus).findChildren(Button)
    QTest.mouseClick(more, LEFT)
    QTest.mouseClick(more, LEFT)
    assert table.session.spec.hidden == "8-10-6"
    QTest.mouseClick(less, LEFT)
    assert table.session.spec.hidden == "8-9-6"


def test_choices_change_activation_and_initializer(bench):
    table = bench()
    activation, init = parts(table.canvas.cards.cards[1], ChoiceBox)
    activation.activated.emit([option.value for option in activation._options].index("relu"))
    init.activated.emit([option.value for option in init._options].index("he_normal"))
    layer = table.session.spec.layers[0]
    assert (layer.activation, layer.init) == ("relu", "he_normal")
    assert parts(table.canvas.cards.cards[1], ChoiceBox)[0].value == "relu"


def test_softmax_is_offered_to_the_output_only(bench):
    cards = bench().canvas.cards.cards
    offered = [
        [option.value for option in parts(card, ChoiceBox)[0]._options] for card in (cards[1], cards[4])
    ]
    assert "softmax" not in offered[0]
    assert "softmax" in offered[1]


def test_the_cross_shows_under_the_pointer_and_removes(bench):
    table = bench()
    card = table.canvas.cards.cards[3]
    card._hovered(True)
    cross = next(button for button in card.findChildren(Button) if button.parent() is card)
    assert cross.isVisible()
    assert table.graph.scene.grip == 3
    QTest.mouseClick(cross, LEFT)
    assert table.session.spec.hidden == "8-8"


def test_the_round_plus_inserts_a_copy_of_the_left_layer(bench):
    table = bench("8-6")
    QTest.mouseClick(table.canvas.cards._plus[1], LEFT)
    assert table.session.spec.hidden == "8-8-6"
    QTest.mouseClick(table.canvas.cards._plus[0], LEFT)
    assert len(table.session.spec.layers) == 4


def test_dragging_a_card_moves_its_layer(bench):
    table = bench("8-7-6")
    card = table.canvas.cards.cards[1]
    QTest.mousePress(card, LEFT, pos=QPoint(60, 12))
    for dx in range(0, 360, 30):
        QTest.mouseMove(card, QPoint(60 + dx, 12))
    assert table.canvas.cards._ghost.isVisible()
    QTest.mouseRelease(card, LEFT, pos=QPoint(390, 12))
    assert (table.session.spec.hidden, table.undo_text) == ("7-6-8", "Move Hidden 1 to position 3")
    assert not table.canvas.cards._ghost.isVisible()


def test_inputs_and_output_cannot_be_dragged(bench):
    table = bench("8-7")
    for number in (0, 3):
        card = table.canvas.cards.cards[number]
        card.opened.disconnect()
        QTest.mousePress(card, LEFT, pos=QPoint(60, 12))
        QTest.mouseMove(card, QPoint(260, 12))
        QTest.mouseRelease(card, LEFT, pos=QPoint(60, 12))
    assert table.session.spec.hidden == "8-7"


def test_a_click_on_a_card_asks_for_its_settings(bench, qtbot):
    cards = bench().canvas.cards
    cards.opened.disconnect()
    with qtbot.waitSignal(cards.opened) as wanted:
        QTest.mouseClick(cards.cards[2], LEFT, pos=QPoint(30, 12))
    assert wanted.args == [2]


def test_the_buttons_survive_the_edits_they_make(bench):
    table = bench()
    before = list(table.canvas.cards.cards)
    table.canvas.edits.add(1, 1)
    assert table.canvas.cards.cards == before


def test_the_inputs_are_named(bench):
    table = bench()
    table.canvas.edits.set_feature("xy", True)
    assert table.canvas.cards.cards[0].face.line == "x₁, x₂, x₁x₂"
    assert bench("4", "digits").canvas.cards.cards[0].face.line == "64 inputs"


def test_bars_have_the_colors_of_their_layers(bench, theme):
    cards = bench().canvas.cards.cards
    image = cards[1].grab().toImage()
    assert image.pixelColor(68, 1).rgb() == theme.layer_color(0, 4).rgb()
    theme.set_mode("dark")
    assert cards[4].grab().toImage().pixelColor(68, 1).rgb() == theme.layer_color(3, 4).rgb()


@pytest.mark.parametrize("sizes", ["8-8-6", "4", "", "3-3-3-3", "512-16"])
def test_names_follow_the_spec(bench, sizes):
    table = bench("4")
    for hidden in (sizes, "2-2", sizes):
        table.canvas.edits.set_sizes(hidden)
        count = len(table.session.spec.layers)
        titles = ["Input", *(f"Hidden {number}" for number in range(1, count + 1)), "Output"]
        cards = table.canvas.cards.cards
        assert [card.accessibleName() for card in cards] == titles
        for card, title in zip(cards[1:], titles[1:], strict=True):
            assert card.findChild(PlusMinus).accessibleName() == f"neurons of {title}"
            names = {part.accessibleName() for part in card.findChildren(ChoiceBox)}
            assert names == {f"Activation of {title}", f"Initial weights of {title}"}
            buttons = {part.accessibleName() for part in card.findChildren(Button)}
            assert buttons == {
                f"One fewer: neurons of {title}", f"One more: neurons of {title}", f"Remove {title}",
            }  # fmt: skip


@pytest.mark.parametrize("units", ["4", "64", "512"])
def test_the_number_of_neurons_keeps_off_its_buttons_and_its_word(bench, units):
    stepper = bench(units).canvas.cards.cards[1].findChild(PlusMinus)
    less, more = (button.geometry() for button in stepper.findChildren(Button))
    wide = stepper._number.fontMetrics().horizontalAdvance(units)
    assert more.left() - less.right() - 1 >= wide + 6
    assert stepper.rect().contains(more)
    assert stepper.width() == stepper_width(stepper._theme, int(units))


def test_every_card_of_a_usual_window_shows_its_initial_weights(bench):
    table = bench("4")
    for name in ("constant", "orthogonal", "xavier_normal"):
        for column in (1, 2):
            table.canvas.edits.set_value(column, "init", name)
        for card in table.canvas.cards.cards[1:]:
            init = next(part for part in parts(card, ChoiceBox) if "Initial" in part.accessibleName())
            assert card.rect().contains(init.geometry())


def test_standardized_inputs_are_called_so_wherever_they_are_named(bench):
    table = bench("3")
    raw = table.graph.grab()
    data = replace(table.session.spec.data, standardize=True)
    table.session.edit("scale", table.session.spec.but(data=data))
    table.train(steps=3)
    face = table.canvas.cards.cards[0].face
    assert face.line == "x₁, x₂, scaled"
    assert "minus its mean" in face.tip
    table.graph.select(Parameter(0, 1, 2))
    assert table.graph.accessibleDescription().startswith("w from x₂ (scaled) to Hidden 1, neuron 3 = ")
    table.graph.select(Neuron(0, 0))
    assert table.graph.accessibleDescription().startswith("x₁ (scaled), ")
    beside = QRect(0, 0, round(table.graph.layout_.columns[0].left) - 2, table.graph.height())
    assert table.graph.grab(beside).toImage() != raw.copy(beside).toImage()
