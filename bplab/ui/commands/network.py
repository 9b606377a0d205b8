"""Network menu commands, which act on the focused layer of the canvas."""

from collections.abc import Callable

from bplab.ui.canvas.base.editing import Edits
from bplab.ui.canvas.canvas import NetworkCanvas
from bplab.ui.session import Session


class NetworkCommands:
    """Edits layers by keyboard."""

    def __init__(self, canvas: NetworkCanvas, session: Session) -> None:
        self._canvas, self._session = canvas, session

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        return {
            "add_layer": self._add_layer,
            "remove_layer": lambda: self._edits.remove(self._column),
            "add_neuron": lambda: self._edits.add(self._column, 1),
            "remove_neuron": lambda: self._edits.add(self._column, -1),
        }

    def _add_layer(self) -> None:
        self._edits.insert_after(min(self._column, len(self._session.spec.layers)))

    @property
    def _edits(self) -> Edits:
        return self._canvas.edits

    @property
    def _column(self) -> int:
        return self._canvas.graph.keys.column
