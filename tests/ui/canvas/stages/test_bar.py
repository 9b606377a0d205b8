"""The stage bar names what is computed, in the room there is, and says what its buttons do."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.experiment.shape import shape_of
from bplab.experiment.spec import Experiment, Layer
from bplab.explain.stages import STAGES, Stop
from bplab.ui.canvas.stages.bar import Sentence, place_of
from bplab.ui.canvas.stages.chips import Place, StageChips

SHAPE = shape_of(Experiment(layers=(Layer(3), Layer(2))))


@pytest.fixture
def chips(theme, qtbot):
    chips = StageChips(theme)
    qtbot.addWidget(chips)
    chips.resize(900, 30)
    chips.show_place(place_of(SHAPE, Stop("backward", 2)))
    return chips


def test_a_stop_is_told_by_its_layer_and_how_many_are_done():
    assert place_of(SHAPE, None) == Place()
    assert place_of(SHAPE, Stop("forward", 0)) == Place("forward", "Input", 0, 3)
    assert place_of(SHAPE, Stop("forward", 3)) == Place("forward", "Output", 3, 3)
    assert place_of(SHAPE, Stop("backward", 2)) == Place("backward", "Hidden 2", 2, 3)
    assert place_of(SHAPE, Stop("update", 0)) == Place("update")


def test_in_little_room_only_the_active_stage_keeps_its_name(chips):
    assert not chips.is_short
    wide = {stage: chips.box(stage).width() for stage in STAGES}
    chips.resize(340, 30)
    assert chips.is_short
    for stage in STAGES:
        short = chips.box(stage).width()
        assert short == wide[stage] if stage == "backward" else short < 40
    assert chips.box("update").right() <= 340


def test_stages_stand_side_by_side_and_can_be_clicked(chips, qtbot):
    boxes = [chips.box(stage) for stage in STAGES]
    assert all(one.right() < other.left() for one, other in pairwise(boxes))
    for stage, box in zip(STAGES, boxes, strict=True):
        with qtbot.waitSignal(chips.wanted) as told:
            QTest.mouseClick(chips, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
        assert told.args == [stage]


def test_all_stages_are_told_to_screen_readers(chips):
    told = "Backward Hidden 2, layer 2 of 3; done: Forward, Loss; to come: Update"
    assert chips.accessibleDescription() == told
    chips.show_place(Place("update"))
    assert chips.accessibleDescription() == "Update; done: Forward, Loss, Backward"
    chips.show_place(Place())
    assert chips.accessibleDescription() == "before the first stage"


def test_arrow_keys_go_from_stage_to_stage(chips):
    wanted = []
    chips.wanted.connect(wanted.append)
    QTest.keyClick(chips, Qt.Key.Key_Left)
    QTest.keyClick(chips, Qt.Key.Key_Right)
    chips.show_place(Place("update"))
    QTest.keyClick(chips, Qt.Key.Key_Right)
    assert wanted == ["loss", "update"]


def test_a_sentence_is_set_smaller_before_it_is_cut(theme, qtbot):
    sentence = Sentence(theme)
    qtbot.addWidget(sentence)
    sentence.set_text("Hidden 1: its share of the error, by the chain rule")
    sizes = []
    for width in (800, 310, 100):
        sentence.resize(width, 22)
        sizes.append(sentence._font.pixelSize())
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]
    sentence._show_tip()
    assert sentence.toolTip() == sentence.text
    sentence.resize(800, 22)
    sentence._show_tip()
    assert not sentence.toolTip()


def test_a_sentence_takes_two_lines_where_there_is_room_for_them(theme, qtbot):
    sentence = Sentence(theme)
    qtbot.addWidget(sentence)
    sentence.set_text(
        "All 17 gradients from 1 forward and 1 backward pass; by differences it takes 34 passes"
    )
    for size, wraps in (((330, 30), True), ((330, 22), False), ((900, 30), False), ((150, 30), False)):
        sentence.resize(*size)
        assert sentence._wraps == wraps
    sentence.resize(330, 30)
    sentence._show_tip()
    assert not sentence.toolTip()
