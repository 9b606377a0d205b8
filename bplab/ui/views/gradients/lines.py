"""From a run's history to the lines of the gradient plots: one per layer, over the epochs, on a log axis."""

import math
from dataclasses import dataclass

import numpy as np

from bplab.arrays import Floats
from bplab.experiment.shape import Shape
from bplab.numerals import short
from bplab.training.run_summary import LayerCurves
from bplab.training.track import Track
from bplab.ui.views.base.ticks import linear_ticks, log_ticks, round_up
from bplab.ui.views.plot.axes import Axes
from bplab.ui.views.plot.crosshair import Crosshair
from bplab.ui.views.plot.curves import EMPTY, Line, drawable, log_span, smoothed_but_zeros

SMOOTHING = 0.3
POINTS, FEWEST, MOST_POINTS = 1200, 60, 200  # of all lines together, minimum and maximum for each
MOST_LINES = 8  # of a readout
ENDS = (
    1,
    1.1,
    1.2,
    1.35,
    1.5,
    1.7,
    1.9,
    2.1,
    2.4,
    2.7,
    3,
    3.4,
    3.8,
    4.3,
    4.8,
    5.4,
    6,
    6.8,
    7.6,
    8.7,
    10,
)  # of the axis
TYPICAL = (1e-4, 3e-2)  # update ÷ weight


@dataclass(frozen=True)
class GradientQuantity:
    """A quantity that every layer has at every step: its name in the history, and its title."""

    series: str
    symbol: str
    heading: str
    short: str  # the heading where there is less room
    help: str
    zeros: str  # what it means if it is 0 in every layer
    undefined: str = ""  # why it is undefined in every layer
    has_band: bool = False  # whether there is a typical range


def names_of(quantity: GradientQuantity, layers: int) -> tuple[str, ...]:
    """The names of all layers' series in the history."""
    return tuple(f"{quantity.series}/{layer}" for layer in range(layers))


def lines_of(track: Track, quantity: GradientQuantity, layers: int, steps_per_epoch: int) -> list[Line]:
    """Read the lines of all layers; `raw` holds them unchanged, the others are slightly smoothed."""
    points = min(MOST_POINTS, max(FEWEST, POINTS // layers))
    steps, values = track.overview(names_of(quantity, layers), points)
    x = steps / steps_per_epoch
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log10(values)
    return [_line(x, logs[:, layer]) for layer in range(layers)]


def other_lines(curves: LayerCurves, quantity: GradientQuantity, layers: int) -> list[Line]:
    """The lines of all layers of another run, as those of this one."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return [_line(curves.epochs, np.log10(curves.series[name])) for name in names_of(quantity, layers)]


def _line(x: Floats, y: Floats) -> Line:
    known = drawable(y)
    if not known.all():
        x, y = x[known], y[known]
    return Line(x, smoothed_but_zeros(y, SMOOTHING), x, y) if len(x) else Line(EMPTY, EMPTY, EMPTY, EMPTY)


def axes_of(lines: list[Line], quantity: GradientQuantity, last: float, *, running: bool) -> Axes:
    """Compute the axes for lines up to `last`, in epochs; say why if there is nothing to show."""
    span = log_span(lines, None)
    message = _message(lines, quantity, last)
    end = round_up(last, ENDS) if running and last else last or 1.0
    low, high = (math.log10(value) for value in TYPICAL)
    return Axes(
        x_range=(0.0, end),
        y_range=(span.low, span.high),
        x_ticks=tuple(linear_ticks(0.0, end, 5)) if last else (),
        y_ticks=tuple(log_ticks(span.low, span.high)) if not message else (),
        cut_text=f"earlier: up to {short(10**span.cut)}" if span.cut is not None else "",
        message=message,
        band=(low, high) if quantity.has_band and not message else None,
        band_text=f"typical {short(TYPICAL[0], 1)}..{short(TYPICAL[1], 1)}".replace("0.0001", "1e−4").replace(
            "0.03", "3e−2"
        ),
        x_title="epoch" if last else "",
    )


def _message(lines: list[Line], quantity: GradientQuantity, last: float) -> str:
    """Say why there is no line to show."""
    if not last:
        return "The lines start with the first step"
    if any(np.isfinite(line.raw_y).any() for line in lines):
        return ""
    return quantity.zeros if any(len(line.raw_y) for line in lines) else quantity.undefined


def crosshair_at(lines: list[Line], names: list[str], at: float, per_epoch: int) -> Crosshair:
    """Read every line near an epoch."""
    found = [_nearest(line, at) for line in lines]
    texts = [f"{name} {'0' if y is None else short(10**y, 3)}" for name, y in zip(names, found, strict=True)]
    width = -(-len(texts) // MOST_LINES)
    rows = ("   ".join(texts[first : first + width]) for first in range(0, len(texts), width))
    head = f"epoch {at:,.{1 if per_epoch > 1 else 0}f} · step {max(1, round(at * per_epoch)):,}"
    return Crosshair(at, tuple(y for y in found if y is not None), (head, *rows))


def _nearest(line: Line, at: float) -> float | None:
    return float(line.raw_y[np.abs(line.raw_x - at).argmin()]) if len(line.raw_x) else None


def table(track: Track, shape: Shape, per_epoch: int) -> str:
    """All lines of all quantities as a tab-separated table, no finer than they are drawn."""
    layers = len(shape.layers)
    names = tuple(name for quantity in QUANTITIES.values() for name in names_of(quantity, layers))
    steps, values = track.overview(names, 1000)
    titles = [
        f"{each.series} {shape.layer_title(layer)}" for each in QUANTITIES.values() for layer in range(layers)
    ]
    rows = ["\t".join(["epoch", "step", *titles])]
    for step, row in zip(steps.tolist(), values.tolist(), strict=True):
        rows.append("\t".join([f"{step / per_epoch:.6g}", f"{step:.6g}", *map(repr, row)]))
    return "\n".join(rows)


QUANTITIES = {
    "gradient": GradientQuantity(
        "gradient_norm",
        "|∂L/∂W|",
        "Gradient norm |∂L/∂W|",
        "Gradient",
        "|∂L/∂W|: the norm of the gradient of a layer's weights, batch by batch. It depends on the width of "
        "the layer and can stay flat while δ decays toward the input.",
        "0 in every layer: no weight has a gradient",
    ),
    "delta": GradientQuantity(
        "delta_norm",
        "δ",
        "Error signal rms δ",
        "rms δ",
        "δ = ∂ℓ/∂z: how the loss of one example changes with a neuron's weighted sum z, as root mean square "
        "over the examples of a batch and the neurons of a layer.",
        "0 in every layer: there is no error left, or none passes through",
    ),
    "ratio": GradientQuantity(
        "update_ratio",
        "|ΔW| / |W|",
        "Update ÷ weight",
        "Update ÷ weight",
        "The size of a step relative to the size of a layer's weights. The band is typical of healthy "
        "training, but proves nothing by itself: the ratio also falls when training is done.",
        "0 in every layer: no weight changes",
        "Every weight is 0, so the ratio is undefined",
        has_band=True,
    ),
}
