"""Splits are complete, fair and the same for the same seed."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.data.split import count_train, deal, split, train_on_all
from bplab.data.streams import SPLIT, stream
from bplab.errors import UserError

shares = st.integers(1, 100).flatmap(lambda train: st.tuples(st.just(train), st.integers(0, 100 - train)))
classes = st.lists(st.integers(0, 9), min_size=1, max_size=120).map(np.array)


def parts_of(labels, train, validation, stratify=True, seed=0, count=None):
    count = len(labels) if count is None else count
    parts = split(labels, count, train, validation, stratify, stream(seed, SPLIT))
    return parts.train, parts.validation, parts.test


def percents(train, validation):
    return train, validation, 100 - train - validation


@given(classes, shares, st.booleans(), st.integers(0, 9))
def test_every_example_is_in_exactly_one_part(labels, share, stratify, seed):
    parts = parts_of(labels, *share, stratify, seed)
    assert sorted(np.concatenate(parts)) == list(range(len(labels)))


@given(classes, shares, st.booleans())
def test_the_size_of_the_training_part_is_known_before_anything_is_dealt(labels, share, stratify):
    assert count_train(len(labels), *share) == len(parts_of(labels, *share, stratify)[0])


@given(classes, shares, st.booleans())
def test_every_part_has_its_share_to_within_one_example_and_training_is_never_empty(labels, share, stratify):
    parts = parts_of(labels, *share, stratify)
    for part, percent in zip(parts, percents(*share), strict=True):
        assert abs(len(part) - len(labels) * percent / 100) < 1
    assert len(parts[0]) >= 1


@given(classes, shares)
def test_stratified_every_class_has_its_share_of_every_part_to_within_one_example(labels, share):
    parts = parts_of(labels, *share)
    for label in np.unique(labels):
        for part, percent in zip(parts, percents(*share), strict=True):
            assert abs((labels[part] == label).sum() - (labels == label).sum() * percent / 100) < 1


@given(classes, shares)
def test_stratifying_does_not_change_how_large_the_parts_are(labels, share):
    stratified, plain = parts_of(labels, *share), parts_of(labels, *share, stratify=False)
    assert [len(part) for part in stratified] == [len(part) for part in plain]


@given(st.lists(st.integers(1, 30), min_size=1, max_size=6).map(np.array), st.integers(1, 99))
def test_no_other_way_to_round_a_train_test_split_is_fairer_to_the_classes(sizes, share):
    def unfairness(train):
        return abs(np.array(train) - sizes * share / 100).sum()

    train, _, _ = deal(sizes, np.array(percents(share, 0))).T
    choices = [(size * share // 100, -(-size * share // 100)) for size in sizes]
    rivals = (rival for rival in itertools.product(*choices) if sum(rival) == train.sum())
    assert unfairness(train) == pytest.approx(min(map(unfairness, rivals)))


def test_whole_shares_are_met_exactly():
    labels = np.arange(400) % 2
    train, validation, test = parts_of(labels, 70, 10)
    assert (len(train), len(validation), len(test)) == (280, 40, 80)
    assert [labels[part].sum() for part in (train, validation, test)] == [140, 20, 40]


def test_the_largest_remainder_gets_the_odd_example():
    sizes = [len(part) for part in parts_of(None, 55, 28, count=10)]  # 5.5, 2.8 and 1.7
    assert sizes == [5, 3, 2]


def test_where_no_class_can_give_straight_to_the_part_in_need_the_third_part_helps():
    labels = np.repeat([0, 1, 2], [2, 5, 2])
    parts = parts_of(labels, 50, 20)  # by class 1, .4, .6; 2.5, 1, 1.5; 1, .4, .6; in all 4.5, 1.8, 2.7
    assert [len(part) for part in parts] == [4, 2, 3]
    assert [np.bincount(labels[part], minlength=3).tolist() for part in parts] == [
        [1, 2, 1],
        [1, 1, 0],
        [0, 2, 1],
    ]


def test_a_class_of_one_goes_to_training_when_training_has_the_largest_share():
    labels = np.array([0] * 20 + [1])
    train, _, _ = parts_of(labels, 70, 0)
    assert 20 in train


def test_without_classes_stratifying_means_nothing():
    with_it, without = parts_of(None, 60, 20, count=50), parts_of(None, 60, 20, stratify=False, count=50)
    for a, b in zip(with_it, without, strict=True):
        assert (a == b).all()


def test_a_hundred_percent_leaves_nothing_to_test():
    train, validation, test = parts_of(None, 100, 0, count=7)
    assert (len(train), len(validation), len(test)) == (7, 0, 0)
    assert test.dtype == np.int64


def test_the_same_seed_gives_the_same_split_and_another_seed_another():
    first, again, other = (parts_of(None, 50, 0, seed=seed, count=100)[0] for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_each_part_is_shuffled():
    labels = np.repeat([0, 1], 50)
    for part in parts_of(labels, 50, 25):
        assert (np.diff(part) < 0).any()
        assert (np.diff(labels[part]) != 0).sum() > 1


def test_a_part_keeps_the_order_of_the_one_shuffle():
    order = {example: place for place, example in enumerate(stream(0, SPLIT).permutation(100))}
    for part in parts_of(np.arange(100) % 3, 50, 25):
        assert (np.diff([order[example] for example in part]) > 0).all()


@given(st.integers(1, 200), st.integers(1, 99), st.floats(0, 1))
def test_moving_the_share_never_takes_examples_out_of_training_as_it_grows(count, share, more):
    larger = share + round(more * (99 - share))
    small = parts_of(None, share, 0, stratify=False, count=count)[0]
    large = parts_of(None, larger, 0, stratify=False, count=count)[0]
    assert set(small) <= set(large)


def test_a_split_cannot_be_changed():
    for part in parts_of(None, 50, 25, count=20):
        with pytest.raises(ValueError, match="read-only"):
            part[0] = 0


def test_everything_can_be_for_training_in_its_own_order():
    parts = train_on_all(4)
    assert parts.train.tolist() == [0, 1, 2, 3]
    assert (len(parts.validation), len(parts.test)) == (0, 0)


@pytest.mark.parametrize(
    ("train", "validation", "says"),
    [
        (0, 20, "training share is 0 %.*1 to 100"),
        (101, 0, "training share is 101 %"),
        (50, -1, "validation share is -1 %.*0 % or more"),
        (80, 30, "80 %.*30 %.*together take 110 %.*smaller"),
    ],
)
def test_impossible_shares_are_refused_in_a_sentence(train, validation, says):
    with pytest.raises(UserError, match=says):
        parts_of(None, train, validation, count=10)
