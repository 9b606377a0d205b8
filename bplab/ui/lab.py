"""The open lab: the window connected to session, runner and preferences, and closed in order."""

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from bplab.training.pace import FLAT_OUT
from bplab.training.runner import Runner
from bplab.training.snapshot import RunState, Snapshot
from bplab.trials.group import training_text
from bplab.ui.actions import ACTIONS, connect_actions, make_actions
from bplab.ui.commands.commands import Commands, CommandsOfRuns
from bplab.ui.commands.comparing import ComparingCommands
from bplab.ui.commands.menus import fill_menus, recent_menu
from bplab.ui.commands.runs import RunCommands
from bplab.ui.commands.time import TimeCommands
from bplab.ui.commands.train import TrainCommands
from bplab.ui.comparison import Comparison
from bplab.ui.controls.notice import Notice
from bplab.ui.diagnosing import Diagnosing
from bplab.ui.document import OpenDocument
from bplab.ui.files.desk import Desk
from bplab.ui.files.files import Files
from bplab.ui.keeping import Keeping
from bplab.ui.live.bridge import Bridge
from bplab.ui.live.crash_reports import CrashReports
from bplab.ui.live.notifications import Notifications
from bplab.ui.live.pump import Pump
from bplab.ui.live.source import PastSource, RunnerSource
from bplab.ui.live.watchdog import Watchdog
from bplab.ui.preferences import Preferences
from bplab.ui.run_list import RunList
from bplab.ui.session import Session
from bplab.ui.shell.comparison.display import ComparisonDisplay
from bplab.ui.shell.main_window import MainWindow
from bplab.ui.shell.timeline.display import TimelineDisplay
from bplab.ui.shell.workspace import Workspace
from bplab.ui.stepper import Stepper
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import Mode
from bplab.ui.summary import file_name
from bplab.ui.timeline import Timeline

if TYPE_CHECKING:
    from bplab.ui.diagnoses.desk import DiagnosisDesk


