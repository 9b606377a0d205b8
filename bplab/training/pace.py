"""How many steps to make at a time, given the work time, the chosen speed and a limit."""

from collections.abc import Callable

WORK_SECONDS = 0.004  # seconds of training between two checks for commands
FLAT_OUT = 0.0


class Pace:
    """Counts steps by a given clock.

    Units: seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._period = FLAT_OUT  # from one step to the next
        self._due = 0.0
        self._chunk = 1  # steps that fit into the work time, by measurement
        self.left: int | None = None  # steps left before pausing; None: no limit

    def set_speed(self, steps_per_second: float) -> None:
        """Set the speed; 0 is full speed."""
        self._period = 1 / steps_per_second if steps_per_second else FLAT_OUT
        self._due = self._clock()

    @property
    def speed(self) -> float:
        """The chosen steps per second; 0 is full speed."""
        return 1 / self._period if self._period else FLAT_OUT

    def begin(self, left: int | None) -> None:
        """Start, for a number of steps."""
        self.left = left
        self._due = self._clock()

    def forget(self) -> None:
        """Measure again, because another network takes another time per step."""
        self._chunk = 1

    @property
    def early(self) -> float:
        """The time until the next step is due; not positive when it is."""
        return self._due - self._clock() if self._period else 0.0

    @property
    def most(self) -> int:
        """How many steps may be made now."""
        most = self._chunk if self.left is None else min(self._chunk, self.left)
        return min(most, int(-self.early / self._period) + 1) if self._period else most

    @property
    def is_over(self) -> bool:
        """Whether all requested steps have been made."""
        return self.left is not None and self.left <= 0

    def work(self, advance: Callable[[int], int], interrupted: Callable[[], bool]) -> int:
        """Make the steps that are due, for about the work time; return their number."""
        most, begin, made = self.most, self._clock(), 0
        while made < most and self._clock() - begin < WORK_SECONDS and not interrupted():
            count = advance(most - made)
            if not count:
                break
            made += count
        self._note(made, self._clock() - begin)
        return made

    def _note(self, made: int, seconds: float) -> None:
        self._chunk = max(1, min(int(made * WORK_SECONDS / max(seconds, 1e-6)), 2 * made + 1))
        self._due = max(self._due + made * self._period, self._clock() - WORK_SECONDS)
        if self.left is not None:
            self.left -= made
