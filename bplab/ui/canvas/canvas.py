"""The canvas: a row of controls, the cards, and the graph below them."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bplab.explain.stages import own_title
from bplab.numerals import plain
from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.canvas.base.drawn import content_of
from bplab.ui.canvas.base.editing import Edits
from bplab.ui.canvas.base.picks import LayerCard
from bplab.ui.canvas.base.scene import PickerPlace
from bplab.ui.canvas.cards.equal import EqualWatch
from bplab.ui.canvas.cards.popover import InputPopover, LayerPopover
from bplab.ui.canvas.cards.row import CardRow
from bplab.ui.canvas.graph import Graph
from bplab.ui.canvas.header import CanvasHeader
from bplab.ui.canvas.input.pointer import GRIP_HINT
from bplab.ui.canvas.stages.bar import StageBar
from bplab.ui.canvas.stages.light import Light
from bplab.ui.controls.painting import painter_for
from bplab.ui.session import Session
from bplab.ui.stepper import Stepper
from bplab.ui.style.theme import Theme

LOW = 340  # height in pixels below which cards have one line


class NetworkCanvas(QWidget):
    """The network, drawn live and edited in place."""

    selected = Signal(object)  # Neuron, Parameter or None
    numbers_shown = Signal()
    columns_changed = Signal(
        list
    )  # x of each column, in pixels of this widget; also when its width has changed
    example_shown = Signal(
        int, object
    )  # a run, and the example of its data set that has numbers here, or None

    def __init__(
        self, session: Session, theme: Theme, stepper: Stepper, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._theme, self._stepper = session, theme, stepper
        self.stages = StageBar(stepper, theme, self)
        self.edits = Edits(session)
        self.header = CanvasHeader(theme, self)
        self.cards = CardRow(theme, self)
        self.graph = Graph(session, theme, self.edits, self)
        self._equal = EqualWatch()
        self._shown: object = None  # the run in the header and the cards, and what is drawn of its settings
        self._columns: list[float] = []
        self._example: tuple[int, int | None] = 0, None
        self._across = 0  # the width they were told with
        self._essentials = False
        self._legend: tuple[str, float] = "weights", -1.0  # what it explains
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.stages, self.header, self.cards, self.graph):
            column.addWidget(part)
        self.setMinimumSize(360, 180)  # as low as a notice leaves it in the smallest window
        self._connect_header()
        self._connect_cards()
        self._connect_stages()
        self.graph.selected.connect(self.selected)
        self.graph.arranged.connect(self._show_cards)
        self.graph.current_changed.connect(self._show_ring)
        self.graph.current_changed.connect(self._tell_example)
        self.graph.card_wanted.connect(self._open)
        theme.changed.connect(self._show_cards)
        theme.changed.connect(self.update)
        session.spec_changed.connect(self._show_spec)
        session.failed.connect(self.cards.restore)
        session.run_changed.connect(self._refresh_legend)
        session.run_changed.connect(self._tell_example)
        self._show_spec()

    @property
    def needs(self) -> Needs:
        """What the next snapshot should contain."""
        return self.graph.needs

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show new numbers; a walk through a step comes to its stop with them."""
        with self.graph.merging.block():
            self.graph.show_snapshot(snapshot)
            self._stepper.take(snapshot)
        if self._equal.look(self.graph.numbers.snapshot):
            self._show_cards()
        self.numbers_shown.emit()
        self._refresh_legend()
        self._tell_example()

    def columns(self) -> list[float]:
        """Each column's center, in pixels of this widget."""
        return list(self._columns)

    def fit(self) -> None:
        """Show the whole network."""
        self.graph.fit()

    def show_anew(self) -> None:
        """Show the whole network with nothing selected, and the numbers of the first example."""
        self.graph.select(None)
        self.graph.values.picker.pick(1)
        self.graph.fit()

    def set_essentials(self, on: bool) -> None:
        """Show titles instead of cards, above them only picker and legend, or restore everything."""
        self._essentials = on
        self.header.set_essentials(on)
        sides = Qt.LayoutDirection.RightToLeft if on else Qt.LayoutDirection.LeftToRight
        self.header.setLayoutDirection(sides)  # the legend goes to the right, the picker to the left
        self._place_controls()

    def present(self, on: bool) -> None:
        """Show titles and the picture alone, without anything that edits, or restore everything."""
        if on != self.graph.scene.presented:
            self.graph.scene.presented = on
            self.graph.show_grip(None)
            self.stages.present(on)
            self.cards.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on)
            self._place_controls()

    @property
    def _plain(self) -> bool:
        return self._essentials or self.graph.scene.presented

    def _place_controls(self) -> None:
        """Have the picker over the titles, beside a presented sentence, or in the picture."""
        scene, picker = self.graph.scene, self.graph.values.picker
        scene.plain = self._plain
        above: PickerPlace = "above" if self._essentials else "inside"
        told = scene.presented and scene.light.on
        scene.picker = "sentence" if told else "inside" if scene.presented else above
        if told:
            self.stages.take_picker(picker)
        else:
            picker.setParent(self.header if scene.picker == "above" else self.graph)
        self._show_header()
        self.graph.arrange()
        self._show_cards()
        self._show_legend()

    def _show_header(self) -> None:
        """Show the row of controls, where there is something to control."""
        walking, presented = self._stepper.is_on, self.graph.scene.presented
        self.header.setVisible((self._essentials or not walking) and not presented)

    def _connect_header(self) -> None:
        self.header.modes_edited.connect(self._set_modes)
        self.header.fit_wanted.connect(self.graph.fit)
        self.header.sizes.edited.connect(self._set_sizes)

    def _connect_cards(self) -> None:
        cards, edits = self.cards, self.edits
        cards.resized.connect(edits.resize)
        cards.chosen.connect(edits.set_value)
        cards.removed.connect(edits.remove)
        cards.inserted.connect(edits.insert_after)
        cards.moved.connect(edits.move)
        cards.opened.connect(self._open)
        cards.pointed.connect(self._point_card)

    def _connect_stages(self) -> None:
        self._stepper.changed.connect(self._show_stages)
        self.graph.stop_changed.connect(self._show_stages)
        self.graph.point_changed.connect(self._show_point)
        self.stages.left.connect(self.graph.setFocus)

    def _show_stages(self) -> None:
        """Show where a walk through a step stands; it takes the row of the controls and shrinks the cards."""
        light = Light(self._stepper.is_on, self._stepper.stop, self._stepper.past is not None)
        numbers = self.graph.numbers
        point = numbers.point if light.stop is not None else None
        before = self.graph.scene.light
        with self.graph.merging.block():
            self.stages.show_walk(self._session.shape, numbers.stop, point)
            if light == before:
                return
            self.graph.set_light(light)
            self._show_cards()
            if light.on != before.on:
                self._place_controls()
                self._column.activate()  # once, for all parts that come and go
        self._show_legend()
        if light.stop is not None:
            self.graph.voice.announce(self.stages.sentence.text)

    def _show_point(self, point: tuple[float, float] | None) -> None:
        """Say what is known of an own point; its ring is elsewhere than that of an example."""
        self._show_stages()
        self._tell_example()
        own, trace = self.graph.numbers.own, self.graph.numbers.trace
        if point is not None and own is not None and trace is not None:
            outputs = ", ".join(plain(float(value)) for value in trace.a[-1])
            self.graph.voice.announce(f"{own_title(own, point)}: output {outputs}. It has no target.")

    def _set_modes(self) -> None:
        self.graph.set_modes(self.header.edge_mode, self.header.neuron_mode)
        self._show_legend()

    def _set_sizes(self, text: str) -> None:
        self.edits.set_sizes(text)
        self.header.sizes.set_value(self._session.spec.hidden)

    def _show_spec(self) -> None:
        before, self._shown = self._shown, (self._session.run, content_of(self._session.spec))
        if self._shown != before:
            self.header.set_data(self._session.spec.data.row)
            self.header.sizes.set_value(self._session.spec.hidden)
            self._show_cards()

    def _show_cards(self) -> None:
        layout, shape = self.graph.layout_, self._session.shape
        if len(layout.columns) != len(shape.sizes):
            return  # the graph has not received the change yet, and will report it
        light = self.graph.scene.light
        low = self.height() < LOW or light.on
        self.cards.show_layers(
            self._session.spec, shape, layout, low, self._plain, light, self._equal.texts(self._session.run)
        )
        self._show_ring()
        columns = [column.x for column in layout.columns]
        if (columns, self.width()) != (self._columns, self._across):
            self._columns, self._across = columns, self.width()
            self.columns_changed.emit(columns)

    def _show_ring(self) -> None:
        current = self.graph.scene.current
        self.cards.set_ring(current.column if self.graph.ring and isinstance(current, LayerCard) else None)

    def _refresh_legend(self) -> None:
        """Explain what is drawn, if that is something else now."""
        if self._legend_now != self._legend:
            self._show_legend()

    @property
    def _legend_now(self) -> tuple[str, float]:
        there = {position.kind for position in self.graph.values.layer.positions}
        update = "made" if self.graph.scene.light.is_made else "update"
        labels = "+dw" if "dw" in there else f"+{update}" if "update" in there else ""
        return self.graph.numbers.edge_mode + labels, self.graph.scale

    def _show_legend(self) -> None:
        self._legend = self._legend_now
        self.header.show_legend(*self._legend)
        fits = self.header.legend_fits and not self.header.isHidden()
        self.graph.scene.legend = "" if fits else self._legend[0]

    def _tell_example(self) -> None:
        known = self.graph.numbers.snapshot is not None
        example = self._session.run, self.graph.values.example if known else None
        if example != self._example:
            self._example = example
            self.example_shown.emit(*example)

    def _point_card(self, column: int, on: bool) -> None:
        offered = on and self.edits.can_resize(column)
        self.graph.show_grip(column if offered else None, GRIP_HINT if offered else "")

    def _open(self, column: int) -> None:
        card = self.cards.cards[column]
        if column:
            LayerPopover(self._session, self._theme, self.edits, column, self).open_under(card)
        elif self._session.spec.data.row.planar:
            InputPopover(self._session, self._theme, self.edits, self).open_under(card)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_cards()
        self._show_legend()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        painter.fillRect(QRectF(self.rect()), self._theme.color("canvas"))
        painter.end()
