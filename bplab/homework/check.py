"""Checks homework: compares all gradients with the lab's, and tries to explain the differences."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bplab.errors import UserError
from bplab.homework.causes import Setting
from bplab.homework.comparing import Block, Masks, agreeing, differing, each, relative_difference
from bplab.homework.reading import Homework, Pairs
from bplab.homework.recipe import CheckedAs, compute
from bplab.homework.trying import Attempt, Explained, Trial


@dataclass(frozen=True, eq=False)
class Check:
    """The result.

    Shapes: lab, relative, agrees as the homework's gradients.
    """

    homework: Homework
    checked: CheckedAs
    lab: Pairs
    relative: Pairs  # differences
    agrees: Masks
    attempts: tuple[Attempt, ...] = ()  # what fits or leaves least comes first
    explained: Explained | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Where some gradients differ."""
        return differing(self.agrees)

    @property
    def right(self) -> bool:
        """Whether all agree."""
        return not self.blocks

    def largest(self, layer: int) -> float:
        """The largest relative difference in a layer."""
        return max(float(values.max()) for values in self.relative[layer])

    def differ(self, layer: int) -> int:
        """The number of gradients of a layer that differ."""
        return sum(int((~mask).sum()) for mask in self.agrees[layer])

    def title(self, layer: int) -> str:
        """`Hidden 1`, ..., `Output`."""
        return Setting(self.homework, self.checked, 0).title(layer)


def check(homework: Homework, checked: CheckedAs, turn: Callable[[], object] = lambda: None) -> Check:
    """Compare all gradients; `turn` is called before each mistake that is tried.

    Raises: UserError if the lab's own numbers are not finite.
    """
    with np.errstate(all="ignore"):  # what overflows does not explain anything
        lab = compute(checked.recipe, homework)
        if not all(np.isfinite(part).all() for pair in lab.gradients for part in pair):
            raise UserError(
                "With these weights and examples the lab's own gradients are not finite, so nothing can be "
                "compared; use smaller numbers."
            )
        relative = each(relative_difference, homework.gradients, lab.gradients)
        agrees = agreeing(homework, lab)
        blocks = differing(agrees)
        if not blocks:
            return Check(homework, checked, lab.gradients, relative, agrees)
        setting = Setting(homework, checked, max(layer for layer, _ in blocks))
        attempts, explained = Trial(setting, lab, agrees).run(turn)
    return Check(homework, checked, lab.gradients, relative, agrees, attempts, explained)
