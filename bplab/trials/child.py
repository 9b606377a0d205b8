"""The child process: it trains a list of trials one after the other, and ends with its parent."""

import os
import signal
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, Self

from bplab.errors import UserError
from bplab.training.machine import use_blas_threads
from bplab.trials.trial import Failure, Message, Trial, train

NICENESS = 15  # leaves a live run on the same core 96 % of it


class Child:
    """The parent's side: iterate for what the child reports; leaving its context ends the process.

    The child is spawned, so it inherits the arithmetic but neither threads nor Qt.
    """

    def __init__(self, trials: Sequence[Trial]) -> None:
        context = get_context("spawn")
        self._reader, sender = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_train_all, args=(sender, tuple(trials)), name="bplab trials", daemon=True
        )
        self._ends = threading.Lock()
        self._is_ended = False
        with _without_ctrl_c():
            self._process.start()
        sender.close()  # so that the pipe ends with the child

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        self._process.join()
        self._process.close()
        self._reader.close()

    def __iter__(self) -> Iterator[Message]:
        """Yield what the child reports, until it is done or was ended.

        Raises: UserError if something else ended it.
        """
        while (message := self._receive()) is not None:
            yield message

    def end(self) -> None:
        """End the process at once, from any thread; results already received are complete."""
        with self._ends:
            if not self._is_ended:
                self._is_ended = True
                self._process.terminate()

    def _receive(self) -> Message | None:
        try:
            received: Message | None = self._reader.recv()
        except (EOFError, OSError):
            if self._is_ended:
                return None
            self._process.join()
            raise UserError(
                "The system ended the process that trains in the background (exit code "
                f"{self._process.exitcode}); perhaps memory ran out. Fewer examples or neurons need less."
            ) from None
        return received


@contextmanager
def _without_ctrl_c() -> Iterator[None]:
    """Start a process that Ctrl-C in the terminal does not reach: it inherits what this thread blocks."""
    mask: Any = getattr(signal, "pthread_sigmask", None)
    if mask is None:
        yield
        return
    resource_tracker.ensure_running()  # multiprocessing's own helper; starting it unblocks Ctrl-C
    before = mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        mask(signal.SIG_SETMASK, before)


def _train_all(sender: Connection, trials: Sequence[Trial]) -> None:
    """Train in the child; None says that all is done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    lower_priority: Any = getattr(os, "nice", None)
    if lower_priority is not None:
        lower_priority(NICENESS)
    use_blas_threads(1)
    with suppress(BrokenPipeError, ConnectionResetError):  # nobody reads any more
        for place, trial in enumerate(trials):
            sender.send(_made(place, trial, sender))
        sender.send(None)


def _made(place: int, trial: Trial, sender: Connection) -> Message:
    try:
        return train(place, trial, sender.send)
    except UserError as error:
        return Failure(place, str(error), is_bug=False)
    except OSError:  # of the pipe
        raise
    except Exception:  # noqa: BLE001 - a bug must reach the user as a report
        return Failure(place, traceback.format_exc(), is_bug=True)


def _end_with_parent() -> None:
    """End this process when its parent ends, however that happens."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
