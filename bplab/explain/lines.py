"""A result and the expression it is calculated from: a sum of products, or a function."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from math import inf, prod
from typing import NamedTuple

from bplab.explain.names import Name


class Named(NamedTuple):
    """A number with its name; as a factor of a product it may be a divisor."""

    name: Name
    value: float
    divides: bool = False


class Term(NamedTuple):
    """A product that is added or subtracted."""

    factors: tuple[Named, ...]
    minus: bool = False

    def work_out(self, values: Sequence[float]) -> float:
        """Multiply numbers as the factors are multiplied."""
        signed = [
            _inverse(value) if factor.divides else value
            for factor, value in zip(self.factors, values, strict=True)
        ]
        return -prod(signed) if self.minus else prod(signed)

    @property
    def value(self) -> float:
        """The product."""
        return self.work_out([factor.value for factor in self.factors])


@dataclass(frozen=True)
class Sum:
    """result = (sum of terms) times factors."""

    result: Named
    terms: tuple[Term, ...]
    factors: tuple[Named, ...] = ()  # of the whole sum
    note: str = ""

    @property
    def given(self) -> tuple[Named, ...]:
        """The operands, in the order of writing."""
        return (*(factor for term in self.terms for factor in term.factors), *self.factors)

    def work_out(self, values: Sequence[float]) -> float:
        """Calculate with other numbers in place of the operands, such as rounded ones."""
        rest = iter(values)
        total = sum(term.work_out(list(islice(rest, len(term.factors)))) for term in self.terms)
        return Term((Named(self.result.name, total), *self.factors)).work_out([total, *rest])

    def strongest(self, most: int) -> "Sum":
        """The same sum with a limited number of terms: the largest, and all others as the last one."""
        if len(self.terms) <= most:
            return self
        ordered = sorted(self.terms, key=lambda term: -abs(term.value))
        kept, rest = ordered[: most - 1], ordered[most - 1 :]
        text = f"{len(rest):,} more, together"
        together = Named(Name(f"({text})", rf"\text{{({text})}}"), sum(term.value for term in rest))
        return Sum(self.result, (*kept, Term((together,))), self.factors, self.note)


@dataclass(frozen=True)
class Applied:
    """result = function(arguments)."""

    result: Named
    function: Name
    arguments: tuple[Named, ...]
    rule: Callable[..., float]
    note: str = ""

    @property
    def given(self) -> tuple[Named, ...]:
        """The operands."""
        return self.arguments

    def work_out(self, values: Sequence[float]) -> float:
        """Apply the function to other numbers."""
        return self.rule(*values)


Line = Sum | Applied


def product(*factors: Named, minus: bool = False) -> Term:
    """A single term."""
    return Term(factors, minus)


def worked_out(name: Name, *terms: Term, factors: tuple[Named, ...] = (), note: str = "") -> Sum:
    """A sum whose result is calculated."""
    line = Sum(Named(name, 0.0), terms, factors, note)
    value = line.work_out([quantity.value for quantity in line.given])
    return Sum(Named(name, value), terms, factors, note)


def _inverse(value: float) -> float:
    return 1 / value if value else inf
