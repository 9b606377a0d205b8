"""The steps of the undo stack."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol
from weakref import proxy
from zlib import crc32

from PySide6.QtGui import QUndoCommand

from bplab.experiment.spec import Experiment
from bplab.training.run import Origin
from bplab.training.runner import Runner


class RunOfSpec(NamedTuple):
    """A spec and the run that trains it: a branch of another run, or derived from it, or unrelated."""

    spec: Experiment
    run: int
    origin: Origin | None = None
    related: bool = True  # to the run before it


class Editable(Protocol):
    """What the steps need of the session."""

    undone: Any  # signals
    went: Any

    def go(self, to: RunOfSpec, fresh: bool) -> None: ...

    def forget(self, run: int) -> None: ...


class Edit(QUndoCommand):
    """A change from one moment to another.

    The stack owns its commands and the session owns the stack. A command that referred to the session would
    form a cycle, which Python may collect in any order; PySide does not survive every order.
    """

    def __init__(
        self, session: Editable, text: str, before: RunOfSpec, after: RunOfSpec, merge: str, *,
        fresh: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(text)
        self._session: Editable = proxy(session)
        self.before, self.after = before, after
        self._id = _id_of(merge)
        self._fresh = fresh  # the run is yet to be made
        self.is_new = True  # it has never been done again

    def id(self) -> int:
        """Consecutive edits with the same id are merged."""
        return self._id

    def redo(self) -> None:
        """Go forward."""
        self._session.go(self.after, self._fresh)
        self._fresh = False

    def undo(self) -> None:
        """Go back, to the run as it was."""
        self._session.go(self.before, fresh=False)
        self.is_new = False
        self._session.undone.emit()

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the target of a following edit with the same key.

        What has changed a run is a step of its own before what leaves that run: else undo would return to
        the run as it was left, with the change.
        """
        if not isinstance(other, Edit):
            return False
        leaves = other.after.run != self.after.run
        if leaves and (other.after.origin or self.after.run == self.before.run):
            return False
        if self.after.run not in (other.after.run, self.before.run):
            self._session.forget(self.after.run)
        self.after = other.after
        self.setText(other.text())
        return True


Values = Mapping[str, float]  # of parameters, by name


class HandSet(QUndoCommand):
    """Sets parameters of the current run from some values to others."""

    def __init__(self, session: Editable, runner: Runner, text: str, old: Values, values: Values) -> None:
        super().__init__(text)
        self._session: Editable = proxy(session)
        self._runner, self._old, self._values = runner, old, values

    def redo(self) -> None:
        """Set the new values."""
        self._set(self._values)

    def undo(self) -> None:
        """Set the old values."""
        self._set(self._old)
        self._session.undone.emit()

    def _set(self, values: Values) -> None:
        for name, value in values.items():
            self._runner.set_parameter(name, value)
        self._session.went.emit()


class Act(QUndoCommand):
    """Something that is done, taken back and done again by calls; those with one `merge` key become one."""

    def __init__(
        self, text: str, redo: Callable[[], object], undo: Callable[[], object], merge: str = ""
    ) -> None:
        super().__init__(text)
        self.to, self._undo = redo, undo
        self._id = _id_of(merge)

    def id(self) -> int:
        """Consecutive acts with the same id are merged."""
        return self._id

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Lead to what a following act leads to."""
        if not isinstance(other, Act):
            return False
        self.to = other.to
        return True

    def redo(self) -> None:
        """Do it."""
        self.to()

    def undo(self) -> None:
        """Take it back."""
        self._undo()


def _id_of(merge: str) -> int:
    return crc32(merge.encode()) & 0x7FFFFFFF if merge else -1
