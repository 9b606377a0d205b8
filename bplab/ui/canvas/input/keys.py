"""Keys of the graph, which can do everything that a click can."""

from collections.abc import Callable
from typing import Protocol, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from bplab.experiment.parameters import Parameter
from bplab.ui.canvas.base.connections import Connections
from bplab.ui.canvas.base.editing import Edits
from bplab.ui.canvas.base.layout import GraphLayout
from bplab.ui.canvas.base.picks import LayerCard, Neuron, Pick, has_numbers
from bplab.ui.canvas.base.scene import Scene
from bplab.ui.canvas.input.navigation import (
    neuron_of,
    shift_into_view,
    step_connection,
    step_horizontal,
    step_vertical,
)

Key: TypeAlias = Qt.Key
Mod: TypeAlias = Qt.KeyboardModifier
PASSED_ON = object()
PAN = 60  # pixels per key press


class Walkable(Protocol):
    """What the keyboard control needs of the graph."""

    scene: Scene
    edits: Edits
    layout_: GraphLayout

    @property
    def connections(self) -> Connections | None:
        """The connections drawn."""

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of neurons in each column."""

    @property
    def zoomed(self) -> bool:
        """Whether the view shows something other than the whole network."""

    def go_to(self, pick: Pick) -> None:
        """Move the keyboard position."""

    def select(self, pick: Pick) -> None:
        """Select, or nothing with None."""

    def open_card(self, column: int) -> None:
        """Show a layer's settings."""

    def look_closer(self, *, edit: bool = False) -> None:
        """Ask for the Microscope on what is selected."""

    def copy(self) -> bool:
        """Copy the hovered or selected number; False if there is none."""

    def zoom_by(self, factor: float) -> None:
        """Zoom at the center."""

    def pan_by(self, dx: float, dy: float) -> None:
        """Shift the view."""

    def fit(self) -> None:
        """Show the whole network."""

    def width(self) -> int:
        """The width of the picture, in pixels."""

    def height(self) -> int:
        """The height of the picture, in pixels."""


class GraphKeys:
    """Turns keys into moves, selections and edits."""

    def __init__(self, graph: Walkable) -> None:
        self._graph = graph
        none, ctrl, shift = Mod.NoModifier, Mod.ControlModifier, Mod.ShiftModifier
        both = ctrl | shift
        self._acts: dict[tuple[Key, Mod], Callable[[], object]] = {
            (Key.Key_Up, none): lambda: self._walk(step_vertical, -1),
            (Key.Key_Down, none): lambda: self._walk(step_vertical, 1),
            (Key.Key_Left, none): lambda: self._walk(step_horizontal, -1),
            (Key.Key_Right, none): lambda: self._walk(step_horizontal, 1),
            (Key.Key_BracketLeft, none): lambda: self._connection(-1),
            (Key.Key_BracketRight, none): lambda: self._connection(1),
            (Key.Key_Return, none): self._enter,
            (Key.Key_Enter, none): self._enter,
            (Key.Key_Escape, none): self._escape,
            (Key.Key_F2, none): self._edit,
            (Key.Key_Plus, none): lambda: graph.edits.add(self.column, 1),
            (Key.Key_Equal, none): lambda: graph.edits.add(self.column, 1),
            (Key.Key_Minus, none): lambda: graph.edits.add(self.column, -1),
            (Key.Key_Right, both): lambda: graph.edits.insert_after(min(self.column, len(graph.sizes) - 2)),
            (Key.Key_Delete, none): lambda: graph.edits.remove(self.column),
            (Key.Key_Backspace, none): lambda: graph.edits.remove(self.column),
            (Key.Key_Left, Mod.AltModifier): lambda: self._move(-1),
            (Key.Key_Right, Mod.AltModifier): lambda: self._move(1),
            (Key.Key_Plus, ctrl): lambda: graph.zoom_by(1.25),
            (Key.Key_Equal, ctrl): lambda: graph.zoom_by(1.25),
            (Key.Key_Minus, ctrl): lambda: graph.zoom_by(0.8),
            (Key.Key_Left, shift): lambda: graph.pan_by(PAN, 0),
            (Key.Key_Right, shift): lambda: graph.pan_by(-PAN, 0),
            (Key.Key_Up, shift): lambda: graph.pan_by(0, PAN),
            (Key.Key_Down, shift): lambda: graph.pan_by(0, -PAN),
            (Key.Key_Home, none): graph.fit,
            (Key.Key_C, ctrl): lambda: None if graph.copy() else PASSED_ON,
        }

    @property
    def column(self) -> int:
        """The layer that keys act on."""
        current = self._graph.scene.current
        if current is None and self._graph.scene.grip is not None:
            return self._graph.scene.grip
        if isinstance(current, LayerCard):
            return current.column
        return neuron_of(self._graph.layout_, current).column if current is not None else 1

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key has a meaning here."""
        return self._key(event) in self._acts

    def press(self, event: QKeyEvent) -> bool:
        """Execute a key; False if it has no meaning, or none now."""
        act = self._acts.get(self._key(event))
        return act is not None and act() is not PASSED_ON

    def _key(self, event: QKeyEvent) -> tuple[Key, Mod]:
        key = Key(event.key())
        modifiers = event.modifiers() & ~Mod.KeypadModifier
        if key in {Key.Key_Plus, Key.Key_BracketLeft, Key.Key_BracketRight, Key.Key_Equal}:
            modifiers &= ~Mod.ShiftModifier
        if key in {Key.Key_BracketLeft, Key.Key_BracketRight}:
            modifiers = Mod.NoModifier  # on many keyboards they are typed with AltGr
        return key, modifiers

    def _walk(self, step: Callable[[GraphLayout, Pick, int], Pick], by: int) -> None:
        graph = self._graph
        here = graph.scene.current
        graph.go_to(
            neuron_of(graph.layout_, graph.scene.selected) if here is None else step(graph.layout_, here, by)
        )
        dx, dy = shift_into_view(graph.layout_, graph.scene.current, graph.width(), graph.height())
        if graph.zoomed and (dx or dy):
            graph.pan_by(dx, dy)

    def _connection(self, by: int) -> None:
        graph = self._graph
        neuron = self._anchor()
        if graph.connections is None:
            return
        found = step_connection(graph.connections, graph.sizes, neuron, graph.scene.selected, by)
        if found is not None:
            graph.select(found)

    def _anchor(self) -> Neuron:
        return neuron_of(self._graph.layout_, self._graph.scene.current)

    def _escape(self) -> object:
        if self._graph.scene.selected is None:
            return PASSED_ON
        self._graph.select(None)
        return None

    def _enter(self) -> None:
        current = self._graph.scene.current
        selected = self._graph.scene.selected
        if isinstance(selected, Parameter):
            self._graph.look_closer()
        elif isinstance(current, LayerCard):
            self._graph.open_card(current.column)
        else:
            self._graph.select(self._anchor())
            if has_numbers(self._anchor()):
                self._graph.look_closer()

    def _edit(self) -> object:
        if not isinstance(self._graph.scene.selected, Parameter):
            return PASSED_ON
        self._graph.look_closer(edit=True)
        return None

    def _move(self, by: int) -> None:
        graph, column = self._graph, self.column
        if graph.edits.move(column, column + by):
            graph.go_to(LayerCard(column + by))
