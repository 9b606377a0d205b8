"""Which layers have equal neurons, looked at now and then while training runs."""

from collections.abc import Mapping
from time import perf_counter

from bplab.diagnosis.equal_neurons import equal_weights
from bplab.training.snapshot import RunState, Snapshot

APART = 0.5  # seconds between two looks while training runs
SHARE = 0.01  # of the time, which looking may take then


class EqualWatch:
    """Counts the different neurons of each layer that has equal ones: "1 of 4 different"."""

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}
        self._run = 0
        self._weights: object = None  # that were looked at last
        self._next = 0.0  # when the next look may be

    def texts(self, run: int) -> Mapping[int, str]:
        """The counts of a run, by column."""
        return self._texts if run == self._run else {}

    def look(self, snapshot: Snapshot | None) -> bool:
        """Look at the weights of a snapshot, unless it is too early; return whether anything is new."""
        if snapshot is None or snapshot.weights is None or snapshot.weights is self._weights:
            return False
        begin = perf_counter()
        if snapshot.run == self._run and snapshot.state is RunState.RUNNING and begin < self._next:
            return False
        found = {each.layer + 1: each.text for each in equal_weights(snapshot.weights) if each.has_equal}
        old = self.texts(snapshot.run)
        self._run, self._weights, self._texts = snapshot.run, snapshot.weights, found
        end = perf_counter()
        self._next = end + max(APART, (end - begin) / SHARE)
        return found != old
