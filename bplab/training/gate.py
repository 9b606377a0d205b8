"""The gate at which training waits until its snapshot has been painted."""

from collections.abc import Callable

LONGEST = 1.0  # seconds, should nobody open it


class Gate:
    """Closed by one thread, which then waits before it trains on; opened by any.

    `wait` waits a number of seconds unless something is so, or until `wake` is called or something else is to
    be done: a closed gate holds up training, but no command.

    Units: seconds.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        wait: Callable[[float, Callable[[], bool]], None],
        wake: Callable[[], None],
    ) -> None:
        self._clock, self._wait, self._wake = clock, wait, wake
        self._is_open = self._is_passed = True
        self._closed = self._since = 0.0
        self.waited = 0.0  # in all

    def close(self, since: float) -> None:
        """Close it; training has been waiting since then: the snapshot had to be taken."""
        self._closed, self._since = self._clock(), since
        self._is_open = self._is_passed = False

    def open(self) -> None:
        """Let training continue."""
        self._is_open = True
        self._wake()

    def passes(self) -> bool:
        """Wait until it is open; return False if something else is to be done first."""
        if self._is_passed:
            return True
        left = self._closed + LONGEST - self._clock()
        if left > 0 and not self._is_open:
            self._wait(left, lambda: self._is_open)
            left = self._closed + LONGEST - self._clock()
        self._is_passed = self._is_open or left <= 0
        if self._is_passed:
            self.waited += self._clock() - self._since
        return self._is_passed
