"""Tries each mistake on the lab's numbers, alone and with factors besides, until everything agrees."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from bplab.arrays import Array, Mask
from bplab.homework.causes import Cause, Setting, factors, mistakes
from bplab.homework.comparing import Block, Masks, agreeing, close, differing, left_in
from bplab.homework.recipe import Computed, compute

SOME, ALL = slice(0, 64), slice(None)


@dataclass(frozen=True)
class Attempt:
    """What is left of the differences when a mistake is made in the lab too."""

    cause: Cause
    left: float  # the largest relative difference where something differed
    fits: bool  # all gradients agree
    contradicts: bool = False  # it changes what agreed
    entries: bool = False  # it is made only in the gradients that differ


@dataclass(frozen=True)
class Part:
    """A mistake, and where it shows."""

    cause: Cause
    blocks: tuple[Block, ...]
    entries: int = 0  # the number of gradients, if not all of these blocks


@dataclass(frozen=True)
class Explained:
    """Mistakes that explain all differences together, and the largest relative difference that is left."""

    parts: tuple[Part, ...]
    left: float


class Trial:
    """Tries mistakes on a homework whose gradients differ."""

    def __init__(self, setting: Setting, lab: Computed, agrees: Masks) -> None:
        self._homework, self._lab, self._agrees = setting.homework, lab, agrees
        self._setting = setting
        self._blocks = differing(agrees)
        self._factors = list(factors(setting))
        self._scales = [cause.factor for cause in self._factors]

    def run(self, turn: Callable[[], object]) -> tuple[tuple[Attempt, ...], Explained | None]:
        """Try the usual mistakes, then the rarer ones if none explains all; what leaves least comes first.

        `turn` is called before each.
        """
        attempts = [self._scaled_attempt(cause) for cause in self._factors]
        besides = [self._with_factors(None, self._lab)]
        causes = list(mistakes(self._setting))
        for usual in (True, False):
            for cause in (each for each in causes if each.listed == usual):
                turn()
                found = compute(cause.recipe, self._homework, self._lab)
                seems = self._seems(found)
                if seems or usual:
                    attempts.append(self._attempt(cause, found))
                if seems:
                    besides.append(self._with_factors(cause, found))
            if any(attempt.fits for attempt in attempts):
                break
        attempts.sort(key=_rank)
        explained = self._alone(attempts[0])
        if explained is None:
            explained = min(filter(None, besides), key=lambda each: len(each.parts), default=None)
        return tuple(attempts), explained

    def _seems(self, found: Computed) -> bool:
        """Whether a few gradients of each block agree, perhaps with a factor; most mistakes end here."""
        for layer, pair in enumerate(self._agrees):
            for part in range(len(pair)):
                block = layer, part
                if not any(self._fits(found, block, factor, SOME) for factor in (1.0, *self._scales)):
                    return False
        return True

    def _attempt(self, cause: Cause, found: Computed) -> Attempt:
        wrong = differing(agreeing(self._homework, found))
        left = left_in(self._homework, found, self._blocks)
        return Attempt(cause, left, not wrong, bool(set(wrong) - set(self._blocks)))

    def _scaled_attempt(self, cause: Cause) -> Attempt:
        whole = {block: _all(self._agrees, block) for block in self._blocks}
        some = {(layer, part): ~self._agrees[layer][part] for layer, part in self._blocks}
        attempt = self._attempt(cause, _scaled(self._lab, cause.factor, whole))
        if not attempt.fits:
            closer = self._attempt(cause, _scaled(self._lab, cause.factor, some))
            if closer.fits:
                return Attempt(cause, closer.left, fits=True, entries=True)
        return attempt

    def _alone(self, first: Attempt) -> Explained | None:
        if not first.fits:
            return None
        wrong = sum(int((~self._agrees[layer][part]).sum()) for layer, part in self._blocks)
        part = Part(first.cause, self._blocks, wrong if first.entries else 0)
        return Explained((part,), first.left)

    def _with_factors(self, cause: Cause | None, found: Computed) -> Explained | None:
        """Explain everything by a mistake, or none, and a factor in each block that still differs."""
        masks = agreeing(self._homework, found)
        by_factor: dict[str, list[Block]] = {}
        for block in differing(masks):
            fitting = next((each for each in self._factors if self._fits(found, block, each.factor)), None)
            if fitting is None:
                return None
            by_factor.setdefault(fitting.kind, []).append(block)
        scaled = found
        parts = [] if cause is None else [Part(cause, self._changed(found))]
        for each in self._factors:
            blocks = tuple(by_factor.get(each.kind, ()))
            if blocks:
                parts.append(Part(each, blocks))
                scaled = _scaled(scaled, each.factor, {block: _all(masks, block) for block in blocks})
        return Explained(tuple(parts), left_in(self._homework, scaled, self._blocks))

    def _changed(self, found: Computed) -> tuple[Block, ...]:
        """The blocks that a mistake makes different."""
        return tuple(
            (layer, part)
            for layer, pair in enumerate(self._lab.gradients)
            for part in range(len(pair))
            if not np.array_equal(pair[part], found.gradients[layer][part])
        )

    def _fits(self, found: Computed, block: Block, factor: float, some: slice = ALL) -> bool:
        layer, part = block
        values, sizes = found.gradients[layer][part].ravel()[some], found.sizes[layer][part].ravel()[some]
        mine = self._homework.gradients[layer][part].ravel()[some]
        return bool(close(self._homework, mine, factor * values, max(abs(factor), 1.0) * sizes).all())


def _rank(attempt: Attempt) -> tuple[bool, bool, float]:
    """What fits comes first, of that the usual mistakes; then what leaves least."""
    usual = attempt.cause.listed or not attempt.cause.factor
    return not attempt.fits, attempt.fits and not usual, 0.0 if attempt.fits else attempt.left


def _all(masks: Masks, block: Block) -> Mask:
    return np.ones_like(masks[block[0]][block[1]])


def _scaled(found: Computed, factor: float, masks: Mapping[Block, Mask]) -> Computed:
    """Multiply some gradients by a factor; the masks say which of a block."""

    def scaled(values: Array, block: Block) -> Array:
        return np.where(masks[block], factor * values, values) if block in masks else values

    gradients, sizes = (
        tuple((scaled(W, (layer, 0)), scaled(b, (layer, 1))) for layer, (W, b) in enumerate(pairs))
        for pairs in (found.gradients, found.sizes)
    )
    sizes = tuple((np.abs(W), np.abs(b)) for W, b in sizes)
    return found._replace(gradients=gradients, sizes=sizes)
