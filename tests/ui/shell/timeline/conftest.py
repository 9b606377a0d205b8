"""A timeline on screen, 1440 pixels wide as in the design, and all that it says."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bplab.storage.document import Bookmark
from bplab.ui.shell.timeline.bar import HEIGHT, TimelineBar
from bplab.ui.shell.timeline.labels import RING_Y
from bplab.ui.shell.timeline.state import Silhouette, TimelineState

SIGNALS = (
    "moved", "latest_wanted", "branch_wanted", "bookmark_wanted", "bookmark_renamed", "bookmark_deleted",
)  # fmt: skip


class Shown:
    """The bar; `heard` are the signals with their values, in order."""

    def __init__(self, bar: TimelineBar) -> None:
        self.bar, self.track = bar, bar.track
        self.heard: list[tuple[object, ...]] = []
        for name in SIGNALS:
            getattr(bar, name).connect(lambda *values, name=name: self.heard.append((name, *values)))

    def at(self, step: float, y: float = RING_Y) -> QPoint:
        return QPoint(round(self.track.axis.x_of(step)), round(y))

    def click(self, step: float, y: float = RING_Y) -> None:
        QTest.mouseClick(self.track, Qt.MouseButton.LeftButton, pos=self.at(step, y))

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.track, key, modifier)

    def label(self, name: str):
        return next(label for label in self.track.labels if label.text == name)


@pytest.fixture
def losses() -> Silhouette:
    epochs = np.arange(201.0)
    return Silhouette(epochs, 0.7 - epochs / 400)


@pytest.fixture
def past(losses) -> TimelineState:
    bookmarks = Bookmark(1, 297, "below 0.6"), Bookmark(1, 837, "below 0.5"), Bookmark(1, 1755, "below 0.2")
    return TimelineState(1800, 540, None, 9, 200, losses, bookmarks)


@pytest.fixture
def timeline(theme, qtbot):
    def make(state: TimelineState, width: int = 1440) -> Shown:
        bar = TimelineBar(theme)
        qtbot.addWidget(bar)
        bar.resize(width, HEIGHT)
        bar.set_state(state)
        bar.show()
        QApplication.processEvents()
        return Shown(bar)

    return make
