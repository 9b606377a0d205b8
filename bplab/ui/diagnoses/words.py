"""What the notice says: the diagnosis in two lines, and in a third one how far its fix is."""

from dataclasses import dataclass

from bplab.diagnosis.kinds import KINDS, Diagnosis
from bplab.diagnosis.trying import SEEDS
from bplab.ui.diagnoses.fixing import Attempt


@dataclass(frozen=True)
class Said:
    """A diagnosis in words; `fixable`: something can be tried against it."""

    head: str
    cause: str
    evidence: str
    bad: bool = True
    fixable: bool = True

    @property
    def text(self) -> str:
        """All of it."""
        return ". ".join(part.rstrip(".") for part in (self.head, self.cause, self.evidence) if part) + "."


@dataclass(frozen=True)
class FixLine:
    """The line about its fix: what is tried and the share that is done, or at the end what was found."""

    text: str
    share: float | None = None  # of the way made, while something is tried
    offered: bool = False  # as a branch
    count: int = 0  # changes in the table; 0: no table


def said_of(diagnosis: Diagnosis, *, fixable: bool) -> Said:
    """A diagnosis in words."""
    is_trouble = KINDS[diagnosis.id].is_trouble
    return Said(diagnosis.title, diagnosis.sentence, diagnosis.evidence, is_trouble, fixable)


def line_of(attempt: Attempt | None) -> FixLine | None:
    """What is tried at this moment, or what helps best."""
    if attempt is None:
        return None
    if not attempt.is_over:
        return FixLine(_doing(attempt), round(attempt.share, 2))
    best, count = attempt.ranked[0], len(attempt.outcomes)
    if not best.reached:
        return FixLine(f"None of {count} changes reaches {attempt.goal.text}.", count=count)
    return FixLine(f"{best.sentence}.", offered=True, count=count)


def _doing(attempt: Attempt) -> str:
    if attempt.progress is None and not attempt.made:
        return f"Trying {len(attempt.outcomes)} changes on {SEEDS} seeds each..."
    place = attempt.made if attempt.progress is None else attempt.progress.trial
    place = min(place, attempt.count - 1)
    fix, seed = attempt.outcomes[place // SEEDS].fix, attempt.spec.seed + place % SEEDS
    return f"Trying {fix.title} with seed {seed:,}: {attempt.made} of {attempt.count} runs made"
