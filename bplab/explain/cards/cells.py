"""What a card is made of: printed numbers, rows of them, tables whose columns have equal decimals."""

from typing import NamedTuple

from bplab.experiment.parameters import Parameter
from bplab.explain.names import Name


class Unit(NamedTuple):
    """A neuron, to be opened; layers with weights count from 0, the inputs are -1."""

    layer: int
    unit: int


Opens = Parameter | Unit | None


class Figure(NamedTuple):
    """A number as it is printed: what it is called, all its digits, and what it opens."""

    name: Name
    value: float
    text: str
    opens: Opens = None


class Row(NamedTuple):
    """A line that ends in a number; `aligned`, its pieces are factors that stand in columns."""

    lead: str  # LaTeX
    pieces: tuple[Figure | str, ...]
    result: Figure
    closes: bool = True
    aligned: bool = False
    marked: bool = False
    hints: tuple[str, ...] = ()  # under the pieces, in words
    note: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All numbers, in the order of reading."""
        return (*(piece for piece in self.pieces if isinstance(piece, Figure)), self.result)


class Table(NamedTuple):
    """Rows, and under a rule what they come to; heads stand over the columns, the last over the results."""

    rows: tuple[Row, ...]
    ends: tuple[Row, ...] = ()
    lead: str = ""  # LaTeX, over the table
    heads: tuple[str, ...] = ()  # LaTeX
    label: str = ""  # in words, beside the heads

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """The rows over the rule and under it."""
        return (*self.rows, *self.ends)


class Card(NamedTuple):
    """A framed part: its number in the tutorial's order, its title, what more is said of it, its tables."""

    number: int
    title: str
    more: str
    tables: tuple[Table, ...]
    note: str = ""

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in the order of reading."""
        return tuple(row for table in self.tables for row in table.all_rows)
