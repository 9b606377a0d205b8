"""Further rows are encoded like those that were learned from; what cannot be used is noted by its row."""

from dataclasses import replace

import numpy as np
import pytest

from bplab.data.csv.detect import detect
from bplab.data.csv.further import check_encoding, further_rows, missing_columns, plain_encoding
from bplab.data.csv.own import make_import
from bplab.data.csv.plan import guess
from bplab.data.csv.table import read_table
from bplab.errors import UserError

LEARNED = (
    "size,color,sold,price\n1,red,yes,10\n2,blue,no,20\n3.5,red,no,31\n4,green,yes,40\n4.5,blue,yes,52\n"
)


def table_of(text):
    raw = text.encode()
    return read_table(raw, detect(raw))


def learned(gaps="leave_out"):
    table = table_of(LEARNED)
    return make_import(table, replace(guess(table, "price"), gaps=gaps)).own_data("cars")


def test_rows_that_were_learned_from_are_encoded_as_they_were():
    own = learned()
    found = further_rows(table_of(LEARNED), own.encoding)
    assert found.inputs.tolist() == own.dataset.inputs.tolist()
    assert found.numbers.tolist() == [2, 3, 4, 5, 6]
    assert found.good.all()
    assert found.notes == {}


def test_columns_may_come_in_another_order_and_without_the_target():
    found = further_rows(table_of("sold,size,color\nyes,7,green\nno,8,red\n"), learned().encoding)
    names = learned().dataset.input_names
    row = dict(zip(names, found.inputs[0].tolist(), strict=True))
    assert row == {"size": 7, "color = blue": 0, "color = green": 1, "color = red": 0, "sold": 1}


@pytest.mark.parametrize("gaps", ["leave_out", "fill"])
def test_an_unknown_category_and_a_missing_number_are_noted(gaps):
    text = "size,color,sold\n7,violet,yes\n,red,no\n8,red\n9,blue,no\n"
    found = further_rows(table_of(text), learned(gaps).encoding)
    filled = gaps == "fill"
    end = ", filled" if filled else ""
    assert found.notes == {
        2: f"color: 'violet' is not among the values of the training part{end}",
        3: f"size: the cell is empty{end}",
        4: "2 cells, but 3 names",
    }
    assert found.good.tolist() == [filled, filled, False, True]
    if filled:
        assert found.inputs[0, 1:4] == pytest.approx([0.4, 0.2, 0.4])  # the shares of the levels
        assert found.inputs[1, 0] == 3


def test_a_missing_column_is_named():
    table = table_of("size,sold\n1,yes\n")
    assert missing_columns(table, learned().encoding) == ["color"]
    with pytest.raises(UserError, match="no column 'color'"):
        further_rows(table, learned().encoding)


def test_data_that_came_from_no_table_is_read_as_numbers():
    found = further_rows(table_of("b,a\n2,1\nx,3\n"), plain_encoding(("a", "b")))
    assert found.inputs[0].tolist() == [1, 2]
    assert found.good.tolist() == [True, False]
    assert np.isfinite(found.inputs).all()


def test_names_with_small_digits_may_be_typed_with_plain_ones():
    for heads in ("x1,x2", "x₁,x₂"):
        found = further_rows(table_of(f"{heads}\n1,2\n3,4\n"), plain_encoding(("x₁", "x₂")))
        assert found.inputs.tolist() == [[1, 2], [3, 4]]


def column(**changes):
    return {
        "name": "a",
        "role": "input",
        "kind": "category",
        "levels": ["r", "g"],
        "fill": [0.5, 0.5],
    } | changes


def test_an_encoding_of_the_lab_makes_as_many_inputs_as_there_are():
    for gaps in ("leave_out", "fill"):
        own = learned(gaps)
        check_encoding(own.encoding, len(own.dataset.input_names))
    check_encoding({"columns": [column()]}, 2)


@pytest.mark.parametrize(
    "columns",
    [
        None,
        3,
        "columns",
        [3],
        [{}],
        [column(name=3)],
        [column(role=[])],
        [column(kind="picture")],
        [column(kind=[])],
        [column(kind="number")],
        [column(levels=None)],
        [column(levels="rg")],
        [column(levels=["r", "r"])],
        [column(levels=["r", 3])],
        [column(fill=[0.5])],
        [column(fill=["a", "b"])],
        [column(fill=0.5)],
        [column(fill=None)],
        [column(), column(name="b")],
        [],
    ],
)
def test_an_encoding_that_someone_else_wrote_is_refused_in_words(columns):
    with pytest.raises(UserError, match="is damaged in this file"):
        check_encoding({"columns": columns}, 2)


def test_an_encoding_without_columns_is_refused():
    with pytest.raises(UserError, match="is damaged in this file"):
        check_encoding({"more": 1}, 2)
