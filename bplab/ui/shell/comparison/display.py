"""Shows a comparison: the page with both runs, and what window, bar, band, form and status line say of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from bplab.training.compared import what_differs
from bplab.training.snapshot import Snapshot
from bplab.ui.comparison import Comparison
from bplab.ui.controls.band import BandText
from bplab.ui.controls.painting import KeyboardFocus
from bplab.ui.form.marks import Sides
from bplab.ui.session import Session
from bplab.ui.shell.main_window import MainWindow
from bplab.ui.shell.timeline.bands import same_band, searching_band
from bplab.ui.shell.timeline.display import TimelineDisplay
from bplab.ui.shell.timeline.state import Mark, Silhouette, TimelineState, silhouette_of
from bplab.ui.shell.workspace import Workspace
from bplab.ui.style.theme import Theme
from bplab.ui.timeline import Timeline

if TYPE_CHECKING:
    from bplab.ui.shell.comparison.page import ComparisonPage

STATUS = "Comparing 2 runs · the timeline moves both · Esc ends"


class ComparisonDisplay(QObject):
    """Makes the page when a comparison begins, and drops it when it ends."""

    def __init__(
        self,
        comparison: Comparison,
        session: Session,
        timeline: Timeline,
        window: MainWindow,
        workspace: Workspace,
        lead: TimelineDisplay,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._comparison, self._session, self._timeline = comparison, session, timeline
        self._window, self._workspace, self._lead, self._theme = window, workspace, lead, theme
        self.page: ComparisonPage | None = None
        self._silhouette: Silhouette | None = None  # of the run whose loss the bar shows
        comparison.begun.connect(self._begin)
        comparison.ended.connect(self._end)
        comparison.shown.connect(self._show)
        comparison.changed.connect(self._refresh)
        window.page_left.connect(comparison.end)
        workspace.band.closed.connect(comparison.end)

    def go_to(self, step: int) -> None:
        """Go to a step with both runs."""
        self._comparison.go_to(step)

    def latest(self) -> None:
        """Go to the end of the longer run."""
        self._comparison.latest()

    def pressed(self, *, waiting: bool) -> None:
        """Cancel the way to a step, or go to the first one that differs."""
        difference = self._comparison.difference
        if waiting:
            self._comparison.stay()
        elif difference is not None and difference.step is not None:
            self._comparison.go_to(difference.step)

    @property
    def state(self) -> TimelineState | None:
        """The bar: both runs on one axis, and where they first differ."""
        comparison, at = self._comparison, self._comparison.at
        if at is None or self._silhouette is None:
            return None
        longer = max(reversed(at), key=lambda snapshot: snapshot.end)
        first = comparison.difference.step if comparison.difference is not None else None
        marks = () if first is None else (Mark(first, f"first difference: step {first:,}"),)
        return TimelineState(
            end=comparison.end_step,
            shown=max(snapshot.step for snapshot in at),
            asked=comparison.step,
            steps_per_epoch=longer.steps_per_epoch,
            planned=float(longer.spec.epochs) or None,
            silhouette=self._silhouette,
            bookmarks=self._timeline.bookmarks if comparison.has_current else (),
            marks=marks,
        )

    @property
    def band(self) -> BandText:
        """Where both differ for the first time, and in what."""
        difference, pair = self._comparison.difference, self._comparison.pair
        if difference is None or pair is None:
            return searching_band()
        told = "" if difference.step is None else what_differs(*pair, difference.step)
        return same_band(difference.step, told, difference.compared)

    def _begin(self) -> None:
        pair = self._comparison.pair
        if pair is None:
            return
        from bplab.ui.shell.comparison.page import ComparisonPage  # noqa: PLC0415 - it loads the plots

        self.page = page = ComparisonPage(self._theme, *pair, self._session.run)
        chosen = self._workspace.choosing.get("output")
        for pane in page.panes:
            if chosen is not None:
                pane.output.restore(chosen.choices)
            pane.output.failed.connect(self._session.failed)
            pane.loss.failed.connect(self._session.failed)
        page.needs_changed.connect(self._tell_needs)
        focus = self._window.focusWidget()
        clicked = isinstance(focus, KeyboardFocus) and focus.by_click
        reason = Qt.FocusReason.MouseFocusReason if clicked else Qt.FocusReason.OtherFocusReason
        self._workspace.timeline.track.setFocus(reason)  # its keys move both
        self._window.show_instead(page)
        self._workspace.status.show_task(STATUS)
        self._lead.follow(self)
        self._tell_needs()

    def _end(self) -> None:
        page, self.page, self._silhouette = self.page, None, None
        if page is None:
            return
        page.close_threads()
        self._window.show_instead(None)
        self._workspace.canvas.graph.setFocus(Qt.FocusReason.OtherFocusReason)
        page.deleteLater()
        self._workspace.status.show_task("")
        self._workspace.sidebar.mark(None)
        self._lead.follow(None)

    def _tell_needs(self) -> None:
        if self.page is not None:
            left, right = self.page.panes
            self._comparison.set_needs(left.needs, right.needs)

    def _show(self, *snapshots: Snapshot) -> None:
        """Show both runs, which may then need something else."""
        if self.page is None:
            return
        for pane, snapshot in zip(self.page.panes, snapshots, strict=True):
            pane.show_snapshot(snapshot)
        if self._silhouette is None:
            longer = max(reversed(snapshots), key=lambda snapshot: snapshot.end)
            self._silhouette = silhouette_of(longer.made.epochs)
        if self._comparison.has_current:
            self._workspace.toolbar.show_snapshot(snapshots[1])
        self._mark_form(*snapshots)
        self._tell_needs()

    def _mark_form(self, left: Snapshot, right: Snapshot) -> None:
        """Mark the settings in which both differ; the form shows the current run."""
        self._workspace.sidebar.mark(Sides(left.spec, right.spec, not self._comparison.has_current))

    def _refresh(self) -> None:
        difference = self._comparison.difference
        if self.page is not None and difference is not None and difference.step is not None:
            for pane in self.page.panes:
                pane.loss.mark_first(difference.step)
        self._lead.refresh()
