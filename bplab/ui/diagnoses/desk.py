"""Says above the network what ails the run, opens what shows it, and tries what may help."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject

from bplab.diagnosis.fixes import candidates, is_fixable
from bplab.diagnosis.kinds import Diagnosis
from bplab.experiment.spec import Experiment
from bplab.trials.background import Background
from bplab.ui.diagnoses.fixing import Attempt, Fixing
from bplab.ui.diagnoses.notice import DiagnosisNotice
from bplab.ui.diagnoses.placing import TableOverNetwork
from bplab.ui.diagnoses.standing import Standing
from bplab.ui.diagnoses.tried import table_of
from bplab.ui.diagnoses.words import Said, line_of, said_of
from bplab.ui.diagnosing import Look
from bplab.ui.session import Session
from bplab.ui.shell.main_window import MainWindow
from bplab.ui.shell.workspace import Workspace
from bplab.ui.style.theme import Theme
from bplab.ui.timeline import Timeline


class DeskParts(NamedTuple):
    """What the desk acts on."""

    session: Session
    timeline: Timeline
    window: MainWindow
    workspace: Workspace
    theme: Theme
    background: Background
    try_out: Callable[[str, Experiment], object]  # trains with other settings as another run
    report: Callable[[str], object]


class DiagnosisDesk(QObject):
    """Everything about diagnoses that is seen; made when there is the first one."""

    def __init__(self, parts: DeskParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._standing = Standing()
        self._look: Look | None = None
        self._fixable: tuple[str, Experiment, bool] | None = None  # which diagnosis of what
        self.notice = DiagnosisNotice(parts.theme)
        self.fixing = Fixing(parts.background, self)
        self.table = TableOverNetwork(parts.window, parts.theme, self.notice, self)
        self._connect()

    def _connect(self) -> None:
        parts, notice, row = self._parts, self.notice, self.notice.row
        parts.window.put_above(notice)
        notice.resized.connect(parts.window.share_height)
        notice.left.connect(parts.workspace.canvas.graph.setFocus)
        notice.why_wanted.connect(self._show_why)
        notice.fix_wanted.connect(self._find)
        notice.closed.connect(self._dismiss)
        row.cancel_wanted.connect(self.fixing.cancel)
        row.try_wanted.connect(self._try_best)
        row.all_wanted.connect(self._show_all)
        self.table.try_wanted.connect(self._try)
        self.table.left.connect(parts.workspace.canvas.graph.setFocus)
        self.fixing.changed.connect(self.refresh)
        self.fixing.failed.connect(parts.session.failed)
        self.fixing.bug.connect(parts.report)
        parts.session.run_changed.connect(self._follow)
        parts.session.spec_changed.connect(self._follow)
        parts.timeline.moment_changed.connect(self.refresh)
        parts.workspace.stepper.changed.connect(self.refresh)

    @property
    def is_unsure(self) -> bool:
        """Whether the next look decides what is said."""
        return self._standing.is_unsure

    def take(self, look: Look) -> None:
        """Hear what a look at the run has found."""
        if look.run == self._parts.session.run:
            self._look = look
            self._standing.begin(look.run)
            self._standing.take(look.found, at_rest=look.at_rest)
            trying, stands = self.fixing.diagnosis, self._stands
            if trying is not None and (stands is None or stands.id != trying):
                self.fixing.cancel()  # what it was to help against is gone
            self.refresh()

    def refresh(self) -> None:
        """Say what is true of the latest step."""
        shown, attempt = self._shown, self._attempt
        self.notice.say(None if shown is None else self._said(shown), line_of(attempt))
        if attempt is None or shown is None:
            self.table.close()

    def _said(self, shown: Diagnosis) -> Said:
        return said_of(shown, fixable=self._is_fixable(shown))

    def _is_fixable(self, shown: Diagnosis) -> bool:
        """Whether something may help the run as it is now; asked at every step of a dragged slider."""
        spec = self._parts.session.spec
        if self._fixable is None or self._fixable[:2] != (shown.id, spec):
            self._fixable = shown.id, spec, is_fixable(spec, shown)
        return self._fixable[2]

    @property
    def _stands(self) -> Diagnosis | None:
        """What ails the latest step; while a fix is looked for, what it is to help against."""
        return self._standing.shown(first=self.fixing.diagnosis)

    @property
    def _shown(self) -> Diagnosis | None:
        """Nothing is said while a past step is shown, nor of a step that is walked through."""
        is_away = self._parts.timeline.is_past or self._parts.workspace.stepper.is_walking
        return None if is_away else self._stands

    @property
    def _attempt(self) -> Attempt | None:
        """What was tried on the run as it is now."""
        shown, session = self._stands, self._parts.session
        return None if shown is None else self.fixing.find(session.run, shown.id, session.spec)

    def _follow(self) -> None:
        """Another run is the current one, or it has other settings."""
        session = self._parts.session
        if not session.is_past:
            self._standing.begin(session.run)
            self.fixing.stay_with(session.run, session.spec)
        self.refresh()

    def _show_why(self) -> None:
        if self._shown is not None:
            from bplab.ui.diagnoses.why import show_why  # noqa: PLC0415 - it loads the views

            show_why(self._shown, self._parts.workspace)

    def _find(self) -> None:
        shown, session, look = self._shown, self._parts.session, self._look
        if shown is not None and look is not None and look.facts is not None and look.run == session.run:
            spec = session.spec
            attempt = Attempt.begin(look.run, shown.id, spec, look.facts, candidates(spec, shown))
            self.fixing.start(attempt, session.own_of(spec))

    def _dismiss(self) -> None:
        if self._stands is not None:
            self._standing.dismiss(self._stands.id)
        self.fixing.cancel()

    def _show_all(self) -> None:
        shown, attempt = self._shown, self._attempt
        if shown is not None and attempt is not None:
            self.table.open(table_of(shown.title, attempt))

    def _try_best(self) -> None:
        attempt = self._attempt
        if attempt is not None and attempt.is_over:
            self._try(attempt.ranked[0].fix.title)

    def _try(self, title: str) -> None:
        attempt = self._attempt
        if attempt is not None:
            tried = next(outcome for outcome in attempt.outcomes if outcome.fix.title == title)
            self._parts.try_out(f"Try {title}", tried.spec)
