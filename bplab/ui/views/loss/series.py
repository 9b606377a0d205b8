"""The lines of the loss plot: the parts of the data, how each is drawn, and their legend."""

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from bplab.training.snapshot import Snapshot
from bplab.training.track import Track
from bplab.ui.controls.painting import draw_frame
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken
from bplab.ui.views.base.heat import between
from bplab.ui.views.base.picture import Tip
from bplab.ui.views.plot.curves import Line, drawable, line_of, on_axis, parted_at
from bplab.ui.views.plot.plot import WIDTH, LineStyle

STROKE, GAP, CLOSE = 18, 18, 8.0  # a stroke, and what is between two entries, at least
AXIS_NAME = 46  # pixels for the name of the x axis, right of the legend
RIM = 0.3  # of the accent around an area


@dataclass(frozen=True)
class Series:
    """One line; its name in the history ends in "_loss" or "_accuracy".

    A loss that is a sum over examples is shown per example, so that parts of any size can be compared.
    """

    name: str
    color: ColorToken
    dashes: tuple[float, float] | None
    help: str
    over: int = 1  # examples that its loss is a sum over
    title: str = ""  # in the legend, if it is not the name
    swatch: float = 0.0  # the share of its color over the wash in an area; 0 for a line

    @property
    def label(self) -> str:
        """The text in the legend."""
        if self.title:
            return self.title
        return self.name if self.over == 1 else f"{self.name} ÷ {self.over:,}"

    @property
    def tip(self) -> str:
        """The tooltip of the line."""
        summed = f" The sum of the losses is divided by the number of examples, {self.over:,}."
        return self.help + (summed if self.over > 1 else "")

    def line(self, track: Track, what: str, points: int, log: bool, smoothing: float) -> Line:
        """Its loss or accuracy as it is drawn."""
        over = self.over if what == "loss" else 1
        return line_of(track, f"{self.name}_{what}", points, log, smoothing, over)

    def newest(self, track: Track, what: str, log: bool) -> tuple[float, float] | None:
        """The x and y of its newest value, as they are drawn."""
        found = track.last(f"{self.name}_{what}")
        if found is None:
            return None
        y = on_axis(np.array(found[1] / (self.over if what == "loss" else 1)), log)
        return (found[0], float(y)) if drawable(y) else None

    def style(self, theme: Theme) -> LineStyle:
        """How the line is drawn."""
        return LineStyle(theme.color(self.color), self.dashes)


def draw_legend(painter: QPainter, row: QRectF, series: list[Series], theme: Theme, *, right: bool) -> None:
    """Draw a stroke and a name for each line; at the left, the x axis is named at the other end."""
    painter.setFont(theme.font("caption"))
    for one, place in _places(row, series, theme, right=right):
        y = place.center().y()
        if one.swatch:
            fill = between(theme.color("accw"), theme.color(one.color), one.swatch)
            box = QRectF(place.left(), y - 6, STROKE - 2, 12)
            draw_frame(painter, box, fill, between(theme.color("panel"), theme.color("acc"), RIM), 2)
        else:
            painter.setPen(_legend_pen(one, theme))
            painter.drawLine(QPointF(place.left(), y), QPointF(place.left() + STROKE, y))
        painter.setPen(theme.color("t2"))
        painter.drawText(place.adjusted(STROKE + 6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, one.label)
    if not right and legend_width(series, theme) + AXIS_NAME <= row.width():
        painter.setPen(theme.color("t3"))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, "epoch")


def legend_width(series: list[Series], theme: Theme) -> float:
    """Measure the legend without the name of the axis."""
    places = _places(QRectF(), series, theme, right=False)
    return places[-1][1].right() if places else 0.0


def _legend_pen(series: Series, theme: Theme) -> QPen:
    pen = QPen(theme.color(series.color), WIDTH)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if series.dashes is not None:
        pen.setDashPattern([length / WIDTH for length in series.dashes])
    return pen


def legend_tips(row: QRectF, series: list[Series], theme: Theme, *, right: bool) -> list[Tip]:
    """Explain each line, and what an epoch is."""
    tips = [(place, one.tip) for one, place in _places(row, series, theme, right=right)]
    return [*tips, (row, "Epoch: one pass over all training examples.")]


def _places(row: QRectF, series: list[Series], theme: Theme, *, right: bool) -> list[tuple[Series, QRectF]]:
    metrics = QFontMetricsF(theme.font("caption"))
    widths = [STROKE + 6 + metrics.horizontalAdvance(one.label) for one in series]
    between_two, spaces = float(GAP), max(len(widths) - 1, 1)
    if row.width():
        between_two = min(between_two, max(CLOSE, (row.width() - sum(widths)) / spaces))
    x = row.right() - sum(widths) - between_two * (len(widths) - 1) if right else row.left()
    found = []
    for one, width in zip(series, widths, strict=True):
        found.append((one, QRectF(x, row.top(), width, row.height())))
        x += width + between_two
    return found


SERIES = (
    Series("train", "text", None, "On all training examples, measured at the end of each epoch."),
    Series("validation", "ok", (2.0, 3.0), "On the examples set aside to decide when to stop."),
    Series(
        "test",
        "acc",
        (7.0, 4.0),
        "On examples that are never used for training: how well the network generalizes.",
    ),
)


AFTER = Series(
    "what came after",
    "line2",
    None,
    "How the run went on after this step. A branch from here leaves it as it is.",
)
AFTER_SHORT = replace(AFTER, name="after")


def with_after(series: list[Series], theme: Theme, room: float) -> list[Series]:
    """The lines of the legend at a past step, in words that fit a width."""
    full = [*series, AFTER]
    return full if legend_width(full, theme) <= room else [*series, AFTER_SHORT]


def parted_lines(
    series: list[Series], lines: list[Line], until: Track, what: str, log: bool
) -> list[tuple[Line, Line]]:
    """Divide each line at the newest value of the history until a moment, or else after its first point."""
    parts = []
    for one, line in zip(series, lines, strict=True):
        first = (line.x[0], line.y[0]) if len(line.x) else (0.0, 0.0)
        parts.append(parted_at(line, one.newest(until, what, log) or first))
    return parts


def series_of(snapshot: Snapshot) -> list[Series]:
    """One line for each part that has examples."""
    split, summed = snapshot.prepared.split, snapshot.spec.reduction == "sum"
    sizes = {"train": len(split.train), "validation": len(split.validation), "test": len(split.test)}
    return [replace(one, over=sizes[one.name] if summed else 1) for one in SERIES if sizes[one.name]]
