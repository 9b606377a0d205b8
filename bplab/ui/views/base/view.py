"""What the window requires of every view: say what it needs, and show a snapshot quickly."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from bplab.training.snapshot import Needs, Snapshot


class View(Protocol):
    """A widget that shows snapshots; while hidden, it receives only the first one of each run."""

    @property
    def needs(self) -> Needs:
        """What it needs in the next snapshot; if nothing but the history, it rests every other time."""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot, repainting only changes; one of another run replaces everything old."""

    def isVisible(self) -> bool:
        """Whether it is visible."""

    def window(self) -> QWidget:
        """The window that contains it."""


class PlacedView(View, Protocol):
    """A view of the table VIEWS, which can report why an action was not possible."""

    @property
    def failed(self) -> SignalInstance:
        """Says in a sentence why an action was not possible."""


@runtime_checkable
class Editable(Protocol):
    """A view that edits the selected number."""

    def edit(self) -> None:
        """Go to the number, to be typed anew."""


@runtime_checkable
class WithTools(Protocol):
    """A view some of whose controls stand beside the tabs while it is one of them."""

    @property
    def tools(self) -> QWidget:
        """These controls, wherever they stand."""


@runtime_checkable
class Chooser(Protocol):
    """A view with choices that are remembered between two starts."""

    @property
    def choices(self) -> Mapping[str, object]:
        """The user's choices in this view."""

    def restore(self, choices: Mapping[str, object]) -> None:
        """Restore remembered choices; those that no longer make sense are ignored."""
