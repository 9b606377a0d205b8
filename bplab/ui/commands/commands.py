"""All commands of the window, by subject; `actions` holds their names, keys and menus."""

from collections.abc import Callable
from typing import NamedTuple

from bplab.ui.commands.arithmetic import ArithmeticCommands
from bplab.ui.commands.documents import DocumentCommands
from bplab.ui.commands.exporting import ExportCommands
from bplab.ui.commands.file import FileCommands
from bplab.ui.commands.formula_sheet import SheetCommands
from bplab.ui.commands.help import HelpCommands
from bplab.ui.commands.homework import HomeworkCommands
from bplab.ui.commands.kept_view import KeptView
from bplab.ui.commands.network import NetworkCommands
from bplab.ui.commands.note import NoteCommands
from bplab.ui.commands.outside import OutsideCommands
from bplab.ui.commands.pictures import PictureCommands
from bplab.ui.commands.predicting import PredictCommands
from bplab.ui.commands.runs import RunCommands
from bplab.ui.commands.runs_tab import RunsTabCommands
from bplab.ui.commands.time import TimeCommands
from bplab.ui.commands.train import TrainCommands
from bplab.ui.commands.view import ViewCommands
from bplab.ui.commands.walk import WalkCommands
from bplab.ui.commands.weights import WeightsCommands
from bplab.ui.keeping import Keeping
from bplab.ui.preferences import Preferences
from bplab.ui.session import Session
from bplab.ui.shell.main_window import MainWindow
from bplab.ui.shell.workspace import Workspace
from bplab.ui.style.theme import Theme


class CommandsOfRuns(NamedTuple):
    """The subjects that act on runs rather than on the window."""

    train: TrainCommands
    time: TimeCommands
    runs: RunCommands


class Commands:
    """All subjects, each created once and after those that it uses."""

    def __init__(
        self,
        of_runs: CommandsOfRuns,
        window: MainWindow,
        workspace: Workspace,
        session: Session,
        keeping: Keeping,
        theme: Theme,
        preferences: Preferences,
    ) -> None:
        self.train, self.time, self.runs = of_runs
        train, files = self.train, keeping.files
        self.network = NetworkCommands(workspace.canvas, session)
        self.view = ViewCommands(window, workspace, theme, preferences)
        self.file = FileCommands(window, workspace, session, keeping, train, self.view, theme, preferences)
        self.documents = DocumentCommands(
            files, window, KeptView(workspace, self.view), workspace.actions, self.view.show_network
        )
        pictures = PictureCommands(files, workspace, window, theme)
        self.export = ExportCommands(files, lambda: self.time.past_step, pictures.ask)
        self._sheet = SheetCommands(self.export, workspace, window, session, theme)
        self.predict = PredictCommands(window, files, theme, lambda: self.time.past_step)
        self._weights = WeightsCommands(files, session, train.pause, self.view.show_network)
        self._note = NoteCommands(window, workspace, session, self.view, files.document)
        self.help = HelpCommands(window, workspace, session, self.file, self.view, theme)
        self._outside = OutsideCommands(self.file.notice)
        self._walk = WalkCommands(
            workspace.stepper, train, workspace.canvas.stages, workspace.actions, preferences
        )
        self.view.present.turned.connect(self._walk.turn)
        self.homework = HomeworkCommands(window, session, theme)
        self._runs_tab = RunsTabCommands(workspace, self.view, session)
        self._arithmetic = ArithmeticCommands(workspace.actions["native"], preferences, self.file.notice)

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """What each action does, by its id."""
        subjects = (
            self.train, self.network, self.view, self.file, self.documents, self.help, self.time, self.runs,
            self._walk, self._runs_tab, self._arithmetic, self._note, self.homework,
            self._weights, self.predict, self._outside,
        )  # fmt: skip
        return {name: call for subject in subjects for name, call in subject.calls.items()}

    def restore(self) -> None:
        """Set the switches to their stored states."""
        self.view.restore()
        self._walk.restore()
        self._arithmetic.restore()
