"""Why equal neurons stay equal, and what merging them adds up, in printed numbers that close."""

from collections.abc import Sequence
from itertools import product

from bplab.explain.digits import closest, printed, reproduces
from bplab.numerals import minus, parsed, plain

DECIMALS = 4  # of a parameter
SUMMED = 3  # of a sum of weights
MORE = range(7)  # decimals that an operand may have beyond
FEW = 3  # weights that are written as a sum
WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def all_of(count: int) -> str:
    """All of so many: "both", "all four", "all 24"."""
    if count == 2:
        return "both"
    return f"all {WORDS[count] if count < len(WORDS) else f'{count:,}'}"


def descended(old: float, rate: float, gradient: float, new: float) -> tuple[str, str]:
    """Write a step of plain gradient descent in two lines, with digits that reproduce the new value."""
    result, eta = printed(new, DECIMALS), plain(rate)

    def texts(more: tuple[int, int]) -> tuple[str, str]:
        return printed(old, DECIMALS + more[0]), printed(gradient, DECIMALS + more[1])

    def misses(more: tuple[int, int]) -> str:
        before, slope = map(parsed, texts(more))
        return "" if reproduces(before - parsed(eta) * slope, result) else result

    before, slope = texts(closest(_raised(), misses))
    slope = f"({slope})" if gradient < 0 else slope
    return f"{before} − {eta} × {slope}", f"= {result}"


def moved(old: float, change: float, new: float) -> tuple[str, str]:
    """Write a step of any optimizer: old, what is added, and the sum."""
    result = printed(new, DECIMALS)

    def texts(more: tuple[int, int]) -> tuple[str, str]:
        return printed(old, DECIMALS + more[0]), printed(abs(change), DECIMALS + more[1])

    def misses(more: tuple[int, int]) -> str:
        before, size = map(parsed, texts(more))
        return "" if reproduces(before + (size if change >= 0 else -size), result) else result

    before, size = texts(closest(_raised(), misses))
    return f"{before} {'+' if change >= 0 else minus('-')} {size}", f"= {result}"


def added_up(weights: Sequence[float]) -> str:
    """Write the sum of the weights that one neuron takes over from several: 4 × 0.646 = 2.584."""
    total, same = sum(weights), len(set(weights)) == 1
    result = _unambiguous(total)
    if not same and len(weights) > FEW:
        return f"{len(weights):,} weights come to {result}"

    def misses(more: int) -> str:
        texts = [parsed(printed(weight, SUMMED + more)) for weight in weights]
        return "" if reproduces(sum(texts), result) else result

    decimals = SUMMED + closest(MORE, misses)
    if same:
        return f"{len(weights):,} × {printed(weights[0], decimals)} = {result}"
    first, *rest = weights
    signed = (f" {'+' if each >= 0 else minus('-')} {printed(abs(each), decimals)}" for each in rest)
    return f"{printed(first, decimals)}{''.join(signed)} = {result}"


def _unambiguous(total: float) -> str:
    """Print a sum, with one more decimal if it is half way between two."""
    text = printed(total, SUMMED)
    return text if reproduces(total, text) else printed(total, SUMMED + 1)


def _raised() -> list[tuple[int, int]]:
    """How many decimals two operands may have more, the fewest first."""
    return sorted(product(MORE, MORE), key=lambda more: (sum(more), max(more)))
