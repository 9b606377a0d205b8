"""The map of more than two classes: who wins where, by how much, in colors nobody confuses."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.training.run import Run
from bplab.training.snapshot import RunState
from bplab.training.trainer import Trainer
from bplab.ui.style import oklab
from bplab.ui.views.output_map.class_colors import CLASSES, SHADES, class_color, class_ramps
from bplab.ui.views.output_map.classes import ClassField
from bplab.ui.views.output_map.view import OutputMap

BLOBS = Experiment(
    data=DataSpec(name="blobs", noise=20),
    layers=(Layer(),),
    output=Output(activation="softmax"),
    loss="categorical_cross_entropy",
    learning_rate=0.1,
)
# How colors look without one kind of cones, in linear light (Machado, Oliveira and Fernandes, 2009).
EYES = {
    "all": np.eye(3),
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


@pytest.fixture
def blobs(stage, theme):
    trainer = Trainer(BLOBS)
    trainer.run(epochs=20)
    view = OutputMap(theme)
    on_stage = stage(view, 336, 387)
    snapshot = Run(1, trainer, RunState.PAUSED).picture(view.needs, 1)
    on_stage.show(snapshot)
    return view, on_stage, snapshot


def halves(side=60, lead=1.0):
    """The first class wins at the left, the third at the right."""
    values = np.zeros((3, 20, 20))
    values[0, :, :10] = values[2, :, 10:] = lead
    return values, ClassField(20, side)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("eyes", EYES)
def test_no_two_classes_look_alike_to_anybody(mode, eyes):
    def seen(color):
        srgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
        linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
        light = np.clip(np.array(EYES[eyes]) @ linear, 0, 1)
        back = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
        return oklab.lab("#" + bytes(np.rint(back * 255).astype(np.uint8)).hex())

    colors = [seen(getattr(tone, mode)) for tone in CLASSES]
    assert min(np.linalg.norm(a - b) for a, b in combinations(colors, 2)) > 0.08


def test_two_classes_keep_the_colors_of_sign(themes):
    assert class_color(themes, 0) == themes.color("neg")
    assert class_color(themes, 1) == themes.color("pos")


def test_each_ramp_leads_from_zero_to_the_class(theme, alike):
    ramps = class_ramps(theme, 3)
    assert ramps.shape == (3 * SHADES,)
    for index in range(3):
        assert alike(QColor(int(ramps[index * SHADES])), theme.color("zero"))
        assert not alike(QColor(int(ramps[(index + 1) * SHADES - 1])), theme.color("zero"), within=40)


def test_the_winner_colors_and_the_lead_deepens(theme):
    ramps = class_ramps(theme, 3)
    for lead in (1.0, 0.5, 0.0):
        values, field = halves(lead=lead)
        field.render_classes(values, 0.0, 1.0, ramps)
        shade = int(lead * (SHADES - 1))
        assert field._pixels[30, 5] == ramps[shade]
        assert field._pixels[30, 55] == ramps[(2 * SHADES if lead else 0) + shade]


def test_a_line_stands_where_another_class_begins(theme):
    values, field = halves()
    field.render_classes(values, 0.0, 1.0, class_ramps(theme, 3))
    field.shade_borders(QColor(0, 0, 0), 1.3)
    darkest = (field._pixels & 0xFF)[30].argmin()
    assert 28 <= darkest <= 31


def test_the_map_of_blobs_shows_the_predicted_class(blobs, theme):
    view, on_stage, snapshot = blobs
    on_stage.pixels()
    field, ramps = view._field.field, class_ramps(theme, 3)
    for row, column in ((5, 50), (50, 5), (50, 95), (95, 50), (20, 20), (20, 80)):
        outputs = np.sort(snapshot.map[:, row, column])
        x = int((column + 0.5) / 100 * field.side)
        y = field.side - 1 - int((row + 0.5) / 100 * field.side)
        assert field._winner[y, x] == snapshot.map[:, row, column].argmax()
        assert np.isclose(field._lead[y, x], outputs[-1] - outputs[-2], atol=0.03)
        shade = int(field._winner[y, x]) * SHADES + int(field._lead[y, x] * (SHADES - 1))
        assert field._pixels[y, x] == ramps[shade] or field._lead[y, x] < 0.1


def test_examples_and_readout_name_their_classes(blobs, theme, alike):
    view, on_stage, snapshot = blobs
    points = view._points
    index = int(snapshot.prepared.split.train[3])
    target = int(snapshot.prepared.dataset.targets[index])
    assert points._colors(theme, np.array([index]))[0] == class_color(theme, target)
    at = points.at(index, view.plan().square)
    on_stage.point_at(at.x(), at.y())
    assert snapshot.prepared.dataset.classes[target] in view.readout().split("\n")[0]
    assert len(view.readout().split("\n")) == 4
    on_stage.point_at(view.plan().square.left() + 2, view.plan().square.bottom() - 2)
    corner = snapshot.map[:, 0, 0]
    best = snapshot.prepared.dataset.classes[int(corner.argmax())]
    assert view.readout().split("\n")[1].startswith(f"{best} ")
    on_stage.point_at(2, 2)
    assert set(view.values_text().split("\n")[1].split("\t")[1:]) <= set("ABC")


def test_swatches_stand_in_place_of_the_axis(blobs, theme, alike):
    view, on_stage, _ = blobs
    plan = view.plan()
    assert alike(on_stage.color(plan.square.left() + 5, plan.bar.top() + 8), theme.color("neg"), within=8)
    assert "largest" in on_stage.tip(plan.square.left() + 40, plan.bar.top() + 4)


def test_from_many_classes_to_two_and_back(blobs, start):
    _, on_stage, snapshot = blobs
    first = on_stage.pixels()
    on_stage.show(start("circle", 2).snapshot())
    on_stage.show(snapshot)
    assert on_stage.pixels() == first


def test_decided_classes_have_their_full_colors(blobs, theme):
    view, on_stage, snapshot = blobs
    values = np.zeros_like(snapshot.map)
    values[1] = 0.1  # wins by little
    on_stage.show(replace(snapshot, map=values))
    pale, zero = on_stage.color(18.5, 200), theme.color("zero")
    view.set_decided(on=True)
    away = [
        sum(abs(one - none) for one, none in zip(color.getRgb(), zero.getRgb(), strict=True))
        for color in (pale, on_stage.color(18.5, 200))
    ]
    assert away[1] > 3 * away[0]


def test_where_no_class_wins_there_is_no_border(theme):
    values, field = halves()
    values[:, 8:, :] = 0.2  # all alike in the upper half
    field.render_classes(values, 0, 1, class_ramps(theme, 3))
    before = field._pixels.copy()
    field.shade_borders(QColor("#000000"), 1.3)
    changed = field._pixels != before
    assert not changed[:30].any()
    assert changed[50, 28:32].any()
