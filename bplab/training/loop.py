"""A thread that takes turns: it does what is asked, then works or waits, and never ends by a mistake."""

import threading
import traceback
from collections import deque
from collections.abc import Callable
from time import monotonic

from bplab.errors import UserError

Command = Callable[[], None]


class Loop:
    """The thread of the runner. `turn` is called again and again, in the thread, after the commands.

    `failed` is told of a mistake there: a sentence for the user, or the report of a bug.
    """

    def __init__(self, name: str, turn: Command, failed: Callable[[str, bool], None]) -> None:
        self._turn, self._failed = turn, failed
        self._wake = threading.Condition()
        self._commands: deque[Command] = deque()
        self.closing = False
        self.heartbeat = monotonic()  # of the loop, not of what it works on
        self._thread = threading.Thread(target=self._run, name=name)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def close(self, seconds: float) -> bool:
        """End the thread after its turn; wait so long at most. Returns whether it has ended."""
        self.closing = True
        self.wake()
        if self._thread.is_alive():
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def post(self, command: Command) -> None:
        """Have something done in the thread, before its next turn."""
        with self._wake:
            self._commands.append(command)
            self._wake.notify()

    def wake(self) -> None:
        """Let a turn come at once."""
        with self._wake:
            self._wake.notify()

    @property
    def is_wanted(self) -> bool:
        """Whether there is something else to do than to work or to wait."""
        return bool(self._commands) or self.closing

    def wait(self, seconds: float, is_asked: Callable[[], bool]) -> None:
        """Wait until something is to be done, so long at most."""
        with self._wake:
            if not self.is_wanted and not is_asked():
                self._wake.wait(seconds)

    def take_turn(self) -> None:
        """Do what was asked for by now, then take a turn; what is asked meanwhile comes after it.

        While it closes nothing is begun any more.
        """
        for _ in range(len(self._commands)):
            if not self.closing:
                self._commands.popleft()()
        if not self.closing:
            self._turn()

    def _run(self) -> None:
        while not self.closing:
            self.heartbeat = monotonic()
            try:
                self.take_turn()
            except UserError as error:
                self._failed(str(error), False)
            except Exception:  # noqa: BLE001 - a bug must reach the user as a report, not end the thread silently
                self._failed(traceback.format_exc(), True)
