"""The error signal layer by layer, from the loss back: what W does to it, and what f′ does."""

import time
from dataclasses import dataclass
from math import isfinite

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from bplab.diagnosis.by_layer import ByLayer, by_layer
from bplab.explain.by_layer import ending, written
from bplab.numerals import short
from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.ui.controls.painting import draw_ring
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.layers import layer_names
from bplab.ui.views.base.picture import Tip
from bplab.ui.views.base.probed import Probed
from bplab.ui.views.gradients.waterfall import (
    HEAD,
    INSET,
    RIGHT,
    ROW,
    ROWS,
    FallLayout,
    column_color,
    lay_out,
    paint_axis,
    paint_legend,
    paint_levels,
    paint_rows,
)
from bplab.ui.views.signal.range import DecadeRange, SteadyRange
from bplab.ui.views.signal.reading import QUANTITIES, Reading, factor_tip, read

DELTA = QUANTITIES["delta"]
MOST = 12  # layers; of more, only the factors of the selected one are printed
CAPTION = "log₁₀ rms δ · blue grows, orange shrinks"
LATE = "W and f′ are told apart while training pauses."
ALONE = "There is only one layer: the error signal is carried to no other."
HELP = (
    "The error signal δ on its way from the loss back: each layer's rms δ as a level, and between two layers "
    "what the weights W and the slopes f′ multiply it by. Blue makes it grow, orange makes it shrink."
)
MEANS = (
    "Means of the factors of all layers, as of growth rates: multiplied once a layer they come to the whole."
)
ROW_TIPS = (
    "What the weights multiply rms δ by on the way from the layer at the right: rms ∂L/∂a ÷ rms δ.",
    "What the slopes f′ of the layer at the left multiply it by: rms δ ÷ rms ∂L/∂a.",
    "Both together: the factor in the signal strip.",
)
BY_KEY = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -1000, Qt.Key.Key_End: 1000}


@dataclass(frozen=True, eq=False)
class _Fall:
    """What is shown of one snapshot."""

    snapshot: Snapshot
    reading: Reading
    way: ByLayer
    told: tuple[str, str]  # a sentence, and its end in bold

    @property
    def gaps(self) -> int:
        """How many factors there are: one less than layers."""
        return len(self.way.factors)

    def texts(self, gap: int) -> tuple[str, str, str] | None:
        """The factors of W and f′, so that they reproduce the factor in the signal strip; and that one."""
        factor = self.way.factors[gap]
        whole = self.reading.factors[gap].lstrip("×≈ ")
        if not whole:
            return None
        if not isfinite(factor.together):
            return "", "", whole
        w, f = written((factor.weights, factor.slope), factor.together, whole)
        return w, f, whole


def _fall_of(snapshot: Snapshot) -> _Fall:
    shape, deltas, carried = snapshot.shape, snapshot.delta_norms, snapshot.carried_norms
    way = by_layer(deltas, carried)
    said, _, named = way.sentence.partition(": ")
    if said and not way.cause:  # a signal that stays large enough needs no cause
        return _Fall(snapshot, read(snapshot, DELTA), way, (f"{said}.", ""))
    titles = [shape.layer_title(layer) for layer in range(len(shape.layers))]
    told = ending(deltas, carried, titles) if not said else (f"{said}:", named)
    return _Fall(snapshot, read(snapshot, DELTA), way, told)


