"""File > Export > Picture...: the window or a view as it is shown, as a file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from bplab.errors import UserError, named
from bplab.storage.writing import write_file
from bplab.ui.dialogs.picture import PNG, PicturePage, ask_picture
from bplab.ui.files.desk import FileKind
from bplab.ui.files.files import Files
from bplab.ui.shell.main_window import MainWindow
from bplab.ui.shell.workspace import Workspace
from bplab.ui.style.theme import Theme

FINE = 3  # times as many pixels of the connections in a picture that has no size
LOOK, LOOKS = 20, 100  # ms between two looks at whether the network is drawn finely, and how many


class PictureCommands(QObject):
    """Draws, and lets a thread write."""

    def __init__(self, files: Files, workspace: Workspace, window: MainWindow, theme: Theme) -> None:
        super().__init__(files)
        self._files, self._workspace, self._window, self._theme = files, workspace, window, theme

    @property
    def subjects(self) -> dict[str, QWidget]:
        """What can be drawn now, by its title."""
        places = self._workspace.places.values()
        shown = {place.row.title: place for place in places if place.isVisible()}
        return {"Whole window": self._window, "Network": self._workspace.canvas, **shown}

    def ask(self) -> None:
        """Ask for what, then where to."""
        ask_picture(self._window, self._theme, self.subjects, self._choose)

    def _choose(self, page: PicturePage) -> None:
        from bplab.ui.pictures import png_of, svg_of

        of, scale, is_png = page.widget, page.scale, page.format == PNG
        kind = FileKind("Pictures", page.format)
        name = Path(f"{page.title.lower().replace(' ', '-')}.{page.format}")
        draw = partial(png_of, of, scale) if is_png else partial(svg_of, of, page.title)
        fineness = scale if is_png else FINE
        self._files.desk.choose(
            "save", "Export: Picture", name, lambda path: self.write(draw, fineness, path), kind=kind
        )

    def write(self, draw: Callable[[], bytes], fineness: int, path: Path) -> None:
        """Draw as finely as wanted and without the notice, then write."""
        graph = self._workspace.canvas.graph
        self._window.notice.hold_back(True)
        graph.fineness = fineness
        graph.arrange()
        self._when_settled(partial(self._write, draw, path), LOOKS)

    def _when_settled(self, follow: Callable[[], object], looks: int) -> None:
        if self._workspace.canvas.graph.edges.settled or not looks:
            follow()
        else:
            QTimer.singleShot(LOOK, self, partial(self._when_settled, follow, looks - 1))

    def _write(self, draw: Callable[[], bytes], path: Path) -> None:
        graph = self._workspace.canvas.graph
        try:
            data = draw()
        except UserError as error:
            self._refuse(error)
            return
        finally:
            graph.fineness = 1
            graph.arrange()
            self._window.notice.hold_back(False)

        def put(_go_on: Callable[[], bool]) -> bool:
            write_file(path, lambda file: file.write(data))
            return True

        name = named(path.name)
        self._files.work.do(
            f"Writing {name}...", put,
            lambda _done: self._files.desk.note(f"Picture written to {name}."), self._refuse,
        )  # fmt: skip

    def _refuse(self, error: UserError) -> None:
        self._files.desk.tell("Picture: nothing was written.", str(error))
