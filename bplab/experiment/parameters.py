"""Names for parameters, counted from 1 as in the formulas: `W1[2,3]`, `b1[3]`, or a whole `W1` or `b1`."""

import re
from functools import lru_cache
from typing import NamedTuple

PATTERN = r"W[1-9]\d{0,2}(\[[1-9]\d{0,3},[1-9]\d{0,3}\])?|b[1-9]\d{0,2}(\[[1-9]\d{0,3}\])?"


class Parameter(NamedTuple):
    """A weight from `source` to `unit` of a layer, or the unit's bias (`source` None); all counted from 0."""

    layer: int
    source: int | None
    unit: int

    @property
    def name(self) -> str:
        """The name as shown to users, counted from 1."""
        if self.source is None:
            return f"b{self.layer + 1}[{self.unit + 1}]"
        return f"W{self.layer + 1}[{self.source + 1},{self.unit + 1}]"


@lru_cache(maxsize=1 << 16)  # a network of initial weights is read again with every edit
def parse_parameter(name: str) -> Parameter:
    """Parse `W1[2,3]` (from input 2 to unit 3) or `b1[3]`.

    Raises: ValueError for any other text.
    """
    if not re.fullmatch(PATTERN, name, re.ASCII) or "[" not in name:
        raise ValueError(name)
    layer, *places = (int(number) - 1 for number in re.findall(r"\d+", name))
    return Parameter(layer, places[0] if name[0] == "W" else None, places[-1])


def parse_block(name: str) -> tuple[int, bool] | None:
    """Parse a whole `W1` or `b1` as (layer from 0, whether it is a bias), or None."""
    found = re.fullmatch(r"([Wb])([1-9]\d{0,2})", name, re.ASCII)
    return (int(found[2]) - 1, found[1] == "b") if found else None
