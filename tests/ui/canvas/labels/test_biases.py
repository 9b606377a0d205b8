"""Biases that a step moves are old → new where there is room, and never on another number."""

from itertools import combinations

import pytest

from bplab.experiment.parameters import Parameter
from bplab.experiment.shape import shape_of
from bplab.experiment.spec import Experiment, Layer
from bplab.explain.stages import Stop
from bplab.ui.canvas.base.connections import connect
from bplab.ui.canvas.base.layout import Viewport, arrange
from bplab.ui.canvas.base.picks import Neuron
from bplab.ui.canvas.labels.biases import EDGE, with_new_biases
from bplab.ui.canvas.labels.label import WIDTHS, LabelPosition
from bplab.ui.canvas.labels.positions import positions_of
from bplab.ui.canvas.stages.light import Light

UPDATE = Light(on=True, stop=Stop("update", 0))


def placed(*hidden, width=840, height=540, light=UPDATE, selected=None, **given):
    shape = shape_of(Experiment(layers=tuple(Layer(units) for units in hidden)))
    layout = arrange(shape.sizes, width, height, Viewport())
    return layout, positions_of(shape, layout, connect(shape, layout), selected, None, light, **given)


def box(spot):
    return spot.x + (0.5 - spot.align) * WIDTHS[spot.kind], WIDTHS[spot.kind] / 2


def test_in_a_small_network_all_biases_are_old_and_new_at_the_update_and_only_there():
    spots = placed(4)[1]
    assert len({spot.pick for spot in spots if spot.kind == "new b"}) == 5
    for stage in ("forward", "loss", "backward"):
        before = placed(4, light=Light(on=True, stop=Stop(stage, 1)))[1]
        assert not [spot for spot in before if spot.kind == "new b"]


def test_what_does_not_learn_has_nothing_new():
    frozen = Parameter(0, None, 2)
    spots = placed(4, moves=lambda bias: bias != frozen)[1]
    assert [spot.pick for spot in spots if spot.kind == "b"] == [frozen]


def test_of_a_large_network_the_selected_bias_is_old_and_new():
    spots = placed(8, 8, 6, selected=Neuron(2, 1))[1]
    assert [spot.pick for spot in spots if spot.kind == "new b"] == [Parameter(1, None, 1)]


@pytest.mark.parametrize("hidden", [(4,), (2, 2), (4, 3), (3, 3), (5,), (8,)])
@pytest.mark.parametrize(("width", "height"), [(840, 650), (840, 540), (856, 322), (683, 442), (683, 396)])
def test_none_lies_on_another_number_and_no_connection_loses_its_own(hidden, width, height):
    layout, spots = placed(*hidden, width=width, height=height)
    without = placed(*hidden, width=width, height=height, moves=lambda _: False)[1]
    assert [(spot.kind, spot.pick) for spot in spots if spot.kind in {"w", "update"}] == [
        (spot.kind, spot.pick) for spot in without if spot.kind in {"w", "update"}
    ]
    for one, other in combinations(spots, 2):
        (x, wide), (x_, wide_) = box(one), box(other)
        if "new b" in {one.kind, other.kind}:
            assert abs(one.y - other.y) >= 18 or abs(x - x_) >= wide + wide_ - 1e-6, (one, other)
    for spot in spots:
        if spot.kind == "new b":
            x, wide = box(spot)
            assert x + wide <= layout.columns[-1].right + layout.room
            assert spot.y >= 9


def test_without_room_at_the_right_the_last_is_over_its_neuron_unless_that_would_be_out_of_sight():
    layout, _ = placed(4, width=700)
    last = layout.columns[-1]
    bias = LabelPosition("b", Parameter(1, None, 0), last.right + 7, last.top + 7, align=0)
    [over] = with_new_biases([bias], layout, UPDATE, lambda _: True)
    assert (over.kind, over.x, over.align) == ("new b", last.right + layout.room - EDGE, 1)
    assert over.y + 9 <= last.top
    high = LabelPosition("b", Parameter(1, None, 0), last.right + 7, 16.0, align=0)
    assert with_new_biases([high], layout, UPDATE, lambda _: True) == [high]
