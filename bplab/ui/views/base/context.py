"""What a view may follow besides snapshots: switches, the network's columns, selection, example, stage."""

from PySide6.QtCore import QObject, Signal

from bplab.experiment.parameters import Parameter
from bplab.explain.stages import Stop
from bplab.training.run_summary import RunSummary
from bplab.trials.group import USUAL_THRESHOLD, SeedGroup, find_group
from bplab.ui.canvas.base.picks import Neuron
from bplab.ui.session import Session
from bplab.ui.style.theme import Theme

Selected = Neuron | Parameter | None
Point = tuple[float, float] | None


class ViewContext(QObject):
    """The current values; a signal reports each change.

    A view that wants something else selected asks for it: the canvas selects it, and everyone hears of it.
    """

    essentials_changed = Signal(bool)
    columns_changed = Signal(list, int)
    layer_selected = Signal(int)
    selection_changed = Signal(object)  # Selected
    selection_wanted = Signal(object)  # Selected
    stop_changed = Signal(int)
    stop_wanted = Signal(int)
    example_changed = Signal(int, object)  # a run, and an example of its data set or None
    stage_changed = Signal(object)  # Stop or None
    runs_changed = Signal()
    overlaid_changed = Signal()
    groups_changed = Signal()  # other seeds, the loss they are counted below, or which of them are drawn
    run_wanted = Signal(int)  # its number
    run_renamed = Signal(int, str)
    runs_deleted = Signal(tuple)  # their numbers
    comparison_wanted = Signal(int, int)
    other_seeds_wanted = Signal()
    seed_wanted = Signal(int, object)  # a group of other seeds, and one of them, which may exceed 31 bits
    group_deleted = Signal(int)
    group_cancelled = Signal(int)
    note_changed = Signal(str)
    note_edited = Signal(str)
    note_called = Signal(bool)  # to be shown first; perhaps to be written
    note_ended = Signal()
    point_changed = Signal(object)  # Point
    point_wanted = Signal(object)  # Point

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.session = session
        self.theme = theme
        self.essentials = False
        self.columns: tuple[list[float], int] = ([], 0)  # centers of the network's columns, and its width
        self.layer = 0  # of the selection, from 0
        self.selected: Selected = None
        self.stop = 1  # the example of the batch that is picked, from 1; trace.MEAN for the mean of all
        self.example: tuple[int, int | None] = 0, None  # what has numbers on the canvas, in which run
        self.point: Point = None  # no example, but one's own, in a walk
        self.stage: Stop | None = None  # of the step that is walked through, if one is
        self.note = ""  # of the document
        self.runs: tuple[RunSummary, ...] = ()
        self.overlaid: tuple[RunSummary, ...] = ()  # those whose curves are drawn beside the current run's
        self.groups: tuple[SeedGroup, ...] = ()
        self.drawn_group: int | None = None  # whose spread is drawn
        self._threshold: float | None = None  # as the user set it

    def set_essentials(self, on: bool) -> None:
        """Show the essentials, or everything."""
        self.essentials = on
        self.essentials_changed.emit(on)

    def set_columns(self, xs: list[float], width: int) -> None:
        """Update the positions of the network's columns."""
        self.columns = xs, width
        self.columns_changed.emit(xs, width)

    def set_selected(self, selected: Selected) -> None:
        """Update the selection on the canvas, possibly to nothing."""
        if selected == self.selected:
            return
        self.selected = selected
        layer = selected.layer if isinstance(selected, Parameter) else selected.column - 1 if selected else -1
        if layer >= 0:
            self.layer = layer
            self.layer_selected.emit(layer)
        self.selection_changed.emit(selected)

    def set_stop(self, stop: int) -> None:
        """Select another example, or the mean of all."""
        if stop != self.stop:
            self.stop = stop
            self.stop_changed.emit(stop)

    def set_point(self, point: Point) -> None:
        """Show an own point in place of an example, or an example again."""
        if point != self.point:
            self.point = point
            self.point_changed.emit(point)

    def set_example(self, run: int, example: int | None) -> None:
        """Another example has its numbers on the canvas, or none."""
        self.example = run, example
        self.example_changed.emit(run, example)

    def set_stage(self, stage: Stop | None) -> None:
        """The walk through a step is at another stage, or over."""
        if stage != self.stage:
            self.stage = stage
            self.stage_changed.emit(stage)

    def set_note(self, text: str) -> None:
        """The document has another note."""
        self.note = text
        self.note_changed.emit(text)

    def call_note(self, *, edit: bool = False) -> None:
        """Have the note shown in place of the loss."""
        self.note_called.emit(edit)

    def end_note(self) -> None:
        """Have nothing written into the note any more."""
        self.note_ended.emit()

    def set_runs(self, runs: tuple[RunSummary, ...]) -> None:
        """There are other runs, or something about them is new."""
        self.runs = runs
        self.overlay(tuple(run.number for run in self.overlaid))
        self.runs_changed.emit()

    def overlay(self, numbers: tuple[int, ...]) -> None:
        """Draw the curves of some runs beside those of the current one."""
        overlaid = tuple(run for run in self.runs if run.number in numbers)
        if overlaid != self.overlaid:
            self.overlaid = overlaid
            self.overlaid_changed.emit()

    def set_groups(self, groups: tuple[SeedGroup, ...]) -> None:
        """There are other groups of seeds, or one of them has come further."""
        self.groups = groups
        self.drawn_group = self.drawn_group if self.group is not None else None
        self.groups_changed.emit()

    def draw_group(self, number: int | None) -> None:
        """Draw the spread of a group of seeds, or none."""
        if number != self.drawn_group:
            self.drawn_group = number
            self.groups_changed.emit()

    @property
    def group(self) -> SeedGroup | None:
        """The group that is drawn."""
        return find_group(self.groups, self.drawn_group)

    @property
    def threshold(self) -> float:
        """The train loss below which seeds are counted."""
        if self._threshold is not None:
            return self._threshold
        group = self.group or max(self.groups, key=lambda group: len(group.found.runs), default=None)
        return USUAL_THRESHOLD if group is None else group.threshold

    def set_threshold(self, threshold: float) -> None:
        """Count the seeds below another train loss."""
        if threshold != self._threshold:
            self._threshold = threshold
            self.groups_changed.emit()
