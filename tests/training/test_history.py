"""History: bounded for ever, exact at its end, no extreme lost, and safe to read while it grows."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bplab.training.history import History
from bplab.training.track import LAG, Track
from bplab.training.track_store import TAIL


def filled(values, portion=1000):
    track = Track(("a",), 1.0, 1.0)
    for begin in range(0, len(values), portion):
        track.append(values[begin : begin + portion, None])
    return track


@settings(max_examples=30)
@given(st.integers(0, 400_000), st.integers(1, 9000), st.integers(1, 700), st.integers(0, 2**32 - 1))
def test_any_length_keeps_extremes_the_newest_value_and_the_order(count, portion, points, seed):
    values = np.random.default_rng(seed).normal(size=count)
    track = filled(values, portion)
    curve = track.read("a", points)
    assert track.count == count
    assert len(curve.x) == min(count, points) or 0 < len(curve.x) < points
    if not count:
        assert track.last("a") is None
        return
    assert track.last("a") == (count, values[-1])
    assert (curve.low.min(), curve.high.max()) == (values.min(), values.max())
    assert (np.diff(curve.x) > 0).all()
    assert 1 <= curve.x[0] <= curve.x[-1] <= count
    assert (curve.low <= curve.mean + 1e-12).all()
    assert (curve.mean <= curve.high + 1e-12).all()


def test_every_row_is_in_exactly_one_bucket():
    """The mean of a straight line in a bucket is the line at the bucket's middle."""
    count = 1_000_000
    track = filled(np.arange(1.0, count + 1))
    for points in (10, 600, 10**6):
        curve = track.read("a", points)
        np.testing.assert_allclose(curve.mean, curve.x, rtol=1e-12)
        assert (curve.low[0], curve.high[-1]) == (1, count)
        np.testing.assert_array_equal(curve.low[1:], curve.high[:-1] + 1)


def test_the_newest_rows_are_exact_one_by_one():
    values = np.random.default_rng(1).normal(size=200_000)
    exact = TAIL - 2 * LAG
    curve = filled(values).read("a", 10**6, first=200_001 - exact)
    np.testing.assert_array_equal(curve.mean, values[-exact:])
    np.testing.assert_array_equal(curve.x, np.arange(200_001 - exact, 200_001))


def test_memory_is_bounded_over_millions_of_rows_and_nothing_is_lost():
    track = Track(("a", "b"), 1.0, 1.0)
    rng, sizes = np.random.default_rng(2), []
    low, high = np.inf, -np.inf
    for _ in range(60):
        rows = rng.normal(size=(100_000, 2))
        track.append(rows)
        low, high = min(low, rows[:, 1].min()), max(high, rows[:, 1].max())
        sizes.append(track.nbytes)
    assert track.count == 6_000_000
    assert sizes[-1] < 4 << 20
    assert sizes[-1] == sizes[-30] or sizes[-1] - sizes[-30] <= 2 * 4096 * 3 * 2 * 8
    curve = track.read("b", 300)
    assert (curve.low.min(), curve.high.max()) == (low, high)
    assert track.last("b")[1] == rows[-1, 1]


def test_a_part_can_be_read_on_its_own():
    track = filled(np.arange(1.0, 50_001))
    curve = track.read("a", 10**6, first=40_000, last=40_010)
    np.testing.assert_array_equal(curve.x, np.arange(40_000, 40_011))
    np.testing.assert_array_equal(curve.mean, curve.x)
    assert len(track.read("a", first=60_000).x) == 0
    assert len(track.read("unknown").x) == 0
    early = track.read("a", 100, first=1000, last=3000)
    assert early.x[0] >= 990
    assert early.x[-1] <= 3010


