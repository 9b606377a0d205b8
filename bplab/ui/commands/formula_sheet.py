"""File > Export > Formula sheet (PDF)...: the step under the Microscope, every equation of it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from bplab.errors import UserError
from bplab.export.source import Source
from bplab.export.table import ExportRow
from bplab.training.checkpoint import next_step
from bplab.training.trace import MEAN
from bplab.ui.commands.exporting import ExportCommands
from bplab.ui.session import Session
from bplab.ui.shell.main_window import MainWindow
from bplab.ui.shell.workspace import Workspace
from bplab.ui.style.theme import Theme

if TYPE_CHECKING:
    from bplab.ui.formula_sheet.making import SheetOptions

TITLE = "Formula sheet (PDF)"


class SheetCommands(QObject):
    """Asks what is wanted; a thread makes and writes it."""

    def __init__(
        self, export: ExportCommands, workspace: Workspace, window: MainWindow, session: Session, theme: Theme
    ) -> None:
        super().__init__(export)
        self._export, self._context, self._window = export, workspace.context, window
        self._session, self._theme = session, theme
        export.sheet_wanted.connect(self.ask)

    def ask(self) -> None:
        """Ask with results or without; say why, if there is no sheet of this network."""
        from bplab.explain.formula_sheet.making import check_sheet
        from bplab.ui.dialogs.formula_sheet import ask_sheet

        try:
            check_sheet(self._session.spec, self._session.shape)
        except UserError as error:
            self._session.failed.emit(str(error))
            return
        ask_sheet(self._window, self._theme, self._save)

    def _save(self, options: "SheetOptions") -> None:
        stop = self._context.stop
        make = partial(_made, stop - 1 if stop < MEAN else 0, options, self._theme)
        self._export.ask(ExportRow("formula_sheet", TITLE, ".pdf", "", make))


def _made(example: int, options: "SheetOptions", theme: Theme, source: Source) -> bytes:
    """In the thread: the sheet of the step that comes next."""
    from bplab.ui.formula_sheet.making import sheet_pdf

    return sheet_pdf(next_step(source.build, source.spec, source.now), example, options, theme)
