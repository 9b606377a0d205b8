"""The connections as a layer of the graph: selected, scaled, colored, and drawn as one image."""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from bplab.arrays import Floats, Words
from bplab.experiment.shape import Shape
from bplab.ui.canvas.base.connections import MOST, Connections, Matrices, connect, strongest
from bplab.ui.canvas.base.layout import GraphLayout, Viewport
from bplab.ui.canvas.base.picks import Neuron
from bplab.ui.canvas.edges import strokes
from bplab.ui.canvas.edges.pixel_worker import PixelMapWorker
from bplab.ui.canvas.edges.pixels import EdgeImage, PixelMap, color_table, make_plan
from bplab.ui.style.theme import Theme

SETTLE = 150  # ms after the last change of layout before the pixels are computed again
AGAIN = 1000  # ms between two checks which connections are the strongest and whether their pixels suffice
AT_ONCE = 150_000  # entries; after an edit, a plan this small (7 ms) does not wait for the worker
FADED = 0.12  # opacity of connections that do not stand out
UNLIT = 0.3  # of connections that a walk through a step has not reached
OLD = 0.35  # and of connections that no longer exist, until the new ones are ready


@dataclass(frozen=True, eq=False)
class EdgePlace:
    """Connections where they should be drawn, or where an image has them."""

    structure: object
    sizes: tuple[int, ...]
    connections: Connections
    view: Viewport
    width: float
    height: float
    ratio: float
    pitch: float


