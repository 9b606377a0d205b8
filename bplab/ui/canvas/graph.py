"""The graph below the cards: holds layout, numbers and picks, and shows them."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.ui.canvas.base.connections import Connections
from bplab.ui.canvas.base.drawn import DrawnRun, content_of, structure_of
from bplab.ui.canvas.base.editing import Edits
from bplab.ui.canvas.base.layout import Viewport, arrange
from bplab.ui.canvas.base.merging import Merging, merged
from bplab.ui.canvas.base.motion import Motion
from bplab.ui.canvas.base.numbers import EdgeMode, NeuronMode, Numbers
from bplab.ui.canvas.base.picks import LayerCard, Neuron, Pick, connection_at, neuron_at, still_there
from bplab.ui.canvas.base.scene import Scene
from bplab.ui.canvas.edges.layer import EdgeLayer
from bplab.ui.canvas.input.announcements import Announcements
from bplab.ui.canvas.input.events import GraphEvents
from bplab.ui.canvas.input.keys import GraphKeys
from bplab.ui.canvas.input.pointer import Pointer
from bplab.ui.canvas.input.zoom import Zoomable
from bplab.ui.canvas.labels.descriptions import describe
from bplab.ui.canvas.labels.example_numbers import ExampleNumbers
from bplab.ui.canvas.labels.layer import NumberLayer
from bplab.ui.canvas.painter import GraphPainter
from bplab.ui.canvas.stages.light import Light
from bplab.ui.canvas.tiles.layer import TileLayer
from bplab.ui.controls.painting import draw_ring, painter_for
from bplab.ui.style.theme import Theme

SOON = 100  # ms for which the previous run's picture remains, so that dragging a slider does not flicker
COARSE, FINE = 24, 32  # samples per side of a tile


class Graph(Zoomable, GraphEvents):
    """The network as an interactive picture."""

    selected = Signal(object)  # Neuron, Parameter or None
    arranged = Signal()
    card_wanted = Signal(int)  # a layer's settings, by column
    microscope_wanted = Signal(bool)  # for what is selected, and whether its number is to be edited at once
    current_changed = Signal()
    stop_changed = Signal(int)  # the selected example, as `numbers.stop`
    point_changed = Signal(object)  # an own point instead, as `numbers.point`, or None

    def __init__(self, session: DrawnRun, theme: Theme, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self.edits = edits
        self.scene, self.merging = Scene(), Merging()
        self.numbers = Numbers(lambda: session.run)
        self.edges = EdgeLayer(theme, self)
        self._tiles = TileLayer(theme)
        self._motion = Motion(self, theme)
        self._motion.stepped.connect(self.update)
        layer = NumberLayer(theme)
        self.values = ExampleNumbers(self, theme, self.numbers, layer)
        self.values.picker.edited.connect(self.pick_example)
        self._picture = GraphPainter(theme, self.edges, self._tiles, self._motion, layer)
        self.pointer = Pointer(self)
        self.voice = Announcements(self, self._tip_at)
        self.keys = GraphKeys(self)
        self.view = Viewport()
        self._structure: object = None
        self._content: object = None
        self.layout_ = arrange(session.shape.sizes, 840, 400, self.view)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(100)
        self.setAccessibleName("Network")
        self.edges.changed.connect(self.update)
        self._blank = QTimer(self, singleShot=True, interval=SOON)
        self._blank.timeout.connect(self._show_numbers)
        session.spec_changed.connect(self._spec_changed)
        session.run_changed.connect(self._blank.start)
        session.run_changed.connect(self.edges.forget)
        theme.changed.connect(self._show_neurons)

    @property
    def connections(self) -> Connections | None:
        """The connections drawn."""
        return self.edges.shown

    @property
    def scale(self) -> float:
        """The value of the widest connection; 0 before there is any."""
        return self.edges.scale if self.numbers.snapshot is not None else 0.0

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of neurons in each column."""
        return self._session.shape.sizes

    @property
    def needs(self) -> Needs:
        """What the next snapshot should contain."""
        largest = max(column.tile for column in self.layout_.columns) * self.ratio
        return self.numbers.needs(
            self._session.spec,
            FINE if largest > 44 else COARSE,
            self._session.shape.parameters,
            traced=self.values.wanted(self.layout_, self.scene.selected),
        )

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show new numbers; those of a run that is no longer drawn are ignored."""
        if not self.numbers.take(snapshot):
            return
        self._blank.stop()
        self.scene.hint = snapshot.step == 0 and snapshot.state in {RunState.IDLE, RunState.PAUSED}
        self._show_numbers()

    def set_modes(self, edges: EdgeMode, neurons: NeuronMode) -> None:
        """Choose what connections and neurons show."""
        self.numbers.edge_mode, self.numbers.neuron_mode = edges, neurons
        self.scene.neurons = neurons
        self._show_numbers()

    def set_light(self, light: Light) -> None:
        """Show what is known at a stop of a walk, and light what is computed there."""
        begun = light.on != self.scene.light.on
        self.numbers.light = self.scene.light = light
        if light.stop is None:
            self.pass_point(None)
        self.edges.light(light.next_column)
        (self.arrange if begun else self._show_numbers)()

    def go_to(self, pick: Pick) -> None:
        """Move the keyboard position, and announce what is there."""
        self.scene.current = pick
        self.ring = True
        self.look()
        self._announce(pick)

    def select(self, pick: Pick) -> None:
        """Select a neuron or a connection, or nothing; a view of the last run may have what is gone."""
        if not still_there(pick, self.sizes, self._session.shape.fan_in):
            return
        if isinstance(pick, Neuron | LayerCard):
            self.scene.current = pick
        changed, self.scene.selected = pick != self.scene.selected, pick
        self.look()
        if changed:
            self._announce(pick)
            self.selected.emit(pick)

    def point_at(self, pick: Pick) -> None:
        """Highlight what the pointer is on."""
        if pick is None:
            self.values.layer.hover(None)
        if pick != self.scene.pointed:
            self.scene.pointed = pick
            self.look()

    def show_grip(self, column: int | None, hint: str = "") -> None:
        """Offer to make a column taller; None offers nothing."""
        column = None if self.scene.presented else column
        if (column, hint) != (self.scene.grip, self.scene.grip_hint):
            self.scene.grip, self.scene.grip_hint = column, hint
            self.update()

    def open_card(self, column: int) -> None:
        """Request a layer's settings."""
        self.card_wanted.emit(column)

    def look_closer(self, *, edit: bool = False) -> None:
        """Ask for the Microscope on what is selected, to edit its number at once or not."""
        self.microscope_wanted.emit(edit)

    def copy(self) -> bool:
        """Copy the hovered or selected number; False if there is none."""
        shape, selected = self._session.shape, self.scene.selected
        text = self.values.layer.hovered_copy or describe(selected, self._session.spec, shape, self.numbers)
        if text:
            QGuiApplication.clipboard().setText(text)
        return bool(text)

    def pick_at(self, at: QPointF) -> Pick:
        """Find the number, neuron or connection under a point."""
        told = self.values.layer.hover(at)
        if told is not None:
            return told
        neuron = neuron_at(self.layout_, at.x(), at.y())
        shown = self.edges.shown
        if neuron is not None or shown is None:
            return neuron
        edge = connection_at(shown, at.x(), at.y())
        return None if edge is None else shown.parameter(edge)

    @merged(2)
    def arrange(self) -> None:
        """Compute where everything is."""
        self._structure, self._content = structure_of(self._session), content_of(self._session.spec)
        data = self._session.spec.data
        image = None if data.row.planar else data.facts.image_shape
        shape, ratio = self._session.shape, self.ratio
        size = self.width(), self.height()
        around = self.scene.around(choice=self.values.has_choice(self.scene))
        self.scene.captions = around.has_captions(self.height())
        self.layout_ = arrange(shape.sizes, *size, self.view, image, around)
        self.edges.arrange(shape, self.layout_, self.view, *size, ratio)
        self._show_numbers()
        self.arranged.emit()

    def _spec_changed(self) -> None:
        before, self._content = self._content, content_of(self._session.spec)
        if structure_of(self._session) == self._structure:  # nothing has moved
            if self.numbers.snapshot is not None and self._content != before:
                self._show_numbers()
            return
        shape = self._session.shape
        if shape.sizes != tuple(column.units for column in self.layout_.columns):
            self._motion.begin(self._tiles.seen(self._motion))
        if len(shape.sizes) != len(self.layout_.columns):
            self.view = Viewport()
            self.scene.grip = None
        for name in ("selected", "current", "pointed"):
            if not still_there(getattr(self.scene, name), shape.sizes, shape.fan_in):
                setattr(self.scene, name, None)
                if name == "selected":
                    self.selected.emit(None)
        self.arrange()

    @merged(1)
    def _show_numbers(self) -> None:
        self.scene.silenced = self.numbers.silenced
        self.edges.show(self.numbers.edge_mode, self.numbers.matrices.get(self.numbers.edge_mode))
        self._show_values()
        self._show_neurons()

    def _show_values(self) -> None:
        spec, shape = self._session.spec, self._session.shape
        if self.values.show(spec, shape, self.layout_, self.edges.shown, self.scene):
            self.voice.refresh_tip()

    def _tip_at(self, at: QPointF) -> str:
        told = describe(self.scene.pointed, self._session.spec, self._session.shape, self.numbers)
        return self.values.layer.hovered_text or told or self.pointer.tip_at(at)

    def pick_example(self, stop: int) -> None:
        """Show the numbers of another example of the batch, from 1, or of the mean of all for MEAN."""
        self.pass_point(None)
        if stop != self.numbers.stop:
            self.numbers.stop = stop
            self.stop_changed.emit(stop)

    def pass_point(self, point: tuple[float, float] | None) -> None:
        """In a walk show the forward pass of a point that is no example, or of an example again."""
        point = point if self.scene.light.stop is not None else None
        if point != self.numbers.point:
            self.numbers.point = point
            self._show_numbers()
            self.point_changed.emit(point)

    def _show_neurons(self) -> None:
        shape = self._session.shape
        values = self.numbers.of_neurons()
        with np.errstate(all="ignore"):  # values of a diverged run may be infinite or NaN
            bounded = self.numbers.neuron_mode != "delta"
            self._tiles.show(values, shape, self.layout_, self.ratio, bounded)
        self.update()

    def look(self) -> None:
        """Highlight what the pointer or the keyboard position is on."""
        self.scene.keys = self.ring
        self.edges.isolate(self.scene.looked_at)
        self._show_values()
        self.update()
        self.current_changed.emit()

    def _announce(self, pick: Pick) -> None:
        text = describe(pick, self._session.spec, self._session.shape, self.numbers).replace("\n", ", ")
        self.voice.announce(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        area = QRectF(self.rect())
        spec, shape = self._session.spec, self._session.shape
        self.scene.keys = self.ring
        self._picture.paint(painter, area, self.ratio, self.scene, self.layout_, spec, shape)
        if self.ring:
            draw_ring(painter, area.adjusted(2, 1, -2, -1), self._theme)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._motion.stop()
        self.arrange()
