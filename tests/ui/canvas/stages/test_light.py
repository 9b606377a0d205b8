"""At each stop the canvas knows what the walk has computed by then, and nothing else."""

from bplab.explain.stages import Stop, stops_of
from bplab.ui.canvas.stages.light import Light


def test_without_a_walk_all_is_known():
    light = Light()
    assert light.outputs(2)
    assert light.deltas(1)
    assert light.edges(0) == "w"
    assert not light.is_active(1)


def test_before_the_first_stop_the_whole_forward_pass_is_known():
    light = Light(on=True)
    assert light.outputs(2)
    assert not light.deltas(2)


def test_gradients_stand_on_connections_once_their_stop_is_left_and_updates_at_the_end():
    told = [[Light(True, stop).edges(layer) for layer in (0, 1)] for stop in stops_of(2)]
    assert told == [["w", "w"]] * 5 + [["w", "dw"], ["update", "update"]]


def test_the_next_column_is_told_on_the_way_forward_only():
    assert Light(True, Stop("forward", 1)).next_column == 2
    assert Light(True, Stop("backward", 1)).next_column is None
