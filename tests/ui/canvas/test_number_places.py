"""Nothing lies on the numbers of the canvas, and they lie on no neuron."""

from itertools import product

import pytest
from PySide6.QtCore import QRectF

from bplab.data.features import FEATURES
from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.numerals import parsed
from bplab.ui.canvas.base.markers import grip_boxes
from bplab.ui.canvas.base.picks import Neuron
from bplab.ui.canvas.tiles.layer import box_of


def pills(table):
    return table.graph.values.layer.pills


def tiles(table, columns=None):
    found = table.graph.layout_.columns
    return [
        box_of(column, row, 1.0)
        for column in (found if columns is None else [found[each] for each in columns])
        for row in range(column.shown.size)
    ]


def crossing(ones, others):
    return [(one, other) for one, other in product(ones, others) if one.intersects(other)]


@pytest.mark.parametrize("height", [420, 640])
def test_the_grip_stands_under_the_numbers(bench, height):
    table = bench("4", height=height)
    table.canvas.set_essentials(True)
    table.train(steps=5)
    table.graph.pointer.move(table.at(1, 3))
    assert table.graph.scene.grip == 1
    ghost, bar = grip_boxes(table.graph.layout_.columns[1], table.graph.height())
    assert {"za", "delta"} <= {pill.position.kind for pill in pills(table)}
    assert crossing([ghost, bar], [pill.box for pill in pills(table)]) == []
    assert table.graph.rect().contains(bar.toRect())
    table.graph.pointer.move(ghost.center() if not ghost.isEmpty() else bar.center())
    assert table.graph.scene.grip == 1


@pytest.mark.parametrize("height", [300, 410, 640])
def test_every_output_has_its_bias_beside_it_and_its_target_under_it(bench, height):
    table = bench(PRESETS["worked-example"].spec, height=height).train()
    assert crossing([pill.box for pill in pills(table) if pill.position.kind == "b"], tiles(table)) == []
    targets = table.snapshot.trace.target
    said = table.texts("dt")
    assert set(said) == {Neuron(2, 0), Neuron(2, 1)}
    for neuron, text in said.items():
        assert parsed(text.rpartition(" t ")[2]) == pytest.approx(targets[neuron.unit], abs=5e-5)
        assert table.pill("dt", neuron).box.right() <= table.graph.width()
    delta_and_target = table.graph.values.layer._texts.tell(table.pill("dt", Neuron(2, 1)).position)
    assert "target t = 0.99" in delta_and_target


@pytest.mark.parametrize(("inputs", "height"), [*product([2, 5, 7], [240, 300, 400, 520, 640])])
def test_the_picker_covers_no_input(bench, inputs, height):
    data = DataSpec(features=tuple(FEATURES)[:inputs])
    table = bench(Experiment(layers=(Layer(3),), data=data), height=height)
    table.train(steps=5)
    table.graph.select(Neuron(1, 0))
    table.train(steps=5)
    picker = table.graph.values.picker
    assert picker.isVisible()
    inside = [pill.box for pill in pills(table) if pill.position.kind == "x"]
    assert crossing([QRectF(picker.geometry())], tiles(table, [0]) + inside) == []
