"""Paints the graph: connections, neurons, their names, and the marks around them, in this order."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from bplab.experiment.parameters import Parameter
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.ui.canvas.base import markers
from bplab.ui.canvas.base.hint import TRAIN, WALK, draw_hint, hint_width
from bplab.ui.canvas.base.layout import INSET, Column, GraphLayout
from bplab.ui.canvas.base.motion import Motion
from bplab.ui.canvas.base.picks import Neuron, Pick
from bplab.ui.canvas.base.scene import Scene
from bplab.ui.canvas.base.surroundings import FLOOR
from bplab.ui.canvas.base.wording import SCALED, class_titles, counted, ends_of, input_titles
from bplab.ui.canvas.edges.layer import EdgeLayer
from bplab.ui.canvas.edges.legend import draw_legend, legend_width
from bplab.ui.canvas.labels.layer import NumberLayer
from bplab.ui.canvas.labels.locks import draw_locks, frozen_parameters
from bplab.ui.canvas.stages.light import Light
from bplab.ui.canvas.tiles.layer import TileLayer, box_of
from bplab.ui.canvas.tiles.legend import tile_legend
from bplab.ui.style.theme import Theme

LEAST = 20.0  # pixels of height for the hint
SHORT = 8  # characters of names that need no more room than there is


class GraphPainter:
    """Draws a scene with a layout."""

    def __init__(
        self, theme: Theme, edges: EdgeLayer, tiles: TileLayer, motion: Motion, numbers: NumberLayer
    ) -> None:
        self._theme = theme
        self._edges = edges
        self._tiles = tiles
        self._motion = motion
        self._numbers = numbers

    def paint(
        self,
        painter: QPainter,
        area: QRectF,
        ratio: float,
        scene: Scene,
        layout: GraphLayout,
        spec: Experiment,
        shape: Shape,
    ) -> None:
        """Draw everything."""
        painter.fillRect(area, self._theme.color("canvas"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_halos(painter, scene)
        self._edges.draw(painter, self._motion.progress)
        self._tiles.draw(painter, layout, self._bright(scene, layout, shape), self._motion)
        self._draw_names(painter, area, layout, spec, shape)
        self._draw_next_stage(painter, scene.light, layout)
        self._draw_rings(painter, scene, layout, shape, ratio)
        if self._motion.progress >= 1:
            self._draw_numbers(painter, layout, spec, shape)
        if scene.captions:
            self._draw_notes(painter, area, scene, layout, spec, shape)
        if scene.hint and scene.captions and scene.grip is None and not scene.light.on:
            self._draw_hint(painter, area, scene, layout)
        if scene.grip is not None and scene.grip < len(layout.columns):
            column = layout.columns[scene.grip]
            markers.draw_grip(painter, self._theme, column, area.height(), scene.grip_hint, area.right())

    def _bright(self, scene: Scene, layout: GraphLayout, shape: Shape) -> set[Neuron] | None:
        """The neurons that stay bright while one is highlighted: those connected to it."""
        looked = scene.looked_at
        shown = self._edges.shown
        if looked is None or shown is None:
            return _lit(scene, layout)
        bright = {looked}
        for edge in shown.touching(looked.column, looked.unit, shape.sizes).nonzero()[0]:
            bright.update(ends_of(shape, shown.parameter(int(edge))))
        return bright

    def _draw_numbers(self, painter: QPainter, layout: GraphLayout, spec: Experiment, shape: Shape) -> None:
        self._numbers.draw(painter)
        if spec.frozen:
            told = {pill.position.pick for pill in self._numbers.pills}
            locked = [each for each in frozen_parameters(spec.frozen, shape) if each not in told]
            draw_locks(painter, self._theme, layout, self._edges.shown, locked)

    def _draw_halos(self, painter: QPainter, scene: Scene) -> None:
        shown = self._edges.shown
        for pick, alpha, wide in ((scene.pointed, 0.2, 8.0), (scene.selected, 0.35, 11.0)):
            edge = shown.find(pick) if shown is not None and isinstance(pick, Parameter) else None
            if edge is not None and shown is not None:
                color = QColor(self._theme.color("acc"))
                color.setAlphaF(alpha)
                markers.draw_halo(painter, shown.curves, edge, color, wide)

    def _draw_names(
        self, painter: QPainter, area: QRectF, layout: GraphLayout, spec: Experiment, shape: Shape
    ) -> None:
        first, last = layout.columns[0], layout.columns[-1]
        names, room = input_titles(spec, shape), first.left - area.left()
        if max(map(len, names)) <= SHORT and len(names) == first.units:
            note = SCALED if spec.data.standardize else ""
            markers.draw_names(painter, self._theme, first, names, room, left=True, note=note)
        elif spec.data.own is not None:
            markers.draw_names(painter, self._theme, first, names, room, left=True)
        classes = class_titles(spec, shape)
        if classes and len(classes) == last.units:
            markers.draw_names(painter, self._theme, last, classes, area.right() - last.right, left=False)
        for column in layout.columns:
            markers.draw_more(painter, self._theme, column, layout.pitch)

    def _draw_silenced(self, painter: QPainter, scene: Scene, layout: GraphLayout, ratio: float) -> None:
        """Cross out the neurons that dropout silences."""
        painter.setPen(QPen(self._theme.color("t2"), 1.5))
        for neuron in scene.silenced:
            column = layout.columns[neuron.column]
            row = column.row_of(neuron.unit)
            if row is not None:
                box = box_of(column, row, ratio)
                painter.drawLine(box.topLeft(), box.bottomRight())
                painter.drawLine(box.topRight(), box.bottomLeft())

    def _draw_next_stage(self, painter: QPainter, light: Light, layout: GraphLayout) -> None:
        """Say of the neurons whose turn comes next that it does, where their numbers will stand."""
        if light.next_column is None or light.next_column >= len(layout.columns) or not layout.numbers:
            return
        column = layout.columns[light.next_column]
        for y in column.ys if column.under else ():
            at = QPointF(column.x, y + column.tile / 2 + 14)
            markers.draw_text(painter, self._theme, "next stage", at, "caption", "t2", "center")

    def _draw_rings(
        self, painter: QPainter, scene: Scene, layout: GraphLayout, shape: Shape, ratio: float
    ) -> None:
        acc = self._theme.color("acc")
        ringed: list[tuple[Pick, float]] = [(scene.selected, 1.0)]
        if isinstance(scene.selected, Parameter):
            ringed = [(neuron, 1.0) for neuron in ends_of(shape, scene.selected)]
        if scene.keys:
            ringed.append((scene.current, 4.0))
        ringed += [(neuron, 1.0) for neuron in _active(scene.light, layout)]
        self._draw_silenced(painter, scene, layout, ratio)
        for pick, out in ringed:
            if isinstance(pick, Neuron) and pick.column < len(layout.columns):
                column = layout.columns[pick.column]
                row = column.row_of(pick.unit)
                if row is not None:
                    markers.draw_ring(painter, box_of(column, row, ratio), acc, out)

    def _draw_notes(
        self,
        painter: QPainter,
        area: QRectF,
        scene: Scene,
        layout: GraphLayout,
        spec: Experiment,
        shape: Shape,
    ) -> None:
        """At the lower left, say which connections are drawn, and what the neurons' colors mean."""
        shown, notes = self._edges.shown, [tile_legend(spec, shape, scene.neurons)]
        if shown is not None and shown.count < shown.total:
            kind = "strongest " if self._edges.selective else ""
            notes.append(f"{kind}{shown.count:,} of {counted(shown.total, 'connection')}")
        if scene.light.stop is not None and scene.light.stop.stage == "backward":
            notes = ["← ∂ℓ/∂z flows back"]
        hinted = scene.hint and not scene.light.on
        half = hint_width(self._theme, self._hint(area, scene)) / 2 + 12 if hinted else 0.0
        end = area.center().x() - half if hinted else area.right()
        metrics = QFontMetricsF(self._theme.font("caption"))
        y = area.height() - (10 if scene.left <= INSET else 24)
        for note in filter(None, notes):
            room = min(end, _free_until(layout, scene.left, y - metrics.ascent())) - scene.left
            if metrics.horizontalAdvance(note) > 1.5 * room:
                continue  # under two thirds of it could be read: "mean output, orange t…"
            text = metrics.elidedText(note, Qt.TextElideMode.ElideRight, room)
            markers.draw_text(painter, self._theme, text, QPointF(scene.left, y), "caption", "t3")
            y -= 14
        x = area.width() - 16 - legend_width(self._theme, scene.legend) if scene.legend else 0.0
        if x > (area.center().x() + half if hinted else 0.0):
            draw_legend(painter, self._theme, scene.legend, QPointF(x, area.height() - 10))

    def _hint(self, area: QRectF, scene: Scene) -> tuple[str, ...]:
        """What there is room to hint at: picker and legend are elsewhere where titles replace cards."""
        return WALK if scene.plain and area.width() >= hint_width(self._theme, WALK) + 2 * INSET else TRAIN

    def _draw_hint(self, painter: QPainter, area: QRectF, scene: Scene, layout: GraphLayout) -> None:
        lowest = max(map(_foot, layout.columns))
        room = min(area.height() - lowest, FLOOR + 4)  # small if neurons are close to the lower edge
        if room < LEAST and layout.numbers:
            return  # it would overlap numbers
        scale = min(max(room / FLOOR, 0.6), 1.0)
        center = QPointF(area.center().x(), area.height() - max(room / 2, 12.0))
        left = scene.left if scene.left > INSET else 0.0
        painter.save()
        painter.translate(center)
        painter.scale(scale, scale)
        hint = self._hint(area, scene)
        draw_hint(painter, self._theme, QPointF(), (left - center.x()) / scale, hint)
        painter.restore()


def _lit(scene: Scene, layout: GraphLayout) -> set[Neuron] | None:
    """The neurons that a walk has reached and dropout has not silenced; None if that is all."""
    end = scene.light.next_column
    if end is None and not scene.silenced:
        return None
    columns = enumerate(layout.columns[:end])
    return {Neuron(number, int(unit)) for number, column in columns for unit in column.shown} - scene.silenced


def _active(light: Light, layout: GraphLayout) -> list[Neuron]:
    """List the neurons of the layer that is computed now."""
    columns = enumerate(layout.columns)
    return [
        Neuron(number, int(unit))
        for number, column in columns
        if light.is_active(number) and not column.picture
        for unit in column.shown
    ]


def _foot(column: Column) -> float:
    """Where a column ends, with the numbers under its last neuron."""
    return float(column.ys.max()) + column.tile / 2 + column.under


def _free_until(layout: GraphLayout, left: float, top: float) -> float:
    """Where the first column begins that reaches below `top`, at the right of `left`."""
    reaching = [each for each in layout.columns if each.right > left and _foot(each) > top]
    return min((each.left - INSET / 2 for each in reaching), default=math.inf)
