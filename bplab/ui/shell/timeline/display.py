"""Shows on the timeline's bar and in the band above the canvas where the timeline stands."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from bplab.training.replay_watch import Replaying
from bplab.training.snapshot import RunState, Snapshot
from bplab.ui.controls.band import Band, BandText
from bplab.ui.session import Session
from bplab.ui.shell.timeline.bands import going_band, past_band
from bplab.ui.shell.timeline.bar import TimelineBar
from bplab.ui.shell.timeline.state import EMPTY, Mark, TimelineState, silhouette_of
from bplab.ui.timeline import Timeline

NOTICEABLE = 0.5  # seconds that a way must take to be talked about


class Leader(Protocol):
    """What can move and fill bar and band in place of the timeline."""

    def go_to(self, step: int) -> None:
        """Go to a step."""

    def latest(self) -> None:
        """Go to the last step."""

    def pressed(self, *, waiting: bool) -> None:
        """The band's button was pressed; `waiting`: it said Cancel, on the way to a step."""

    @property
    def state(self) -> TimelineState | None:
        """What the bar shows, once that is known."""

    @property
    def band(self) -> BandText:
        """What the band says."""


class TimelineDisplay(QObject):
    """Connects the timeline with the bar and the band, or whatever leads in its place."""

    told = Signal(str)  # what the band says, or nothing

    def __init__(
        self,
        timeline: Timeline,
        session: Session,
        bar: TimelineBar,
        band: Band,
        title_of: Callable[[int], str],
    ) -> None:
        super().__init__(bar)
        self._timeline, self._session, self._bar, self._band = timeline, session, bar, band
        self._title_of = title_of
        self._snapshot: Snapshot | None = None
        self._silhouette = EMPTY
        self._rests = False  # in the next round of a running training
        self._replaying: Replaying | None = None
        self._leader: Leader | None = None
        timeline.changed.connect(self.refresh)
        session.run_changed.connect(self._forget)
        bar.moved.connect(self._go_to)
        bar.latest_wanted.connect(self._latest)
        bar.bookmark_wanted.connect(timeline.set_bookmark)
        bar.bookmark_renamed.connect(timeline.set_bookmark)
        bar.bookmark_deleted.connect(timeline.remove_bookmark)
        band.pressed.connect(self._press)

    def follow(self, leader: Leader | None) -> None:
        """Be led by something else, or by the timeline again."""
        self._leader = leader
        self.refresh()

    def _go_to(self, step: int) -> None:
        (self._timeline if self._leader is None else self._leader).go_to(step)

    def _latest(self) -> None:
        (self._timeline if self._leader is None else self._leader).latest()

    def _press(self) -> None:
        if self._leader is None:
            self._timeline.stay()
        else:
            self._leader.pressed(waiting=self._replaying is not None)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show how far the run is, and its loss; while training runs, every other round as the plots do."""
        self._snapshot = snapshot
        running = snapshot.state is RunState.RUNNING
        if not (running and self._rests):
            self._silhouette = silhouette_of(snapshot.made.epochs)
            self.refresh()
        self._rests = running and not self._rests

    def show_replay(self, replaying: Replaying | None) -> None:
        """Say how far the way to a step is, if it takes long."""
        if replaying is not None and self._replaying is None and replaying.seconds < NOTICEABLE:
            return
        self._replaying = replaying
        self._show_band()

    def refresh(self) -> None:
        """Show what has changed."""
        snapshot, timeline = self._snapshot, self._timeline
        if self._leader is not None:
            if self._leader.state is not None:
                self._bar.set_state(self._leader.state)
        elif snapshot is not None and snapshot.run == self._session.run:
            self._bar.set_state(
                TimelineState(
                    end=timeline.end,
                    shown=timeline.shown,
                    asked=timeline.step,
                    steps_per_epoch=snapshot.steps_per_epoch,
                    planned=float(snapshot.spec.epochs) or None,
                    silhouette=self._silhouette,
                    bookmarks=timeline.bookmarks,
                    marks=self._marks(),
                    running=snapshot.state is RunState.RUNNING,
                )
            )
        self._show_band()

    def _marks(self) -> tuple[Mark, ...]:
        origin = self._session.origin
        return () if origin is None else (Mark(origin.step, f"branched from {self._title_of(origin.run)}"),)

    def _show_band(self) -> None:
        text = self._band_text
        if text is None:
            self._band.withdraw()
        else:
            self._band.show_text(text)
        self.told.emit("" if text is None else f"{text.head} {text.rest}".strip())

    @property
    def _band_text(self) -> BandText | None:
        timeline, way = self._timeline, self._replaying
        if way is not None:
            return going_band(way.goal, max(timeline.end, way.goal), way.share, way.seconds)
        if self._leader is not None:
            return self._leader.band
        if not timeline.is_past:
            return None
        is_exact = self._snapshot is None or self._snapshot.is_exact
        return past_band(timeline.shown, timeline.end, is_exact=is_exact)

    def _forget(self) -> None:
        self._snapshot, self._rests = None, False
        self._show_band()
