"""What is known of a set before it is drawn is what it then turns out to be."""

import pytest

from bplab.data.datasets import DATASETS
from bplab.data.facts import facts_of
from bplab.data.streams import DATA, stream


@pytest.mark.parametrize("name", DATASETS)
def test_facts_are_those_of_the_whole_set(name):
    row = DATASETS[name]
    facts = facts_of(name)
    for seed in (1, 2):
        drawn = row.make(stream(seed, DATA), row.points, 0.0 if row.fixed else 30.0)
        assert (facts.kind, facts.classes, facts.input_names) == (
            drawn.kind,
            drawn.classes,
            drawn.input_names,
        )
        assert facts.targets == (1 if drawn.classes else drawn.targets.shape[1])


def test_facts_by_name():
    assert facts_of("circle")[:4] == ("binary", ("orange", "blue"), 1, facts_of("xor").input_names)
    assert facts_of("digits").kind == "multiclass"
    assert (facts_of("worked_example").kind, facts_of("worked_example").targets) == ("regression", 2)
