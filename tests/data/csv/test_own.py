"""Columns become inputs and targets: as they are, as one input a value, with gaps left out or filled."""

from dataclasses import replace

import numpy as np
import pytest

from bplab.data.csv.detect import detect
from bplab.data.csv.draft import evaluate
from bplab.data.csv.kinds import fault
from bplab.data.csv.own import make_import
from bplab.data.csv.plan import Use, guess, with_role, with_target, with_task
from bplab.data.csv.table import read_table
from bplab.data.csv.words import heading, parts, ranges
from bplab.errors import UserError

RAW = b"size,color,ok,price\n1,red,yes,10\n,blue,no,20\n3,,yes,30\n5,red,no,45\n"


def table_of(raw):
    return read_table(raw, detect(raw))


def test_a_category_becomes_one_input_a_value_and_yes_or_no_a_single_one():
    table = table_of(RAW)
    data = make_import(table, guess(table)).own_data("RAW").dataset
    assert data.input_names == ("size", "color = red", "ok")  # blue is in a row that is left out
    assert data.inputs.tolist() == [[1, 1, 1], [5, 1, 0]]
    assert data.targets.tolist() == [[10], [45]]
    assert data.target_names == ("price",)


def test_gaps_are_filled_with_means_also_of_a_category():
    table = table_of(RAW)
    found = make_import(table, replace(guess(table), gaps="fill"))
    data = found.own_data("RAW").dataset
    assert data.input_names == ("size", "color = blue", "color = red", "ok")
    assert data.inputs[1].tolist() == [3, 1, 0, 0]
    np.testing.assert_allclose(data.inputs[2], [3, 1 / 3, 2 / 3, 1])
    assert heading(found.examples) == "2 cells are filled"
    assert [row.text for row in found.examples.bad] == [
        "size: the cell is empty: filled",
        "color: the cell is empty: filled",
    ]


def test_a_second_file_is_read_like_the_first_and_is_the_test_part():
    table = table_of(RAW)
    second = table_of(b"price,ok,size,color\n7,no,2,red\n8,no,2,green\n")
    found = make_import(table, guess(table, "price"), second)
    own = found.own_data("RAW")
    assert own.test_rows == 1
    assert own.dataset.inputs[-1].tolist() == [2, 1, 0]
    assert own.dataset.targets[-1].tolist() == [7]
    assert [row.text for row in found.tests.bad] == [
        "color: 'green' is not among the values of the training part: left out"
    ]
    with pytest.raises(UserError, match="The second file has no column 'ok'"):
        make_import(table, guess(table), table_of(b"size,color,price\n1,red,2\n3,red,4\n"))


def test_the_task_follows_from_the_target_and_can_be_changed():
    table = table_of(b"x,grade\n" + b"1.5,1\n2.5,2\n3.5,3\n" * 10)
    plan = guess(table)
    assert (plan.task, plan.uses[1].kind) == ("classification", "category")
    assert make_import(table, plan).examples.dataset.classes == ("1", "2", "3")
    changed = with_task(table, plan, "regression")
    assert make_import(table, changed).examples.dataset.targets[:3].tolist() == [[1], [2], [3]]
    assert with_target(table, plan, 0).task == "regression"  # 1.5, 2.5, 3.5 are no names of classes
    assert with_target(table, plan, 0).is_guessed
    assert not changed.is_guessed


def test_the_reason_of_a_guessed_task_counts_the_names_of_the_rows_that_are_used():
    table = table_of(b"size,kind\n1,a\n2,b\n3,a\nlarge,c\n4,b\n5,a\n")
    plan = guess(table)
    outcome = evaluate("t", table, plan)
    assert (outcome.ranges[1], outcome.why) == ("2 names", "guessed: kind has 2 names")
    assert evaluate("t", table, with_target(table, plan, 0)).why == "guessed: size has numbers"
    assert evaluate("t", table, replace(plan, is_guessed=False)).why == ""
    assert evaluate("t", table, with_role(table, plan, 1, "ignore")).why == ""


def test_what_cannot_be_learned_is_refused_in_a_sentence():
    table = table_of(RAW)
    for uses, why in (
        ([Use("input")] * 4, "No column is the target"),
        ([Use("target")] * 4, "No column is an input"),
        ([Use("input"), *[Use("target")] * 3], "Classification has one target"),
        ([*[Use("input")] * 3, Use("target")], "Classification needs classes, but price is read as numbers"),
        (
            [Use("input"), Use("ignore"), Use("ignore"), Use("target", "yes_no")],
            "No row of the table can be used",
        ),
    ):
        with pytest.raises(UserError, match=why):
            make_import(table, replace(guess(table), task="classification", uses=tuple(uses)))


def test_numbers_are_described_in_the_decimal_mark_of_the_file():
    table = table_of(b"a;b\n1,5;x\n2,0;y\n10,25;x\n")
    found = make_import(table, guess(table))
    assert list(ranges(table, found.plan, found.examples.used)) == ["1,50..10,25", "2 names"]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("72206 1689123", "72,206..1,689,123"),
        ("1990 2024", "1990..2024"),
        ("-3 5", "−3..5"),
        ("-1234567.5 0.25", "−1,234,567.50..0.25"),
        ("0.12345 1234567.12345", "0.1235..1.235e6"),
        ("7 1689000000", "7..1.689e9"),
    ],
)
def test_the_range_of_a_column_is_written_like_other_numbers(cells, said):
    table = table_of("size,kind\n{},a\n{},b\n".format(*cells.split()).encode())
    found = make_import(table, guess(table))
    assert next(ranges(table, found.plan, found.examples.used)) == said


def test_the_range_of_large_numbers_is_grouped_as_in_a_file_with_decimal_commas():
    table = table_of(b"a;b\n12345,5;x\n2,0;y\n1234567,0;x\n")
    found = make_import(table, guess(table))
    assert next(ranges(table, found.plan, found.examples.used)) == "2,0..1.234.567,0"


def test_parts_are_counted_as_they_will_be_split():
    table = table_of(b"x,y,kind\n" + b"1,2,a\n2,3,b\n4,5,c\n" * 49)
    data = make_import(table, guess(table)).examples.dataset
    assert parts(data, 70, stratify=True) == ("103 train: 35 a, 34 b, 34 c", "44 test: 14 a, 15 b, 15 c")
    assert parts(data, 70, stratify=False) == ("103 train", "44 test")


def test_texts_beyond_those_that_are_remembered_are_bad_cells_too():
    raw = b"x,y\n" + b"".join(f"{n},{n % 9}.5\n{n},{n % 7}.5\n".encode() for n in range(8_000))
    raw += b"".join(f"word {n},1.5\n".encode() for n in range(3_000))
    table = table_of(raw)
    found = make_import(table, guess(table))
    assert found.examples.left_out == 3_000
    assert found.examples.bad[0].why == "x: 'word 0' is not a number"
    plan = guess(table)
    column = table.columns[0]
    assert fault(column, len(column.codes) - 1, "number", ".") == "the cell is not a number"
    uses = (Use("input", "category"), plan.uses[1])
    with pytest.raises(UserError, match="x has more than 1,000 different values: too many for a category"):
        make_import(table, replace(plan, uses=uses))
