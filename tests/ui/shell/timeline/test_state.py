import numpy as np
import pytest

from bplab.training.track import Track
from bplab.ui.shell.timeline.axis import Axis
from bplab.ui.shell.timeline.painting import shape_of
from bplab.ui.shell.timeline.state import EMPTY, Silhouette, TimelineState, silhouette_of


def track_of(values) -> Track:
    track = Track(("train_loss",), 0.0, 1.0)
    track.append(np.array(values, float)[:, None])
    return track


def test_the_silhouette_has_the_losses_of_the_history():
    found = silhouette_of(track_of([0.7, 0.6, 0.5]))
    assert found.loss_at(1) == (0.6, True)
    assert found.loss_at(1.5) == (0.55, False)
    assert found.loss_at(2.5) is None


def test_a_sum_over_examples_is_shown_per_example():
    assert silhouette_of(track_of([70, 60]), over=100).loss_at(1) == (0.6, True)


def test_a_long_history_is_read_coarsely_and_says_so():
    found = silhouette_of(track_of(np.linspace(1, 0, 5000)), points=100)
    assert len(found.epochs) <= 100
    assert not found.exact


def test_a_high_beginning_does_not_flatten_the_rest():
    assert Silhouette(np.arange(4.0), np.array([100.0, 1.0, 1.0, 1.0])).top == 3
    assert Silhouette(np.arange(4.0), np.array([np.inf, np.nan, 2.0, 1.0])).top == 2
    assert EMPTY.top == 0


def test_a_step_is_told_with_the_epochs_made():
    assert TimelineState(1800, 540, steps_per_epoch=9).words(540) == "epoch 60, step 540"
    assert TimelineState(12, 5, steps_per_epoch=9).words(5) == "epoch 0, step 5"


def test_the_handle_is_where_one_asked_to_go_and_never_beyond_the_run():
    assert TimelineState(1800, 540).at == 540
    assert TimelineState(1800, 540, asked=900).at == 900
    assert TimelineState(10, 540).at == 10


@pytest.mark.parametrize("losses", [[1.7e308, 1e308], [0.7, 5e-324], [np.inf, np.nan, 1e-310], [1e308, 0.0]])
def test_losses_at_the_ends_of_the_range_have_an_outline_without_a_warning(losses):
    silhouette = Silhouette(np.arange(float(len(losses))), np.array(losses))
    outline = shape_of(silhouette, Axis(0, 100, len(losses), 9))
    assert len(outline) == len(losses) + 2
    assert all(np.isfinite((point.x(), point.y())).all() for point in outline)
