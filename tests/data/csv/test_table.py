"""A table is read in blocks, within limits, and each row can be read again as it is written."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bplab.data.csv.builder import Cancelled
from bplab.data.csv.detect import detect
from bplab.data.csv.dialect import DECIMALS, ENCODINGS, SEPARATORS, Dialect
from bplab.data.csv.own import make_import
from bplab.data.csv.plan import guess
from bplab.data.csv.table import read_table
from bplab.errors import UserError

TEXT = 'größe,"a\nb",c\n1,"2,5",x\n\n3,4\n"5"6,7,y\n8,"\n",€\n'
SIGNS = st.sampled_from(
    [*"01259.,;\t |\"'-+eE\r\n\0", "a", "é", "€", "😀", "\u2028", "yes", "1e999", "2026-01-02"]
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_rows_are_read_again_as_written_and_numbered_as_in_a_spreadsheet(encoding):
    raw = TEXT.encode(encoding)
    table = read_table(raw, detect(raw))
    assert [column.name for column in table.columns] == ["größe", "a b", "c"]
    assert table.numbers.tolist() == [2, 6]
    assert sorted(table.misshapen) == [4, 5]
    written = [table.cells(number) for number in range(1, table.last + 1)]
    assert written[1:] == [["1", "2,5", "x"], [], ["3", "4"], ['"5"6,7,y'], ["8", "", "€"]]


def test_bytes_that_are_no_text_keep_the_places_of_rows():
    raw = b"a,b\n\xff\xfe1,2\n3,\x80\n5,6\n"
    table = read_table(raw, Dialect("utf-8"))
    assert [table.cells(number)[1] for number in (2, 4)] == ["2", "6"]


def test_reading_says_how_far_it_is_and_can_be_given_up():
    raw = b"a,b\n" + b"1,2\n" * 100_000
    heard = []
    read_table(raw, Dialect(), heard.append)
    assert heard == sorted(heard)
    assert len(heard) > 3
    assert heard[-1] == 1.0

    def give_up(share):
        raise Cancelled

    with pytest.raises(Cancelled):
        read_table(raw, Dialect(), give_up)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(SIGNS, max_size=80).map("".join),
    st.sampled_from(sorted(ENCODINGS)),
    st.sampled_from(sorted(SEPARATORS)),
    st.sampled_from(sorted(DECIMALS)),
    st.booleans(),
)
def test_any_text_is_read_or_refused_in_a_sentence(text, encoding, separator, decimal, header):
    raw = text.encode(encoding, "replace")
    for dialect in (detect, lambda _: Dialect(encoding, separator, decimal, header)):
        with suppress(UserError):
            table = read_table(raw, dialect(raw))
            for number in range(1, table.last + 1):
                table.cells(number)
            make_import(table, guess(table)).own_data("any")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(sorted(ENCODINGS)))
def test_any_bytes_are_read_or_refused_in_a_sentence(raw, encoding):
    with suppress(UserError):
        table = read_table(raw, Dialect(encoding))
        make_import(table, guess(table)).own_data("any")
