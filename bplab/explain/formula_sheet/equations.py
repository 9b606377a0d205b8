"""What a sheet is made of: quantities with one printed form each, and equations between them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Work = Callable[[Sequence[float]], float]


@dataclass(frozen=True, eq=False)
class Quantity:
    """A number of the step; it is printed alike wherever it stands."""

    latex: str
    value: float
    given: str = ""  # the group of given numbers that have equal decimals; results have none


Piece = str | Quantity  # signs between numbers, and numbers


@dataclass(frozen=True, eq=False)
class Equation:
    """A result, what it is worked out from in symbols, and the same in numbers if it is written out.

    `work_out` calculates the result from its operands, in their order.
    """

    result: Quantity
    symbols: tuple[str, ...]  # LaTeX, joined by equals signs
    pieces: tuple[Piece, ...]
    operands: tuple[Quantity, ...]
    work_out: Work


@dataclass(frozen=True)
class Section:
    """Equations under a title."""

    title: str
    note: str  # LaTeX
    equations: tuple[Equation, ...]


@dataclass(frozen=True)
class UpdateRow:
    """A parameter: its gradient, and its new value."""

    latex: str
    gradient: Equation
    new: Equation


@dataclass(frozen=True, eq=False)
class Sheet:
    """All equations of a step with one example."""

    sections: tuple[Section, ...]
    updates: tuple[UpdateRow, ...]
    update_note: str  # LaTeX
    heads: tuple[str, str]  # LaTeX, over the gradients and the new values
    names: dict[str, Quantity] = field(default_factory=dict)  # x1, w1_11, z1_1, ... for the picture
    after: tuple[float, float] = (0.0, 0.0)  # the loss after the step, and by how much it is lower

    @property
    def equations(self) -> tuple[Equation, ...]:
        """All, in the order in which each needs only what stands before it."""
        return (
            *(each for section in self.sections for each in section.equations),
            *(row.gradient for row in self.updates),
            *(row.new for row in self.updates),
        )


def numbered(result: Quantity, symbols: Sequence[str], pieces: Sequence[Piece], work_out: Work) -> Equation:
    """An equation whose operands are the numbers written in it."""
    operands = tuple(piece for piece in pieces if isinstance(piece, Quantity))
    return Equation(result, tuple(symbols), tuple(pieces), operands, work_out)


def by_function(
    result: Quantity, symbols: Sequence[str], operands: Sequence[Quantity], work_out: Work
) -> Equation:
    """An equation that names a function of numbers that stand elsewhere."""
    return Equation(result, tuple(symbols), (), tuple(operands), work_out)
