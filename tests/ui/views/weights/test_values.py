from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from bplab.experiment.spec import Layer
from bplab.training.snapshot import Needs
from bplab.ui.views.weights.arrangements import plan_matrix, plan_pictures
from bplab.ui.views.weights.image import colored, strongest
from bplab.ui.views.weights.values import ValuesView

AREA = QRectF(16, 40, 800, 160)


def shown(stage, theme, snapshot, layer=0):
    view = ValuesView(theme)
    on_stage = stage(view, 840, 208)
    on_stage.show(snapshot)
    view.show_layer(layer)
    return view, on_stage


def test_each_cell_has_the_color_of_its_weight(stage, themes, start, alike):
    snapshot = start("circle").snapshot(steps=20)
    W, b = snapshot.weights[0]
    view, on_stage = shown(stage, themes, snapshot)
    assert view.needs == Needs(parameters=True)
    image, plan = on_stage.pixels(), view.plan()
    reach = max(np.abs(W).max(), np.abs(b).max())
    for row, column in ((0, 0), (1, 3), (2, 1)):
        value = b[column] if row == len(W) else W[row, column]
        pixel = image.pixelColor(plan.place((row, column)).center().toPoint())
        zero = QColor(int(themes.ramp("tile")[128]))
        if abs(value) > 0.3 * reach:
            assert (pixel.blue() > pixel.red()) == (value > 0)
            assert not alike(pixel, zero)


def test_the_pointer_reads_the_weight_it_is_on(stage, theme, start):
    snapshot = start("circle").snapshot(steps=20)
    view, on_stage = shown(stage, theme, snapshot)
    place = view.plan().place((1, 2))
    on_stage.point_at(place.center().x(), place.center().y())
    W, b = snapshot.weights[0]
    assert view._lines()[0] == f"From {snapshot.shape.inputs[1]} to Hidden 1, neuron 3"
    assert f"{abs(W[1, 2]):.3g}"[:4] in view._lines()[1]
    bias = view.plan().place((2, 0))
    on_stage.point_at(bias.center().x(), bias.center().y())
    assert view._lines()[0] == "Bias of Hidden 1, neuron 1"
    assert f"{abs(b[0]):.3g}"[:4] in view._lines()[1]
    on_stage.point_at(830, 200)
    assert view.accessibleDescription() == ""


def test_arrows_walk_weights_and_biases_and_stop_at_the_edge(stage, theme, start):
    view, _ = shown(stage, theme, start("circle").snapshot())
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view._probe == (0, 0)
    for key, at in (
        (Qt.Key.Key_Left, (0, 0)),
        (Qt.Key.Key_Right, (0, 1)),
        (Qt.Key.Key_Down, (1, 1)),
        (Qt.Key.Key_Down, (2, 1)),
        (Qt.Key.Key_Down, (2, 1)),
        (Qt.Key.Key_Up, (1, 1)),
    ):
        QTest.keyClick(view, key)
        assert view._probe == at
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view._probe is None


def test_another_layer_is_chosen_and_stays_while_there_is_one(stage, theme, start):
    view, _ = shown(stage, theme, start("ten").snapshot(), layer=10)
    assert view.chooser.value == "10"
    assert "1 neuron" in view.caption()
    view.show_snapshot(start("circle", 2).snapshot())
    assert view.layer == 1
    assert view.chooser.value == "1"
    view.show_layer(7)
    view.show_layer(-1)
    assert view.layer == 1


def test_the_first_layer_of_images_shows_each_neurons_weights_as_one(stage, theme, start):
    snapshot = start("digits").snapshot(steps=5)
    view, on_stage = shown(stage, theme, snapshot)
    assert view.switch.isVisible()
    assert view.caption() == "16 neurons, the 64 weights of each arranged as the image"
    place = view.plan().place((9, 4))
    on_stage.point_at(place.center().x(), place.center().y())
    assert view._probe == (9, 4)
    assert view._lines()[0].endswith("to Hidden 1, neuron 5")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view._probe == (7, 3)
    view.switch.segment("matrix").click()
    assert view.caption() == "64 inputs (rows) × 16 neurons"
    view.show_layer(1)
    assert not view.switch.isVisible()


def test_large_layers_show_the_strongest_of_each_cell_and_say_so(stage, theme, start):
    snapshot = start("circle", layers=(Layer(units=500), Layer(units=3))).snapshot()
    view, on_stage = shown(stage, theme, snapshot, layer=1)
    assert "each cell: the strongest of 4 × 1 weights" in view.caption()
    place = view.plan().place((8, 1))
    on_stage.point_at(place.center().x(), place.center().y())
    W = snapshot.weights[1][0]
    row = 8 + int(np.abs(W[8:12, 1]).argmax())
    assert view._lines()[0] == f"From Hidden 1, neuron {row + 1} to Hidden 2, neuron 2"
    assert view._lines()[2] == "the strongest of 4 in this cell"


