"""Batches: every example exactly once an epoch, whatever happens to the last ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.errors import UserError
from bplab.experiment.spec import Experiment
from bplab.training.batches import Batches, batches_of

counts, sizes = st.integers(1, 200), st.integers(1, 200)


@given(counts, sizes, st.booleans(), st.integers(0, 5))
def test_kept_every_example_comes_once_an_epoch(count, size, shuffled, epoch):
    cut = Batches(count, min(size, count), "keep", shuffled, 1)
    batches = cut.epoch(epoch)
    assert sorted(np.concatenate(batches)) == list(range(count))
    assert len(batches) == cut.steps_per_epoch == -(-count // min(size, count))
    assert {len(batch) for batch in batches[:-1]} <= {min(size, count)}


@given(counts, sizes, st.booleans(), st.integers(0, 5))
def test_dropped_all_batches_are_full_and_no_example_comes_twice(count, size, shuffled, epoch):
    size = min(size, count)
    batches = Batches(count, size, "drop", shuffled, 1).epoch(epoch)
    assert [len(batch) for batch in batches] == [size] * (count // size)
    assert len(set(np.concatenate(batches))) == size * (count // size)


@given(counts, sizes, st.booleans())
def test_carried_no_example_is_lost_over_the_epochs(count, size, shuffled):
    cut = Batches(count, min(size, count), "carry", shuffled, 1)
    epochs = [cut.epoch(epoch) for epoch in range(4)]
    seen = np.concatenate([np.concatenate(batches) for batches in epochs])
    waiting = cut.order(3)[len(seen) - 4 * count :] if len(seen) < 4 * count else []
    assert len(seen) + cut.left_over == 4 * count
    assert (np.bincount(np.concatenate([seen, waiting]).astype(int), minlength=count) == 4).all()
    assert {len(batches) for batches in epochs} == {cut.steps_per_epoch}


def test_carried_batches_are_those_of_tensorflow_playground():
    """The web page updates when (i + 1) % 30 == 0, with the mean of all that has accumulated by then."""
    wanted, accumulated = [], 0
    for _epoch in range(4):
        wanted.append([])
        for i in range(250):
            accumulated += 1
            if (i + 1) % 30 == 0:
                wanted[-1].append(accumulated)
                accumulated = 0
    cut = Batches(250, 30, "carry", False, 1)
    assert [[len(batch) for batch in cut.epoch(epoch)] for epoch in range(4)] == wanted
    assert wanted[:2] == [[30] * 8, [40] + [30] * 7]


def test_each_epoch_has_an_order_of_its_own_and_the_same_again():
    cut = Batches(50, 8, "keep", True, 3)
    orders = [tuple(cut.order(epoch)) for epoch in range(5)]
    assert len(set(orders)) == 5
    assert orders == [tuple(Batches(50, 9, "drop", True, 3).order(epoch)) for epoch in range(5)]


def test_zero_means_the_full_batch_and_a_large_one_is_cut():
    assert batches_of(Experiment(batch_size=0), 7).size == 7
    assert batches_of(Experiment(batch_size=100), 7).size == 7


@pytest.mark.parametrize("last", ["drop", "carry"])
def test_a_batch_that_never_fills_is_refused(last):
    with pytest.raises(UserError, match="never fill a batch"):
        batches_of(Experiment(batch_size=8, last_batch=last), 7)
    assert batches_of(Experiment(batch_size=7, last_batch=last), 7).steps_per_epoch == 1
