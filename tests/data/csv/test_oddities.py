"""Four dozen oddities of tables load right or are refused in words; as a script it prints them."""

from collections.abc import Callable

import numpy as np
import pytest

from bplab.data.csv.detect import detect
from bplab.data.csv.own import make_import
from bplab.data.csv.plan import guess
from bplab.data.csv.table import read_table
from bplab.data.csv.words import summary
from bplab.data.tables import iris
from bplab.errors import UserError

PLAIN = "x,y,kind\n1,2,a\n3,4,b\n5.5,6,a\n7,8,b\n"
LOADED = "4 rows, 4 used, 2 inputs, 2 classes"


def told(raw: bytes) -> list[str]:
    """What one reads of a table: counts and reasons, or the sentence that refuses it."""
    try:
        table = read_table(raw, detect(raw))
        found = make_import(table, guess(table))
        data = found.own_data("table").dataset
    except UserError as error:
        return [str(error)]
    assert np.isfinite(data.inputs).all()
    assert np.isfinite(data.targets).all()
    reasons = [f"row {row.number:,}: {row.text}" for row in found.examples.bad]
    ignored = [f"{c.name}: {u.why}" for c, u in zip(table.columns, found.plan.uses, strict=True) if u.why]
    return [summary(table, found.examples)[0], *reasons, *ignored]


def iris_messung() -> bytes:
    """A measurement of iris flowers with row numbers, semicolons, decimal commas and three bad rows."""
    flowers = iris(np.random.default_rng(0), 0, 0)
    lines = [["no", *(name.removesuffix(" (cm)") for name in flowers.input_names), "species"]]
    for number, (sizes, kind) in enumerate(zip(flowers.inputs, flowers.targets, strict=True), 1):
        cells = [f"{size:.1f}".replace(".", ",") for size in sizes]
        lines.append([str(number), *cells, flowers.classes[kind]])
    lines[16][3] = "n/a"
    del lines[53][4]
    lines[119][1] = "7,7 cm"
    return "".join(f"{';'.join(cells)}\n" for cells in lines).encode()


def rows(count: int, line: Callable[[int], str], names: str = "x,y,kind\n") -> bytes:
    """A table of lines made from their numbers."""
    return (names + "".join(line(number) for number in range(count))).encode()


