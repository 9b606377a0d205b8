"""A thread that executes commands, then works or waits, and survives exceptions."""

import threading
import traceback
from collections import deque
from collections.abc import Callable
from time import monotonic

from bplab.errors import UserError

Command = Callable[[], None]


class Loop:
    """The runner's thread: it calls `turn` again and again, after the commands.

    `failed` receives its exceptions: a sentence for the user, or the report of a bug. What a turn left in the
    middle is completed by `complete`, unless interrupted, before a command; it returns whether it is.
    """

    def __init__(
        self,
        name: str,
        turn: Command,
        failed: Callable[[str, bool], None],
        complete: Callable[[Callable[[], bool]], bool] = lambda _interrupted: True,
    ) -> None:
        self._turn, self._failed, self._complete = turn, failed, complete
        self._wake = threading.Condition()
        self._commands: deque[Command] = deque()
        self.closing = False
        self.heartbeat = monotonic()  # guards the loop, not what it works on
        self._thread = threading.Thread(target=self._run, name=name)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def close(self, seconds: float) -> bool:
        """End the thread after its turn, waiting at most `seconds`; return whether it has ended."""
        self.closing = True
        self.wake()
        if self._thread.is_alive():
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def beat(self) -> None:
        """Show that the thread is alive."""
        self.heartbeat = monotonic()

    def post(self, command: Command) -> None:
        """Execute something in the thread before its next turn."""
        self.post_at_once(lambda: self._execute(command))

    def post_at_once(self, command: Command) -> None:
        """Execute something even in the middle of what a turn left there."""
        with self._wake:
            self._commands.append(command)
            self._wake.notify()

    def wake(self) -> None:
        """Start the next turn immediately."""
        with self._wake:
            self._wake.notify()

    @property
    def is_wanted(self) -> bool:
        """Whether there is something else to do than to work or to wait."""
        return bool(self._commands) or self.closing

    def wait(self, seconds: float, is_asked: Callable[[], bool]) -> None:
        """Wait until there is something to do, or the time is over."""
        with self._wake:
            if not self.is_wanted and not is_asked():
                self._wake.wait(seconds)

    def take_turn(self) -> None:
        """Execute the commands posted so far, then take a turn; later commands come after it.

        While the loop is closing, nothing new is started.
        """
        for _ in range(len(self._commands)):
            if not self.closing:
                self._commands.popleft()()
        if not self.closing:
            self._turn()

    def _execute(self, command: Command) -> None:
        if self._complete(lambda: self.closing):
            command()

    def _run(self) -> None:
        while not self.closing:
            self.beat()
            try:
                self.take_turn()
            except UserError as error:
                self._failed(str(error), False)
            except Exception:  # noqa: BLE001 - a bug must reach the user as a report, not end the thread silently
                self._failed(traceback.format_exc(), True)
