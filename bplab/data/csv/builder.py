"""Takes the rows of a table one by one, within limits, and reads the cells of its columns in blocks."""

from array import array
from collections.abc import Callable, Iterable

from bplab.data.csv.column import ColumnBuilder
from bplab.data.csv.dialect import Dialect
from bplab.data.csv.rows import Row
from bplab.errors import UserError

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 1_000_000, 1_000, 40_000_000
MOST_LINES = 2 * MOST_ROWS  # with empty ones
BLOCK_ROWS, BLOCK_CELLS = 2_000, 200_000  # read at once; of a single column in less than a ms
Watch = Callable[[float], None]  # gets the share that is read; may raise Cancelled


class Cancelled(Exception):  # noqa: N818 - not an error
    """Reading was given up."""


class TableBuilder:
    """Numbers the rows and sets aside those that lack cells.

    The cells of a block stand in a single list: a list for each row would have Python search all objects of
    the window for cycles again and again.
    """

    def __init__(self, width: int, dialect: Dialect, empty: Iterable[int]) -> None:
        self._width, self._decimal = width, dialect.decimal
        self._noun = "name" if dialect.header else "column"
        self._cells: list[str] = []
        self._block = max(1, min(BLOCK_ROWS, BLOCK_CELLS // width))
        self.columns = [ColumnBuilder() for _ in range(width)]
        self.numbers, self.misshapen = array("q"), dict[int, str]()
        self.ends = array("q", empty)

    def skip(self, row: Row) -> None:
        """Number a row without taking its cells."""
        self.ends.append(row.end)

    def take(self, row: Row) -> bool:
        """Take a row; return whether this ended a block.

        Raises: UserError for more rows or cells than can be read.
        """
        cells, end, wrong = row
        self.ends.append(end)
        if len(cells) != self._width:
            cells = self._fitted(cells, wrong)
        if any(cells):
            self._cells += cells
            self.numbers.append(len(self.ends))
        is_full = len(self.ends) % self._block == 0
        if is_full:
            self.flush()
        return is_full

    def flush(self) -> None:
        """Read the cells of the block.

        Raises: UserError for more rows or cells than can be read.
        """
        self._check_size()
        cells, self._cells = self._cells, []
        if cells:
            for place, column in enumerate(self.columns):
                column.take(cells[place :: self._width], self._decimal)

    def _fitted(self, cells: list[str], wrong: str) -> list[str]:
        """Leave out empty cells at the end of a row; of a misshapen one, all."""
        if not wrong and len(cells) > self._width and not any(cells[self._width :]):
            return cells[: self._width]
        if wrong or any(cells):
            self.misshapen[len(self.ends)] = wrong or self._miscounted(len(cells))
        return []

    def _miscounted(self, count: int) -> str:
        width = self._width
        plural = "s" * (count != 1), "s" * (width != 1)
        return f"{count:,} cell{plural[0]}, but {width:,} {self._noun}{plural[1]}"

    def _check_size(self) -> None:
        if len(self.numbers) + len(self.misshapen) > MOST_ROWS or len(self.ends) > MOST_LINES:
            raise UserError(
                f"The table has more than {MOST_ROWS:,} rows. Take a part of them: a small network learns "
                "from fewer."
            )
        if len(self.numbers) * self._width > MOST_CELLS:
            raise UserError(f"The table has more than {MOST_CELLS:,} cells. Leave out columns or rows.")
