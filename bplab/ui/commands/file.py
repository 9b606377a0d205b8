"""File menu commands: new experiments, the start page, presets, and links to paste and copy."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Qt

from bplab.errors import named
from bplab.experiment.presets import PRESETS
from bplab.experiment.presets_trouble import TROUBLE
from bplab.experiment.spec import Experiment
from bplab.ui.commands.drawing import DrawingCommands
from bplab.ui.commands.importing import ImportCommands
from bplab.ui.commands.links import Links
from bplab.ui.commands.train import DEFAULT, TrainCommands
from bplab.ui.commands.view import ViewCommands
from bplab.ui.controls.notice import Notice
from bplab.ui.keeping import Keeping
from bplab.ui.preferences import Preferences
from bplab.ui.session import Session
from bplab.ui.shell.main_window import MainWindow
from bplab.ui.shell.toolbar import WATCHABLE
from bplab.ui.shell.workspace import Workspace
from bplab.ui.start.page import StartPage
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.view import Chooser


class FileCommands(QObject):
    """Opens experiments from all sources."""

    def __init__(
        self,
        window: MainWindow,
        workspace: Workspace,
        session: Session,
        keeping: Keeping,
        train: TrainCommands,
        view: ViewCommands,
        theme: Theme,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._window, self._workspace = window, workspace
        self._session, self._files, self._keeping = session, keeping.files, keeping
        self._train, self._view, self._theme, self._preferences = train, view, theme, preferences
        self.start: StartPage | None = None
        self.imports = ImportCommands(window, session, theme, self.notice, view.lead_to_lab)
        self.links = Links(
            window, session, self.begin, self.notice, lambda: cast("Chooser", workspace.view("output")),
            self.imports.paste,
        )  # fmt: skip
        keeping.recovering.found.connect(self.offer_left_behind)
        workspace.sidebar.own_wanted.connect(self.imports.choose)
        self.drawing = DrawingCommands(window, workspace, session, theme, view.present.end)
        workspace.sidebar.drawing_wanted.connect(self.drawing.begin)

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        return {
            "new": self.new,
            "start": self.show_start,
            "paste_link": self.links.paste,
            "copy_link": self.links.copy,
            **self.imports.calls,
        }

    def new(self) -> None:
        """Start with the essentials, slowly enough to watch, unless the user has chosen otherwise."""

        def show() -> None:
            self._view.set_essentials(self._preferences.flag("essentials", default=True))
            if not self._preferences.has_speed:
                self._workspace.toolbar.choose_speed(WATCHABLE)

        self._open_preset(DEFAULT, show)

    def open_preset(self, name: str) -> None:
        """Open a preset in the lab; some show their problem only in the views beyond the essentials."""
        self._open_preset(name, lambda: self._view.show_essentials(False) if name in TROUBLE else None)

    def _open_preset(self, name: str, show: Callable[[], object]) -> None:
        preset = PRESETS[name]
        self.begin(f"Open {preset.title}", preset.spec, show)

    def begin(self, text: str, spec: Experiment, then: Callable[[], object]) -> bool:
        """Show an experiment, paused at its start; whether it is a possible one.

        It can be undone, unless a file was open, which is closed for it.
        """

        def show() -> None:
            self._view.show_network()
            then()

        if self._files.document.path is not None:
            self._files.opens.begin(spec, show)
            return True
        self._train.pause()
        begun = self._session.open(text, spec)
        if begun:
            show()
        return begun

    def open_recent(self, path: Path) -> None:
        """Open a file of the list; one that is gone leaves it."""
        if path.exists():
            self._files.opens.open(path)
            return
        self._keeping.recents.remove(path)
        self.notice().tell(f"{named(path.name)} is not there any more.", f"It was in {named(path.parent)}.")

    def offer_left_behind(self) -> None:
        """Say where what was left behind is offered, unless it is seen already."""
        if self.start is None or not self.start.isVisible():
            self._window.notice.tell(
                "Backprop Lab ended unexpectedly.",
                "The start page offers what was kept of it.",
                "info",
                [("Start page", self.show_start)],
            )

    def choose_data(self, name: str) -> None:
        """Train on another data set."""
        self._view.lead_to_lab()
        self._workspace.form.choose_data(name)

    def show_start(self) -> None:
        """Show the start page, created on first use; this ends a presentation."""
        self._view.present.end()
        if self.start is None:
            self.start = self._make_start()
        self.start.welcome.show_back(self._begun())
        self.start.welcome.recents.refresh()
        self._window.pages.setCurrentWidget(self.start)
        self.start.first.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def notice(self) -> Notice:
        """The notice bar of the current page."""
        start = self.start
        return start.notice if start is not None and start.isVisible() else self._window.notice

    def _make_start(self) -> StartPage:
        start = StartPage(self._theme, self._keeping.recents)
        start.welcome.again.set_value(self._preferences.flag("start_page", default=True))
        start.welcome.again.edited.connect(lambda on: self._preferences.set_flag("start_page", on))
        start.welcome.link.clicked.connect(self.links.paste)
        start.new_wanted.connect(self.new)
        start.open_wanted.connect(self._files.opens.ask)
        start.file_wanted.connect(self.open_recent)
        start.preset_wanted.connect(self.open_preset)
        start.left.connect(self._window.show_lab)
        self._window.pages.addWidget(start)
        self._keeping.recovering.show_on(start)
        return start

    def _begun(self) -> str:
        """The name of the experiment in the lab, if the user has worked on it."""
        spec, sizes = self._session.spec, self._session.shape.sizes
        return (
            f"{spec.data.row.title}, {'-'.join(map(str, sizes))}" if self._files.document.is_modified else ""
        )
