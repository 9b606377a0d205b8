"""Draw points: each finished stroke is one undo step, with the run that trains on it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast
from weakref import proxy

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand

from bplab.data.drawing import (
    EXTENT,
    Drawing,
    as_classes,
    as_heights,
    drawing_of,
    emptied,
    own_data,
    with_class,
)
from bplab.errors import UserError
from bplab.experiment.edits import with_dataset
from bplab.experiment.own import with_own_data
from bplab.experiment.spec import DataSpec
from bplab.training.build import prepared_data
from bplab.ui.session import Session
from bplab.ui.shell.main_window import MainWindow
from bplab.ui.shell.workspace import Workspace
from bplab.ui.style.theme import Theme
from bplab.ui.views.drawing.stroke import Words

if TYPE_CHECKING:
    from bplab.ui.views.drawing.view import DrawingView
    from bplab.ui.views.output.view import OutputView


class DrawingCommands(QObject):
    """Opens the sheet in the place of the output, and trains on what is drawn."""

    def __init__(
        self,
        window: MainWindow,
        workspace: Workspace,
        session: Session,
        theme: Theme,
        end_presentation: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._window, self._workspace, self._session, self._theme = window, workspace, session, theme
        self._end_presentation = end_presentation
        self.view: DrawingView | None = None  # made when first wanted
        self._data: DataSpec | None = None  # whose points are shown; None while nothing is drawn
        session.spec_changed.connect(self._follow)

    @property
    def is_on(self) -> bool:
        """Whether points are being drawn."""
        return self._data is not None

    def begin(self) -> None:
        """Draw on the points of the current set, or on an empty sheet if it is not in the plane."""
        self._end_presentation()
        self._window.leave_page()
        self._window.show_lab()
        view = self.view = self.view or self._make()
        self._output.draw_on(view)
        self._window.set_drawing(True)
        self._show()
        view.sheet.setFocus()

    def end(self) -> None:
        """Show the output again."""
        if self.is_on:
            self._data = None
            self._output.draw_on(None)
            self._window.set_drawing(False)
            self._workspace.canvas.graph.setFocus()

    @property
    def _output(self) -> "OutputView":
        return cast("OutputView", self._workspace.view("output"))

    def _make(self) -> "DrawingView":
        from bplab.ui.views.drawing.view import DrawingView

        view, stack = DrawingView(self._theme), self._session.undo_stack
        head, sheet = view.head, view.sheet
        view.failed.connect(self._session.failed)
        sheet.drawn.connect(self._take)
        for part in (head, sheet):
            part.left.connect(self.end)
        head.start_wanted.connect(self._start_from)
        head.clear_wanted.connect(self._clear)
        head.class_wanted.connect(self._add_class)
        head.task_wanted.connect(self._change_task)
        head.undo.clicked.connect(stack.undo)
        stack.canUndoChanged.connect(head.undo.setEnabled)
        head.undo.setEnabled(stack.canUndo())
        return view

    def _follow(self) -> None:
        """Show the points of other data, or end if it is not in the plane."""
        data = self._session.spec.data
        if not self.is_on or data == self._data:
            return
        if data.row.planar:
            self._show()
        else:
            self.end()

    def _show(self) -> None:
        """Show the points of the current data."""
        self._data = self._session.spec.data
        self.show(self._trained_on())

    def _trained_on(self) -> Drawing:
        """The points of the current data, or none if it is not in the plane."""
        data, own = self._session.spec.data, self._session.own_of(self._session.spec)
        if not data.row.planar:
            return Drawing()
        return drawing_of(prepared_data(data, own).dataset, data.row.extent or EXTENT)

    def show(self, drawing: Drawing, said: Words | None = None) -> None:
        """Show points, and what was done."""
        if self.view is not None:
            self.view.show_drawing(drawing, said)

    def _take(self, drawing: Drawing, words: Words) -> None:
        """Train on a drawing; one without points is only shown."""
        view, session = self.view, self._session
        if view is None:
            return
        if not drawing.count:
            session.undo_stack.push(Shown(self, words.step, self._trained_on(), drawing))
            return
        own = own_data(drawing)
        session.bring(own)
        try:
            spec = with_own_data(session.spec, own)
        except UserError as error:
            session.failed.emit(str(error))
            self._show()
            return
        self._data = spec.data
        if session.edit(words.step, spec):
            self.show(drawing, words)
        else:
            self._show()

    def _start_from(self, name: str) -> None:
        """Train on the points of another set, to be drawn on."""
        try:
            spec = with_dataset(self._session.spec, name)
            dataset = prepared_data(spec.data).dataset
        except UserError as error:
            self._session.failed.emit(str(error))
            return
        title = spec.data.row.title
        drawing = drawing_of(dataset, spec.data.row.extent or EXTENT)
        self._take(drawing, Words(f"Start from {title}", f"{drawing.count:,} points of {title}"))

    def _clear(self) -> None:
        if self.view is not None:
            self._take(emptied(self.view.sheet.drawing), Words("Clear the points", ""))

    def _add_class(self) -> None:
        """Offer one class more, which is trained on as soon as it has points."""
        if self.view is not None:
            drawing = with_class(self.view.sheet.drawing)
            self.show(drawing)
            self.view.head.choose_class(len(drawing.classes) - 1)

    def _change_task(self, task: str) -> None:
        if self.view is None:
            return
        drawing = self.view.sheet.drawing
        changed = as_classes(drawing) if task == "classification" else as_heights(drawing)
        if changed.count:
            self._take(changed, Words(f"Draw for {task}", f"Points for {task}"))
        else:
            self.show(changed)


class Shown(QUndoCommand):
    """A step to a drawing on which nothing can be trained: the run stays as it is."""

    def __init__(self, commands: DrawingCommands, text: str, before: Drawing, after: Drawing) -> None:
        super().__init__(text)
        self._commands: Any = proxy(commands)  # the stack must form no cycle, as in `Edit`
        self._before, self._after = before, after

    def redo(self) -> None:
        """Go forward."""
        self._commands.show(self._after)

    def undo(self) -> None:
        """Go back."""
        self._commands.show(self._before)
