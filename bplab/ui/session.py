"""The current experiment and its undo stack: the only way in which the window edits anything."""

from collections.abc import Callable
from itertools import count
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from bplab.data.own import OwnData
from bplab.errors import UserError
from bplab.experiment.shape import Shape, shape_of
from bplab.experiment.spec import Experiment
from bplab.numerals import minus
from bplab.training.build import check
from bplab.training.changes import acts_between
from bplab.training.run import Origin, Run
from bplab.training.runner import Runner
from bplab.training.runs import AnyRecord
from bplab.training.step import StepInput
from bplab.training.trainer import Trainer
from bplab.training.verification import point_of
from bplab.ui.undo import Edit, HandSet, RunOfSpec, Values

UNDO_STEPS = 200


class Past(NamedTuple):
    """A moment before the latest one: edits continue from there, as another run."""

    step: int
    spec: Experiment


class Session(QObject):
    """Holds the spec; edits restart the run or change it live, and can be undone together with the run."""

    spec_changed = Signal()
    run_changed = Signal()
    undone = Signal()
    went = Signal()  # by an edit, undo or redo, which act on the latest step
    failed = Signal(str)

    def __init__(self, runner: Runner, spec: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._numbers = count(1)
        self._now = RunOfSpec(spec, next(self._numbers))
        self._past: Past | None = None
        self._shape = shape_of(spec)
        self._left: dict[int, Experiment] = {}  # the spec of each run when it was left
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_STEPS)
        self._data: dict[str, OwnData] = {}  # one's own, by digest
        runner.restart(self._now.run, spec)

    @property
    def spec(self) -> Experiment:
        """The current experiment, with the settings at the moment that is shown."""
        return self._now.spec if self._past is None else self._past.spec

    @property
    def origin(self) -> Origin | None:
        """Where the current run branched off, if it is a branch."""
        return self._now.origin

    @property
    def is_related(self) -> bool:
        """Whether the current run was derived from the one before it."""
        return self._now.related

    @property
    def is_past(self) -> bool:
        """Whether a moment before the latest one is edited."""
        return self._past is not None

    def stand_at(self, step: int | None, spec: Experiment | None = None) -> None:
        """Edit the run from a moment of its past on, which had these settings; or from its latest one."""
        before = self.spec
        self._past = None if step is None or spec is None else Past(step, spec)
        if self.spec != before:
            self.spec_changed.emit()

    @property
    def shape(self) -> Shape:
        """What the spec implies: sizes, coding, parameters."""
        return self._shape

    @property
    def run(self) -> int:
        """The number of the run that trains the spec."""
        return self._now.run

    def bring(self, own: OwnData) -> None:
        """Have data of one's own at hand, for experiments that refer to it."""
        self._data[own.digest] = own

    def own_of(self, spec: Experiment) -> OwnData | None:
        """The data of an experiment, if it is one's own and at hand."""
        return self._data.get(spec.data.own.digest) if spec.data.own else None

    def edit(self, text: str, spec: Experiment, merge: str = "") -> bool:
        """Make `spec` the current experiment, as one undo step named `text`.

        Consecutive edits with the same `merge` key (a slider being dragged) become one step. An invalid
        experiment is rejected: `failed` says why, and the result is False. Errors that depend on the examples
        are found by the runner when it draws them, which then calls `refuse`.
        """
        acts = acts_between(self.spec, spec)
        if not acts:
            return True
        if not self._possible(spec):
            return False
        if acts == "live" and self._past is not None:
            self._branch(text, spec, self._past.step, merge)
            return True
        after = self._now._replace(spec=spec) if acts == "live" else RunOfSpec(spec, next(self._numbers))
        self.undo_stack.push(Edit(self, text, self._now, after, merge))
        return True

    def branch(self, step: int, text: str = "", **changed: Any) -> None:
        """Continue from a step of the run as another run, perhaps with live settings changed.

        It is one undo step.
        """
        self._branch(text or f"Branch from step {step:,}", self.spec.but(**changed), step)

    def branch_here(self) -> None:
        """Continue from the moment of the past that is edited as another run."""
        if self._past is not None:
            self.branch(self._past.step)

    def _branch(self, text: str, spec: Experiment, step: int, merge: str = "") -> None:
        after = RunOfSpec(spec, next(self._numbers), Origin(self.run, step))
        self.undo_stack.push(Edit(self, text, self._now, after, merge))

    def return_to(self, run: int, title: str, spec: Experiment, origin: Origin | None) -> None:
        """Make an earlier run the current one, as one undo step."""
        if run != self.run:
            after = RunOfSpec(self._left.get(run, spec), run, origin)
            self.undo_stack.push(Edit(self, f"Go to {title}", self._now, after, "", fresh=False))

    def reserve(self) -> int:
        """A number for a run that is made elsewhere."""
        return next(self._numbers)

    def look(self, look: Callable[[Trainer], None]) -> None:
        """Call a function with the trainer of the current run, in its thread; it must not change anything."""
        self._runner.look(look)

    def set_parameter(self, name: str, value: float, old: float, started: bool) -> bool:
        """Set a weight or bias by hand, as one undo step."""
        return self.set_parameters({name: value}, {name: old}, started)

    def set_parameters(self, values: Values, old: Values, started: bool) -> bool:
        """Set weights and biases by hand, as one undo step.

        In a started run it is a change of the run from its next step on; undo sets the old values
        again, as another change. Before the first step they are initial weights of the experiment.
        """
        (name, value), *others = values.items()
        text = f"Set {len(values)} parameters" if others else f"Set {name} to {minus(f'{value:.4g}')}"
        if not started:
            return self.edit(text, self.spec.but(start={**self.spec.start, **values}))
        stack, past = self.undo_stack, self._past
        if past is not None:
            stack.beginMacro(text)
            self._branch(text, self.spec, past.step)
        stack.push(HandSet(self, self._runner, text, old, values))
        if past is not None:
            stack.endMacro()
        return True

    def point(self, found: Callable[[StepInput | UserError], None]) -> None:
        """Request what determines the run's next step; `found` is called in the training thread."""

        def look(trainer: Trainer) -> None:
            try:
                point: StepInput | UserError = point_of(trainer)
            except UserError as error:
                point = error
            found(point)

        self._runner.look(look)

    def restart(self, text: str = "Reset", spec: Experiment | None = None) -> bool:
        """Start again with the same experiment or another; undo restores the old run.

        An invalid experiment is rejected as in `edit`.
        """
        if spec is not None and not self._possible(spec):
            return False
        self._begin(text, RunOfSpec(spec or self.spec, next(self._numbers)))
        return True

    def open(self, text: str, spec: Experiment) -> bool:
        """Start another experiment, unrelated to the current one; otherwise as `restart`."""
        if not self._possible(spec):
            return False
        self._begin(text, RunOfSpec(spec, next(self._numbers), related=False))
        return True

    def adopt(self, run: Run, others: tuple[AnyRecord, ...]) -> None:
        """Go on with the runs of a document in place of all others, which cannot be undone.

        Their numbers are larger than any that was reserved before.
        """
        for own in (run.trainer.build.own, *(record.own for record in others)):
            if own is not None:
                self.bring(own)
        self._numbers = count(max(run.number, *(record.number for record in others), 0) + 1)
        self.undo_stack.clear()
        self._left.clear()
        origin = run.parent if run.parent is not None and run.parent.step else None
        self._now, self._past = RunOfSpec(run.trainer.spec, run.number, origin, related=False), None
        self._shape = shape_of(run.trainer.spec)
        self._runner.adopt(run, others)
        self.spec_changed.emit()
        self.run_changed.emit()
        self.went.emit()

    def _begin(self, text: str, after: RunOfSpec) -> None:
        self.undo_stack.push(Edit(self, text, self._now, after, ""))

    def _possible(self, spec: Experiment) -> bool:
        """Report an invalid experiment, and make the controls show the old value again."""
        try:
            check(spec)
        except UserError as error:
            self.failed.emit(str(error))
            self.spec_changed.emit()
            return False
        return True

    def go(self, to: RunOfSpec, fresh: bool) -> None:
        """Go to another moment: a live change of this run, a new run, or an earlier one."""
        edited, before = self.spec, self._now
        self._left[before.run] = before.spec
        self._now, self._past = to, None
        self._shape = shape_of(to.spec)
        if to.run == before.run:
            self._runner.change(to.spec)
        elif not fresh:
            self._runner.restore(to.run, to.spec, self.own_of(to.spec))
        elif to.origin is not None:
            self._runner.branch(to.run, to.origin, to.spec)
        else:
            parent = before.run if to.related else None
            self._runner.restart(to.run, to.spec, parent, self.own_of(to.spec))
        if to.spec != edited:
            self.spec_changed.emit()
        if to.run != before.run:
            self.run_changed.emit()
        self.went.emit()

    def refuse(self, run: int) -> None:
        """Take back what led to a run that cannot be built, or was not waited for; the previous run stays.

        An edit that cannot be done is permanently undone; what undo or redo led to, can be tried again.
        """
        stack = self.undo_stack
        came_by_undo = _edit_in(stack.command(stack.index())) if stack.canRedo() else None
        if came_by_undo is not None and came_by_undo.before.run == run == self.run:
            stack.redo()
        while self.run == run and stack.canUndo():
            command = stack.command(stack.index() - 1)
            edit = _edit_in(command)
            if edit is None or edit.is_new:
                command.undo()
                command.setObsolete(True)
            stack.undo()  # discards obsolete commands

    def forget(self, run: int) -> None:
        """Discard a run that no undo step leads to any more."""
        self._runner.forget(run)


def _edit_in(command: QUndoCommand) -> Edit | None:
    """The edit that a step of the stack is, or begins with."""
    first = command.child(0) if command.childCount() else command
    return first if isinstance(first, Edit) else None