def test_the_table_has_all_weights_and_biases(stage, theme, start):
    snapshot = start("circle").snapshot()
    view, _ = shown(stage, theme, snapshot)
    rows = [row.split("\t") for row in view.values_text().split("\n")]
    assert float(rows[2][3]) == snapshot.weights[0][0][1, 2]
    assert [float(text) for text in rows[-1][1:]] == snapshot.weights[0][1].tolist()


def test_a_skip_link_names_the_inputs_that_reach_the_output(stage, theme, start):
    snapshot = start("circle", skip=True).snapshot()
    view, _ = shown(stage, theme, snapshot, layer=1)
    assert view.values_text().split("\n")[-3].startswith(snapshot.shape.inputs[0])


def test_what_is_not_a_number_is_drawn_as_nothing(stage, theme, start):
    snapshot = start("circle").snapshot()
    broken = tuple((np.full_like(W, np.nan), b) for W, b in snapshot.weights)
    shown(stage, theme, replace(snapshot, weights=broken))


def test_the_way_is_remembered(theme, qtbot):
    view = ValuesView(theme)
    qtbot.addWidget(view)
    view.restore({"weights.way": "matrix"})
    assert view.choices == {"weights.way": "matrix"}
    view.restore({"weights.way": 1})
    assert view.switch.value == "matrix"


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (2, 8), (8, 1), (64, 128), (512, 512), (5, 3000)])
def test_every_matrix_fits_and_every_cell_is_found_where_it_stands(rows, columns):
    plan = plan_matrix(rows, columns, AREA)
    whole = plan.weights.united(plan.biases)
    assert AREA.adjusted(-0.1, -0.1, 0.1, 0.1).contains(whole)
    cells = [
        (0, 0),
        (rows, 0),
        ((rows - 1) // plan.down * plan.down, (columns - 1) // plan.across * plan.across),
    ]
    for cell in cells:
        center = plan.place(cell).center()
        assert plan.cell_at(center.x(), center.y()) == cell
    assert plan.cell_at(0, 0) is None
    assert plan.place((rows + 1, 0)) is None


@pytest.mark.parametrize("count", [1, 10, 64, 128, 512, 3000])
def test_pictures_fit_and_only_those_too_small_are_left_out(count):
    plan = plan_pictures(64, count, (8, 8), AREA)
    assert len(plan.places) == min(count, len(plan.places))
    assert count > 500 or len(plan.places) == count
    assert all(AREA.adjusted(-0.1, -0.1, 0.1, 0.1).contains(place) for place in plan.places)
    assert plan.place((64, 0)) is None


def test_the_strongest_keeps_its_sign():
    values = np.array([[1.0, -3.0, 2.0], [0.5, 2.0, -2.5]])
    assert strongest(values, 2, 2).tolist() == [[-3.0, -2.5]]
    assert strongest(values, 1, 1) is values


def test_zero_has_the_middle_of_the_ramp_and_the_reach_its_ends(theme):
    ramp = theme.ramp("tile")
    assert colored(np.array([-1.0, 0.0, 1.0, np.nan, 9.0]), 1.0, ramp).tolist() == [
        ramp[0], ramp[128], ramp[255], ramp[128], ramp[255],
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["circle", "digits"])
def test_cells_keep_their_edges_when_all_is_enlarged(stage, theme, start, name):
    snapshot = start(name).snapshot(steps=5)
    view, _ = shown(stage, theme, snapshot)
    image = QImage(view.size() * 3, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(3, 3)
    plan = view.plan()
    plan.paint(painter, *snapshot.weights[0], 1.0, theme)
    painter.end()
    for cell in ((0, 0), (1, 2), (1, 3)):
        place = plan.place(cell)
        left, right = (
            image.pixelColor(round(3 * (place.left() + share * place.width())), round(3 * place.center().y()))
            for share in (0.25, 0.75)
        )
        assert left == right, cell


def test_in_a_large_place_cells_are_large_and_in_the_dock_as_before():
    large, low = plan_matrix(2, 4, QRectF(16, 40, 650, 460)), plan_matrix(2, 4, AREA)
    assert large.weights.width() > 0.5 * 650
    assert low.place((0, 0)).size().toTuple() == (44, 28)


def test_a_caption_without_room_ends_in_dots(stage, theme, start):
    view = ValuesView(theme)
    on = stage(view, 560, 208)
    on.show(start("digits").snapshot())
    bar = view.width() - 16 - 110 - 14
    before = on.pixels()
    assert all(before.pixelColor(x, 18) == before.pixelColor(bar - 12, 18) for x in range(bar - 20, bar - 12))
