"""The open lab: the window wired to session, runner and settings, and taken down in order."""

import math

from PySide6.QtCore import QObject

from bplab.training.pace import FLAT_OUT
from bplab.training.runner import Runner
from bplab.training.snapshot import RunState, Snapshot
from bplab.ui.actions import ACTIONS, connect_actions, make_actions
from bplab.ui.bridge import Bridge
from bplab.ui.commands import Commands
from bplab.ui.deeds import Deeds
from bplab.ui.main_window import MainWindow
from bplab.ui.menus import fill_menus
from bplab.ui.news import News
from bplab.ui.parts import Parts
from bplab.ui.problems import Problems
from bplab.ui.pump import Pump
from bplab.ui.session import Session
from bplab.ui.settings import Settings
from bplab.ui.theme import Theme
from bplab.ui.watch import Watch


class Lab(QObject):
    """Holds what lives as long as the window."""

    def __init__(
        self,
        settings: Settings,
        problems: Problems,
        theme: Theme,
        bridge: Bridge,
        runner: Runner,
        session: Session,
        commands: Commands,
    ) -> None:
        super().__init__()
        self.settings, self.problems, self.theme = settings, problems, theme
        self.bridge, self.runner, self.session, self.commands = bridge, runner, session, commands
        self.actions = make_actions()
        self.parts = Parts(session, theme, self.actions, settings)
        self.window = MainWindow(theme, self.parts)
        self.deeds = Deeds(self.window, self.parts, session, commands, theme, settings)
        connect_actions(self.actions, {**commands.calls, **self.deeds.calls})
        self._lead_to_lab()
        self.window.addActions(list(self.actions.values()))
        fill_menus(
            self.window.menus, self.actions, session, theme, self.deeds.open_preset, self.parts.toolbar
        )
        self.pump = Pump(runner, bridge, lambda: self.parts.views, self.parts.visible_views)
        self.watch = Watch(runner, self.parts.status)
        self.parts.status.set_hint("F1 help")
        self.news = News(self.window.notice, self.deeds.notice, session, commands, bridge, problems)
        self._closed = False
        self._connect()
        self._restore()

    def _connect(self) -> None:
        self.pump.shown.connect(self._show_numbers)
        self.bridge.run_state.connect(self._show_state)
        self.session.spec_changed.connect(self.pump.refresh)
        self.theme.changed.connect(self.pump.refresh)
        self.parts.made.connect(self.pump.join)
        self.parts.refresh_wanted.connect(self.pump.refresh_now)
        self.parts.toolbar.speed_edited.connect(self._set_speed)
        self.window.closing.connect(self.close)

    def _lead_to_lab(self) -> None:
        """What trains or edits the network is done where it is seen."""
        for row in ACTIONS:
            if row.menu in ("Network", "Train"):
                self.actions[row.id].triggered.connect(self.deeds.lead_to_lab)

    def _show_numbers(self, snapshot: Snapshot) -> None:
        """Readouts are of the moment that the pictures show."""
        self.parts.toolbar.show_snapshot(snapshot)
        self.parts.status.show_snapshot(snapshot)
        self.parts.sidebar.show_snapshot(snapshot)
        self.news.look(snapshot)

    def _show_state(self, run: int, state: RunState) -> None:
        if run != self.session.run:
            return
        running = state is RunState.RUNNING
        self.parts.toolbar.set_running(running)
        _, tab, keys = self.actions["play"].text().partition("\t")
        self.actions["play"].setText(f"{'Pause' if running else 'Play'}{tab}{keys}")

    def _set_speed(self, steps_a_second: float) -> None:
        self.settings.speed = steps_a_second
        self._run_at(steps_a_second)

    def _run_at(self, steps_a_second: float) -> None:
        self.parts.status.set_speed(steps_a_second)
        self.runner.set_speed(FLAT_OUT if math.isinf(steps_a_second) else steps_a_second)

    def _restore(self) -> None:
        """Bring back window, speed and choices of the last time."""
        if not self.settings.geometry.isEmpty():
            self.window.restoreGeometry(self.settings.geometry)
        self.parts.toolbar.set_speed(self.settings.speed)
        self._run_at(self.settings.speed)
        self.parts.restore("dock", self.parts.dock)
        self.deeds.restore()
        self.parts.canvas.graph.setFocus()

    def close(self) -> None:
        """Stop drawing, training, and the log, once; remember what is to be remembered."""
        if self._closed:
            return
        self._closed = True
        try:
            self.pump.stop()
            self.deeds.present.end()
            self._remember()
        finally:  # else the thread would keep the process alive
            if not self.runner.close():
                self.problems.report("The training thread did not end within two seconds.")
            self.problems.remove()

    def _remember(self) -> None:
        self.settings.geometry = self.window.saveGeometry()
        self.settings.theme = self.theme.mode
        for name, view in self.parts.choosing.items():
            self.settings.set_view(name, view.choices)
