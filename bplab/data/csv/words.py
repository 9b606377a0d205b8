"""What is said of a table and of what becomes of it: ranges of columns, counts of classes and parts."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from bplab.arrays import Floats
from bplab.data.csv.examples import Examples, Mask
from bplab.data.csv.plan import Plan
from bplab.data.csv.table import Table
from bplab.data.dataset import Dataset
from bplab.data.split import deal
from bplab.numerals import fixed, short

LOOKED_AT = 2_000  # values from which the number of decimals follows
NAMED = 12  # classes listed
UNGROUPED = 10_000  # numbers below have no separator: many are years
IN_FULL = 1e9  # larger numbers have a power of ten
EMPTY = "empty"
COMMAS = str.maketrans(".,", ",.")


def ranges(table: Table, plan: Plan, used: Mask) -> Iterator[str]:
    """Describe what is in each column of the rows used: the range of its numbers, or how many names."""
    marks = COMMAS if table.dialect.decimal == "," else {}
    for column, use in zip(table.columns, plan.uses, strict=True):
        values = column.values[used & column.is_number]
        words = len(np.unique(column.codes[used & ~column.is_number]))
        if len(values) and use.kind == "number":
            yield "..".join(
                _written(value, values).translate(marks) for value in (values.min(), values.max())
            )
        else:
            names = words + len(np.unique(values))
            yield f"{names:,} name{'s' * (names != 1)}" if names else EMPTY


def reason(table: Table, plan: Plan, described: Sequence[str]) -> str:
    """Say from what the task was guessed, as `ranges` describes it; nothing if it was chosen."""
    targets = plan.places("target")
    if not plan.is_guessed or not targets:
        return ""
    place = targets[0]
    kind, names = plan.uses[place].kind, described[place]
    said = {"number": "has numbers", "yes_no": "is yes or no"}
    names = f"is {names}" if names == EMPTY else f"has {names}"
    return f"guessed: {table.columns[place].name} {said.get(kind, names)}"


def _written(value: float, values: Floats) -> str:
    """Write a number with as many decimals as all have, at most three."""
    some = values[:LOOKED_AT]
    enough = (decimals for decimals in range(4) if (np.round(some, decimals) == some).all())
    decimals = next(enough, None) if abs(value) < IN_FULL else None
    text = short(value, 4) if decimals is None else fixed(value, decimals)
    return text if abs(value) >= UNGROUPED else text.replace(",", "")


def summary(table: Table, examples: Examples) -> tuple[str, str]:
    """Count rows, inputs and classes; list the classes."""
    data = examples.dataset
    said = [_count(table.count, "row"), f"{int(examples.used.sum()):,} used"]
    said.append(_count(len(data.input_names), "input"))
    if data.classes:
        said.append(_count(len(data.classes), "class", "classes"))
        return ", ".join(said), shares(data.classes, np.bincount(data.targets, minlength=len(data.classes)))
    said.append(_count(data.targets.shape[1], "target"))
    return ", ".join(said), ""


def parts(data: Dataset, train_percent: int, stratify: bool) -> tuple[str, str]:
    """Count the examples of the training and the test part; by class if each part has the same shares."""
    percents = np.array([train_percent, 0, 100 - train_percent])
    by_class = bool(data.classes) and stratify
    sizes = np.bincount(data.targets, minlength=len(data.classes)) if by_class else np.array([data.count])
    dealt = deal(sizes, percents)
    train, test = dealt[:, 0], dealt[:, 2]
    return counts("train", train, data.classes if by_class else ()), counts(
        "test", test, data.classes if by_class else ()
    )


def counts(part: str, sizes: Iterable[int], classes: tuple[str, ...]) -> str:
    """Count the examples of a part, and those of each class."""
    sizes = [int(size) for size in sizes]
    told = f": {shares(classes, sizes, first=True)}" if classes else ""
    return f"{sum(sizes):,} {part}{told}"


def shares(classes: tuple[str, ...], sizes: Iterable[int], *, first: bool = False) -> str:
    """List how many examples each class has, for the first classes."""
    pairs = list(zip(classes, map(int, sizes), strict=True))
    listed = [f"{size:,} {name}" if first else f"{name} {size:,}" for name, size in pairs[:NAMED]]
    more = len(pairs) - NAMED
    return ", ".join(listed) + (f" and {more:,} more" if more > 0 else "")


def heading(examples: Examples) -> str:
    """Say how many rows are left out and how many cells are filled; nothing if neither is."""
    left, filled = examples.left_out, examples.filled
    said = [f"{_count(left, 'row')} {_are(left)} left out"] if left else []
    said += [f"{_count(filled, 'cell')} {_are(filled)} filled"] if filled else []
    return ", ".join(said)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _count(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
