"""The family trees against the figure and the counts that were published of them."""

from collections import Counter

import numpy as np
import pytest

from bplab.data.families import ENGLISH, ITALIAN, family_trees
from bplab.data.streams import DATA, stream

MEN = {
    *("Christopher", "Andrew", "Arthur", "James", "Charles", "Colin"),
    *("Roberto", "Pierro", "Emilio", "Marco", "Tomaso", "Alfonso"),
}
INVERSE = {
    ("father", "mother"): ("son", "daughter"),
    ("husband",): ("wife",),
    ("uncle", "aunt"): ("nephew", "niece"),
    ("brother", "sister"): ("brother", "sister"),
}


@pytest.fixture(scope="module")
def dataset():
    return family_trees(stream(1, DATA), 0, 0.0)


@pytest.fixture(scope="module")
def facts(dataset):
    """The facts in words: {(person, relationship): people}."""
    names, people = np.array(dataset.input_names), np.array(dataset.target_names)
    return {
        tuple(names[inputs == 1]): set(people[targets == 1])
        for inputs, targets in zip(dataset.inputs, dataset.targets, strict=True)
    }


def test_there_are_24_people_12_relationships_and_104_different_facts(dataset, facts):
    assert dataset.inputs.shape == (104, 36)
    assert dataset.targets.shape == (104, 24)
    assert len(facts) == 104
    assert dataset.kind == "regression"
    assert dataset.target_names == dataset.input_names[:24] == ENGLISH + ITALIAN


def test_each_fact_is_one_person_one_relationship_and_at_least_one_answer(dataset):
    assert set(dataset.inputs.ravel()) == set(dataset.targets.ravel()) == {0, 1}
    assert (dataset.inputs[:, :24].sum(axis=1) == 1).all()
    assert (dataset.inputs[:, 24:].sum(axis=1) == 1).all()
    assert dataset.targets.sum(axis=1).min() == 1


def test_the_112_triples_of_the_literature_are_there(facts):
    triples = Counter(relation for (_, relation), people in facts.items() for _ in people)
    assert triples.total() == 112
    assert triples == {
        **dict.fromkeys(("father", "mother", "son", "daughter"), 12),
        **dict.fromkeys(("husband", "wife"), 10),
        **dict.fromkeys(("uncle", "aunt", "nephew", "niece"), 8),
        **dict.fromkeys(("brother", "sister"), 6),
    }


@pytest.mark.parametrize(
    ("person", "relation", "people"),
    [
        ("Colin", "aunt", {"Jennifer", "Margaret"}),  # the example that the paper shows
        ("Colin", "uncle", {"Arthur", "Charles"}),
        ("Colin", "father", {"James"}),
        ("Colin", "mother", {"Victoria"}),
        ("Colin", "sister", {"Charlotte"}),
        ("Victoria", "father", {"Christopher"}),
        ("James", "mother", {"Christine"}),
        ("Penelope", "son", {"Arthur"}),
        ("Andrew", "daughter", {"Jennifer"}),
        ("Arthur", "wife", {"Margaret"}),
        ("Jennifer", "husband", {"Charles"}),
        ("Charles", "niece", {"Charlotte"}),
        ("Alfonso", "aunt", {"Angela", "Gina"}),
        ("Sophia", "uncle", {"Emilio", "Tomaso"}),
        ("Lucia", "husband", {"Marco"}),
        ("Pierro", "wife", {"Francesca"}),
        ("Roberto", "daughter", {"Lucia"}),
    ],
)
def test_what_the_figure_shows(facts, person, relation, people):
    assert facts[person, relation] == people


def test_the_italian_family_is_the_english_one_under_other_names(facts):
    italian = dict(zip(ENGLISH, ITALIAN, strict=True))
    english = {key: people for key, people in facts.items() if key[0] in ENGLISH}
    assert len(english) == 52
    for (person, relation), people in english.items():
        assert facts[italian[person], relation] == {italian[other] for other in people}


def test_every_relationship_has_its_inverse(facts):
    pairs = {**INVERSE, **{back: there for there, back in INVERSE.items()}}
    for (person, relation), people in facts.items():
        back = next(names for key, names in pairs.items() if relation in key)
        for other in people:
            assert any(person in facts.get((other, name), ()) for name in back)


def test_a_relationship_says_whether_man_or_woman(facts):
    male = {"father", "husband", "son", "uncle", "brother", "nephew"}
    for (_, relation), people in facts.items():
        assert all((person in MEN) == (relation in male) for person in people)
