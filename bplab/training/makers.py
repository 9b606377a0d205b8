"""Who computed a run: versions and arithmetic by step, because other arithmetic gives other last digits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bplab import __version__
from bplab.training.machine import fingerprint

Numerics = Mapping[str, str | int]


@dataclass(frozen=True)
class Maker:
    """What computed the steps up to one, from where another ended."""

    until: int
    version: str
    numerics: Numerics

    @property
    def is_here(self) -> bool:
        """Whether this process computes in the same way, to the bit."""
        return self.numerics == fingerprint()


Makers = tuple[Maker, ...]


def makers_until(makers: Iterable[Maker], step: int) -> Makers:
    """Who computed the steps up to one."""
    found: list[Maker] = []
    for maker in makers:
        if not found or found[-1].until < step:
            found.append(replace(maker, until=min(maker.until, step)))
    return tuple(found) if step else ()


def with_own(before: Sequence[Maker], step: int) -> Makers:
    """Who computed a run of so many steps, if what those before did not compute was computed here."""
    if not step or (before and before[-1].until >= step):
        return makers_until(before, step)
    own = Maker(step, __version__, fingerprint())
    same = bool(before) and replace(before[-1], until=step) == own
    return (*before[: len(before) - same], own)


def last_foreign(makers: Iterable[Maker]) -> int:
    """The last step that was computed with other arithmetic than here; 0 if none was."""
    return max((maker.until for maker in makers if not maker.is_here), default=0)


def are_exact(makers: Iterable[Maker], start: int, end: int) -> bool:
    """Whether a replay from one step to a later one repeats the run to the bit."""
    begin = 0
    for maker in makers:
        if max(begin, start) < min(maker.until, end) and not maker.is_here:
            return False
        begin = maker.until
    return True
