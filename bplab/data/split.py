"""Splits a data set into training, validation and test examples."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bplab.arrays import Indices
from bplab.data.dataset import frozen_indices
from bplab.errors import UserError

TRAIN, VALIDATION, TEST = 0, 1, 2
PARTS = (TRAIN, VALIDATION, TEST)


@dataclass(frozen=True, eq=False)
class Split:
    """The example indices of each part, in the part's order."""

    train: Indices
    validation: Indices
    test: Indices


def train_on_all(count: int) -> Split:
    """Use every example for training, in the order of the set."""
    none = np.arange(0)
    return Split(*(frozen_indices(part) for part in (np.arange(count), none, none)))


def split(
    classes: Indices | None,
    count: int,
    train_percent: int,
    validation_percent: int,
    stratify: bool,
    rng: np.random.Generator,
) -> Split:
    """Shuffle the examples once and split them; the test part gets what the other two leave.

    Every size is its exact share rounded up or down (largest remainder method); the training part has at
    least 1. If stratified, this also holds within each class, and the sizes stay the same.

    Units: both percentages refer to the whole set.
    Raises: UserError for shares that are impossible or leave nothing to train on.
    """
    check_shares(train_percent, validation_percent)
    percents = _percents(train_percent, validation_percent)
    groups = classes if stratify and classes is not None else np.zeros(count, np.int64)
    labels, sizes = np.unique(groups, return_counts=True)
    shuffled = rng.permutation(count)
    part_of = np.empty(count, np.int64)
    for label, shares in zip(labels, deal(sizes, percents), strict=True):
        part_of[shuffled[groups[shuffled] == label]] = np.repeat(PARTS, shares)
    return Split(*(frozen_indices(shuffled[part_of[shuffled] == part]) for part in PARTS))


@lru_cache(maxsize=64)  # asked for several times at every step of a dragged slider
def count_train(count: int, train_percent: int, validation_percent: int) -> int:
    """Return the number of examples that `split` gives to the training part."""
    return int(deal(np.array([count]), _percents(train_percent, validation_percent))[0, TRAIN])


def check_shares(train_percent: int, validation_percent: int) -> None:
    """Check that the shares are possible.

    Raises: UserError for shares that are impossible or leave nothing to train on.
    """
    if not 1 <= train_percent <= 100:
        raise UserError(f"The training share is {train_percent} %: choose 1 to 100 %.")
    if validation_percent < 0:
        raise UserError(f"The validation share is {validation_percent} %: choose 0 % or more.")
    total = train_percent + validation_percent
    if total > 100:
        raise UserError(
            f"Training ({train_percent} %) and validation ({validation_percent} %) together take {total} % "
            "of the examples: make one of them smaller, so that they take at most 100 %."
        )


def deal(sizes: Indices, percents: Indices) -> Indices:
    """Compute how many examples of each group go to each part, so that groups and parts both get fair shares.

    Shapes: sizes (groups,), percents (parts,) -> (groups, parts); rows add up to sizes, columns to the parts.
    """
    table = np.stack([_apportion(int(size), percents) for size in sizes])
    wanted = _apportion(int(sizes.sum()), percents, first_gets_one=True)
    exact = sizes[:, None] * percents  # in hundredths of an example
    while (surplus := table.sum(axis=0) - wanted).any():
        _move_one(table, exact, int(surplus.argmax()), int(surplus.argmin()))
    return table


def _percents(train_percent: int, validation_percent: int) -> Indices:
    return np.array([train_percent, validation_percent, 100 - train_percent - validation_percent])


def _apportion(total: int, percents: Indices, *, first_gets_one: bool = False) -> Indices:
    """Round shares of a total to whole examples that sum to the total, by the largest remainder method."""
    shares, remainders = np.divmod(total * percents, 100)
    if first_gets_one and shares[TRAIN] == 0:
        remainders[TRAIN] = 100  # before all others
    left = total - int(shares.sum())
    shares[np.argsort(-remainders, kind="stable")[:left]] += 1
    return shares


def _move_one(table: Indices, exact: Indices, giver: int, taker: int) -> None:
    """Move one example from a part with too many to one with too few, if necessary through the third part.

    Only shares that were rounded up give and only shares that were rounded down take, so each stays within
    one of its exact value. Among the possible groups, the move with the smallest error is made.
    """
    third = sum(PARTS) - giver - taker
    for steps in (((giver, taker),), ((giver, third), (third, taker))):
        groups = [_best_group(table, exact, source, target) for source, target in steps]
        if None not in groups:
            for group, (source, target) in zip(groups, steps, strict=True):
                table[group, source] -= 1
                table[group, target] += 1
            return
    raise AssertionError("a table with three columns always has a valid rounding")


def _best_group(table: Indices, exact: Indices, source: int, target: int) -> int | None:
    """Find the best group from which to move one example from one part to another."""
    excess = 100 * table - exact
    able = np.flatnonzero((excess[:, source] > 0) & (excess[:, target] < 0))
    if not able.size:
        return None
    relief = excess[able, source] - excess[able, target]
    return int(able[relief.argmax()])