TEXTS = {  # oddity: table, what is told
    "plain": (PLAIN, LOADED),
    "line ends of old Macs": (PLAIN.replace("\n", "\r"), LOADED),
    "line ends of Windows": (PLAIN.replace("\n", "\r\n"), LOADED),
    "no line end at the end": (PLAIN.rstrip("\n"), LOADED),
    "semicolons, decimal commas": (PLAIN.replace(",", ";").replace(".", ","), LOADED),
    "tabs": (PLAIN.replace(",", "\t"), LOADED),
    "tabs, decimal commas": (PLAIN.replace(",", "\t").replace(".", ","), LOADED),
    "bars": (PLAIN.replace(",", "|"), LOADED),
    "columns of spaces": (PLAIN.replace(",", "   "), LOADED),
    "spaces after commas": (PLAIN.replace(",", ", "), LOADED),
    "sep= line": ("sep=|\r\n" + PLAIN.replace(",", "|"), LOADED),
    "empty lines": ("\n" + PLAIN.replace("\n", "\n\n,,\n"), LOADED),
    "no header": (PLAIN.partition("\n")[2], LOADED),
    "duplicate headers": (PLAIN.replace("y", "x", 1), LOADED),
    "a name missing": (PLAIN.replace("y", "", 1), LOADED),
    "thousands, decimal points": (
        'x,y\n"1,234.5",1\n"2,000,000",2.5\n3,4\n',
        "3 rows, 3 used, 1 input, 1 target",
    ),
    "thousands, decimal commas": (
        "x;y\n1.234,5;1\n2.000.000;2,5\n3;4\n",
        "3 rows, 3 used, 1 input, 1 target",
    ),
    "quotes and newlines in fields": (
        'x,y,"kind, or ""sort"""\n1,2,"a\nb"\n3,"4","c, d"\n5,6,"a\nb"\n',
        "3 rows, 3 used, 2 inputs, 2 classes",
    ),
    "quotation mark inside": (
        PLAIN + '9,"1"0,a\n',
        "5 rows, 4 used, 2 inputs, 2 classes",
        "row 6: a cell goes on after its closing quotation mark: left out",
    ),
    "quotation mark never closed": (
        PLAIN + '9,10,"a\n11,12,b\n',
        "5 rows, 4 used, 2 inputs, 2 classes",
        "row 6: a quotation mark is never closed, so all that follows is one cell: left out",
    ),
    "ragged rows": (
        PLAIN + "9,10\n9,10,a,11\n9,10,b,,\n",
        "7 rows, 5 used, 2 inputs, 2 classes",
        "row 6: 2 cells, but 3 names: left out",
        "row 7: 4 cells, but 3 names: left out",
    ),
    "an empty cell": (
        PLAIN + ",10,a\n",
        "5 rows, 4 used, 2 inputs, 2 classes",
        "row 6: x: the cell is empty: left out",
    ),
    "1e999": (
        PLAIN + "1e999,1,a\n",
        "5 rows, 4 used, 2 inputs, 2 classes",
        "row 6: x: '1e999' is too large: numbers may be up to 1e15: left out",
    ),
    "nan and inf": (
        PLAIN + "nan,1,a\n7,8,a\n9,-inf,b\n",
        "7 rows, 5 used, 2 inputs, 2 classes",
        "row 6: x: 'nan' is not a number: left out",
        "row 8: y: '-inf' is not a number: left out",
    ),
    "NUL": (
        PLAIN + "1\0,1,a\n",
        "5 rows, 4 used, 2 inputs, 2 classes",
        "row 6: x: '1\\x00' has characters that are no text in this encoding: left out",
    ),
    "other digits, underscores": (
        PLAIN + "9,1,a\n" * 6 + "1_000,1,a\n٣,1,b\n",
        "12 rows, 10 used, 2 inputs, 2 classes",
        "row 12: x: '1_000' is not a number: left out",
        "row 13: x: '٣' is not a number: left out",
    ),
    "minus sign of typography": (PLAIN + "−9,1,a\n", "5 rows, 5 used, 2 inputs, 2 classes"),
    "empty file": ("", "The file has no rows."),
    "names only": ("x,y\n", "The table has no rows below the names."),
    "one row": ("x,y\n1,2\n", "Only one row can be used: learning needs at least two."),
    "one column": ("x\n1\n2\n", "The table has only one column. Is the separator right?"),
    "a class seen once": (PLAIN + "1,2,c\n", "5 rows, 5 used, 2 inputs, 3 classes"),
    "a long text as class": (
        PLAIN + f"1,2,{'a' * 300}\n",
        "5 rows, 4 used, 2 inputs, 2 classes",
        "row 6: kind: 'aaaaaaaaaaaaaaaaa...aaaaaaaaaaaaaaaaaa' is longer than 256 characters: left out",
    ),
    "a cell of 70 kB": (
        PLAIN + f"1,2,{'a' * 70_000}\n",
        "Row 6 has a cell of more than 64 kB. Is there a quotation mark that is never closed?",
    ),
    "a quotation mark opened in a long file": (
        PLAIN + '1,"2,a\n' + "1,2,a\n" * 30_000,
        "Row 6 has a cell of more than 64 kB. Is there a quotation mark that is never closed?",
    ),
    "1,001 columns": (
        ",".join(map(str, range(1001))) + "\n",
        "The table has 1,001 columns; at most 1,000 can be read. Is the separator right?",
    ),
}
BYTES = {
    "UTF-8 with byte order mark": (PLAIN.encode("utf-8-sig"), LOADED),
    "UTF-16": (PLAIN.encode("utf-16"), LOADED),
    "UTF-16, big-endian": (b"\xfe\xff" + PLAIN.encode("utf-16-be"), LOADED),
    "UTF-16 without byte order mark": (PLAIN.encode("utf-16-le"), LOADED),
    "Windows-1252": (PLAIN.replace("kind", "größe “ok”").encode("cp1252"), LOADED),
    "Latin-1": (PLAIN.replace("kind", "größe\x81").encode("latin-1"), LOADED),
    "constant column": (
        rows(40, lambda n: f"{n % 7},5,{'ab'[n % 2]}\n"),
        "40 rows, 40 used, 2 inputs, 2 classes",
    ),
    "constant target": (
        rows(40, lambda n: f"{n % 7},{n},a\n"),
        "All rows have the same kind, 'a': there is nothing to tell apart.",
    ),
    "200 classes as text": (
        rows(600, lambda n: f"{n % 7},{n % 5},k{n % 200}\n"),
        "600 rows, 600 used, 2 inputs, 200 classes",
    ),
    "classes as numbers": (
        rows(60, lambda n: f"{n % 7},{n % 5},{n % 3}\n"),
        "60 rows, 60 used, 2 inputs, 3 classes",
    ),
    "semicolons, few decimal commas": (
        rows(120, lambda n: f"{n % 90},4;south;no;{119900 + n % 50}\n", "area;district;garden;price\n"),
        "120 rows, 120 used, 3 inputs, 1 target",
    ),
    "dates": (
        rows(40, lambda n: f"2026-11-{n % 30 + 1:02d},{n % 7},{n / 8}\n", "day,x,y\n"),
        "40 rows, 40 used, 1 input, 1 target",
        "day: it has dates, which are no numbers: add a column such as days since the first",
    ),
    "names of single rows": (
        rows(40, lambda n: f"sample {n},{n % 7},{n / 8}\n", "name,x,y\n"),
        "40 rows, 40 used, 1 input, 1 target",
        "name: it has 40 different texts",
    ),
    "yes and no": (
        rows(40, lambda n: f"{n % 7},{'Yes' if n % 3 else 'no'},{n / 8}\n", "x,sunny,y\n"),
        "40 rows, 40 used, 2 inputs, 1 target",
    ),
    "a spreadsheet": (
        b"PK\x03\x04" + b"\0" * 100,
        "The file is a spreadsheet or archive, not a table of text: save it as CSV in its own program.",
    ),
    "row numbers, three bad rows": (
        iris_messung(),
        "150 rows, 147 used, 4 inputs, 3 classes",
        "row 17: petal length: 'n/a' is not a number: left out",
        "row 54: 5 cells, but 6 names: left out",
        "row 120: sepal length: '7,7 cm' is not a number: left out",
        "no: it only counts the rows",
    ),
}  # fmt: skip
ALL = {title: (text.encode(), *expected) for title, (text, *expected) in TEXTS.items()} | BYTES


@pytest.mark.parametrize("title", ALL)
def test_an_oddity_loads_right_or_is_refused_in_a_sentence(title):
    raw, *expected = ALL[title]
    assert told(raw) == expected


@pytest.mark.slow
def test_a_million_rows_are_read_and_one_more_is_refused():
    raw = b"x,y,kind\n" + b"1.25,-3.5,a\n0.5,2.25,b\n" * 500_000
    assert told(raw) == ["1,000,000 rows, 1,000,000 used, 2 inputs, 2 classes"]
    assert told(raw + b"1,2,a\n")[0].startswith("The table has more than 1,000,000 rows.")


if __name__ == "__main__":
    for oddity, (table_bytes, *_) in ALL.items():
        print(f"{oddity:40}", *told(table_bytes), sep="\n    ")
