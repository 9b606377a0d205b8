"""Dropout masks: the right share, the right scale, and a stream of their own."""

import numpy as np
import pytest

from bplab.experiment.spec import Experiment, Layer
from bplab.training.dropout import masks

SPEC = Experiment(layers=(Layer(30, dropout=0.3), Layer(20), Layer(10, dropout=0.8)))


def test_the_right_share_is_silenced_and_the_mean_stays():
    first, none, last = masks(SPEC, 0, 0, 50, 40)
    assert none is None
    assert (first.shape, last.shape) == ((50, 30, 40), (50, 10, 40))
    for mask, rate in ((first, 0.3), (last, 0.8)):
        assert (mask == 0).mean() == pytest.approx(rate, abs=0.01)
        assert mask.mean() == pytest.approx(1, abs=0.05)
        assert set(np.unique(mask)) == {0, 1 / (1 - rate)}


def test_masks_follow_from_what_came_before_in_the_epoch():
    whole = masks(SPEC, 3, 0, 6, 5)
    later = masks(SPEC, 3, 20, 2, 5)
    np.testing.assert_array_equal(whole[0][4:], later[0])
    np.testing.assert_array_equal(whole[2][4:], later[2])
    assert (masks(SPEC, 4, 0, 6, 5)[0] != whole[0]).any()


def test_the_rate_of_one_layer_leaves_the_masks_of_others_alone():
    other = SPEC.but(layers=(Layer(30), Layer(20, dropout=0.5), Layer(10, dropout=0.8)))
    np.testing.assert_array_equal(masks(SPEC, 0, 0, 4, 8)[2], masks(other, 0, 0, 4, 8)[2])


def test_without_dropout_nothing_is_drawn():
    assert masks(Experiment(layers=(Layer(3), Layer(4))), 0, 0, 1, 1) == [None, None]
