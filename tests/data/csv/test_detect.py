"""How a table is written is detected: tables written in all manners are read back to the last value."""

import csv
import io
import random

import numpy as np
import pytest

from bplab.data.csv.detect import detect
from bplab.data.csv.table import read_table

WORDS = ["red", "blue", "Müller", "New York", "a, b", "x;y", 'say "hi"', "1st", "été", "100 g", "yes"]
SWAPPED = str.maketrans(",.", ".,")


def written(chance: random.Random, values: np.ndarray, words: list[str]) -> tuple[bytes, str]:
    """The bytes of a table in one of many manners, and its decimal mark."""
    separator, thousands = chance.choice(",;\t|"), chance.random() < 0.2
    decimal = "." if separator == "," and chance.random() < 0.8 else chance.choice(".,")
    text = io.StringIO()
    quoting, end = chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), chance.choice(["\n", "\r\n", "\r"])
    writer = csv.writer(text, delimiter=separator, quoting=quoting, lineterminator=end)
    if chance.random() < 0.8:
        writer.writerow([*(f"col {place}" for place in range(values.shape[1])), *(["name"] if words else [])])
    for row, *word in zip(values, *([words] if words else []), strict=True):
        cells = [f"{value:,.2f}" if thousands else f"{value:.2f}" for value in row]
        writer.writerow([cell.translate(SWAPPED) if decimal == "," else cell for cell in cells] + word)
    return text.getvalue().encode(chance.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])), decimal


@pytest.mark.parametrize("seed", range(100))
def test_a_table_is_read_back_however_it_was_written(seed):
    chance = random.Random(seed)
    rows, columns, scale = chance.randrange(4, 60), chance.randrange(1, 6), chance.choice([1, 10, 1000, 1e5])
    values = np.array([[round(chance.gauss(0, scale), 2) for _ in range(columns)] for _ in range(rows)])
    some = chance.sample(WORDS, 3)
    words = [chance.choice(some) for _ in range(rows)] if columns == 1 or chance.random() < 0.6 else []
    raw, decimal = written(chance, values, words)
    dialect = detect(raw)
    assert dialect.decimal == decimal
    table = read_table(raw, dialect)
    assert len(table.columns) == columns + bool(words)
    for place in range(columns):
        np.testing.assert_array_equal(table.columns[place].values, values[:, place])
    if words:
        last = table.columns[-1]
        assert [last.words[code] for code in last.codes] == words
