"""A card says in red how few neurons of its layer differ, if some are equal."""

from dataclasses import replace

import pytest

from bplab.experiment.spec import Experiment, Layer, Output
from bplab.training.snapshot import RunState
from bplab.ui.canvas.cards.equal import EqualWatch

CONSTANT = (Layer(units=4, init="constant"), Layer(units=3))


@pytest.fixture
def shot(start):
    return start("circle", layers=CONSTANT).snapshot()


def test_layers_with_equal_neurons_are_counted_by_column(shot):
    watch = EqualWatch()
    assert watch.look(shot)
    assert watch.texts(shot.run) == {1: "1 of 4 different"}
    assert watch.texts(shot.run + 1) == {}


def test_while_training_runs_it_looks_now_and_then_and_at_rest_always(shot, start):
    watch = EqualWatch()
    watch.look(shot)
    different = start("circle", layers=(Layer(units=4), Layer(units=3))).snapshot().weights
    running = replace(shot, weights=different, state=RunState.RUNNING)
    assert not watch.look(running)
    assert watch.look(replace(running, state=RunState.PAUSED))
    assert watch.texts(shot.run) == {}


def test_the_same_weights_are_looked_at_once(shot, monkeypatch):
    watch = EqualWatch()
    watch.look(shot)
    monkeypatch.setattr("bplab.ui.canvas.cards.equal.equal_weights", None)
    assert not watch.look(shot)


@pytest.mark.parametrize(("height", "kind"), [(520, "full"), (300, "mini")])
def test_the_card_has_the_words_or_a_red_dot_with_a_tooltip(bench, start, height, kind):
    spec = Experiment(layers=CONSTANT, output=Output("sigmoid"))
    table = bench(height=height)
    table.session.open("Constant", spec)
    run = start("circle", number=table.session.run, layers=CONSTANT)
    table.canvas.show_snapshot(run.snapshot())
    card, other = table.canvas.cards.cards[1:3]
    assert card.face.kind == kind
    assert card.face.equal == card.accessibleDescription() == "1 of 4 different"
    assert "1 of 4 different" in card.toolTip()
    assert other.face.equal == ""
    bad = table.canvas._theme.color("bad")
    image = card.grab().toImage()
    assert any(
        image.pixelColor(x, y) == bad for x in range(image.width()) for y in range(image.height() // 2 + 12)
    )
