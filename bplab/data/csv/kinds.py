"""The three kinds of columns, numbers, categories and yes or no, and what is wrong with other cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Floats, Indices
from bplab.data.csv.column import BEYOND, DATE, NO, YES, Column, is_text
from bplab.data.csv.numbers import LARGEST, parsed
from bplab.errors import UserError, quoted

Kind = Literal["number", "category", "yes_no"]
KINDS: Mapping[str, str] = {"number": "Number", "category": "Category", "yes_no": "Yes-no"}
LONGEST_LEVEL = 256  # characters
MOST_LEVELS = 1_000  # different values of a category


@dataclass(frozen=True, eq=False)
class Coded:
    """A column as numbers: itself, 0 and 1 of yes or no, or the index of each row's level.

    Shapes: values (rows,), NaN where the cell cannot be used.
    """

    values: Floats
    levels: tuple[str, ...] = ()

    @property
    def good(self) -> NDArray[np.bool_]:
        """Whether each cell can be used."""
        return ~np.isnan(self.values)


def coded(column: Column, kind: Kind, levels: Sequence[str] | None = None) -> Coded:
    """Read a column as a kind; levels that are given are the only ones.

    Raises: UserError for a category of too many levels.
    """
    if kind == "number":
        return Coded(column.values)
    if kind == "yes_no":
        words = [_answer(word) for word in column.words]
        numbers = np.where(np.isin(column.values, (0, 1)), column.values, np.nan)
        return Coded(_of_words(column, numbers, words))
    return _category(column, levels)


def _answer(word: str) -> float:
    plain = word.casefold()
    return 1.0 if plain in YES else 0.0 if plain in NO else np.nan


def _of_words(column: Column, numbers: Floats, words: Sequence[float]) -> Floats:
    """Put the values of words beside those of numbers."""
    table = np.array([*words, np.nan, np.nan])  # codes -1 and -2 are its end
    return np.where(column.is_number, numbers, table[column.codes])


def _category(column: Column, given: Sequence[str] | None) -> Coded:
    numbers = {written(value): value for value in column.different[: MOST_LEVELS + 1].tolist()}
    words = sorted(filter(_is_level, column.words), key=lambda word: (word.casefold(), word))
    levels = tuple(given) if given is not None else (*numbers, *words)
    if given is None and (len(levels) > MOST_LEVELS or column.has_too_many_words):
        raise UserError(
            f"{column.name} has more than {MOST_LEVELS:,} different values: too many for a category. Ignore "
            "the column."
        )
    place = {level: float(index) for index, level in enumerate(levels)}
    different = column.different[: MOST_LEVELS + 1]
    places = np.array([place.get(written(value), np.nan) for value in different.tolist()] or [np.nan])
    at = np.minimum(np.searchsorted(different, column.values), len(places) - 1)
    of_words = [place.get(word, np.nan) for word in column.words]
    return Coded(_of_words(column, places[at], of_words), levels)


def _is_level(word: str) -> bool:
    return 0 < len(word) <= LONGEST_LEVEL and is_text(word)


def written(value: float) -> str:
    """Write a number as a level's name: without a point if it is whole."""
    return f"{value:.15g}"


def counted(values: Floats, levels: int) -> Indices:
    """Count how often each level occurs."""
    return np.bincount(values[~np.isnan(values)].astype(np.int64), minlength=levels)


def fault(column: Column, row: int, kind: Kind, decimal: str) -> str:
    """Say in words why a cell cannot be used."""
    code = int(column.codes[row])
    if code == BEYOND:
        return f"the cell {_NONE.get(kind, 'is not a number')}"
    if code < 0:
        return f"{written(float(column.values[row]))} {_NONE[kind]}"
    word = column.words[code]
    if not word:
        return "the cell is empty"
    if not is_text(word):
        return f"{quoted(word)} has characters that are no text in this encoding"
    if kind == "category" and len(word) > LONGEST_LEVEL:
        return f"{quoted(word)} is longer than {LONGEST_LEVEL} characters"
    return f"{quoted(word)} {_no_number(word, decimal) if kind == 'number' else _NONE[kind]}"


_NONE = {"yes_no": "is neither yes nor no", "category": "is not among the values of the training part"}


def _no_number(word: str, decimal: str) -> str:
    if parsed(word, decimal) is not None:
        return f"is too large: numbers may be up to {LARGEST:.0e}".replace("e+", "e")
    return "is a date, not a number" if DATE.fullmatch(word) else "is not a number"