def test_gaps_stay_gaps_and_hide_no_extreme():
    values = np.arange(10_000.0)
    values[5000:5100] = np.nan
    curve = filled(values).read("a", 100)
    assert np.isnan(curve.mean[5050 // 128])
    assert (np.nanmin(curve.low), np.nanmax(curve.high)) == (0, 9999)


def test_a_reader_beside_a_writer_never_sees_a_torn_or_misplaced_row():
    """Both series always hold the row's own number, so that anything out of place shows."""
    track = Track(("a", "b"), 0.0, 1.0)
    done, wrong, reads = threading.Event(), [], [0]

    def read():
        while not done.is_set():
            curve = track.read("a", 10**6)
            reads[0] += 1
            if len(curve.x) and not np.allclose(curve.mean, curve.x, rtol=1e-12, atol=0):
                wrong.append(curve)
            newest = track.last("b")
            if newest is not None and newest[0] != newest[1]:
                wrong.append(newest)

    reader = threading.Thread(target=read)
    reader.start()
    at = 0.0
    while reader.is_alive() and (reads[0] < 60 or at < 500_000):
        rows = np.arange(at, at + 777)
        track.append(np.stack([rows, rows], axis=1))
        at += 777
    done.set()
    reader.join()
    assert reads[0] >= 60, "The reader has ended before its time."
    assert not wrong


def test_the_newest_value_stands_at_its_own_x_though_rows_come_while_it_is_read():
    track = Track(("a",), 0.0, 1.0)

    class Name(str):
        """The writer writes wherever the reader looks this name up."""

        __slots__ = ()

        def __hash__(self):
            track.append(np.arange(track.count, track.count + 3.0)[:, None])
            return super().__hash__()

    track.append(np.zeros((1, 1)))
    for _ in range(20):
        x, value = track.last(Name("a"))
        assert x == value


def test_a_run_has_a_track_by_epochs_and_one_by_steps():
    history = History(2, evaluate_every=5)
    assert history.steps.names == (
        "batch_loss",
        *(
            f"{name}/{layer}"
            for name in ("gradient_norm", "bias_gradient_norm", "delta_norm", "update_ratio")
            for layer in (0, 1)
        ),
    )
    history.steps.append(np.zeros((3, 9)))
    history.epochs.append(np.ones((2, 6)))
    assert history.steps.last("update_ratio/1") == (3.0, 0.0)
    assert history.epochs.last("test_accuracy") == (5.0, 1.0)
    assert history.nbytes > 0


@pytest.mark.parametrize("points", [1, 2, 3])
def test_even_very_few_points_show_the_extremes(points):
    curve = filled(np.array([3.0, -1.0, 7.0, 2.0])).read("a", points)
    assert len(curve.x) <= points
    assert (curve.low.min(), curve.high.max()) == (-1, 7)


@pytest.mark.parametrize("rows", [0, 1, 7, 3_000, 5_000, 50_000, 400_000])
def test_an_overview_has_every_row_in_exactly_one_mean(rows):
    track = Track(("a", "b"), 1.0, 1.0)
    values = np.arange(rows)[:, None] * np.array([1.0, -2.0])
    track.append(values)
    x, means = track.overview(("b", "a"), 200)
    assert len(x) == len(means) <= 200
    np.testing.assert_allclose(means[:, 1], x - 1)
    np.testing.assert_allclose(means[:, 0], -2 * means[:, 1])
    if rows:
        widths = np.diff(np.concatenate([[0.5], x]))
        assert x[0] >= 1
        assert x[-1] <= rows
        assert widths.max() <= rows / 20 + 1
        assert (np.diff(x) > 0).all()


@pytest.mark.parametrize("points", [60, 150, 200, 240])
@pytest.mark.parametrize("overview", [False, True])
def test_while_rows_are_added_all_buckets_but_the_last_stay_until_all_are_wider(points, overview):
    track, old, widened = Track(("a",), 1.0, 1.0), None, 0
    for rows in np.random.default_rng(4).normal(size=(90, 1777, 1)):
        track.append(rows)
        curve = track.read("a", points)
        new = np.column_stack(track.overview(("a",), points) if overview else (curve.x, curve.mean))
        if old is not None and new[0, 0] == old[0, 0]:
            np.testing.assert_allclose(new[: len(old)][:-1], old[:-1], rtol=0, atol=1e-9)
        else:
            widened += 1
        old = new
    assert widened < 16


def test_a_history_is_a_mapping_of_its_series():
    history = History(2, 1)
    history.epochs.append(np.ones((3, 6)))
    history.steps.append(np.full((4, 9), 2.0))
    assert "train_loss" in history
    assert "delta_norm/1" in history
    assert "delta_norm/2" not in history
    assert 0 not in history
    assert len(history) == len(list(history)) == 15
    as_dict = dict(history)
    assert list(as_dict) == list(history.keys())
    assert as_dict["train_loss"].tolist() == [1, 1, 1]
    assert as_dict["batch_loss"].tolist() == [2, 2, 2, 2]
    assert history.get("no") is None
    assert {history: 1}[history] == 1
    assert history != History(2, 1)


@settings(max_examples=25)
@given(st.integers(1, 60_000), st.integers(1, 60_000), st.integers(1, 700))
def test_what_is_frozen_ends_where_it_ended_for_ever(count, more, points):
    values = np.random.default_rng(count).normal(size=count + more)
    track = filled(values[:count])
    frozen = track.until(float(count))
    track.append(values[count:, None])
    curve = frozen.read("a", points)
    assert frozen.count == count
    assert (np.diff(curve.x) > 0).all()
    assert ((curve.x >= 1) & (curve.x <= count)).all()
    assert set(np.r_[curve.low, curve.high]) <= set(values[:count])
    x, means = frozen.overview(("a",), points)
    assert (x <= count).all()
    assert ((values[:count].min() <= means) & (means <= values[:count].max())).all()
    assert (frozen.last("a") is None) == (not len(curve.x))
    if more < LAG:  # nothing is written over yet
        assert (curve.low.min(), curve.high.max()) == (values[:count].min(), values[:count].max())
        assert frozen.last("a") == (count, values[count - 1])


def test_a_frozen_history_does_not_grow_and_knows_its_own():
    history, other = History(2, 3), History(2, 3)
    history.steps.append(np.zeros((9, 9)))
    history.epochs.append(np.zeros((3, 6)))
    past = history.until(5, 4)
    assert (past.steps.count, past.epochs.count) == (5, 2)  # epochs 0 and 3
    assert (history.until(0, 0).steps.count, history.until(0, 0).epochs.count) == (0, 1)
    assert history.until(9, 6).continues(past)
    assert not past.continues(history.until(9, 6))
    assert not other.continues(past)
    with pytest.raises(RuntimeError, match="frozen"):
        past.steps.append(np.zeros((1, 9)))


def test_a_history_of_what_comes_later_begins_there():
    history = History.after(2, 3, step=7, epoch=4)
    history.steps.append(np.ones((2, 9)))
    history.epochs.append(np.ones((1, 6)))
    assert history.steps.last("batch_loss") == (9.0, 1.0)
    assert history.epochs.last("train_loss") == (6.0, 1.0)
    assert history.until(8, 5).steps.count == 1
    assert history.until(8, 5).epochs.count == 0


@pytest.mark.parametrize("end", [0, 3, 5_000, 33_000, 150_001, 299_999, 300_000])
def test_a_fork_keeps_what_was_before_and_grows_on_its_own(end):
    count = 300_000
    track = filled(np.arange(1.0, count + 1))
    fork, past = track.fork(end), track.until(end)
    assert (fork.count, past.count) == (end, end)
    exact = max(0, count - TAIL)  # older rows are means of ever more neighbors
    curve = fork.read("a", 600)
    assert np.nanmax(curve.high, initial=0) <= end
    if end > exact:
        assert fork.last("a") == (end, end)
    if end > 256:  # the width of the blocks that are left of the beginning
        np.testing.assert_allclose(curve.mean, curve.x, atol=max(end / 100, 400))
    fork.append(np.full((50_000, 1), -1.0))
    assert fork.read("a", 600).low.min() == -1
    assert fork.count == end + 50_000
    assert track.count == count
    assert track.read("a", 600).low.min() == 1
