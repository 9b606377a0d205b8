"""The preview shows the first row and bad rows among their neighbors, the rest folded; or all rows."""

from bplab.data.csv.detect import detect
from bplab.data.csv.own import make_import
from bplab.data.csv.plan import guess
from bplab.data.csv.table import read_table
from bplab.ui.dialogs.importing.model import BAD_CELL, PreviewModel, folded_lines


def numbers(lines):
    return [f"{line.folded} more" if line.folded else line.number for line in lines]


def test_bad_rows_stand_among_their_neighbors_and_the_rest_is_folded():
    assert numbers(folded_lines(2, 151, [17, 54, 120])) == [
        2, "13 more", 16, 17, 18, "34 more", 53, 54, 55, "63 more", 119, 120, "31 more",
    ]  # fmt: skip


def test_without_bad_rows_more_of_the_first_ones_are_shown():
    assert numbers(folded_lines(2, 151, [])) == [*range(2, 18), "134 more"]
    assert numbers(folded_lines(1, 4, [])) == [1, 2, 3, 4]
    assert numbers(folded_lines(2, 3, [2, 3])) == [2, 3]


def test_cells_are_shown_as_written_and_bad_ones_told(qapp, flowers):
    table = read_table(flowers, detect(flowers))
    plan = guess(table)
    bad = make_import(table, plan).examples.bad
    model = PreviewModel()
    model.show_table(table, plan, bad, everything=False)
    assert (model.rowCount(), model.columnCount()) == (13, 6)
    assert [model.index(3, column).data() for column in range(6)] == [
        "16",
        "5,7",
        "4,4",
        "n/a",
        "0,4",
        "setosa",
    ]
    assert [bool(model.index(3, column).data(BAD_CELL)) for column in range(6)] == [0, 0, 0, 1, 0, 0]
    assert model.index(7, 5).data(BAD_CELL)  # the cell that row 54 lacks
    model.show_table(table, plan, bad, everything=True)
    assert model.rowCount() == 150
    assert model.index(149, 5).data() == "virginica"
