"""For numeric targets without a map: each output beside its target."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.numerals import short
from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Picture, Tip

HEADER, ROW, INSET = 44, 28, 16
MOST = 10
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
COLUMNS = ("", "target", "output", "output − target")


class TargetTable(Picture):
    """Shows the network's outputs, averaged over the training examples."""

    title = "Targets"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.title, parent)
        self._snapshot: Snapshot | None = None
        self._rows: list[tuple[str, ...]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(180, 120)

    @property
    def needs(self) -> Needs:
        """The outputs are the activations of the last layer."""
        return Needs(activations=True)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show new outputs."""
        self._snapshot = snapshot
        rows = rows_of(snapshot)
        if rows != self._rows:
            self._rows = rows
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(336, 387)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("panel"))
        painter.setFont(theme.font("heading"))
        painter.setPen(theme.color("text"))
        head = QRectF(INSET, 10, self.width() - 2 * INSET, 26)
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, self.title)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("t2"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(head, right, self.caption())
        for number, row in enumerate((COLUMNS, *self._rows)):
            self._paint_row(painter, HEADER + number * ROW, row, is_head=number == 0)

    def _paint_row(self, painter: QPainter, top: float, row: tuple[str, ...], *, is_head: bool) -> None:
        theme, width = self.theme, min(self.width(), 420) - 2 * INSET
        painter.setFont(theme.font("caption" if is_head else "form"))
        edges = (0.0, 0.12, 0.4, 0.66, 1.0)
        for column, text in enumerate(row):
            painter.setPen(theme.color("t3" if is_head or column == 0 else "text"))
            left, right = INSET + edges[column] * width, INSET + edges[column + 1] * width
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRectF(left, top, right - left, ROW), side | Qt.AlignmentFlag.AlignVCenter, text)
        painter.fillRect(QRectF(INSET, top + ROW, width, 1), theme.color("line"))

    def caption(self) -> str:
        """Which examples the numbers belong to."""
        if self._snapshot is None:
            return ""
        count = len(self._snapshot.prepared.split.train)
        return "of the one example" if count == 1 else f"means over {count:,} train examples"

    def tips(self) -> list[Tip]:
        return [(QRectF(self.rect()), "The network's outputs beside the targets.")]

    def values_text(self) -> str:
        return "\n".join("\t".join(row) for row in (COLUMNS, *self._rows)) if self._rows else ""


def rows_of(snapshot: Snapshot) -> list[tuple[str, ...]]:
    """Format target, output and their difference, one row per output."""
    dataset, members = snapshot.prepared.dataset, snapshot.prepared.split.train
    if dataset.classes:
        return []
    targets = dataset.targets[members].mean(axis=0)
    outputs = np.full(len(targets), np.nan)
    if snapshot.activations is not None:
        outputs = snapshot.prepared.outputs_of(snapshot.activations[-1])
    pairs = list(zip(targets.tolist(), outputs.tolist(), strict=True))[:MOST]
    return [
        (f"y{number}".translate(LOWERED), short(target, 4), _known(output), _known(output - target))
        for number, (target, output) in enumerate(pairs, 1)
    ]


def _known(value: float) -> str:
    return short(value, 4) if np.isfinite(value) else "–"
