"""A formula sheet on paper: what is printed is recomputed, nothing is cut off, fonts are embedded."""

import re
from collections import defaultdict

import pytest

from bplab.experiment.presets import preset
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.training.trainer import Trainer
from bplab.ui.formula_sheet.making import SheetOptions, sheet_pages, sheet_pdf
from bplab.ui.formula_sheet.paper import HEIGHT, LEFT, RIGHT, WIDTH
from bplab.ui.style.theme import Theme

PRESETS = ("worked-example", "worked-example-biases", "circle", "spiral", "iris", "encoder", "moons", "wine")
WORKSHEET = SheetOptions(worksheet=True, decimals=4)
NUMBER = r"−?\d+(\.\d+)?"


@pytest.fixture(scope="module")
def theme(qapp):
    return Theme("dark")  # paper is white whatever the window is


LARGE = Experiment(
    data=DataSpec("gauss", points=40),
    layers=(Layer(3, "identity"),),
    output=Output("identity"),
    loss="half_squared",
    start={"b2[1]": 123456.78912345, "W2[1,1]": -98765.4321987},
)


def start_of(name, steps=2):
    trainer = Trainer(LARGE if name == "large" else preset(name))
    trainer.advance(steps if name != "large" else 0)
    return trainer.next_step()


def rows_of(pages):
    """The texts of each line, from left to right, formulas as ~."""
    rows = defaultdict(list)
    for number, items in enumerate(pages):
        for item in items:
            if item.text:
                formula = bool(re.search(r"[\\^_{}]", item.text))
                rows[number, round(item.rect.top() if not formula else item.rect.top() + 0.2)].append(item)
    return rows


SIGNS = {"²": "**2", "½ ": "0.5*", "×": "*", "÷": "/", "−": "-"}


def arithmetic(text):
    for sign, python in SIGNS.items():
        text = text.replace(sign, python)
    return eval(text)


def read(row):
    """The printed equations of a line: an expression of numbers alone, and its result."""
    parts = [item.text for item in sorted(row, key=lambda item: item.rect.left())]
    for place, part in enumerate(parts[2:], 2):
        if re.fullmatch(NUMBER, part) and parts[place - 1] == "=":
            before = parts[: place - 1]
            begin = max((at for at, text in enumerate(before) if re.search(r"[\\^_{=]", text)), default=-1)
            expression = " ".join(before[begin + 1 :])
            if re.search(r"\d [×÷+−]|²", expression):
                yield re.sub(rf"^{NUMBER} (?=[\d−(])", "", expression), part


def texts(pages):
    return [item.text for page in pages for item in page if item.text]


def test_printed_products_and_sums_give_the_printed_results(theme):
    found = 0
    for row in rows_of(sheet_pages(start_of("worked-example", 0), 0, SheetOptions(), theme)).values():
        for expression, result in read(row):
            last = 10.0 ** -len(result.partition(".")[2])
            assert abs(arithmetic(expression) - arithmetic(result)) <= 0.5 * last, (expression, result)
            found += 1
    assert found == 33  # all but the four sigmoids, which the test of the sheet works out


@pytest.mark.parametrize("name", [*PRESETS, "large"])
@pytest.mark.parametrize("options", [SheetOptions(), WORKSHEET], ids=["results", "worksheet"])
def test_nothing_is_cut_off_and_no_text_stands_on_another(theme, name, options):
    for page in sheet_pages(start_of(name), 0, options, theme):
        written = [item for item in page if item.text]
        assert written
        for item in page:
            assert item.rect.left() >= LEFT - 1
            assert item.rect.right() <= RIGHT + 1
            assert 0 < item.rect.top() <= item.rect.bottom() < HEIGHT
        for number, one in enumerate(written):
            for other in written[:number]:
                common = one.rect.intersected(other.rect)
                assert common.width() < 1 or common.height() < 2, (one.text, other.text)


def test_the_worked_example_and_its_worksheet_are_one_page_each(theme):
    start = start_of("worked-example", 0)
    assert len(sheet_pages(start, 0, SheetOptions(), theme)) == 1
    assert len(sheet_pages(start, 0, WORKSHEET, theme)) == 1
    assert len(sheet_pages(start, 0, SheetOptions(worksheet=True, decimals=4, key=True), theme)) == 2


def test_a_worksheet_prints_what_is_given_and_no_result(theme):
    start = start_of("worked-example", 0)
    blank, solved = (
        texts(sheet_pages(start, 0, options, theme)) for options in (WORKSHEET, SheetOptions(decimals=4))
    )
    assert "0.7514" in solved
    assert not [text for text in blank if re.search(r"0\.7514|0\.5933|0\.3589|z = ", text)]
    for given in ("0.15", "0.05", "b = 0.35", "t = 0.01"):
        assert given in blank
    assert "Worksheet: one step by hand" in blank


@pytest.mark.parametrize("name", ["worked-example", "spiral"])
def test_the_pdf_has_all_pages_and_embeds_its_fonts(theme, name):
    start = start_of(name)
    data = sheet_pdf(start, 0, SheetOptions(), theme)
    assert data.startswith(b"%PDF-")
    pages = len(sheet_pages(start, 0, SheetOptions(), theme))
    assert len(re.findall(rb"/Type /Page\b(?!s)", data)) == pages
    descriptors = re.findall(rb"/FontName /(\S+)", data)
    assert {name.split(b"+")[-1] for name in descriptors} == {
        b"Inter-Regular",
        b"Inter-SemiBold",
        b"NotoSerif-Italic",
    }
    assert data.count(b"/FontFile2") == len(descriptors)
    assert WIDTH * 297 == HEIGHT * 210
