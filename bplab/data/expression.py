"""Parser for formulas in x such as "sin(2*x) + x^2/10"; it evaluates arithmetic and nothing else.

expression = term, then any number of + term or - term
term = signed, then any number of * signed or / signed
signed = + signed, - signed or power
power = operand or operand ^ signed; -x^2 is -(x^2) and 2^3^2 is 2^(3^2), as in mathematics
operand = number, x, constant, function(expression, ...) or (expression)
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

import numpy as np

from bplab.arrays import Floats
from bplab.data.functions import CONSTANTS, FUNCTIONS, KNOWN, OPERATORS, Function
from bplab.errors import UserError, quoted

MAX_LENGTH = 200
MAX_DEPTH = 30

TOKEN = re.compile(
    r"""(?P<number> (\d+\.?\d* | \.\d+) ([eE][+-]?\d+)? ) | (?P<name> [A-Za-z_]\w* )
    | (?P<sign> \*\* | [-+*/^(),] ) | (?P<strange> \S )""",
    re.ASCII | re.VERBOSE,
)

Value = Callable[[Floats], Any]  # from x (n,) to an array (n,) or a single number


class Token(NamedTuple):
    """A token of the text: its kind, as TOKEN names it, and its position."""

    kind: str
    text: str
    place: int


@dataclass(frozen=True, eq=False)
class Expression:
    """A formula and the function that evaluates it."""

    text: str
    value: Value

    def __call__(self, x: Floats) -> Floats:
        """Evaluate the formula at every x; values may be infinite or NaN.

        Shapes: (n,) -> (n,).
        """
        with np.errstate(all="ignore"):
            values: Floats = np.array(np.broadcast_to(self.value(x), x.shape), np.float64)
        return values


def parse(text: str) -> Expression:
    """Parse a formula in x.

    Raises: UserError naming the position of the first error.
    """
    if len(text) > MAX_LENGTH:
        raise UserError(f"The formula has {len(text):,} characters: shorten it to at most {MAX_LENGTH}.")
    if not text.strip():
        raise UserError("The formula is empty: type one in x, such as sin(x).")
    return Expression(text, _Parser(text).whole())


class _Parser:
    """Recursive-descent parser, from left to right; each method parses what its name says."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._depth = 0
        found = TOKEN.finditer(text)
        self._tokens = [Token(str(one.lastgroup), one.group(), one.start()) for one in found]
        self._tokens.append(Token("end", "", len(text)))
        for token in self._tokens:
            if token.kind == "strange":
                hint = "; type only the part after y =" if token.text == "=" else ""
                self._refuse(token, f"{quoted(token.text)} is not allowed in a formula{hint}")
        self._tokens.reverse()  # the next token is the last in the list

    def whole(self) -> Value:
        value, rest = self._expression(), self._tokens[-1]
        if rest.text == ")":
            self._refuse(rest, "this ) has no matching (")
        if rest.text == ",":
            self._refuse(rest, "a comma is only allowed inside min(...) and max(...)")
        if rest.kind != "end":
            self._refuse(rest, f"an operator such as * is missing before {quoted(rest.text)}")
        return value

    def _expression(self) -> Value:
        value = self._term()
        while sign := self._accept("+", "-"):
            value = _apply(OPERATORS[sign], value, self._term())
        return value

    def _term(self) -> Value:
        value = self._signed()
        while sign := self._accept("*", "/"):
            value = _apply(OPERATORS[sign], value, self._signed())
        return value

    def _signed(self) -> Value:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._refuse(self._tokens[-1], f"it is nested more than {MAX_DEPTH} levels deep; simplify it")
        sign = self._accept("+", "-")
        value = self._signed() if sign else self._power()
        self._depth -= 1
        return _apply(np.negative, value) if sign == "-" else value

    def _power(self) -> Value:
        value = self._operand()
        return _apply(np.power, value, self._signed()) if self._accept("^", "**") else value

    def _operand(self) -> Value:
        token = self._tokens[-1]
        if token.kind == "end":
            self._refuse(token, "a number, x or a function is missing")
        if token.kind == "sign" and token.text != "(":
            self._refuse(token, f"expected a number, x or a function, not {quoted(token.text)}")
        self._tokens.pop()
        if token.kind == "number":
            return self._number(token)
        return self._named(token) if token.kind == "name" else self._inside()

    def _number(self, token: Token) -> Value:
        number = np.float64(token.text)
        if not np.isfinite(number):
            self._refuse(token, "this number is too large")
        return lambda x: number

    def _named(self, token: Token) -> Value:
        if token.text == "x":
            return lambda x: x
        if token.text in CONSTANTS:
            number = np.float64(CONSTANTS[token.text])
            return lambda x: number
        if token.text not in FUNCTIONS:
            self._refuse(token, f"{quoted(token.text)} is not known. Available are {', '.join(KNOWN)}")
        if not self._accept("("):
            self._refuse(self._tokens[-1], f"{token.text} needs parentheses, as in {token.text}(x)")
        return self._call(token, FUNCTIONS[token.text])

    def _call(self, token: Token, function: Function) -> Value:
        values = [self._expression()]
        while self._accept(","):
            values.append(self._expression())
        self._close()
        if function.many and len(values) == 1:
            self._refuse(token, f"{token.text} needs at least two arguments, as in {token.text}(x, 0)")
        if not function.many and len(values) > 1:
            self._refuse(token, f"{token.text} takes one argument, not {len(values)}")
        return _apply(function.f, *values)

    def _inside(self) -> Value:
        value = self._expression()
        self._close()
        return value

    def _close(self) -> None:
        if not self._accept(")"):
            self._refuse(self._tokens[-1], "an operator or a closing ) is missing")

    def _accept(self, *signs: str) -> str:
        """Consume the next token if it is one of the signs."""
        return self._tokens.pop().text if self._tokens[-1].text in signs else ""

    def _refuse(self, token: Token, says: str) -> NoReturn:
        where = "the end" if token.kind == "end" else f"character {token.place + 1}"
        raise UserError(f"The formula {quoted(self._text)} cannot be read at {where}: {says}.")


def _apply(f: Callable[..., Any], *values: Value) -> Value:
    return lambda x: f(*(value(x) for value in values))
