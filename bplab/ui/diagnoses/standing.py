"""Which diagnosis is shown: one that has held and is not clearly gone, unless it was dismissed."""

from collections import defaultdict
from collections.abc import Sequence

from bplab.diagnosis.kinds import Diagnosis

HOLD = 3  # looks in a row that must find it before it is shown while training runs
GONE = 3  # looks in a row that must not find it before it is withdrawn


class Standing:
    """Takes what each look at a run finds, the most important first, and says what is shown of it.

    While training runs what is found may come and go; at rest the state stays, so one look decides.
    """

    def __init__(self) -> None:
        self._run = 0
        self._held: dict[str, int] = {}  # looks in a row that found it, by id
        self._missed: dict[str, int] = {}  # looks in a row that did not find what is shown
        self._shown: dict[str, Diagnosis] = {}
        self._quiet: defaultdict[int, set[str]] = defaultdict(set)  # dismissed, by run

    def shown(self, first: str | None = None) -> Diagnosis | None:
        """The most important diagnosis that stands, or `first` if that stands, with its latest evidence."""
        loud = {key: found for key, found in self._shown.items() if key not in self._quiet[self._run]}
        return loud.get(first or "", next(iter(loud.values()), None))

    @property
    def is_unsure(self) -> bool:
        """Whether something has been found that does not stand yet, or that stands is missing."""
        return bool(self._missed) or any(count < HOLD for count in self._held.values())

    def begin(self, run: int) -> None:
        """Another run is looked at; what was dismissed for it stays so."""
        if run != self._run:
            self._run = run
            self._held, self._missed, self._shown = {}, {}, {}

    def take(self, found: Sequence[Diagnosis], *, at_rest: bool) -> None:
        """Count what a look has found."""
        now = {each.id: each for each in found}
        self._held = {key: self._held.get(key, 0) + 1 for key in now}
        self._missed = {key: self._missed.get(key, 0) + 1 for key in self._shown if key not in now}
        kept = {key: each for key, each in self._shown.items() if key not in now and not at_rest}
        steady = {
            key: each for key, each in now.items() if at_rest or key in self._shown or self._held[key] >= HOLD
        }
        lasting = {key: each for key, each in kept.items() if self._missed[key] < GONE}
        self._shown = lasting | steady

    def dismiss(self, diagnosis: str) -> None:
        """Say no more of this in this run."""
        self._quiet[self._run].add(diagnosis)
