"""A track can be sent to another process: all that was written, and no room for more."""

import pickle

import numpy as np
import pytest

from bplab.training.track import Track
from bplab.training.track_store import LAG, TAIL, Store


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


@pytest.mark.parametrize("rows", [0, 3, LAG, LAG + 1, TAIL, TAIL + 5_000, 300_000])
def test_a_track_made_of_its_arrays_is_the_same_and_goes_on(rows):
    track = Track(("a", "b"), 1.0, 1.0)
    values = np.random.default_rng(rows).normal(size=(rows, 2))
    track.append(values)
    store = Store.of(track.count, 2, track.arrays)
    again = Track(track.names, track.start, track.spacing, store)
    np.testing.assert_array_equal(track.arrays[0], values[-TAIL:])
    for each in (track, again):
        each.append(np.ones((3 * LAG, 2)))
    for one, same in zip(track.arrays, again.arrays, strict=True):
        np.testing.assert_array_equal(one, same)
    for one, same in zip(track.read("b", 700), again.read("b", 700), strict=True):
        np.testing.assert_array_equal(one, same)
    with pytest.raises(ValueError, match="other shapes"):
        Store.of(track.count, 2, track.arrays[1:])


def test_what_is_kept_of_rows_does_not_depend_on_how_many_came_at_a_time():
    values = np.random.default_rng(1).normal(size=(60_000, 2))
    tracks = [Track(("a", "b"), 1.0, 1.0) for _ in range(3)]
    for track, size in zip(tracks, (60_000, 4_095, 37), strict=True):
        for begin in range(0, len(values), size):
            track.append(values[begin : begin + size])
    for track in tracks[1:]:
        assert len(track.arrays) == len(tracks[0].arrays) == 8
        for one, same in zip(track.arrays, tracks[0].arrays, strict=True):
            np.testing.assert_array_equal(one, same)


def test_a_view_gives_its_arrays_as_they_were_though_its_track_has_grown():
    track = Track(("a",), 1.0, 1.0)
    track.append(np.arange(10_000.0)[:, None])
    view = track.until(10_000)
    before = view.arrays
    track.append(np.zeros((500, 1)))
    for one, same in zip(view.arrays, before, strict=True):
        np.testing.assert_array_equal(one, same)
