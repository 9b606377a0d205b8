"""A column of a table: its numbers, and the words in the cells that are none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Floats, Indices
from bplab.data.csv.numbers import MISSING, numbers
from bplab.errors import UserError

MOST_WORDS = 2_000  # different texts of a column that are remembered; with more, it is no category
LONGEST_NAME = 80
WHITE = str.maketrans("\n\r\t\u00a0", "    ")
NUMBER, BEYOND = -1, -2  # codes of a cell that is a number, or one word too many
YES = frozenset({"yes", "y", "true", "t", "ja", "j", "wahr", "oui", "si", "sí", "on"})
NO = frozenset({"no", "n", "false", "f", "nein", "falsch", "non", "off"})
DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ]\d{1,2}:\d{2}.*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}( \d{1,2}:\d{2}.*)?"
    r"|\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?"
    r"|\d{1,2}[. -](Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*[. -]\d{2,4}"
)

Codes = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Column:
    """Values and codes of the rows that have all their cells.

    Shapes: values (rows,), NaN where a cell is no number; codes (rows,), the index of such a cell's word.
    """

    name: str
    place: int  # among the cells of a row, from 0
    values: Floats
    codes: Codes
    words: tuple[str, ...]

    @cached_property
    def is_number(self) -> NDArray[np.bool_]:
        """Whether each cell is a number."""
        return ~np.isnan(self.values)

    @cached_property
    def word_counts(self) -> Indices:
        """How often each word occurs."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.words))

    @cached_property
    def texts(self) -> int:
        """How many cells are neither numbers nor marks of a missing value."""
        missing = np.array([is_missing(word) for word in self.words], bool)
        beyond = int((self.codes == BEYOND).sum())
        return int(self.word_counts[~missing].sum()) + beyond if self.words else 0

    @cached_property
    def has_too_many_words(self) -> bool:
        """Whether it has more different texts than a category can have."""
        return bool((self.codes == BEYOND).any())

    @cached_property
    def different(self) -> Floats:
        """Its different numbers, in order."""
        return np.unique(self.values[self.is_number])

    @cached_property
    def dates(self) -> int:
        """How many cells are dates or times, as far as they are remembered."""
        return sum(
            count
            for word, count in zip(self.words, self.word_counts.tolist(), strict=True)
            if DATE.fullmatch(word)
        )


def is_missing(word: str) -> bool:
    """Whether a cell says that its value is missing."""
    return word.casefold() in MISSING


def is_text(word: str) -> bool:
    """Whether all characters of a cell are text in the chosen encoding."""
    return word.translate(WHITE).isprintable() and "\ufffd" not in word


class ColumnBuilder:
    """Takes the cells of a column block by block."""

    def __init__(self) -> None:
        self._values: list[Floats] = []
        self._codes: list[Codes] = []
        self._words: dict[str, int] = {}

    def take(self, cells: Sequence[str], decimal: str) -> None:
        """Read the next cells."""
        values = numbers(cells, decimal)
        codes = np.full(len(values), NUMBER, np.int32)
        rest = np.flatnonzero(np.isnan(values))
        if rest.size:
            codes[rest] = [self._code(cells[place]) for place in rest.tolist()]
        self._values.append(values)
        self._codes.append(codes)

    def _code(self, cell: str) -> int:
        word = cell.strip()
        code = self._words.get(word)
        if code is None:
            if len(self._words) >= MOST_WORDS:
                return BEYOND
            code = self._words[word] = len(self._words)
        return code

    @property
    def is_empty(self) -> bool:
        """Whether no cell has anything in it."""
        return set(self._words) <= {""} and all((codes >= 0).all() for codes in self._codes)

    def column(self, name: str, place: int) -> Column:
        """Put the blocks together."""
        nothing = np.zeros(0)
        values = np.concatenate([nothing, *self._values])
        codes = np.concatenate([nothing.astype(np.int32), *self._codes])
        return Column(name, place, values, codes, tuple(self._words))


def names_of(cells: Sequence[str]) -> Iterator[str]:
    """Name the columns after the cells of the first row; empty ones get numbers, a repeated name too."""
    taken: set[str] = set()
    for place, cell in enumerate(cells, 1):
        shown = (sign if sign.isprintable() else " " for sign in cell[: 4 * LONGEST_NAME])
        base = " ".join("".join(shown).split())[:LONGEST_NAME]
        base = base or f"column {place}"
        name, number = base, 1
        while name in taken:
            number += 1
            name = f"{base} ({number})"
        taken.add(name)
        yield name


def check_width(width: int, most: int) -> None:
    """Check the number of columns.

    Raises: UserError for too many.
    """
    if width > most:
        raise UserError(
            f"The table has {width:,} columns; at most {most:,} can be read. Is the separator right?"
        )
