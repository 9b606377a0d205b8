"""The current experiment and its undo stack: the only way in which the window edits anything."""

from collections.abc import Callable
from itertools import count
from typing import NamedTuple
from weakref import proxy
from zlib import crc32

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from bplab.errors import UserError
from bplab.experiment.shape import Shape, shape_of
from bplab.experiment.spec import Experiment
from bplab.numerals import minus
from bplab.training.build import check
from bplab.training.changes import acts_between
from bplab.training.runner import Runner
from bplab.training.step import StepInput
from bplab.training.trainer import Trainer
from bplab.training.verification import point_of

UNDO_STEPS = 200


class RunOfSpec(NamedTuple):
    """A spec and the run that trains it."""

    spec: Experiment
    run: int


class Session(QObject):
    """Holds the spec; edits restart the run or change it live, and can be undone together with the run."""

    spec_changed = Signal()
    run_changed = Signal()
    undone = Signal()
    failed = Signal(str)

    def __init__(self, runner: Runner, spec: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._numbers = count(1)
        self._now = RunOfSpec(spec, next(self._numbers))
        self._shape = shape_of(spec)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_STEPS)
        runner.restart(self._now.run, spec)

    @property
    def spec(self) -> Experiment:
        """The current experiment."""
        return self._now.spec

    @property
    def shape(self) -> Shape:
        """What the spec implies: sizes, coding, parameters."""
        return self._shape

    @property
    def run(self) -> int:
        """The number of the run that trains the spec."""
        return self._now.run

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
        run = self.run if acts == "live" else next(self._numbers)
        self.undo_stack.push(_Edit(self, text, self._now, RunOfSpec(spec, run), merge))
        return True

    def set_parameter(self, name: str, value: float, old: float, started: bool) -> bool:
        """Set a weight or bias by hand, as one undo step.

        In a started run it is a change of the run from its next step on; undo sets the old value
        again, as another change. Before the first step it is an initial weight of the experiment.
        """
        text = f"Set {name} to {minus(f'{value:.4g}')}"
        if not started:
            return self.edit(text, self.spec.but(start={**self.spec.start, name: value}))
        self.undo_stack.push(_HandSet(self, self._runner, text, name, old, value))
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
        moment = RunOfSpec(spec or self.spec, next(self._numbers))
        self.undo_stack.push(_Edit(self, text, self._now, moment, ""))
        return True

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
        before, self._now = self._now, to
        self._shape = shape_of(to.spec)
        if to.run == before.run:
            self._runner.change(to.spec)
        elif fresh:
            self._runner.restart(to.run, to.spec)
        else:
            self._runner.restore(to.run, to.spec)
        if to.spec != before.spec:
            self.spec_changed.emit()
        if to.run != before.run:
            self.run_changed.emit()

    def refuse(self, run: int) -> None:
        """Permanently undo the edits that led to a run that cannot be built; the previous run stays."""
        stack = self.undo_stack
        while self.run == run and stack.canUndo():
            command = stack.command(stack.index() - 1)
            command.undo()
            command.setObsolete(True)
            stack.undo()  # discards obsolete commands

    def forget(self, run: int) -> None:
        """Discard a run that no undo step leads to any more."""
        self._runner.forget(run)


class _Edit(QUndoCommand):
    """A change from one moment to another.

    The stack owns its commands and the session owns the stack. A command that referred to the session would
    form a cycle, which Python may collect in any order; PySide does not survive every order.
    """

    def __init__(self, session: Session, text: str, before: RunOfSpec, after: RunOfSpec, merge: str) -> None:
        super().__init__(text)
        self._session: Session = proxy(session)
        self._before, self.after = before, after
        self._id = crc32(merge.encode()) & 0x7FFFFFFF if merge else -1
        self._fresh = True

    def id(self) -> int:
        """Consecutive edits with the same id are merged."""
        return self._id

    def redo(self) -> None:
        """Go forward."""
        self._session.go(self.after, self._fresh)
        self._fresh = False

    def undo(self) -> None:
        """Go back, to the run as it was."""
        self._session.go(self._before, fresh=False)
        self._session.undone.emit()

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the target of a following edit with the same key."""
        if not isinstance(other, _Edit):
            return False
        if self.after.run not in (other.after.run, self._before.run):
            self._session.forget(self.after.run)
        self.after = other.after
        self.setText(other.text())
        return True


class _HandSet(QUndoCommand):
    """Sets a parameter of the current run from one value to another."""

    def __init__(
        self, session: Session, runner: Runner, text: str, name: str, old: float, value: float
    ) -> None:
        super().__init__(text)
        self._session: Session = proxy(session)
        self._runner, self._name, self._old, self._value = runner, name, old, value

    def redo(self) -> None:
        """Set the new value."""
        self._runner.set_parameter(self._name, self._value)

    def undo(self) -> None:
        """Set the old value."""
        self._runner.set_parameter(self._name, self._old)
        self._session.undone.emit()
