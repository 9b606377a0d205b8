"""Formulas mean what they mean in Python, and of any other text comes nothing but a sentence."""

import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bplab.data.expression import MAX_DEPTH, MAX_LENGTH, parse
from bplab.data.functions import CONSTANTS, FUNCTIONS, KNOWN
from bplab.errors import UserError

X = np.array([-6, -2.5, -1, -0.3, 0, 0.7, 1, 3, 6])


class Exact:
    """A number, or one for each x, on which Python's operators are NumPy's plain functions."""

    def __init__(self, held):
        self.held = np.float64(held) if isinstance(held, str) else held

    def __neg__(self):
        return Exact(np.negative(self.held))

    def __pos__(self):
        return self

    def __add__(self, other):
        return Exact(np.add(self.held, other.held))

    def __sub__(self, other):
        return Exact(np.subtract(self.held, other.held))

    def __mul__(self, other):
        return Exact(np.multiply(self.held, other.held))

    def __truediv__(self, other):
        return Exact(np.divide(self.held, other.held))

    def __pow__(self, other):
        return Exact(np.power(self.held, other.held))


def exact(f):
    return lambda *numbers: Exact(f(*(number.held for number in numbers)))


# Python's eval is the witness: how it groups a formula, and NumPy's functions by their own names.
WITNESS = {
    **{name: exact(getattr(np, name)) for name in FUNCTIONS if name not in ("atan", "min", "max")},
    "atan": exact(np.arctan),
    "min": exact(lambda *numbers: np.minimum.reduce(np.broadcast_arrays(*numbers))),
    "max": exact(lambda *numbers: np.maximum.reduce(np.broadcast_arrays(*numbers))),
    "pi": Exact(np.float64(np.pi)),
    "e": Exact(np.float64(np.e)),
    "Exact": Exact,
}


def value(text, x=0.0):
    return float(parse(text)(np.array([x]))[0])


def python(text, x):
    translated = re.sub(r"(?<![\w.])((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)", r"Exact('\1')", text)
    with np.errstate(all="ignore"):
        result = eval(translated.replace("^", "**"), {"__builtins__": {}}, WITNESS | {"x": Exact(x)})
    return np.broadcast_to(result.held, x.shape)


def outcome(text):
    """The values of a formula, or the sentence that refuses it."""
    try:
        return parse(text)(X)
    except UserError as error:
        return str(error)


numbers = st.one_of(
    st.integers(0, 20).map(str),
    st.floats(0, 1e6, allow_subnormal=False).map(repr),
    st.sampled_from(["2.", ".5", "1e3", "2.5E-2", "1e+2", "007"]),
)
spaces = st.sampled_from(["", "", " ", "  "])


def larger(inner):
    single = st.sampled_from([name for name, row in FUNCTIONS.items() if not row.many])
    many = st.sampled_from([name for name, row in FUNCTIONS.items() if row.many])
    signs = st.sampled_from(["+", "-", "*", "/", "^", "**"])
    return st.one_of(
        st.builds(lambda a, s, b, gap: f"{a}{gap}{s}{gap}{b}", inner, signs, inner, spaces),
        st.builds(lambda sign, a: f"{sign}{a}", st.sampled_from("+-"), inner),
        st.builds(lambda a, gap: f"({gap}{a})", inner, spaces),
        st.builds(lambda f, a: f"{f}({a})", single, inner),
        st.builds(lambda f, them: f"{f}({', '.join(them)})", many, st.lists(inner, min_size=2, max_size=3)),
    )


formulas = st.recursive(
    st.one_of(st.just("x"), st.sampled_from(list(CONSTANTS)), numbers), larger, max_leaves=12
)


@given(formulas.filter(lambda text: len(text) <= MAX_LENGTH))
@settings(max_examples=400)
@example("-x^2")
@example("2^3^2 - 2**-x")
@example("1 - 2 - 3/4/5*6")
@example("--x^--2")
@example("-2.5e-1*x - -1")
def test_a_formula_equals_pythons_to_the_bit(text):
    np.testing.assert_array_equal(parse(text)(X), python(text, X))


PIECES = [
    *KNOWN,
    "+",
    "-",
    "*",
    "/",
    "^",
    "**",
    "(",
    ")",
    ",",
    ".",
    "2",
    "1e9",
    " ",
    "__import__",
    "lambda",
    "=",
    "é",
]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)))
@settings(max_examples=200)
def test_whatever_is_typed_gives_numbers_or_a_sentence(text):
    result = outcome(text)
    if isinstance(result, str):
        assert result.endswith(".")
    else:
        assert (result.shape, result.dtype) == (X.shape, np.float64)


