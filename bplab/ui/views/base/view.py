"""What the window asks of every picture: say what it needs, and show a snapshot quickly."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from bplab.training.snapshot import Needs, Snapshot


class View(Protocol):
    """A widget that shows snapshots; while it is hidden it is shown only the first one of a run."""

    @property
    def needs(self) -> Needs:
        """What it wants to find in the next snapshot."""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take a snapshot and repaint what it changed; one of another run leaves nothing of the old one."""

    def isVisible(self) -> bool:
        """Whether anyone can see it."""

    def window(self) -> QWidget:
        """The window it stands in."""


class PlacedView(View, Protocol):
    """A view of the table VIEWS, that can say why something asked of it could not be done."""

    @property
    def failed(self) -> SignalInstance:
        """Says in a sentence why something could not be done."""


@runtime_checkable
class Chooser(Protocol):
    """A view with choices that are remembered between two starts."""

    @property
    def choices(self) -> Mapping[str, object]:
        """What a person has chosen here."""

    def restore(self, choices: Mapping[str, object]) -> None:
        """Choose again what was remembered; what does not make sense any more is left alone."""