class EdgeLayer(QObject):
    """Holds the image of the connections; `changed` requests a repaint."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._planner = PixelMapWorker(self)
        self._planner.ready.connect(self._take_plan)
        self._timer = QTimer(self, singleShot=True, interval=SETTLE)
        self._timer.timeout.connect(self._settle)
        self._pause = QTimer(self, singleShot=True, interval=AGAIN)
        self._pause.timeout.connect(self._look_again)
        self._late = False  # numbers arrived too early for another check
        self._scales: dict[str, strokes.StrokeScale] = {}
        self._mode = "weights"
        self._matrices: Matrices | None = None
        self._hot: Neuron | None = None
        self._lit: int | None = None  # layers of connections that stand out; None: all
        self._sizes: tuple[int, ...] = ()
        self._all: Connections | None = None
        self._chosen = np.empty(0, np.intp)
        self._wanted: EdgePlace | None = None
        self._drawn: EdgePlace | None = None
        self._image: EdgeImage | None = None
        self._picture = QImage()
        self._table = self._make_table()
        theme.changed.connect(self._recolor)

    @property
    def shown(self) -> Connections | None:
        """The connections where they are now."""
        return self._wanted.connections if self._wanted else None

    @property
    def selective(self) -> bool:
        """Whether only the strongest connections are drawn."""
        return self._all is not None and self._all.count > MOST

    @property
    def scale(self) -> float:
        """The value drawn at full width; 0 before there is any."""
        return self._scales[self._mode].top if self._mode in self._scales else 0.0

    @property
    def settled(self) -> bool:
        """Whether the image matches the current layout."""
        return self._drawn is self._wanted

    def arrange(
        self, shape: Shape, layout: GraphLayout, view: Viewport, width: float, height: float, ratio: float
    ) -> None:
        """Move to another layout; the image follows once the layout is stable."""
        structure = (shape.sizes, shape.fan_in, tuple(layer.groups for layer in shape.layers))
        same = self._wanted is not None and self._wanted.structure == structure
        self._all = connect(shape, layout)
        if not same:
            self._sizes = shape.sizes
            self._matrices = None
            self._chosen = strongest(np.zeros(self._all.count))
        self._wanted = EdgePlace(
            structure, shape.sizes, self._all.take(self._chosen), view, width, height, ratio, layout.pitch
        )
        if (same and self._drawn is not None) or self.selective:
            self._timer.start()  # the strongest ones are unknown before their numbers arrive
        else:
            self._plan(at_once=True)

    def show(self, mode: str, matrices: Matrices | None) -> None:
        """Show new numbers of the current network; None if there are none yet."""
        first = self._matrices is None
        self._mode, self._matrices = mode, matrices
        due = matrices is not None and (first or not self._pause.isActive())
        self._late = not due
        if due:
            self._pause.start()
        if due and (self._rechoose(first) or first):  # the plan in progress was made without numbers
            self._plan(at_once=first)
        else:
            self._paint()

    def _look_again(self) -> None:
        if self._late:
            self.show(self._mode, self._matrices)

    def forget(self) -> None:
        """Start over: another run has numbers of another size."""
        self._scales.clear()

    def close(self) -> None:
        """Draw no more."""
        self._timer.stop()
        self._pause.stop()
        self._planner.close()

    def isolate(self, neuron: Neuron | None) -> None:
        """Let only one neuron's connections stand out, or all (None)."""
        if neuron != self._hot:
            self._hot = neuron
            self._paint()
            self.changed.emit()

    def light(self, layers: int | None) -> None:
        """Let only the connections of the first layers stand out, or all (None)."""
        layers = None if layers is None else layers - 1
        if layers != self._lit:
            self._lit = layers
            self._paint()
            self.changed.emit()

    def draw(self, painter: QPainter, arrived: float) -> None:
        """Draw the image, stretched if it was made for another layout, dimmed until neurons have arrived."""
        old, new = self._drawn, self._wanted
        if old is None or new is None:
            return
        if len(old.sizes) != len(new.sizes):
            return  # other columns: nothing of it fits
        factor = new.view.zoom / old.view.zoom
        wide, high = factor * new.width / old.width, factor * new.height / old.height
        x, y = new.view.dx - old.view.dx * wide, new.view.dy - old.view.dy * high
        painter.save()
        painter.setOpacity(OLD if old.structure != new.structure else OLD + (1 - OLD) * arrived)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, (wide, high) != (1, 1))
        drawn = self._picture.size().toSizeF() / old.ratio  # whole pixels, so that a pixel remains a pixel
        painter.drawImage(QRectF(x, y, drawn.width() * wide, drawn.height() * high), self._picture)
        painter.restore()

    def _rechoose(self, first: bool) -> bool:
        """Select the strongest connections again; return whether they, or wider lines, need a new plan."""
        place, matrices = self._wanted, self._matrices
        if self._all is None or place is None or matrices is None:
            return False
        if self._all.count > MOST:
            chosen = strongest(self._all.values(matrices))
            kept = np.intersect1d(chosen, self._chosen, assume_unique=True).size
            if first or kept < 0.95 * chosen.size:
                self._chosen = chosen
                self._wanted = replace(place, connections=self._all.take(chosen))
                return True
        if self._drawn is not place or self._image is None:
            return False
        widths = self._strokes(place)[0]
        return strokes.outgrown(widths, self._image.plan.reach / place.ratio)

    def _strokes(self, place: EdgePlace) -> tuple[Floats, Floats, Floats]:
        """Width, opacity and value of each connection."""
        edges = place.connections
        values = np.zeros(edges.count) if self._matrices is None else edges.values(self._matrices)
        scale = self._scales.setdefault(self._mode, strokes.StrokeScale()).follow(values)
        share = strokes.shares(values, scale)
        return strokes.widths(share, place.pitch), strokes.opacities(share), values

    def _settle(self) -> None:
        if not self.settled:
            self._plan()

    def _plan(self, at_once: bool = False) -> None:
        place = self._wanted
        if place is None:
            return
        self._timer.stop()
        reach = strokes.reaches(self._strokes(place)[0])
        curves = place.connections.curves.moved(place.ratio)
        size = (round(place.width * place.ratio), round(place.height * place.ratio))
        make = partial(make_plan, curves, reach * place.ratio, size)
        entries = 2.4 * float(((curves.x1 - curves.x0) * reach).sum()) * place.ratio
        if at_once and entries <= AT_ONCE:
            self._planner.forget()
            self._take_plan(make(), place)
        else:
            self._planner.ask(make, place)

    def _take_plan(self, plan: PixelMap, place: EdgePlace) -> None:
        if self._wanted is None or place.structure != self._wanted.structure:
            return
        self._drawn = place
        self._image = EdgeImage(plan)
        width, height = plan.size
        data = self._image.pixels.data
        self._picture = QImage(data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
        self._paint()
        self.changed.emit()

    def _paint(self) -> None:
        place = self._drawn
        if place is None or self._image is None or self._wanted is None:
            return
        if place.structure != self._wanted.structure:
            return
        widths, opacities, values = self._strokes(place)
        if self._hot is not None:
            hot = place.connections.touching(self._hot.column, self._hot.unit, self._sizes)
            opacities = np.where(hot, opacities, opacities * FADED)
        if self._lit is not None:
            opacities = np.where(place.connections.layer < self._lit, opacities, opacities * UNLIT)
        self._image.paint(widths * place.ratio, opacities, np.sign(values), self._table)

    def _make_table(self) -> Words:
        colors = (self._theme.color(token).rgb() & 0xFFFFFF for token in ("pos", "neg"))
        return color_table(*colors)

    def _recolor(self) -> None:
        self._table = self._make_table()
        self._paint()
        self.changed.emit()
