"""What is known beforehand of a set is what it turns out to be."""

import pytest

from bplab.data.datasets import DATASETS
from bplab.data.facts import facts_of
from bplab.data.streams import DATA, stream


@pytest.mark.parametrize("name", DATASETS)
def test_the_facts_are_those_of_the_whole_set(name):
    row, facts = DATASETS[name], facts_of(name)
    whole = row.make(stream(7, DATA), row.points, 30.0)
    assert (facts.kind, facts.classes) == (whole.kind, whole.classes)
    assert (facts.input_names, facts.target_names) == (whole.input_names, whole.target_names)
    assert facts.targets == (1 if whole.classes else whole.targets.shape[1])


@pytest.mark.parametrize(
    ("name", "kind", "inputs", "outputs"),
    [
        ("blobs", "multiclass", 2, 3),
        ("sine", "regression", 1, 1),
        ("function", "regression", 1, 1),
        ("iris", "multiclass", 4, 3),
        ("wine", "multiclass", 13, 3),
        ("breast_cancer", "binary", 30, 2),
        ("diabetes", "regression", 10, 1),
        ("parity", "binary", 4, 2),
        ("encoder", "multiclass", 8, 8),
        ("symmetry", "binary", 6, 2),
        ("family_trees", "regression", 36, 24),
    ],
)
def test_each_set_asks_its_kind_of_question(name, kind, inputs, outputs):
    facts = facts_of(name)
    assert (facts.kind, len(facts.input_names)) == (kind, inputs)
    assert (len(facts.classes) or facts.targets) == outputs
