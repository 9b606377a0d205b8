"""What values a setting may have: each rule checks a value, parses text and describes what is allowed."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice
from numbers import Real
from typing import Any

import numpy as np

from bplab.data.curves import function_of
from bplab.errors import quoted

DECIMAL = r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?"
FRACTION = re.compile(rf"({DECIMAL})(?:\s*/\s*({DECIMAL}))?", re.ASCII)  # or a single number
Acts = str  # when a change takes effect: "live" (next batch), "restart" or "data" (new data, then restart)


LONGEST_WORD = 64  # longer words are never a near miss of ours
LISTED = 160  # characters of a list that leave room for the rest of a sentence


def near(word: object, words: Iterable[str]) -> list[str]:
    """Return the most similar word, or none."""
    from difflib import get_close_matches  # noqa: PLC0415 - slow to load at every start

    known = isinstance(word, str) and len(word) <= LONGEST_WORD
    return get_close_matches(str(word), sorted(words), n=1) if known else []


def _plain(number: float) -> str:
    """Write a bound in full: 1,000,000 and 0.0001, not 1e+06 and 0.000100."""
    if number == int(number) and abs(number) < 1e15:
        return f"{int(number):,}" if abs(number) >= 10_000 else f"{int(number)}"
    return re.sub(r"e([+-])0*", lambda power: f"e{power[1].strip('+')}", f"{number:g}")


def nearest(word: object, words: Collection[str]) -> str:
    """Return `" Did you mean 'tanh'?"` for a near miss, else a list of the valid names."""
    close = near(word, words)
    return f" Did you mean {quoted(close[0])}?" if close else f" There are: {listed(words)}."


def listed(words: Collection[str]) -> str:
    """Join words with commas, as many as fit in a sentence."""
    fitting = sum(end <= LISTED for end in accumulate(len(word) + 2 for word in words))
    more = f" and {len(words) - fitting} more" if fitting < len(words) else ""
    return ", ".join(islice(words, fitting)) + more


@dataclass(frozen=True)
class Number:
    """A finite number from `low` to `high`; `log` asks for a logarithmic slider."""

    low: float
    high: float
    log: bool = False
    above_low: bool = False  # True: `low` itself is not allowed

    def check(self, value: Any) -> float:
        """Return `value` as a float.

        Raises: ValueError saying what is allowed.
        """
        number = not isinstance(value, bool) and isinstance(value, Real)  # includes NumPy's numbers
        if not number or not self.low <= value <= self.high or (self.above_low and value == self.low):
            raise ValueError(self.wants)  # NaN is in no range
        return float(value)

    def parse(self, text: str) -> Any:
        """Parse a number as typed: 0.5, 0,5, 1e-3 or 1/3.

        Raises: ValueError saying what is allowed.
        """
        found = FRACTION.fullmatch(text.strip().replace("−", "-"))
        try:
            if found is None:
                return float(text)
            above, below = (float((part or "1").replace(",", ".")) for part in found.groups())
            return above / below
        except (ValueError, ArithmeticError):
            raise ValueError(self.wants) from None

    @property
    def wants(self) -> str:
        """Describe what is allowed."""
        low, high = _plain(self.low), _plain(self.high)
        return (
            f"a number above {low} and at most {high}" if self.above_low else f"a number from {low} to {high}"
        )


@dataclass(frozen=True)
class Whole:
    """A whole number from `low` to `high`; zero may have a special meaning (`zero`)."""

    low: int
    high: int
    zero: str = ""  # e.g. "full batch"

    def check(self, value: Any) -> int:
        """Return `value` as an int.

        Raises: ValueError saying what is allowed.
        """
        number = not isinstance(value, bool) and isinstance(value, Real)  # includes NumPy's numbers
        if not number or not self.low <= value <= self.high or value != int(value):
            raise ValueError(self.wants)
        return int(value)

    def parse(self, text: str) -> Any:
        """Parse a whole number as typed.

        Raises: ValueError saying what is allowed.
        """
        if not re.fullmatch(r"\s*[+-]?\d{1,18}\s*", text):
            raise ValueError(self.wants)
        return int(text)

    @property
    def wants(self) -> str:
        """Describe what is allowed."""
        zero = f" (0: {self.zero})" if self.zero else ""
        return f"a whole number from {self.low:,} to {self.high:,}{zero}"


@dataclass(frozen=True)
class Flag:
    """On or off."""

    wants = "true or false"

    def check(self, value: Any) -> bool:
        """Return `value` if it is a bool.

        Raises: ValueError if it is not.
        """
        if isinstance(value, bool | np.bool):
            return bool(value)
        raise ValueError(self.wants)

    def parse(self, text: str) -> Any:
        """Parse true/false, yes/no, on/off or 1/0.

        Raises: ValueError for any other text.
        """
        words = {"true": True, "yes": True, "on": True, "1": True}
        words |= {"false": False, "no": False, "off": False, "0": False}
        if text.strip().lower() not in words:
            raise ValueError(self.wants)
        return words[text.strip().lower()]


@dataclass(frozen=True)
class Choice:
    """One row of a table, by its id."""

    table: Mapping[str, Any]  # rows have `title` and `help`

    def check(self, value: Any) -> str:
        """Return `value` if it names a row.

        Raises: ValueError if it does not.
        """
        if not isinstance(value, str) or value not in self.table:
            raise ValueError(self.wants)
        return str(value)

    def parse(self, text: str) -> Any:
        """Return the name as typed."""
        return text.strip()

    @property
    def wants(self) -> str:
        """Describe what is allowed."""
        return f"one of {listed(self.table)}"


@dataclass(frozen=True)
class Names:
    """A list of different names: rows of a table, or parameters such as `W1[2,3]` and `b1`."""

    table: Mapping[str, Any] | None = None
    pattern: str = ""
    wants: str = "a list of names"

    def check(self, value: Any) -> tuple[str, ...]:
        """Return `value` as a tuple without repetitions.

        Raises: ValueError saying what is allowed.
        """
        names = tuple(value) if isinstance(value, list | tuple) else None
        if names is None:
            raise ValueError(self.wants)
        for name in names:
            if not self._knows(name):
                raise ValueError(self.wants + f" ({quoted(name)} is not one)")
        return tuple(dict.fromkeys(map(str, names)))

    def parse(self, text: str) -> Any:
        """Parse names separated by commas outside brackets, or by spaces."""
        return [part for part in re.split(r"[\s;]+|,(?![^\[]*\])", text.strip()) if part]

    def _knows(self, name: Any) -> bool:
        if not isinstance(name, str):
            return False
        return (
            name in self.table if self.table is not None else bool(re.fullmatch(self.pattern, name, re.ASCII))
        )


@dataclass(frozen=True)
class Text:
    """Text of one line, possibly empty."""

    longest: int = 256

    def check(self, value: Any) -> str:
        """Return `value` if it is such a text.

        Raises: ValueError if it is not.
        """
        if not isinstance(value, str) or len(value) > self.longest or not value.isprintable():
            raise ValueError(self.wants)
        return str(value)

    def parse(self, text: str) -> Any:
        """Return the text as typed."""
        return text

    @property
    def wants(self) -> str:
        """Describe what is allowed."""
        return f"one line of text with at most {self.longest} characters"


@dataclass(frozen=True)
class Formula:
    """A formula in x, such as sin(x)/x, with a value wherever one is needed."""

    wants = "a formula in x, such as sin(x) or x^2/4"

    def check(self, value: Any) -> str:
        """Return `value` if it is such a formula.

        Raises: ValueError if it is not text, UserError saying what is wrong with the formula.
        """
        if not isinstance(value, str):
            raise ValueError(self.wants)
        _try_formula(value)
        return str(value)

    def parse(self, text: str) -> Any:
        """Return the formula as typed."""
        return text.strip()


@lru_cache(maxsize=16)
def _try_formula(text: str) -> None:
    """Validate a formula; cached, because settings are checked at every edit."""
    function_of(text)


Rule = Number | Whole | Flag | Choice | Names | Text | Formula