class ByLayerView(Probed):
    """Stands under the columns of the network; arrow keys walk from layer to layer."""

    probe: int | None = None

    def __init__(self, theme: Theme, left: int = INSET, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Gradients by layer", parent)
        self._left = left
        self._fall: _Fall | None = None
        self._layer = 0
        self._range = SteadyRange()
        self._decades = DecadeRange(-2, 0, 1)
        self._columns: tuple[float, ...] = ()
        self._under = 0  # the width of the network that the columns belong to

    @property
    def needs(self) -> Needs:
        """The signals of the next step."""
        return Needs(signals=True)

    def set_columns(self, xs: list[float], width: int) -> None:
        """Align with the columns of a network of this width; xs are their centers, the input's first."""
        self._columns, self._under = tuple(xs), width
        self.update()

    def show_layer(self, layer: int) -> None:
        """Print the factors of another layer, counted from 0, where not all are printed."""
        self._layer = layer
        self.update()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the signals of the next step."""
        old = self._fall
        if old is None or old.snapshot.run != snapshot.run:
            self._range.forget()
            self.probe = None
        self._fall = _fall_of(snapshot)
        running = snapshot.state is RunState.RUNNING
        levels = np.concatenate([snapshot.delta_norms, snapshot.carried_norms]).tolist()
        self._decades = self._range.update(levels, time.monotonic(), running)
        if not running:
            self.describe()
        self.update()

    def plan(self) -> FallLayout:
        """Where everything stands: under the network's columns, or evenly spaced."""
        count = self._fall.gaps + 1 if self._fall else 0
        if len(self._columns) == count + 1 and self._under == self.width():
            return lay_out(self.width(), self.height(), self._columns[1:])
        room = self.width() - 90 - INSET
        xs = [90 + room * (layer + 0.5) / count for layer in range(count)]
        return lay_out(self.width(), self.height(), xs)

    @property
    def printed(self) -> int | None:
        """The factors that alone are printed in a deep network; None: all are."""
        if self._fall is None or self._fall.gaps < MOST:
            return None
        return self.probe if self.probe is not None else min(self._layer, self._fall.gaps - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, fall = QPainter(self), self.theme, self._fall
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), theme.color("panel"))
        if fall is not None and not fall.gaps:
            painter.setFont(theme.font("form"))
            painter.setPen(theme.color("t2"))
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, ALONE)
        elif fall is not None:
            self._paint_head(painter, fall)
            self._paint_fall(painter, fall, self.plan())
        if self.ring:
            draw_ring(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), theme)

    def _paint_fall(self, painter: QPainter, fall: _Fall, plan: FallLayout) -> None:
        theme, snapshot, printed = self.theme, fall.snapshot, self.printed
        for gap, selected in ((self.probe, False), (printed, True)):
            if gap is not None and (selected or printed is None):
                painter.fillRect(plan.column(gap), column_color(theme, selected=selected))
        paint_axis(painter, plan, self._decades, layer_names(snapshot.shape), theme)
        deltas, carried = snapshot.delta_norms, snapshot.carried_norms
        paint_levels(painter, plan, self._decades, deltas, carried, theme)
        if isfinite(carried[-2]) and deltas[-1] > 0:
            paint_legend(painter, plan, self._decades, (deltas[-2], carried[-2], deltas[-1]), theme)
        gaps = range(fall.gaps)
        texts = [fall.texts(gap) if printed in {None, gap} else None for gap in gaps]
        parts = [(factor.weights, factor.slope) for factor in fall.way.factors]
        paint_rows(painter, plan, texts, parts, theme)

    def _paint_head(self, painter: QPainter, fall: _Fall) -> None:
        """Write the sentence at the right, its end in bold, and the caption if there is room."""
        theme, (said, named) = self.theme, self._told(fall)
        right = float(self.width() - INSET)
        for text, weight in ((named, 600), (said, None)):
            if text:
                font = theme.font("caption", weight)
                wide = QFontMetricsF(font).horizontalAdvance(text)
                painter.setFont(font)
                painter.setPen(theme.color("text"))
                painter.drawText(QRectF(right - wide - 2, 5, wide + 2, 26), RIGHT, text)
                right -= wide + 4
        font = theme.font("caption")
        if self._left + QFontMetricsF(font).horizontalAdvance(CAPTION) + 12 <= right:
            painter.setFont(font)
            painter.setPen(theme.color("t3"))
            painter.drawText(
                QRectF(self._left, 5, right - self._left, 26), Qt.AlignmentFlag.AlignVCenter, CAPTION
            )

    def _told(self, fall: _Fall) -> tuple[str, str]:
        if not fall.gaps:
            return ALONE, ""
        late = fall.snapshot.state is RunState.RUNNING and not any(fall.told)
        return (LATE, "") if late else fall.told

    def description(self) -> str:
        """Read aloud the factors at hand, or the sentence."""
        fall, text = self._fall, ""
        if fall is not None and self.probe is not None:
            shape, told = fall.snapshot.shape, fall.texts(self.probe)
            way = f"{shape.layer_title(self.probe + 1)} to {shape.layer_title(self.probe)}"
            w, f, whole = told or ("", "", "")
            parts = (
                f"W × {w}, f′ × {f}, together × {whole}" if w else f"× {whole}" if whole else "nothing passes"
            )
            text = f"{way}: {parts}"
        elif fall is not None:
            text = " ".join(filter(None, self._told(fall)))
        return text

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        inside = event.position().y() > HEAD
        self.set_probe(self.plan().gap_at(event.position().x()) if inside else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        gap = self.plan().gap_at(event.position().x())
        if gap is not None and event.button() == Qt.MouseButton.LeftButton:
            self.show_layer(gap)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by, fall = BY_KEY.get(Qt.Key(event.key())), self._fall
        if event.key() == Qt.Key.Key_Escape and self.probe is not None:
            self.set_probe(None)
        elif by is not None and fall is not None and fall.gaps:
            start = fall.gaps if self.probe is None and by < 0 else -1 if self.probe is None else self.probe
            self.set_probe(max(0, min(start + by, fall.gaps - 1)))
        else:
            super().keyPressEvent(event)

    def tips(self) -> list[Tip]:
        fall, plan = self._fall, self.plan()
        tips: list[Tip] = [
            (QRectF(0, 0, self.width() / 2, HEAD), HELP),
            (QRectF(self.width() / 2, 0, self.width() / 2, HEAD), self._means_tip()),
        ]
        if fall is None:
            return tips
        tips += [
            (plan.column(gap), factor_tip(fall.snapshot, fall.reading, DELTA, gap))
            for gap in range(fall.gaps)
        ]
        labels = [QRectF(0, plan.row(number), 90, ROW) for number in range(len(ROWS))]
        return [*tips, *zip(labels, ROW_TIPS, strict=True)]

    def _means_tip(self) -> str:
        way = self._fall.way if self._fall else None
        if way is None or not isfinite(way.mean_together):
            return HELP
        w, f, both = (short(mean, 10) for mean in (way.mean_weights, way.mean_slope, way.mean_together))
        return f"{MEANS}\nW × {w}, f′ × {f}, together × {both}"

    def values_text(self) -> str:
        fall = self._fall
        if fall is None:
            return ""
        shape = fall.snapshot.shape
        parts = [(each.weights, each.slope, each.together) for each in fall.way.factors]
        rows = ["\t".join(["layer", "rms δ", *ROWS])]
        for layer, (level, factors) in enumerate(zip(fall.way.levels, [*parts, ()], strict=True)):
            rows.append("\t".join([shape.layer_title(layer), *map(repr, (level, *factors))]))
        return "\n".join(rows)
