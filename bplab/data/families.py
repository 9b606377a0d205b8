"""Hinton's two family trees of 1986, one English and one Italian, of the same shape, as 104 facts."""

from collections.abc import Callable

import numpy as np

from bplab.data.dataset import Dataset

# The same position in both families means the same place in the tree; the first six of each are men.
ENGLISH = (
    *("Christopher", "Andrew", "Arthur", "James", "Charles", "Colin"),
    *("Penelope", "Christine", "Victoria", "Jennifer", "Margaret", "Charlotte"),
)
ITALIAN = (
    *("Roberto", "Pierro", "Emilio", "Marco", "Tomaso", "Alfonso"),
    *("Maria", "Francesca", "Lucia", "Angela", "Gina", "Sophia"),
)
PEOPLE = ENGLISH + ITALIAN
SIZE, MEN = 12, 6

COUPLES = ((0, 6), (1, 7), (2, 10), (3, 8), (4, 9))  # husband, wife
CHILDREN = {(0, 6): (2, 8), (1, 7): (3, 9), (3, 8): (5, 11)}
PARENTS = {child: couple for couple, children in CHILDREN.items() for child in children}
SPOUSES = {one: other for couple in COUPLES for one, other in (couple, couple[::-1])}

Relatives = Callable[[int], set[int]]


def family_trees(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    """List every fact of both families: person and relationship as inputs, all people who fit as targets.

    Shapes: inputs (104, 24 + 12) one-hot, people before relationships. targets (104, 24), 1 for who fits.
    """
    people, relations = np.eye(2 * SIZE), np.eye(len(RELATIONS))
    inputs, targets = [], []
    for first in (0, SIZE):
        for person in range(SIZE):
            for number, relatives in enumerate(RELATIONS.values()):
                if answers := sorted(relatives(person)):
                    inputs.append(np.concatenate([people[first + person], relations[number]]))
                    targets.append(people[[first + answer for answer in answers]].sum(axis=0))
    names = (*PEOPLE, *RELATIONS)
    return Dataset(np.stack(inputs), np.stack(targets), (), names, target_names=PEOPLE, bits=True)


def _parents(person: int) -> set[int]:
    return set(PARENTS.get(person, ()))


def _spouse(person: int) -> set[int]:
    return {SPOUSES[person]} if person in SPOUSES else set()


def _children(person: int) -> set[int]:
    return {child for child, parents in PARENTS.items() if person in parents}


def _siblings(person: int) -> set[int]:
    return {other for parent in _parents(person) for other in _children(parent)} - {person}


def _parents_generation(person: int) -> set[int]:
    """Find the siblings of the parents and their spouses."""
    blood = {other for parent in _parents(person) for other in _siblings(parent)}
    return blood | {spouse for other in blood for spouse in _spouse(other)}


def _siblings_children(person: int) -> set[int]:
    """Find the children of the person's siblings and of the spouse's siblings."""
    siblings = {other for one in (person, *_spouse(person)) for other in _siblings(one)}
    return {child for other in siblings for child in _children(other)}


def _men(relatives: Relatives) -> Relatives:
    return lambda person: {other for other in relatives(person) if other < MEN}


def _women(relatives: Relatives) -> Relatives:
    return lambda person: {other for other in relatives(person) if other >= MEN}


RELATIONS: dict[str, Relatives] = {
    "father": _men(_parents),
    "mother": _women(_parents),
    "husband": _men(_spouse),
    "wife": _women(_spouse),
    "son": _men(_children),
    "daughter": _women(_children),
    "uncle": _men(_parents_generation),
    "aunt": _women(_parents_generation),
    "brother": _men(_siblings),
    "sister": _women(_siblings),
    "nephew": _men(_siblings_children),
    "niece": _women(_siblings_children),
}
