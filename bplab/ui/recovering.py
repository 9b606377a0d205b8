"""Offers what windows that ended unexpectedly have left behind, on the start page."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import localtime, strftime, time

from PySide6.QtCore import QObject, Signal

from bplab.storage.recovery import TRASH_DAYS, Found, empty_trash, left_behind, look_into
from bplab.ui.files.worker import FileWorker
from bplab.ui.recents import when_text
from bplab.ui.start.page import StartPage
from bplab.ui.start.recovery_card import Left, RecoveryCard
from bplab.ui.summary import about_text, result_text

UNTITLED = "Untitled experiment"


class Recovering(QObject):
    """Looks once, after the window is open; each finding is a card with Recover, Discard and Decide later."""

    found = Signal()  # something, which the start page shows
    recover_wanted = Signal(object, object)  # Found, and what to call when it is open and kept

    def __init__(self, root: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = root
        self._worker = FileWorker("bplab-recovery", self)
        self._offered: list[Found] = []
        self._page: StartPage | None = None

    @property
    def offered(self) -> tuple[Found, ...]:
        """What nobody has decided about yet, the newest first."""
        return tuple(self._offered)

    def look(self) -> None:
        """Find what was left behind."""
        self._worker.do(partial(_look, self._root), self._take, lambda _error: None)

    def show_on(self, page: StartPage) -> None:
        """Show the cards on a page."""
        self._page = page
        for found in self._offered:
            self._add(found)

    def close(self) -> None:
        """Look no more."""
        self._worker.close()

    def _take(self, found: list[Found]) -> None:
        self._offered += found
        if self._page is not None:
            self.show_on(self._page)
        if found:
            self.found.emit()

    def _add(self, found: Found) -> None:
        if self._page is None:
            return
        card = self._page.cards.add(left_text(found, time()))
        done = partial(self._decide, found, card)
        card.recover_wanted.connect(lambda: self.recover_wanted.emit(found, lambda: done(found.delete)))
        card.discard_wanted.connect(lambda: done(found.discard))
        card.later_wanted.connect(lambda: done(lambda: None))

    def _decide(self, found: Found, card: RecoveryCard, deed: Callable[[], Path | None]) -> None:
        """Do with it what was decided, and show its card no longer."""
        self._offered.remove(found)
        if self._page is not None:
            self._page.cards.remove(card)
        self._worker.do(deed, self._say_where, lambda _error: None)

    def _say_where(self, discarded: Path | None) -> None:
        """Say where what was discarded is kept; of anything else nothing is said."""
        if discarded is not None and self._page is not None:
            self._page.notice.tell("Discarded.", trash_text(discarded), "info")


def left_text(found: Found, now: float) -> Left:
    """What a card says."""
    kept = found.snapshot
    in_file = "with changes not in the file" if kept.name else "not in any file"
    document = kept.document
    return Left(
        f"Backprop Lab ended unexpectedly {moment_text(found.ended, now, '%H:%M')}",
        kept.name or UNTITLED,
        f"{in_file} · as it was {moment_text(kept.time, now, '%H:%M:%S')}",
        " · ".join(filter(None, (about_text(document), result_text(document)))),
        document.thumbnail,
        trash_text(found.trash),
    )


def trash_text(place: Path) -> str:
    """Say how long and where something is kept that was discarded."""
    return f"For {TRASH_DAYS} days it can still be opened from {place}."


def moment_text(seconds: float, now: float, clock: str) -> str:
    """`at 14:32`, `yesterday at 14:32`, `on 24 Nov at 09:12`."""
    day = when_text(seconds, now).rsplit(" ", 1)[0]
    at = f"at {strftime(clock, localtime(seconds))}"
    return at if day == "Today" else f"yesterday {at}" if day == "Yesterday" else f"on {day} {at}"


def _look(root: Path) -> list[Found]:
    empty_trash(root, time())
    return [found for folder in left_behind(root) if (found := look_into(folder)) is not None]
