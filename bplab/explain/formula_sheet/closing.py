"""Digits for a sheet: of each result as many decimals as asked, or the least more with which all lines close.

The digits are those of the run as long as a few more of them make all lines close. In deep networks each
line would need more than the next; there everything is calculated with the printed digits, as by hand.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import floor, isfinite, log10

from bplab.explain.formula_sheet.equations import Equation, Quantity
from bplab.numerals import minus, parsed

LEAST_DIGITS = 3  # significant digits of a result
DEEPEST = 15  # decimals
CLEAR = 0.4999  # of the last digit; what is half way between two could be either
EXACT = 1e-13  # relative rounding of what counts as a short number
SPARE = 2  # more decimals than asked that the digits of the run may have
MORE = 6  # decimals that are tried more for one line
ROUNDS = 40
FEW = 3  # operands whose digits are searched one by one


@dataclass(eq=False)
class Digits:
    """The printed form of every number of a sheet."""

    asked: int
    decimals: dict[Quantity, int] = field(default_factory=dict)
    values: dict[Quantity, float] = field(default_factory=dict)
    whole: set[Quantity] = field(default_factory=set)  # printed with all digits that they have
    by_hand: bool = False  # calculated with the printed digits

    def write(self, quantity: Quantity) -> str:
        """Print a number, never as minus zero."""
        value = self.values[quantity]
        if not isfinite(value):
            return "not a number"
        text = f"{value:.{self.decimals[quantity]}f}"
        return minus(text.removeprefix("-") if not float(text) else text)

    def read(self, quantity: Quantity) -> float:
        """The number that a reader takes the printed one for."""
        return parsed(self.write(quantity)) if isfinite(self.values[quantity]) else self.values[quantity]

    def worked_out(self, equation: Equation) -> float:
        """What the printed operands give."""
        try:
            return equation.work_out([self.read(each) for each in equation.operands])
        except (ArithmeticError, ValueError):
            return float("nan")

    def closes(self, equation: Equation) -> bool:
        """Whether calculating with the printed numbers gives the printed result, to its last digit."""
        last = 10.0 ** -self.decimals[equation.result]
        return abs(self.worked_out(equation) - self.read(equation.result)) < CLEAR * last

    def begin(self, quantity: Quantity, value: float) -> None:
        """Print a number whole if it is short, else with the decimals asked, or enough."""
        whole = _whole(value, self.asked)
        self.values[quantity] = value
        self.decimals[quantity] = _enough(value, self.asked) if whole is None else whole
        if whole is not None:
            self.whole.add(quantity)


def digits_of(equations: Sequence[Equation], decimals: int) -> Digits:
    """Choose the digits of all numbers in equations that follow from one another."""
    digits = _search(equations, decimals)
    most = max((digits.decimals[line.result] for line in equations), default=0)
    enough = max((_enough(line.result.value, decimals) for line in equations), default=0)
    if most <= enough + SPARE and all(map(digits.closes, equations)):
        return digits
    return _by_hand(equations, decimals)


def _given(digits: Digits, equations: Sequence[Equation]) -> None:
    """Print given numbers whole, those of a group with equal decimals, where all of them are short."""
    groups: dict[str, list[Quantity]] = {}
    for quantity in dict.fromkeys(each for line in equations for each in line.operands):
        if quantity.given:
            digits.begin(quantity, quantity.value)
            groups.setdefault(quantity.given, []).append(quantity)
    for group in groups.values():
        if digits.whole.issuperset(group):
            digits.decimals.update(dict.fromkeys(group, max(digits.decimals[each] for each in group)))


def _by_hand(equations: Sequence[Equation], decimals: int) -> Digits:
    """Calculate each result from the numbers printed before it.

    A number gets more digits where the printed ones are not enough to go on with, such as 1.00 in ln(1 - a).
    """
    more: dict[Quantity, int] = {}
    for _ in range(DEEPEST):
        digits = _calculated(equations, decimals, more)
        short = [line for line in equations if not isfinite(digits.worked_out(line))]
        if not short:
            break
        for quantity in (each for line in short for each in line.operands if not each.given):
            more[quantity] = more.get(quantity, 0) + 1
    return digits


def _calculated(equations: Sequence[Equation], decimals: int, more: dict[Quantity, int]) -> Digits:
    digits = Digits(decimals, by_hand=True)
    _given(digits, equations)
    for line in equations:
        if line.result in line.operands:
            continue
        found = digits.worked_out(line)
        digits.begin(line.result, found if isfinite(found) else line.result.value)
        raised = digits.decimals[line.result] + more.get(line.result, 0)
        digits.decimals[line.result] = min(raised, DEEPEST)
        while (
            not digits.closes(line) and digits.decimals[line.result] < DEEPEST
        ):  # half way between two digits
            digits.decimals[line.result] += 1
    return digits


def _search(equations: Sequence[Equation], decimals: int) -> Digits:
    """Raise digits of the run's numbers until all lines close, or no more can be done."""
    digits = Digits(decimals)
    _given(digits, equations)
    for line in equations:
        if line.result not in digits.values:
            digits.begin(line.result, line.result.value)
    for _ in range(ROUNDS):
        open_lines = [line for line in reversed(equations) if not digits.closes(line)]
        if not open_lines:
            break
        for line in open_lines:
            _close(digits, line)
        if max(digits.decimals.values()) >= DEEPEST:
            break
    return digits


def _close(digits: Digits, line: Equation) -> None:
    """Give the operands of a line the least more decimals with which it closes."""
    free = [each for each in dict.fromkeys(line.operands) if each not in digits.whole]
    before = {each: digits.decimals[each] for each in free}
    for more in _more(len(free)):
        _raise(digits, before, more)
        if digits.closes(line):
            return
    digits.decimals.update(before)
    if line.result not in digits.whole:  # half way between two last digits
        digits.decimals[line.result] = min(digits.decimals[line.result] + 1, DEEPEST)


def _raise(digits: Digits, before: dict[Quantity, int], more: Iterable[int]) -> None:
    for (quantity, decimals), raised in zip(before.items(), more, strict=True):
        digits.decimals[quantity] = min(decimals + raised, DEEPEST)


def _more(count: int) -> Iterator[tuple[int, ...]]:
    """Ways to raise the decimals of some numbers, the least in all first."""
    if count <= FEW:
        ways = product(range(MORE + 1), repeat=count)
        yield from sorted(ways, key=lambda more: (sum(more), max(more, default=0)))
        return
    for at in range(count):
        yield tuple(int(place == at) for place in range(count))
    for more in range(1, MORE + 1):
        yield (more,) * count


def _whole(value: float, decimals: int) -> int | None:
    """The decimals of a number that is short, such as 0.3775; None for others."""
    if not isfinite(value):
        return 0
    for places in range(decimals):
        if abs(round(value, places) - value) <= EXACT * abs(value):
            return places
    return None


def _enough(value: float, decimals: int) -> int:
    """As many decimals as asked, or more for the least significant digits."""
    power = floor(log10(abs(value))) if value and isfinite(value) else 0
    return min(max(decimals, LEAST_DIGITS - 1 - power), DEEPEST)