class Lab(QObject):
    """Holds everything that lives as long as the window."""

    def __init__(
        self,
        preferences: Preferences,
        crash_reports: CrashReports,
        theme: Theme,
        bridge: Bridge,
        runner: Runner,
        session: Session,
    ) -> None:
        super().__init__()
        self.preferences, self.crash_reports, self.theme = preferences, crash_reports, theme
        self.bridge, self.runner, self.session = bridge, runner, session
        self.actions = make_actions()
        self.timeline = Timeline(runner, session, self)
        self.stepper = Stepper(runner, session, self.timeline, self)
        self.workspace = Workspace(session, theme, self.actions, preferences, self.stepper)
        self.window = MainWindow(theme, self.workspace)
        self.run_list = RunList(runner, session, self)
        self.document = OpenDocument(session, runner, self.timeline, self.run_list, self)
        self.comparison = Comparison(runner, session, self.timeline, self)
        self.files = self._make_files()
        self.keeping = self._make_keeping()
        self.commands = self._make_commands()
        self._present, self._past = RunnerSource(runner, bridge, self), PastSource(runner, self)
        workspace = self.workspace
        self.pump = Pump(self._present, bridge, lambda: workspace.views, workspace.visible_views)
        self._display = TimelineDisplay(
            self.timeline, session, self.workspace.timeline, self.workspace.band, self.run_list.title_of
        )
        self._comparing = ComparisonDisplay(
            self.comparison, session, self.timeline, self.window, self.workspace, self._display, theme
        )
        self.diagnosing = Diagnosing(session, self._is_seen, self._make_desk, self.pump.between_rounds, self)
        self.watchdog = Watchdog(runner, self.workspace.status)
        self.workspace.status.set_hint("F1 help")
        self.notifications = self._make_notifications()
        self._closed = self._left = False
        self._own_parts()
        self._connect()
        self._restore()

    def _own_parts(self) -> None:
        """Own what has no owner: signals tie the parts into rings that only their end opens."""
        parts = self.crash_reports, self.theme, self.bridge, self.session, self.workspace, self.pump
        for part in (*parts, self.workspace.context, *self.actions.values()):
            part.setParent(self)

    def _make_notifications(self) -> Notifications:
        return Notifications(
            self.window.notice, self._notice, self.session, self.commands.train, self.bridge,
            self.crash_reports, self.timeline,
        )  # fmt: skip

    def _notice(self) -> Notice:
        return self.commands.file.notice()

    def _make_files(self) -> Files:
        desk = Desk(self.window, self.theme, self.preferences, self._notice, self.crash_reports.report)
        return Files(self.document, desk, self.runner.pause, lambda: file_name(self.session.spec), self)

    def _make_keeping(self) -> Keeping:
        seconds = self.preferences.autosave_seconds
        return Keeping(self.files, self.crash_reports.report, self._notice, seconds, self)

    def _is_seen(self) -> bool:
        return self.window.in_lab and bool(self.workspace.visible_views())

    def _make_desk(self) -> "DiagnosisDesk":
        from bplab.ui.diagnoses.desk import DeskParts, DiagnosisDesk  # noqa: PLC0415 - not at every start

        train, runs = self.commands.train, self.commands.runs
        parts = DeskParts(
            self.session, self.timeline, self.window, self.workspace, self.theme, runs.background,
            train.try_out, self.crash_reports.report,
        )  # fmt: skip
        return DiagnosisDesk(parts, self)

    def _make_commands(self) -> Commands:
        train = TrainCommands(self.runner, self.session, self.stepper)
        for take_state in (
            self.keeping.autosave.take_state,  # before the document is modified by it
            train.take_state,
            self.document.take_state,
            self.timeline.take_state,
            self.comparison.take_state,
        ):  # before anything else needs it
            self.bridge.run_state.connect(take_state)
        time = TimeCommands(self.runner, self.session, self.timeline, self.window, self.theme)
        runs = RunCommands(
            self.session,
            self.run_list,
            self.workspace,
            self.window,
            self.theme,
            self.crash_reports.report,
        )
        commands = Commands(
            CommandsOfRuns(train, time, runs), self.window, self.workspace, self.session, self.keeping,
            self.theme, self.preferences,
        )  # fmt: skip
        ComparingCommands(self.comparison, self.workspace.context, self.stepper, self.window, self.actions)
        connect_actions(self.actions, commands.calls)
        for row in ACTIONS:
            if row.menu in ("Network", "Train", "Runs"):  # commands whose effect is visible immediately
                self.actions[row.id].triggered.connect(commands.view.lead_to_lab)
        self.window.addActions(list(self.actions.values()))
        open_preset, toolbar = commands.file.open_preset, self.workspace.toolbar
        recent = recent_menu(self.window.menus, self.keeping.recents, commands.file.open_recent)
        fill_menus(
            self.window.menus, self.actions, self.session, self.theme, open_preset, recent, toolbar,
            commands.export.fill,
        )  # fmt: skip
        return commands

    def _connect(self) -> None:
        self.pump.arrived.connect(self.timeline.take)
        self.pump.shown.connect(self._show_numbers)
        self.bridge.run_state.connect(self._show_state)
        self.bridge.run_state.connect(self.stepper.take_state)
        self.bridge.run_state.connect(self.run_list.take_state)
        self.bridge.run_state.connect(self.diagnosing.take_state)
        self.document.adopted.connect(self.commands.runs.adopt)
        self.timeline.moment_changed.connect(self._show_moment)
        self.bridge.replay.connect(self.comparison.show_replay)
        self.bridge.replay.connect(self._display.show_replay)
        self.workspace.timeline.branch_wanted.connect(self.actions["branch"].trigger)
        self.stepper.changed.connect(self._show_walk)
        self.session.spec_changed.connect(self.pump.refresh)
        self.theme.changed.connect(self.pump.refresh)
        self.theme.chosen.connect(self._keep_theme)
        context, run_list = self.workspace.context, self.run_list
        run_list.changed.connect(context.set_runs)
        run_list.changed.connect(self._display.refresh)
        self._display.told.connect(self.commands.view.present.say)
        status = self.workspace.status
        context.groups_changed.connect(lambda: status.show_background(training_text(context.groups)))
        context.overlaid_changed.connect(lambda: run_list.draw([run.number for run in context.overlaid]))
        self.workspace.made.connect(self.pump.join)
        self.workspace.refresh_wanted.connect(self.pump.refresh_now)
        self.workspace.toolbar.speed_edited.connect(self._set_speed)
        self.window.closing.connect(self.close)
        self.crash_reports.happened.connect(lambda _report: self.keeping.autosave.keep())

    def _keep_theme(self, mode: Mode) -> None:
        """Store the theme at once: a window that ends unexpectedly is not closed."""
        self.preferences.theme = mode

    def _show_numbers(self, snapshot: Snapshot) -> None:
        """Show readouts that belong to the same step as the views."""
        self._display.show_snapshot(snapshot)
        self.workspace.toolbar.show_snapshot(snapshot)
        self._show_running(snapshot.state is RunState.RUNNING)
        self.workspace.status.show_snapshot(snapshot)
        self.workspace.sidebar.show_snapshot(snapshot)
        self.notifications.look(snapshot)

    def _show_moment(self, past: int | None) -> None:
        """Have all views show a moment of the past, or the present again."""
        if past is not None:
            self._past.step = past
        source = self._present if past is None else self._past
        if self.pump.shows(source):
            self.pump.follow()
        else:
            self.pump.show_from(source)

    def _show_state(self, run: int, state: RunState) -> None:
        if run != self.session.run:
            return
        self._show_running(state is RunState.RUNNING)

    def _show_walk(self) -> None:
        """The line at the bottom says where a walk stands, and the button that it goes on by itself."""
        self.workspace.status.show_walk(self.stepper)
        self._show_running(self.commands.train.state is RunState.RUNNING)

    def _show_running(self, training: bool) -> None:
        running = (training and not self.stepper.is_walking) or self.stepper.is_playing
        self.workspace.toolbar.set_running(running)
        _, tab, keys = self.actions["play"].text().partition("\t")
        self.actions["play"].setText(f"{'Pause' if running else 'Play'}{tab}{keys}")

    def _set_speed(self, steps_a_second: float) -> None:
        self.preferences.speed = steps_a_second
        self._run_at(steps_a_second)

    def _run_at(self, steps_a_second: float) -> None:
        self.workspace.status.set_speed(steps_a_second)
        self.stepper.set_pace(steps_a_second)
        self.runner.set_speed(FLAT_OUT if math.isinf(steps_a_second) else steps_a_second)

    def _restore(self) -> None:
        """Restore window, speed and stored choices."""
        if not self.preferences.geometry.isEmpty():
            self.window.restoreGeometry(self.preferences.geometry)
        self.workspace.toolbar.set_speed(self.preferences.speed)
        self._run_at(self.preferences.speed)
        self.workspace.restore("dock", self.workspace.dock)
        self.commands.restore()
        self.workspace.canvas.graph.setFocus()

    def leave(self) -> None:
        """The desktop ends, and nothing can be asked: the next start offers what is in no file."""
        if self.document.is_modified:
            self._left = True
            self.keeping.autosave.keep()

    def close(self, *, unexpectedly: bool = False) -> None:
        """Stop drawing, training and the log, once; store what is to be remembered."""
        if self._closed:
            return
        self._closed, unexpectedly = True, unexpectedly or self._left
        try:
            self.comparison.end()
            self.stepper.done()
            self.pump.stop()
            self.diagnosing.stop()
            self.commands.view.present.end()
            self._remember()
            self.window.hide()  # nobody sees it wait for what is still written
            self.commands.runs.close()
            self.files.close()
            self.keeping.close(unexpectedly=unexpectedly)
            self.document.close()
        finally:  # else the thread would keep the process alive
            if not self.runner.close():
                self.crash_reports.report("The training thread did not end within two seconds.")
            self.crash_reports.remove()

    def _remember(self) -> None:
        self.preferences.geometry = self.window.saveGeometry()
        for name, view in self.workspace.choosing.items():
            self.preferences.set_view(name, view.choices)
