"""Keeps the list of runs up to date: collected whenever one begins, rests or changes its settings."""

from PySide6.QtCore import QObject, Signal

from bplab.training.run_summary import RunSummary, summaries_of
from bplab.training.runner import Runner
from bplab.training.runs import AnyRecord
from bplab.training.snapshot import RunState
from bplab.ui.live.bridge import Bridge
from bplab.ui.session import Session


class RunList(QObject):
    """`changed` reports all runs, oldest first, in the window's thread."""

    changed = Signal(tuple)  # of RunSummary

    def __init__(
        self, runner: Runner, bridge: Bridge, session: Session, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._known: tuple[RunSummary, ...] = ()  # belongs to the training thread
        bridge.run_state.connect(self._follow)
        session.spec_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Collect the runs between two steps."""
        self._runner.collect(self._sum_up)

    def title_of(self, run: int) -> str:
        """The name of a run."""
        return next((summary.title for summary in self._known if summary.number == run), f"run {run}")

    def _follow(self, _run: int, state: RunState) -> None:
        if state is not RunState.REFUSED:
            self.refresh()

    def _sum_up(self, records: tuple[AnyRecord, ...], current: int) -> None:
        self._known = summaries_of(records, self._known, current)
        self.changed.emit(self._known)
