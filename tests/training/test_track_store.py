"""A track can be sent to another process: all that was written, and no room for more."""

import pickle

import numpy as np
import pytest

from bplab.training.track import Track
from bplab.training.track_store import TAIL


@pytest.mark.parametrize("rows", [3, TAIL, TAIL + 5000, 3 * TAIL])
def test_a_history_that_was_pickled_is_the_same_and_goes_on(rows):
    kept, other = (Track(("a", "b"), 1.0, 1.0) for _ in range(2))
    values = np.arange(2.0 * rows).reshape(rows, 2) % 1000
    kept.append(values)
    copied = pickle.loads(pickle.dumps(kept))
    other.append(values)
    for track in (copied, other):
        track.append(values[:500])
    assert copied.count == other.count
    for one, same in zip(copied.read("b", copied.count), other.read("b", other.count), strict=True):
        np.testing.assert_array_equal(one, same)


def test_a_short_history_is_pickled_small():
    track = Track(("a", "b"), 1.0, 1.0)
    track.append(np.zeros((10, 2)))
    assert len(pickle.dumps(track)) < 1000
