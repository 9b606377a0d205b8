"""Parity, encoder and symmetry against their definitions, pattern by pattern."""

import itertools

import pytest

from bplab.data import classics
from bplab.data.streams import DATA, stream


def make(name):
    return getattr(classics, name)(stream(1, DATA), 0, 0.0)


@pytest.mark.parametrize(("name", "bits"), [("parity", 4), ("symmetry", 6)])
def test_all_patterns_are_there_once_in_counting_order(name, bits):
    patterns = [tuple(row) for row in make(name).inputs]
    assert patterns == list(itertools.product((0, 1), repeat=bits))


def test_parity_asks_whether_the_ones_are_odd_in_number():
    dataset = make("parity")
    assert dataset.classes == ("even", "odd")
    for pattern, target in zip(dataset.inputs, dataset.targets, strict=True):
        assert target == list(pattern).count(1) % 2
    assert dataset.targets.sum() == 8


def test_turning_over_any_one_bit_turns_the_parity_over():
    answers = {tuple(p): t for p, t in zip(make("parity").inputs, make("parity").targets, strict=True)}
    for pattern, answer in answers.items():
        for bit in range(4):
            other = (*pattern[:bit], 1 - pattern[bit], *pattern[bit + 1 :])
            assert answers[other] == 1 - answer


def test_symmetry_asks_whether_a_pattern_reads_the_same_from_both_ends():
    dataset = make("symmetry")
    assert dataset.classes == ("asymmetric", "symmetric")
    for pattern, target in zip(dataset.inputs, dataset.targets, strict=True):
        assert target == (list(pattern) == list(reversed(pattern)))
    assert dataset.targets.sum() == 8  # the first three bits decide


def test_the_encoder_has_one_unit_on_and_asks_for_that_unit():
    dataset = make("encoder")
    assert dataset.kind == "multiclass"
    for number, (pattern, target) in enumerate(zip(dataset.inputs, dataset.targets, strict=True)):
        assert pattern.tolist() == [float(unit == number) for unit in range(8)]
        assert target == number
    assert dataset.classes == dataset.input_names == tuple(f"unit {n}" for n in range(1, 9))
