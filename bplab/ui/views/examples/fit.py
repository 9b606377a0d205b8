"""Regression with several inputs: predicted against true values, or the residuals."""

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from bplab.arrays import Array
from bplab.numerals import fixed, short
from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.controls.options import Option
from bplab.ui.controls.segmented import Segmented
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.ticks import linear_ticks
from bplab.ui.views.examples.scatter import NOTHING, Scatter
from bplab.ui.views.plot.axes import Axes, PlotFrame

FEW, WIDE = (
    5,
    0.3,
)  # at most this many distinct values are spread out, over this share of the distance between them
GOLDEN = 0.6180339887  # its multiples are evenly distributed


class FitView(Scatter):
    """Shows Snapshot.predictions of the first target; on the line, predictions are right."""

    title = "Fit"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.switch = Segmented(theme, WAYS, height=24, name="What the picture shows", parent=self)
        self.switch.edited.connect(lambda _way: self.arrange())

    @property
    def needs(self) -> Needs:
        """The outputs for all examples."""
        return Needs(predictions=True)

    @property
    def choices(self) -> dict[str, str]:
        """The user's choices here, to be remembered."""
        return {"fit.way": self.switch.value}

    def restore(self, choices: Mapping[str, object]) -> None:
        """Restore remembered choices; those that no longer make sense are ignored."""
        if choices.get("fit.way") in {way.value for way in WAYS}:
            self.switch.set_value(str(choices["fit.way"]))
            self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.switch.adjustSize()
        self.switch.move(52, 11 if self.height() > 220 else 5)

    @property
    def _residuals(self) -> bool:
        return self.switch.value == "residuals"

    def places(self, snapshot: Snapshot) -> Array:
        if snapshot.predictions is None:
            return NOTHING
        true, said = snapshot.prepared.dataset.targets[:, 0], snapshot.predictions[:, 0]
        return np.column_stack([said, said - true] if self._residuals else [_spread(true), said])

    def axes_for(self, snapshot: Snapshot, xy: Array) -> Axes:
        known = xy[np.isfinite(xy).all(axis=1)]
        if not len(known):
            return Axes()
        if not self._residuals:
            low, high = _round(float(known.min()), float(known.max()))
            across, up = (low, high), (low, high)
        else:
            across = _round(*_ends(known[:, 0]))
            reach = float(np.abs(known[:, 1]).max()) or 1.0
            up = _round(-reach, reach)
        return Axes(
            x_range=across,
            y_range=up,
            x_ticks=tuple(linear_ticks(*across, 5)),
            y_ticks=tuple(linear_ticks(*up, 6)),
        )

    def paint_line(self, painter: QPainter, frame: PlotFrame) -> None:
        left, right = frame.axes.x_range
        ends = (0.0, 0.0) if self._residuals else (left, right)
        painter.setPen(QPen(self.theme.color("text"), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(frame.pixel(left, ends[0]), frame.pixel(right, ends[1]))

    def sentence(self) -> str:
        across, up = ("predicted", "predicted − true") if self._residuals else ("true", "predicted")
        return f"{self._of_many()}{up} over {across}{self._explained()}"

    def _of_many(self) -> str:
        """Which target it is, if there are several."""
        names = self.snapshot.prepared.dataset.target_names if self.snapshot is not None else ()
        return f"{names[0]}: " if len(names) > 1 else ""

    def _explained(self) -> str:
        """R², the explained share of the targets' variance, on the test part if there is one."""
        snapshot = self.snapshot
        if snapshot is None or snapshot.predictions is None:
            return ""
        split, name = snapshot.prepared.split, "test"
        rows = split.test
        if len(rows) < 2:
            rows, name = split.train, "train"
        true, said = snapshot.prepared.dataset.targets[rows, 0], snapshot.predictions[rows, 0]
        spread = float(((true - true.mean()) ** 2).sum())
        with np.errstate(over="ignore"):  # of a diverging run
            share = 1 - float(((true - said) ** 2).sum()) / spread if spread else np.nan
        return f" · {name} R² {fixed(share)} ({len(rows):,})" if np.isfinite(share) else ""

    def lines_of(self, snapshot: Snapshot, index: int) -> Sequence[str]:
        dataset = snapshot.prepared.dataset
        part = self.members.part_of(index) if self.members is not None else ""
        head = f"Example {index + 1:,} of {dataset.count:,} · {part}"
        if snapshot.predictions is None:
            return [head]
        true, said = float(dataset.targets[index, 0]), float(snapshot.predictions[index, 0])
        name = dataset.target_names[0] if dataset.target_names else "true"
        return [
            head,
            f"{name} {short(true, 4)}   predicted {short(said, 4)}",
            f"off by {short(said - true, 3)}",
        ]

    def values_text(self) -> str:
        snapshot = self.snapshot
        if snapshot is None or snapshot.predictions is None or self.members is None:
            return ""
        pairs = zip(
            snapshot.prepared.dataset.targets[:, 0].tolist(), snapshot.predictions[:, 0].tolist(), strict=True
        )
        rows = [
            f"{number + 1}\t{self.members.part_of(number)}\t{true!r}\t{said!r}"
            for number, (true, said) in enumerate(pairs)
        ]
        return "\n".join(["example\tpart\ttrue\tpredicted", *rows])


def _spread(true: Array) -> Array:
    """Spread examples with few distinct true values sideways, because they would cover each other."""
    levels = np.unique(true)
    if len(levels) > FEW:
        return true
    room = float(np.diff(levels).min()) if len(levels) > 1 else 1.0
    return true + WIDE * room * (np.arange(len(true)) * GOLDEN % 1 - 0.5)


def _ends(values: Array) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def _round(low: float, high: float) -> tuple[float, float]:
    """Extend a range to round numbers, so that it seldom changes while training runs."""
    if not high > low:
        low, high = low - 1, high + 1
    step = 10.0 ** np.floor(np.log10((high - low) / 2))
    return float(np.floor(low / step) * step), float(np.ceil(high / step) * step)


WAYS = (
    Option("predicted", "Predicted", "For each example, the predicted over the true value."),
    Option(
        "residuals",
        "Residuals",
        "For each example, the residual (predicted − true) over the predicted value.",
    ),
)
