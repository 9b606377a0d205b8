"""What is known of a set before it is drawn is what it then turns out to be."""

import pytest

from bplab.data.datasets import DATASETS, row_of
from bplab.data.facts import facts_of
from bplab.data.streams import DATA, stream


@pytest.mark.parametrize("name", DATASETS)
def test_facts_are_those_of_the_whole_set(name):
    row = DATASETS[name]
    facts = facts_of(row)
    for seed in (1, 2):
        drawn = row.make(stream(seed, DATA), row.points, 0.0 if row.fixed else 30.0)
        assert (facts.kind, facts.classes, facts.input_names) == (
            drawn.kind,
            drawn.classes,
            drawn.input_names,
        )
        assert (facts.target_names, facts.image_shape) == (drawn.target_names, drawn.image_shape)
        assert facts.targets == (1 if drawn.classes else drawn.targets.shape[1])


def test_facts_by_name():
    circle, digits, example = (facts_of(row_of(name)) for name in ("circle", "digits", "worked_example"))
    assert circle[:4] == ("binary", ("orange", "blue"), 1, ("x₁", "x₂"))
    assert (digits.kind, digits.image_shape) == ("multiclass", (8, 8))
    assert (example.kind, example.targets) == ("regression", 2)
