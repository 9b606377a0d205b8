"""A group of other seeds while it is trained, and when it is done."""

import math

import numpy as np
import pytest

from bplab.experiment.presets import preset
from bplab.trials.group import SeedGroup, find_group, rounded_down, training_text
from bplab.trials.seeds import seeds
from bplab.trials.trial import Progress, train

SPEC = preset("circle").but(seed=2)


@pytest.fixture(scope="module")
def results():
    return [train(place, trial, lambda _progress: None) for place, trial in enumerate(seeds(SPEC, 3, 45))]


@pytest.fixture
def group():
    return SeedGroup(1, "Circle: other seeds", 4, SPEC, 3)


def test_before_the_first_result_it_waits_and_knows_no_median(group):
    assert group.seeds == (2, 4)
    assert (group.done, group.doing) == (0.0, "waiting")
    assert group.median[:3] == (None, None, None)
    assert len(group.curve) == 0
    assert group.threshold == 0.2


def test_progress_counts_all_steps_and_names_the_seed(group, results):
    half = group.with_result(results[0]).advanced(Progress(1, 30, 60))
    assert half.done == pytest.approx(0.5)
    assert half.doing == "seed 3: step 30 of 60"
    assert group.done == 0.0  # nothing changes afterwards


def test_results_stand_in_order_of_their_seeds(group, results):
    found = group.with_result(results[2]).with_result(results[0])
    assert [run.seed for run in found.found.runs] == [2, 4]


def test_after_a_result_the_next_seed_begins(group, results):
    found = group.with_result(results[0])
    assert found.doing == "seed 3: step 0 of 45"
    assert found.longest == "seed 4: step 45 of 45"
    assert found.done == pytest.approx(1 / 3)
    assert training_text([found, group, group.ended()]) == "Other seeds: 1 of 6 done"
    assert training_text([group.ended()]) == ""
    assert found.with_result(results[1]).with_result(results[2]).progress is None


def test_when_all_are_trained_it_knows_the_middle(group, results):
    for result in results:
        group = group.with_result(result)
    group = group.ended()
    losses = sorted(result.end.train.loss for result in results)
    correct = sorted(result.end.test.correct for result in results)
    assert group.is_over
    assert group.done == 1.0
    assert group.median.train_loss == losses[1]
    assert group.median.test_correct == pytest.approx(correct[1])
    assert group.median.test_count == 120
    np.testing.assert_allclose(group.curve[-1], losses[1])
    assert group.threshold <= losses[1] < 2.5 * group.threshold


@pytest.mark.parametrize(
    ("value", "nice"),
    [(0.2309, 0.2), (0.5, 0.5), (0.05, 0.05), (1.9, 1), (30, 20), (math.inf, 0.2), (0, 0.2)],
)
def test_a_threshold_is_a_round_number_not_above(value, nice):
    assert rounded_down(value) == nice


def test_a_group_is_found_by_its_number(group):
    assert find_group([group], 1) is group
    assert find_group([group], None) is None
