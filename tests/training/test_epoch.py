"""The next steps are those of their epochs, whichever of them are loaded together."""

from itertools import chain

import numpy as np
import pytest

from bplab.experiment.spec import Experiment, Layer
from bplab.training.batches import Batches
from bplab.training.epoch import Epoch, upcoming

SPEC = Experiment(layers=(Layer(3, dropout=0.5), Layer(2)), schedule="cosine", seed=4)


@pytest.mark.parametrize("last", ["keep", "drop", "carry"])
@pytest.mark.parametrize("step", [0, 2, 4, 7, 13])
def test_steps_across_epochs_have_the_batches_and_masks_of_each(last, step):
    batches = Batches(22, 5, last, True, 4)
    length = batches.steps_per_epoch
    steps = upcoming(batches, SPEC, step, 18)
    places = [divmod(step + k, length) for k in range(len(steps.sizes))]
    wanted = [Epoch.of(batches, epoch).batch(position) for epoch, position in places]
    assert [len(batch) for batch in wanted] == steps.sizes.tolist()
    np.testing.assert_array_equal(np.concatenate(wanted), steps.examples)
    masks = [Epoch.of(batches, epoch).masks(SPEC, at, at + 1) for epoch, at in places]
    for (found, nothing), (mask, none) in zip(steps.masks, chain.from_iterable(masks), strict=True):
        np.testing.assert_array_equal(found, mask)
        assert nothing is none is None


def test_they_end_with_an_epoch_if_one_ends_by_then():
    batches = Batches(20, 4, "keep", True, 4)
    for step, most, wanted in [(0, 4, 4), (0, 5, 5), (0, 14, 10), (3, 1, 1), (3, 3, 2), (3, 8, 7), (4, 1, 1)]:
        assert len(upcoming(batches, SPEC, step, most).rates) == wanted


def test_every_batch_size_finds_its_rows_and_examples():
    steps = upcoming(Batches(22, 5, "carry", False, 4), SPEC, 2, 6)
    assert steps.sizes.tolist() == [5, 5, 7, 5, 5, 5]
    found = {size: (rows, examples.tolist()) for size, rows, examples in steps.by_size(10)}
    assert found[7] == (slice(12, 13), [[20, 21, 0, 1, 2, 3, 4]])
    assert found[5][0].tolist() == [10, 11, 13, 14, 15]
    assert found[5][1][2] == [5, 6, 7, 8, 9]
    wanted = [(5, slice(10, 12)), (7, slice(12, 13)), (5, slice(13, 16))]
    assert list(steps.stretches(10)) == wanted


def test_neighboring_steps_of_one_size_are_loaded_as_a_slice():
    steps = upcoming(Batches(22, 5, "keep", False, 4), SPEC, 0, 5)
    found = {size: (rows, examples.tolist()) for size, rows, examples in steps.by_size(3)}
    assert found[5][0] == slice(3, 7)
    assert found[5][1] == np.arange(20).reshape(4, 5).tolist()
    assert found[2] == (slice(7, 8), [[20, 21]])