@given(formulas.filter(lambda text: len(text) <= MAX_LENGTH), st.data())
def test_a_formula_with_one_character_changed_gives_numbers_or_a_sentence(text, data):
    place = data.draw(st.integers(0, len(text)))
    changed = text[:place] + data.draw(st.characters()) + text[place + 1 :]
    result = outcome(changed)
    assert len(result) == len(X) or result.startswith("The formula ")


@pytest.mark.parametrize(
    ("text", "x", "expected"),
    [
        ("1 + 2*3", 0, 7),
        ("(1 + 2)*3", 0, 9),
        ("8/4/2", 0, 1),
        ("7 - 2 - 1", 0, 4),
        ("2^3^2", 0, 512),
        ("-x^2", 3, -9),
        ("(-x)^2", 3, 9),
        ("2^-1", 0, 0.5),
        ("2*-3", 0, -6),
        ("- - +2", 0, 2),
        ("2 ** 3", 0, 8),
        ("\t1.5e1\n+ .5", 0, 15.5),
        ("min(x, 1, -x)", 2, -2),
        ("max(min(x, 1), 0)", 5, 1),
        ("abs(-x) + sign(-3) + floor(2.7)", 4, 5),
        ("sqrt(x)*exp(0) + log(e^2)", 9, 5),
        ("cos(pi) + tanh(0) + atan(0)", 0, -1),
        ("0^0", 0, 1),
    ],
)
def test_precedence_and_functions_by_hand(text, x, expected):
    assert value(text, x) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("text", ["1/x", "log(x)", "sqrt(x - 1)", "(-1)^0.5", "exp(1000)", "0/0", "10^400"])
def test_no_value_is_not_finite_and_warns_nobody(text):
    assert not np.isfinite(value(text))


def test_the_result_is_the_callers_own_array():
    result = parse("x")(X)
    result[0] = 99
    assert X[0] == -6


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", r"is empty.*sin\(x\)"),
        (" \n", "is empty"),
        ("2x", "character 2: an operator such as . is missing before 'x'"),
        ("2 pi", "character 3: an operator"),
        ("x(3)", r"character 2: an operator such as . is missing before '\('"),
        ("1.2.3", "character 4: an operator such as . is missing before '.3'"),
        ("x +", "at the end: a number, x or a function is missing"),
        ("x + * 2", r"character 5: expected a number, x or a function, not '\*'"),
        ("x ^", "at the end"),
        ("()", r"character 2: expected a number, x or a function, not '\)'"),
        ("(x + 1", r"at the end: .* closing \) is missing"),
        ("(x 1)", r"character 4: an operator or a closing \) is missing"),
        ("x + 1)", r"character 6: this \) has no matching \("),
        ("x, 2", "character 2: a comma is only allowed inside"),
        ("(x, 2)", "character 3: an operator or a closing"),
        ("y + 1", r"character 1: 'y' is not known\. Available are x, pi, e, sin, cos.*max"),
        ("sin", r"at the end: sin needs parentheses, as in sin\(x\)"),
        ("sin x", r"character 5: sin needs parentheses"),
        ("sin()", r"character 5: expected a number, x or a function, not '\)'"),
        ("1 + sin(x, 2)", "character 5: sin takes one argument, not 2"),
        ("max(x)", r"character 1: max needs at least two arguments, as in max\(x, 0\)"),
        ("y = x", "character 3: '=' is not allowed in a formula; type only the part after y ="),
        ("x²", "character 2: '²' is not allowed"),
        ("x\x00", r"character 2: '\\x00' is not allowed"),
        ("x\ud800", r"'\\ud800' is not allowed"),
        ("x.__class__", r"character 2: '\.' is not allowed"),
        ("__import__('os')", r"character 12: \"'\" is not allowed"),
        ("1e999", "character 1: this number is too large"),
        ("٣ + x", "character 1: '٣' is not allowed"),
    ],
)
def test_what_is_no_formula_is_refused_with_its_place(text, says):
    with pytest.raises(UserError, match=says):
        parse(text)


def test_a_formula_may_not_be_too_long():
    assert value("1" + "+1" * ((MAX_LENGTH - 1) // 2)) == 100
    with pytest.raises(UserError, match="1,000,000 characters: shorten it to at most 200"):
        parse("x" * 1_000_000)


@pytest.mark.parametrize("piece", ["(", "-", "1^", "sin(", "2+("])
def test_a_formula_may_not_be_too_deep(piece):
    def nested(times):
        return piece * times + "x" + ")" * (times * piece.count("("))

    assert np.isfinite(value(nested(20), 1.0))
    with pytest.raises(UserError, match=f"nested more than {MAX_DEPTH} levels deep"):
        parse(nested(MAX_DEPTH + 1))


def test_every_function_and_constant_is_found_by_its_own_name():
    assert all(row.name == name for name, row in FUNCTIONS.items())
    assert ("x", "pi", "e", *FUNCTIONS) == KNOWN
    assert (value("pi"), value("e")) == (np.pi, np.e)
